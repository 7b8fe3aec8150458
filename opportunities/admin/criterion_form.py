"""The form of one condition of eligibility."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget

from opportunities.admin import criterion_checks, whole_eligibility
from opportunities.admin.criterion_boxes import BOXES, LIST_COLUMNS, LISTS, held_in, list_in, title_of
from opportunities.admin.criterion_fields import (
    CommaField,
    CountryField,
    LanguagesField,
    PlacesField,
    RouteField,
    SourcesField,
    WordsField,
)
from opportunities.admin.form_fields import CodesField, ListField, PickingList, in_kept_order, must_fit
from opportunities.admin.formsets import RowForm
from opportunities.curation.eligibility_facts import YearLimits
from opportunities.curation.eligibility_rows import file_fault
from opportunities.eligibility.terms import INSTITUTION_KIND, OCCUPATION
from opportunities.ford import FIELD
from opportunities.models import Criterion, EligibilityRoute, Source
from opportunities.vocabulary import APPLICANT, CAREER_STAGE, DEGREE

ANY_WILL_DO = gettext_lazy("Any of these will do.")


@dataclass(frozen=True)
class Names:
    """What conditions of an entry may name: its routes, by their short names, and its sources."""

    routes: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)

    @classmethod
    def stored(cls, opportunity: int | None) -> "Names":
        """What is stored of the opportunity with this primary key."""
        if opportunity is None:
            return cls()
        routes = EligibilityRoute.objects.filter(opportunity=opportunity).values_list("key", flat=True)
        return cls(list(routes), list(Source.objects.filter(opportunity=opportunity)))


class CriterionForm(RowForm):
    """One condition, in boxes of which only those of its kind may be filled."""

    route = RouteField(
        label=gettext_lazy("Route"),
        help_text=gettext_lazy("The short name of one of this entry's routes; empty: it holds for all."),
    )
    places = PlacesField(label=gettext_lazy("Places"), help_text=gettext_lazy("GB, JP …; EU, EEA or another group"))
    country = CountryField(label=gettext_lazy("Country"), help_text=gettext_lazy("GB, JP …"))
    institution_kinds = CodesField(INSTITUTION_KIND, label=gettext_lazy("Kinds of institution"), help_text=ANY_WILL_DO)
    belongs_as = CodesField(OCCUPATION, label=gettext_lazy("Studies or works"), help_text=ANY_WILL_DO)
    named = ListField(
        label=gettext_lazy("Named institutions"), rows=2, help_text=gettext_lazy("A closed list, one per line.")
    )
    stages = CodesField(CAREER_STAGE, label=gettext_lazy("Career stages"), help_text=ANY_WILL_DO)
    degrees = CodesField(DEGREE, label=gettext_lazy("Degrees"), help_text=ANY_WILL_DO)
    subjects = CodesField(FIELD, widget=PickingList(), label=gettext_lazy("Fields"))
    languages = LanguagesField(
        label=gettext_lazy("Languages"), help_text=gettext_lazy("en, ja …; with several, any will do")
    )
    held = forms.ChoiceField(
        label=gettext_lazy("Earlier award"),
        required=False,
        choices=[
            ("", "—"),
            ("must", gettext_lazy("must have held one")),
            ("never", gettext_lazy("must never have held one")),
        ],
        widget=UnfoldAdminSelectWidget(),
    )
    awards = CommaField(
        label=gettext_lazy("Awards of"),
        help_text=gettext_lazy("Slugs of opportunities and organisations; empty: of this opportunity."),
    )
    applicants = CodesField(APPLICANT, label=gettext_lazy("Who applies"), help_text=ANY_WILL_DO)
    by = WordsField(
        label=gettext_lazy("By whom, in words"), help_text=gettext_lazy("The body that applies or nominates")
    )
    sources = SourcesField(
        label=gettext_lazy("Sources"),
        help_text=gettext_lazy("Those that state this condition; none: those that support eligibility."),
    )
    rules = {
        "on_date": must_fit(
            YearLimits.__annotations__["on_date"],
            gettext_lazy("“%(value)s” is neither a day of the year (04-01) nor a day (2026-04-01)."),
        )
    }

    class Meta:
        model = Criterion
        fields = (
            "kind", "route", "either", "alternative", "rule", "permanent_residents", "dual_nationals", "partner_only",
            "or_equivalent", "held_by", "required", "host_kind", "minimum", "maximum", "less_than_maximum",
            "within_years", "counted", "on_date", "on_year", "breaks", "level", "again_after_years", "text", "note",
            "sources",
        )  # fmt: skip
        labels = {
            "required": gettext_lazy("Needed first"),
            "within_years": gettext_lazy("Within the last years"),
            "on_date": gettext_lazy("Counted on"),
            "again_after_years": gettext_lazy("May be held again after years"),
        }
        help_texts = {
            "either": gettext_lazy("Conditions with the same group and different alternatives: one is enough."),
            "alternative": gettext_lazy("0, 1, 2 …; those with the same group and alternative must hold together."),
            "minimum": gettext_lazy("Inclusive; in years, for time already spent there in months."),
            "maximum": gettext_lazy("Inclusive; in years, for time already spent there in months."),
            "less_than_maximum": gettext_lazy("The anniversary itself is too late."),
            "within_years": gettext_lazy("Empty: ever."),
            "counted": gettext_lazy("The day at which the limit counts; empty: not stated."),
            "on_date": gettext_lazy("A day of the year (04-01), or a day (2026-04-01)."),
            "text": gettext_lazy("What only people can check. Of a language: the source's words for the level."),
            "note": gettext_lazy("Explains, and decides nothing."),
        }

    def __init__(self, *args: Any, names: Names | None = None, **kwargs: Any) -> None:
        """`names` are those of the entry, fetched once for all its conditions; None on a page of its own."""
        super().__init__(*args, **kwargs)
        self.is_alone = names is None
        self.names = names or Names.stored(self.instance.opportunity_id)
        self.initial.update({box: list_in(self.instance, box) for box in LISTS})
        self.initial["held"] = held_in(self.instance)
        if self.initial["held"]:  # the column of which that box tells
            self.initial["required"] = None
        if self.instance.pk:
            self.instance.get_inline_title = title_of(self.instance)  # which the theme looks for
        if "kind" not in self.fields:
            return
        self.fields["kind"].widget.attrs["data-boxes"] = json.dumps(BOXES)
        self.fields["route"].offer(self.names.routes)  # type: ignore[attr-defined]
        self.fields["sources"].offer(self.names.sources, self["sources"].value() or [])  # type: ignore[attr-defined]

    def clean_sources(self) -> list[str]:
        """The short names, those that were there before first."""
        return in_kept_order(self.cleaned_data["sources"], self.instance.sources)

    def clean(self) -> dict[str, Any]:
        """Hold the boxes against the kind, and gather its lists."""
        facts = super().clean() or self.cleaned_data
        kind = facts.get("kind")
        if kind is None:
            return facts
        self._complain(criterion_checks.foreign_boxes(kind, facts))
        if not self.errors:
            self._complain(criterion_checks.faults(kind, facts))
        if kind == "earlier-award":
            facts["required"] = facts.get("held") == "must"
        elif kind == "host":
            facts["host_kind"] = facts.get("host_kind") or "host"
        self._gather_lists(facts, kind)
        return facts

    def _complain(self, faults: Any) -> None:
        for box, message in list(faults):
            self.add_error(box, message)

    def _gather_lists(self, facts: Mapping[str, Any], kind: str) -> None:
        """Put the lists into the columns that they belong to for this kind, and empty the other columns."""
        chosen = {columns[kind]: facts.get(box) or [] for box, columns in LISTS.items() if kind in columns}
        for column in LIST_COLUMNS:
            before = getattr(self.instance, column)
            setattr(self.instance, column, in_kept_order(chosen.get(column, []), before))

    def _post_clean(self) -> None:
        """With the condition complete: what the files could not hold, and what does not go with the other ones."""
        super()._post_clean()
        if self.errors or not self.fields:
            return
        if fault := file_fault(self.instance):
            self.add_error("kind", _("The catalogue's files cannot hold this: %(fault)s") % {"fault": fault})
        elif self.is_alone:
            self._hold_against_others()

    def _hold_against_others(self) -> None:
        others = Criterion.objects.filter(opportunity=self.instance.opportunity_id).exclude(pk=self.instance.pk)
        refs = [source.ref for source in self.names.sources]
        together = [self.instance, *others]
        for number, box, message in whole_eligibility.faults(together, self.names.routes, refs):
            if number:
                given = {"condition": title_of(together[number]), "fault": message}
                message = _("With this, another condition would be wrong (%(condition)s): %(fault)s") % given
            self.add_error(box, message)
