"""The state of the catalogue, to look at only."""

from django.contrib import admin

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
