"""The page on which the next round is confirmed: every date that was guessed must be ticked or changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from opportunities.admin.check_facts import rounds_in_words
from opportunities.admin.rounds import RoundForm
from opportunities.admin.sources import SourceForm
from opportunities.curation.next_round import Draft, add_rounds, next_rounds, source_of_dates
from opportunities.deadlines.rounds import StatedDate
from opportunities.models import Opportunity, Round, Source
from opportunities.models.schedules import schedule_of
from opportunities.wording.dates import stated_in_words

_EVENTS = ("opens", "closes")


class GuessedRoundForm(RoundForm):
    """A round with dates that nobody has confirmed. An estimate that stays as it is must be ticked."""

    wanted = forms.BooleanField(
        label=gettext_lazy("Add this round"), required=False, initial=True, widget=UnfoldBooleanWidget
    )
    opens_seen = forms.BooleanField(
        label=gettext_lazy("The source says this opening date"), required=False, widget=UnfoldBooleanWidget
    )
    closes_seen = forms.BooleanField(
        label=gettext_lazy("The source says this closing date"), required=False, widget=UnfoldBooleanWidget
    )
    opens_guess = forms.DateField(required=False, widget=forms.HiddenInput)
    closes_guess = forms.DateField(required=False, widget=forms.HiddenInput)

    class Meta(RoundForm.Meta):
        widgets = {
            "label": UnfoldAdminTextInputWidget,
            "source": UnfoldAdminSelectWidget,
            "opens_on": UnfoldAdminSingleDateWidget,
            "closes_on": UnfoldAdminSingleDateWidget,
            "opens_precision": UnfoldAdminSelectWidget,
            "closes_precision": UnfoldAdminSelectWidget,
        }

    @property
    def is_wanted(self) -> bool:
        """Whether the round is to be added: of a joint call one side may be announced, and the other not."""
        return not self.is_bound or bool(self["wanted"].value())

    def clean(self) -> dict[str, Any]:
        """Take no estimate for a fact unless somebody says that the source has it."""
        facts = super().clean()
        if facts.get("label") in [call.label for call in self.instance.opportunity.rounds.all()]:
            self.add_error("label", _("Another round of this entry has this label."))
        for event in _EVENTS:
            stays = facts.get(f"{event}_on") is not None and facts[f"{event}_on"] == facts.get(f"{event}_guess")
            if stays and not facts.get(f"{event}_seen"):
                message = _("This is an estimate. Tick it if the source says so; else change the date, or empty it.")
                self.add_error(f"{event}_seen", message)
        return facts


class NewSourceForm(SourceForm):
    """A page that announces the round, where it is none of the entry's sources yet."""

    supports = None  # type: ignore[assignment]

    class Meta:
        model = Source
        fields = ("title", "url", "as_of", "publisher")
        widgets = {
            "title": UnfoldAdminTextInputWidget,
            "url": UnfoldAdminTextInputWidget,
            "as_of": UnfoldAdminTextInputWidget,
            "publisher": UnfoldAdminSelectWidget,
        }


class NextRoundPage:
    """The rounds that may come next, as forms, and a form for a new source."""

    def __init__(self, sent: Any, entry: Opportunity, today: date) -> None:
        """`entry` was fetched `with_facts()`; `sent` is None where nothing was sent yet."""
        self.entry = entry
        sources = list(entry.sources.all())
        self.schedule = schedule_of(entry)
        self.drafts = next_rounds(self.schedule, today)
        newest = source_of_dates(sources)
        self.forms = [
            GuessedRoundForm(
                sent,
                prefix=f"round{number}",
                instance=Round(opportunity=entry),
                initial=_initial(draft, newest),
                sources=sources,
            )
            for number, draft in enumerate(self.drafts)
        ]
        self.source = NewSourceForm(
            sent,
            prefix="source",
            instance=Source(opportunity=entry, supports=["cycle", "rounds"]),
            initial={"publisher": "official", "as_of": str(today.year)},
            empty_permitted=True,
            use_required_attribute=False,
        )

    @property
    def media(self) -> forms.Media:
        """What the boxes need of scripts and styles."""
        return sum((form.media for form in self.forms), self.source.media)

    @property
    def has_new_source(self) -> bool:
        """Whether a new source was sent, or is wrong."""
        return self.source.is_bound and self.source.has_changed()

    @property
    def sides(self) -> Iterator[tuple[GuessedRoundForm, str]]:
        """Each form, with what its dates are guessed from."""
        usual = bool(self.schedule.cycle.opens or self.schedule.cycle.closes)
        return ((form, _origin(draft, usual)) for form, draft in zip(self.forms, self.drafts, strict=True))

    @property
    def known(self) -> list[tuple[Round, str]]:
        """The rounds that are stored, the latest first."""
        return list(rounds_in_words(self.entry))

    def is_valid(self) -> bool:
        """Whether all that is wanted can be stored; what cannot is said beside the boxes."""
        wanted = [form for form in self.forms if form.is_wanted]
        if not wanted:
            self.forms[0].add_error("wanted", _("No round is chosen."))
            return False
        valid = [form.is_valid() for form in wanted] + [self.source.is_valid()]
        labels: set[str] = set()
        for form in wanted:
            label = form.cleaned_data.get("label", "")
            if label in labels:
                form.add_error("label", _("Another row already has this."))
                return False
            labels.add(label)
        return all(valid)

    def save(self, by: Any, reason: str | None, on: date) -> None:
        """Store what is wanted, after `is_valid`."""
        rounds = [form.save(commit=False) for form in self.forms if form.is_wanted]
        new_source = self.source.save(commit=False) if self.has_new_source else None
        add_rounds(self.entry, rounds, new_source, on, by, reason)

    def done(self) -> str:
        """What was stored, in words."""
        labels = ", ".join(form.cleaned_data["label"] for form in self.forms if form.is_wanted)
        return _("Added to “%(name)s”: %(labels)s. Its dates count as checked today.") % {
            "name": self.entry.name,
            "labels": labels,
        }


def _initial(draft: Draft, source: Source | None) -> dict[str, Any]:
    """What the boxes hold at first: the guess, in the form in which it would be stored."""
    values: dict[str, Any] = {"label": draft.label, "timezone": draft.zone, "source": source.pk if source else None}
    for event, stated in zip(_EVENTS, (draft.opens, draft.closes), strict=True):
        if stated is not None:
            day = stated.first_day if event == "opens" else stated.last_day
            values |= {f"{event}_on": day, f"{event}_guess": day.isoformat()}
            values |= {f"{event}_time": stated.time, f"{event}_precision": stated.precision}
    return values


def _origin(draft: Draft, has_usual: bool) -> str:
    """What the dates are guessed from, in words; `has_usual`: the programme has usual dates."""
    if draft.opens is None and draft.closes is None:
        return _("Nothing is known from which the dates could be guessed.")
    if draft.like is None:
        return _("The dates are guessed from the usual ones.")
    date_of: StatedDate | None = draft.like.closes or draft.like.opens
    given = {"label": draft.like.label, "date": stated_in_words(date_of) if date_of else ""}
    if draft.like.closes:
        said = _("The dates are guessed from “%(label)s”, which closed on %(date)s.") % given
    else:
        said = _("The dates are guessed from “%(label)s”, which opened on %(date)s.") % given
    return said + " " + _("The usual dates were looked at, too.") if has_usual else said
