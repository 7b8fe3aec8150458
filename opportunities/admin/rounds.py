"""Call rounds: under their opportunity, and a list over all of them."""

from collections.abc import Callable, Mapping
from datetime import time
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelect2Widget, UnfoldAdminSingleTimeWidget

from core.dates import last_day_of_month
from opportunities.admin.base import EvidenceAdmin, link_to
from opportunities.admin.filters import HasClosingFilter, RoundYearFilter
from opportunities.admin.form_fields import TimeZoneField, must_fit
from opportunities.admin.formsets import RowForm, RowsFormSet
from opportunities.admin.sources import Named, SourceFormSet
from opportunities.admin.theme import DeskInline
from opportunities.curation.fact_types import StatedDay
from opportunities.deadlines.rounds import StatedDate
from opportunities.models import Round, Source

_in_range = must_fit(StatedDay, gettext_lazy("%(value)s cannot be right: look at the year."))


class ClockField(forms.TimeField):
    """A time of day to the minute."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=UnfoldAdminSingleTimeWidget(format="%H:%M"), **kwargs)

    def to_python(self, value: Any) -> time | None:
        moment = super().to_python(value)
        return moment.replace(second=0, microsecond=0) if moment else None


class RoundSourceField(forms.ChoiceField):
    """The source of the entry that a round rests on, by its short name, or none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=UnfoldAdminSelect2Widget({"data-tags": "true"}), **kwargs)

    def offer(self, sources: list[Source], named: Callable[[], Named] | None, value: Any) -> None:
        """Offer the entry's stored sources, and what is chosen already.

        `named` gives the sources that the entry will have, where they can change as well.
        """
        self.named = named or (lambda: {source.ref: source for source in sources})
        self.refs = {source.pk: source.ref for source in sources}
        offered = {"": "—", **{source.ref: str(source) for source in sources}}
        chosen = self.prepare_value(value) or ""
        self.choices = [*offered.items(), *([] if chosen in offered else [(chosen, chosen)])]

    refs: Mapping[Any, str] = {}

    def prepare_value(self, value: Any) -> Any:
        return self.refs.get(value, value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "")

    def to_python(self, value: Any) -> Any:
        return value

    def clean(self, value: Any) -> Any:
        """The source; None for one that goes. Raises ValidationError where there is none of that name."""
        if not value:
            return None
        named = self.named()
        if value not in named:
            given = {"ref": value[:40], "sources": ", ".join(named)}
            raise ValidationError(_("“%(ref)s” is not one of this entry's sources: %(sources)s."), params=given)
        return named[value]


class RoundForm(RowForm):
    """A round. Of a date precise to the month any day may be typed; the month is what is kept."""

    opens_time = ClockField(label=gettext_lazy("At"))
    closes_time = ClockField(label=gettext_lazy("At"))
    timezone = TimeZoneField(
        label=gettext_lazy("Time zone"), help_text=gettext_lazy("Only where it differs from the programme's.")
    )
    source = RoundSourceField(
        label=gettext_lazy("Source"),
        help_text=gettext_lazy("One of this entry's sources; of one that is typed in just now, type the short name."),
    )
    rules = {"opens_on": _in_range, "closes_on": _in_range}

    class Meta:
        model = Round
        fields = (
            "label", "source", "opens_on", "opens_time", "opens_precision",
            "closes_on", "closes_time", "closes_precision", "timezone",
        )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        sources: list[Source] | None = None,
        named: Callable[[], Named] | None = None,
        **kwargs: Any,
    ) -> None:
        """`sources` are those of the entry, fetched once for all its rounds; `named` gives those that it will have."""
        super().__init__(*args, **kwargs)
        if "source" not in self.fields:
            return
        if sources is None:
            sources = list(Source.objects.filter(opportunity=self.instance.opportunity_id))
        field: Any = self.fields["source"]
        field.offer(sources, named, self["source"].value())

    def clean(self) -> dict[str, Any]:
        """Hold the dates, times and precisions against one another."""
        facts = super().clean() or self.cleaned_data
        for event in ("opens", "closes"):
            self._clean_event(facts, event)
        if not self.errors:
            self._clean_order(facts)
        return facts

    def _clean_order(self, facts: dict[str, Any]) -> None:
        """Check that there is a date, and that the round does not close before it opens."""
        opens, closes = facts["opens_on"], facts["closes_on"]
        if opens is None and closes is None:
            self.add_error("closes_on", _("A round needs an opening or a closing date."))
        elif opens and closes:
            clocks = facts["opens_time"], facts["closes_time"]
            if opens > closes or (opens == closes and None not in clocks and clocks[0] > clocks[1]):
                self.add_error("closes_on", _("This round closes before it opens."))

    def _clean_event(self, facts: dict[str, Any], event: str) -> None:
        """Check one of the two events; a month is kept as its first day for the opening, its last for the closing."""
        day, clock, precision = (facts.get(f"{event}_{part}") for part in ("on", "time", "precision"))
        if f"{event}_on" in self.errors:
            return
        if day is None and clock is not None:
            self.add_error(f"{event}_time", _("A time needs its day."))
        elif day is None:
            facts[f"{event}_precision"] = "day"
        elif clock is None and precision == "minute":
            self.add_error(f"{event}_time", _("What is precise to the minute needs a time."))
        elif clock is not None and precision != "minute":
            self.add_error(f"{event}_precision", _("With a time, this is “to the minute”; else empty the time."))
        elif precision == "month":
            last = last_day_of_month(day.year, day.month)
            facts[f"{event}_on"] = day.replace(day=1) if event == "opens" else last


class RoundFormSet(RowsFormSet):
    """The rounds of one opportunity, each with its own label, resting on its own sources."""

    distinct = "label"

    sources: SourceFormSet | None = None  # that stand on the same page

    @cached_property
    def _stored(self) -> list[Source]:
        return list(Source.objects.filter(opportunity=self.instance)) if self.instance.pk else []

    def _named(self) -> Named:
        """The sources that the entry will have, by their short names, old and new; None for those that go."""
        if self.sources is None:
            return {source.ref: source for source in self._stored}
        return self.sources.named()

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "sources": self._stored, "named": self._named}


ROUND_ROWS = (
    ("label", "timezone", "source"),
    ("opens_on", "opens_time", "opens_precision"),
    ("closes_on", "closes_time", "closes_precision"),
)


class RoundInline(DeskInline):
    """The rounds under an opportunity."""

    model = Round
    form = RoundForm
    formset = RoundFormSet
    fields = ROUND_ROWS


@admin.register(Round)
class RoundAdmin(EvidenceAdmin):
    """All call rounds, to see what opens and closes when."""

    form = RoundForm
    list_display = ("label", "entry", "opens", "closes", "zone", "source")
    list_filter = (RoundYearFilter, "closes_precision", HasClosingFilter)
    search_fields = ("label", "opportunity__name", "opportunity__slug")
    list_select_related = ("opportunity", "source")
    ordering = ("-closes_on", "id")
    readonly_fields = ("entry",)
    fields = ("entry", *ROUND_ROWS)

    @admin.display(description=gettext_lazy("opportunity"), ordering="opportunity__name")
    def entry(self, call: Round) -> str:
        """The opportunity, linked."""
        return link_to(call.opportunity)

    @admin.display(description=gettext_lazy("opens"), ordering="opens_on", empty_value="—")
    def opens(self, call: Round) -> str | None:
        """The opening as it is stated."""
        date = call.as_value(call.opportunity.timezone).opens
        return stated(date) if date else None

    @admin.display(description=gettext_lazy("closes"), ordering="closes_on", empty_value="—")
    def closes(self, call: Round) -> str | None:
        """The closing as it is stated."""
        date = call.as_value(call.opportunity.timezone).closes
        return stated(date) if date else None

    @admin.display(description=gettext_lazy("time zone"), empty_value="—")
    def zone(self, call: Round) -> str | None:
        """The round's own zone, or else the programme's."""
        return call.timezone or call.opportunity.timezone

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("opportunity", "source")


def stated(date: StatedDate) -> str:
    """A date as it is stated: a month, a day, or a day and a time."""
    if date.precision == "month":
        return date_format(date.day, "M Y")
    day = date_format(date.day, "j M Y")
    return f"{day}, {date.time:%H:%M}" if date.time else day
