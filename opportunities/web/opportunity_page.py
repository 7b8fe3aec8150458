"""What the page of one opportunity shows: every fact, grouped as a reader asks."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import Schedule
from opportunities.deadlines.sides import sides_of
from opportunities.deadlines.status import Standing, standing_at
from opportunities.finder import hits_of
from opportunities.ford import FIELD
from opportunities.models import CaseStudy, Classification, Opportunity, Round, Source
from opportunities.models.awards import award_of
from opportunities.models.schedules import schedule_of
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.entry import rates_to_the_pound
from opportunities.search.similar import similar_to
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import (
    ACTIVITY,
    CAREER_STAGE,
    CONFIDENCE,
    COVERS,
    DIRECTION,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    PUBLISHER,
    Vocabulary,
)
from opportunities.web.criteria import sections_of
from opportunities.web.links import link_notes, official_link, outward_link
from opportunities.web.rows import row_of
from opportunities.wording.changes_made import changes_made
from opportunities.wording.dates import (
    checked_in_words,
    day_in_words,
    elsewhere_in_words,
    stated_in_words,
    with_zone,
    yearly_in_words,
    zone_in_words,
)
from opportunities.wording.first_steps import first_steps
from opportunities.wording.money import amount_in_words, duration_in_words, is_worth_saying, worth_in_words
from opportunities.wording.places import listed
from opportunities.wording.standing import evidence_in_words, standing_in_words
from opportunities.wording.verdicts.words import name_of
from opportunities.worth import yearly_worth

SIMILAR = 5
DAYS_OF_CHANGES = 10  # shown at once
_OVER = ("closed", "ended")  # statuses in which there is nothing to prepare for


@dataclass(frozen=True, slots=True)
class RoundWords:
    """A call round in words, and the source that it rests on."""

    label: str
    opens: str | None
    closes: str | None
    zone: str
    source: Source | None


@dataclass(frozen=True, slots=True)
class SideWords:
    """The deadline of one side of a joint call in words, and what it means elsewhere."""

    label: str
    closes: str | None
    elsewhere: list[tuple[str, str]]
    is_over: bool


def opportunity_context(opportunity: Opportunity, snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The template's context for an opportunity that was fetched `with_facts()`."""
    standing = standing_at(schedule_of(opportunity), at)
    return {
        "opportunity": opportunity,
        "at": at,
        "standing": standing_in_words(standing, at),
        **_what_it_is(opportunity),
        "sections": sections_of(opportunity, lambda slug: name_of(slug, snapshot)),
        **_what_you_get(opportunity),
        **_when(opportunity, standing),
        **_before_the_deadline(opportunity, standing, snapshot, at),
        "official": official_link(opportunity),
        "apply": outward_link(opportunity.apply_url),
        "guidance": outward_link(opportunity.guidance_url),
        "link_notes": link_notes(opportunity),
        **_where_from(opportunity, at),
        "case_studies": _case_studies(opportunity),
        "similar": _similar(opportunity, snapshot, at),
        **_changes(opportunity),
    }


def _what_it_is(opportunity: Opportunity) -> dict[str, Any]:
    rows = list(opportunity.classifications.all())
    return {
        "kind": KIND[opportunity.kind].label,
        "directions": _labels(rows, "direction", DIRECTION),
        "stages": _labels(rows, "stage", CAREER_STAGE),
        "fields": _fields(rows),
        "activities": _labels(rows, "activity", ACTIVITY),
        "programme_status": PROGRAMME_STATUS[opportunity.programme_status].label,
    }


def _what_you_get(opportunity: Opportunity) -> dict[str, Any]:
    award = award_of(opportunity)
    worth = yearly_worth(award, rates_to_the_pound())
    return {
        "amount": amount_in_words(award),
        "worth": worth_in_words(worth) if worth and is_worth_saying(award, worth) else None,
        "covers": _labels(list(opportunity.classifications.all()), "covers", COVERS),
        "duration": duration_in_words(award),
    }


def _when(opportunity: Opportunity, standing: Standing) -> dict[str, Any]:
    schedule = schedule_of(opportunity)
    deadline = standing.deadline if standing.status != "closed" else None
    is_to_the_day = deadline is not None and deadline.precision != "month" and not standing.is_estimate
    latest_first = sorted(opportunity.rounds.all(), key=_round_day, reverse=True)
    return {
        "deadline": with_zone(deadline) if deadline else None,
        "deadline_round": standing.call_round.label if deadline and standing.call_round else None,
        "deadline_is_day_only": is_to_the_day and deadline is not None and deadline.precision == "day",
        "deadline_elsewhere": elsewhere_in_words(deadline) if deadline and is_to_the_day else [],
        "frequency": FREQUENCY[opportunity.frequency].label if opportunity.frequency != "unknown" else None,
        "usual_opens": listed(yearly_in_words(day) for day in schedule.cycle.opens),
        "usual_closes": listed(yearly_in_words(day) for day in schedule.cycle.closes),
        "zone": zone_in_words(opportunity.timezone),
        "rounds": [_round_in_words(call, opportunity.timezone) for call in latest_first],
    }


def _before_the_deadline(
    opportunity: Opportunity, standing: Standing, snapshot: Snapshot, at: datetime
) -> dict[str, Any]:
    """What a deadline is to be read with: the other side of a joint call, what comes first, what an estimate of the
    opening rests on.
    """
    number = snapshot.number_of(opportunity.slug)
    opening = standing.opening
    return {
        "sides": _sides(standing, schedule_of(opportunity), at),
        "first_steps": first_steps(snapshot.entry(number).requirements)
        if number is not None and standing.status not in _OVER
        else [],
        "opening_estimate": evidence_in_words(opening) if isinstance(opening, Expected) else None,
    }


def _sides(standing: Standing, schedule: Schedule, at: datetime) -> list[SideWords]:
    if standing.call_round is None or standing.status in _OVER:
        return []
    return [
        SideWords(
            label=side.label,
            closes=with_zone(side.closes) if side.closes else None,
            elsewhere=elsewhere_in_words(side.closes) if side.closes else [],
            is_over=side.closes is not None and side.closes.ends() <= at,
        )
        for side in sides_of(standing.call_round, schedule)
    ]


def _round_day(call: Round) -> tuple[int, str]:
    day = call.closes_on or call.opens_on
    return (day.toordinal() if day else 0, call.label)


def _round_in_words(call: Round, programme_zone: str | None) -> RoundWords:
    value = call.as_value(programme_zone)
    return RoundWords(
        label=call.label,
        opens=stated_in_words(value.opens, is_opening=True) if value.opens else None,
        closes=stated_in_words(value.closes) if value.closes else None,
        zone=zone_in_words(call.timezone or programme_zone),
        source=call.source,
    )


def _where_from(opportunity: Opportunity, at: datetime) -> dict[str, Any]:
    checked, due = opportunity.last_checked_on, opportunity.next_check_due
    return {
        "confidence": CONFIDENCE[opportunity.confidence].label,
        "checked": checked_in_words(checked, opportunity.last_checked_precision) if checked else None,
        "next_check": day_in_words(due) if due else None,
        "is_overdue": due is not None and due < at.date(),
        "sources": sources_in_words(opportunity.sources.all()),
    }


def sources_in_words(sources: Any) -> list[dict[str, Any]]:
    """Each source with its publisher, its age and what it supports, in words."""
    return [
        {
            "source": source,
            "link": outward_link(source.url),
            "publisher": PUBLISHER[source.publisher].label,
            "as_of": source.as_of or _("undated"),
            "supports": ", ".join(part.replace("_", " ") for part in source.supports),
        }
        for source in sources
    ]


def _case_studies(opportunity: Opportunity) -> list[CaseStudy]:
    studies = {study.pk: study for study in opportunity.case_studies.all()}
    if opportunity.related_case_study:
        studies[opportunity.related_case_study.pk] = opportunity.related_case_study
    return sorted(studies.values(), key=lambda study: study.number)


def _changes(opportunity: Opportunity) -> dict[str, Any]:
    """What changed, the latest days first, and the days before them."""
    days = changes_made(opportunity.slug)
    return {"changes": days[:DAYS_OF_CHANGES], "older_changes": days[DAYS_OF_CHANGES:]}


def _similar(opportunity: Opportunity, snapshot: Snapshot, at: datetime) -> list[Any]:
    numbers = similar_to(opportunity.slug, snapshot, at, SIMILAR)
    return [row_of(hit, at) for hit in hits_of(numbers, at, snapshot)]


def _labels(rows: list[Classification], scheme: str, vocabulary: Vocabulary) -> list[str]:
    return [vocabulary[row.code].label for row in rows if row.scheme == scheme]


def _fields(rows: list[Classification]) -> list[str]:
    """Fields with the broad field in front of each narrow one."""
    labels = []
    for row in rows:
        if row.scheme == "discipline":
            parent = FIELD_OR_ALL[row.code].parent
            label = FIELD_OR_ALL[row.code].label
            labels.append(f"{FIELD[parent].label}: {label}" if parent else label)
    return labels
