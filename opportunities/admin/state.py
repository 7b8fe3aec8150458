"""The state of the catalogue, to look at only."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opportunities.admin.base import ReadOnlyAdmin
from opportunities.models import CatalogueRevision, LoadedFacts


@admin.register(CatalogueRevision)
class CatalogueRevisionAdmin(ReadOnlyAdmin):
    """How often the public catalogue has changed."""

    list_display = ("number", "changed_at", "loaded_digest")


@admin.register(LoadedFacts)
class LoadedFactsAdmin(ReadOnlyAdmin):
    """What the files said of each record when they were last loaded."""

    list_display = ("key", "collection")
    list_filter = ("collection",)
    search_fields = ("key",)
    ordering = ("collection", "key")
    fields = ("collection", "key", "shown_facts")
    readonly_fields = ("shown_facts",)

    @admin.display(description=_("facts"))
    def shown_facts(self, loaded: LoadedFacts) -> str:
        """The facts, with Japanese as Japanese."""
        text = json.dumps(loaded.facts, indent=2, ensure_ascii=False)
        return format_html('<pre class="whitespace-pre-wrap">{}</pre>', text)
