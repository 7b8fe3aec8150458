"""Holding an entry against its sources, as a whole or section by section, and what is to be checked next.

A check changes no fact but two: when the entry was last checked, and when that is due again. The last check of an entry
is that of the section that was looked at longest ago, so checking one part never makes the whole look fresh.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Max, Q
from django.utils.translation import gettext as _

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import place_of
from opportunities.curation.freshness import next_check_due, sections_due
from opportunities.curation.history import ChangedMeanwhileError, latest_version
from opportunities.models import Opportunity, SectionCheck
from opportunities.models.checks import SECTION
from opportunities.models.schedules import schedule_of

Position = tuple[date | None, int]  # in the worklist: the day that is due, and the primary key


@dataclass(frozen=True, slots=True)
class Freshness:
    """When each section was last checked, and is due; None where it never was."""

    checked: Mapping[str, date | None]
    due: Mapping[str, date | None]


def freshness_of(opportunity: Opportunity) -> Freshness:
    """How fresh the sections of an entry are that was fetched `with_facts()`."""
    later, last = _later_checks(opportunity), opportunity.last_checked_on
    if last is None:
        return Freshness({section: later.get(section) for section in SECTION}, dict.fromkeys(SECTION))
    return Freshness(
        checked={section: max(last, later.get(section, last)) for section in SECTION},
        due=sections_due(last, opportunity.confidence, schedule_of(opportunity), later),
    )


def record_check(
    opportunity: Opportunity,
    sections: Collection[str],
    on: date,
    by: Any,
    note: str | None = None,
    seen: int | None = None,
) -> date | None:
    """Write down that these sections (codes of SECTION) are right on that day; gives the day of the next check.

    `seen` is the version of the entry that was looked at. Raises ChangedMeanwhileError where it is not the present one:
    nothing is written down then.
    """
    with changing("check", by, _reason(sections, note)) as change:
        change.note(opportunity)
        if seen is not None and latest_version(place_of(opportunity)) != seen:
            raise ChangedMeanwhileError
        keep_check(change, opportunity, sections, on)
    return Opportunity.objects.values_list("next_check_due", flat=True).get(pk=opportunity.pk)


def keep_check(change: Change, opportunity: Opportunity, sections: Collection[str], on: date) -> None:
    """Note a check as the last step of an operation that the entry was told to; it is written down here."""
    stored = Opportunity.objects.with_facts().get(pk=opportunity.pk)
    days: dict[str, date | None] = {**freshness_of(stored).checked, **dict.fromkeys(sections, on)}
    known = {section: day for section, day in days.items() if day is not None}
    oldest = min(known.values()) if len(known) == len(days) else None
    if oldest is not None and (oldest == on or oldest != stored.last_checked_on):  # a month that stays is no day
        stored.last_checked_on, stored.last_checked_precision = oldest, "day"
    stored.next_check_due = next_check_due(stored.last_checked_on, stored.confidence, schedule_of(stored), known)
    stored.save(update_fields=["last_checked_on", "last_checked_precision", "next_check_due", "changed_at"])
    change.settle()
    if change.operation is not None:
        SectionCheck.objects.bulk_create(
            SectionCheck(opportunity=stored, section=section, checked_on=on, operation=change.operation)
            for section in sections
        )


def work_out_next_check(opportunity: Opportunity) -> None:
    """Store the day of the next check, by the facts as they are stored now: of an entry for which none is given."""
    stored = Opportunity.objects.with_facts().get(pk=opportunity.pk)
    stored.next_check_due = next_check_due(
        stored.last_checked_on, stored.confidence, schedule_of(stored), _later_checks(stored)
    )
    stored.save(update_fields=["next_check_due"])
    opportunity.next_check_due = stored.next_check_due


def position_of(opportunity: Opportunity) -> Position:
    """Where the entry stands in the worklist."""
    return opportunity.next_check_due, opportunity.pk


def next_to_check(after: Position | None = None) -> Opportunity | None:
    """The first published entry of the worklist, or the first behind a position; None at its end.

    Never checked ones come first, then in the order in which they are due, also those that are not due yet.
    """
    entries = Opportunity.objects.published().order_by(F("next_check_due").asc(nulls_first=True), "pk")
    if after is None:
        return entries.first()
    due, pk = after
    if due is None:
        return entries.filter(Q(next_check_due__isnull=False) | Q(pk__gt=pk)).first()
    return entries.filter(Q(next_check_due__gt=due) | Q(next_check_due=due, pk__gt=pk)).first()


def due_count(on: date) -> int:
    """How many published entries are due on a day, or were never checked."""
    return Opportunity.objects.published().filter(Q(next_check_due__isnull=True) | Q(next_check_due__lte=on)).count()


def _later_checks(opportunity: Opportunity) -> dict[str, date]:
    """The last check of each section that was checked by itself, unless that was undone."""
    rows = SectionCheck.objects.filter(opportunity=opportunity, operation__undone_by__isnull=True)
    return {row["section"]: row["day"] for row in rows.values("section").annotate(day=Max("checked_on")).order_by()}


def _reason(sections: Collection[str], note: str | None) -> str:
    """What was checked, in words, and why."""
    if set(sections) == set(SECTION):
        checked = _("Everything is still right.")
    else:
        names = ", ".join(SECTION[section].label for section in SECTION if section in sections)
        checked = _("Still right: %(sections)s.") % {"sections": names}
    return f"{checked} {note}" if note else checked
