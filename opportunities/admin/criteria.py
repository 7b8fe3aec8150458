"""Eligibility criteria: under their opportunity, and a list over all of them."""

from collections.abc import Hashable, Mapping
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.utils.translation import gettext_lazy

from opportunities.admin import whole_eligibility
from opportunities.admin.base import EvidenceAdmin, link_to
from opportunities.admin.criterion_boxes import CriterionPage
from opportunities.admin.criterion_form import CriterionForm, Names
from opportunities.admin.formsets import RowsFormSet
from opportunities.admin.theme import DeskInline
from opportunities.models import Criterion
from opportunities.models.criterion import REPEATABLE


class CriterionFormSet(RowsFormSet):
    """The criteria of one opportunity; most kinds stand once among those that hold together."""

    distinct = "kind"
    routes: RowsFormSet | None = None  # that stand on the same page
    sources: RowsFormSet | None = None

    @cached_property
    def _names(self) -> Names:
        return Names.stored(self.instance.pk)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "names": self._names}

    def identity(self, values: Mapping[str, Any]) -> Hashable:
        kind = values.get("kind")
        if not kind or kind in REPEATABLE:
            return None
        return kind, values.get("route"), values.get("either"), values.get("alternative")

    def clean(self) -> None:
        """Hold the conditions, once each is right by itself, against one another and what else is on the page."""
        super().clean()
        forms = list(self.remaining())
        if any(form.errors for form in forms):
            return
        routes = self.routes.names("key") if self.routes else self._names.routes
        sources = self.sources.names("ref") if self.sources else [source.ref for source in self._names.sources]
        for number, box, message in whole_eligibility.faults([form.instance for form in forms], routes, sources):
            forms[number].add_error(box if box in forms[number].fields else None, message)


class CriterionInline(CriterionPage, DeskInline):
    """The criteria under an opportunity."""

    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    fields = CriterionPage.rows


@admin.register(Criterion)
class CriterionAdmin(CriterionPage, EvidenceAdmin):
    """All eligibility criteria, to compare how the same condition is recorded."""

    form = CriterionForm
    list_display = ("kind", "entry", "route", "rule", "value_list", "minimum", "maximum", "text")
    list_filter = ("kind", "rule", "counted", "breaks", "host_kind")
    search_fields = ("text", "note", "route", "opportunity__name", "opportunity__slug")
    list_select_related = ("opportunity",)
    ordering = ("kind", "opportunity__name", "position")
    readonly_fields = ("entry",)
    fields = ("entry", *CriterionPage.rows)

    @admin.display(description=gettext_lazy("opportunity"), ordering="opportunity__name")
    def entry(self, criterion: Criterion) -> str:
        """The opportunity, linked."""
        return link_to(criterion.opportunity)

    @admin.display(description=gettext_lazy("values"), empty_value="—")
    def value_list(self, criterion: Criterion) -> str | None:
        """The codes and names of the condition."""
        lists = (criterion.values, criterion.countries, criterion.occupations, criterion.names)
        return ", ".join(value for values in lists for value in values) or None
