"""Sources: under their entry, and a list over all of them."""

from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.base import EvidenceAdmin, link_to
from opportunities.admin.filters import OwnerFilter
from opportunities.admin.form_fields import SupportsField, in_kept_order, must_fit
from opportunities.admin.formsets import RowForm, RowsFormSet
from opportunities.admin.theme import AnyModelForm, DeskInline
from opportunities.curation.documents import SourceFacts
from opportunities.models import Source
from opportunities.models.source import OWNERS
from opportunities.vocabulary import SOURCE_SUPPORTS

Named = dict[str, Source | None]  # sources by their short names; None for one that goes


class SourceForm(RowForm):
    """A page and what it supports."""

    owners = OWNERS
    supports = SupportsField(
        SOURCE_SUPPORTS,
        label=gettext_lazy("Supports"),
        help_text=gettext_lazy("The facts that this page states."),
    )
    rules = {
        "ref": must_fit(
            SourceFacts.__annotations__["id"],
            gettext_lazy("“%(value)s” is not a short name: use small letters, digits and hyphens, such as s1."),
        )
    }

    class Meta:
        model = Source
        fields = ("ref", "publisher", "as_of", "title", "url", "supports")
        help_texts = {"ref": gettext_lazy("s1, s2 … Leave it empty on a new source to get the next one.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "ref" in self.fields:
            self.fields["ref"].required = bool(self.instance.pk)

    def clean_supports(self) -> list[str]:
        """The names of facts, those that were there before first."""
        return in_kept_order(self.cleaned_data["supports"], self.instance.supports)


class SourceFormSet(RowsFormSet):
    """The sources of one entry: at least one, each with its own short name."""

    distinct = "ref"

    def clean(self) -> None:
        super().clean()
        if not any(self.remaining()):
            raise ValidationError(_("An entry needs at least one source: nothing is stated without one."))

    def named(self) -> Named:
        """The sources that will be there, by their short names and those that they had; None for those that go."""
        self.is_valid()  # so that each row has been looked at
        staying = {id(form) for form in self.remaining()}
        named: Named = {}
        for form in self.forms:
            if id(form) in staying and (ref := form["ref"].value()):
                named[ref] = form.instance
        for form in self.initial_forms:
            named.setdefault(form.initial["ref"], form.instance if id(form) in staying else None)
        return named

    def save_new(self, form: AnyModelForm, commit: bool = True) -> Any:
        """Store a new source, with the next free short name where none was typed."""
        if not form.instance.ref:
            taken = {row.instance.ref for row in self.forms}
            form.instance.ref = next(ref for n in range(1, len(taken) + 2) if (ref := f"s{n}") not in taken)
        return super().save_new(form, commit)


class SourceInline(DeskInline):
    """The sources under an entry; one is asked for at once on a new entry."""

    model = Source
    form = SourceForm
    formset = SourceFormSet
    fields = (("ref", "publisher", "as_of"), "title", "url", "supports")

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return 0 if obj else 1


@admin.register(Source)
class SourceAdmin(EvidenceAdmin):
    """All sources, to find those that many entries rest on or that have grown old."""

    form = SourceForm
    list_display = ("title", "entry", "ref", "publisher", "as_of", "site")
    list_filter = ("publisher", OwnerFilter)
    search_fields = ("title", "url", "opportunity__name", "organisation__name", "case_study__title")
    list_select_related = ("opportunity", "organisation", "case_study")
    ordering = ("title", "id")
    readonly_fields = ("entry",)
    fields = ("entry", ("ref", "publisher", "as_of"), "title", "url", "supports")

    @admin.display(description=gettext_lazy("entry"))
    def entry(self, source: Source) -> str:
        """The record that the source belongs to, linked."""
        owner = source.opportunity or source.organisation or source.case_study
        if owner is None:
            return "—"
        return link_to(owner)

    @admin.display(description=gettext_lazy("site"), ordering="url", empty_value="—")
    def site(self, source: Source) -> str | None:
        """The host of the page, with a link to the page itself."""
        return (
            format_html('<a href="{}" rel="noreferrer">{}</a>', source.url, urlsplit(source.url).hostname)
            if source.url
            else None
        )
