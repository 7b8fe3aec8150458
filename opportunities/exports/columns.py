"""The columns of tables, in their order. Their names are a promise: new ones are added at the end, none is renamed.

A column of codes is followed by one that says them in the language of the file, with `_label` behind its name.
Several values stand in one cell with "; " between them. What is not stated is empty.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.cells import Cell
from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import StatedDate
from opportunities.exports.rows import Exported
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.entry import Entry
from opportunities.search.options import body_label
from opportunities.vocabulary import (
    ACTIVITY,
    AMOUNT_BASIS,
    ANNEXE_SECTION,
    APPLICANT,
    CAREER_STAGE,
    COVERS,
    DIRECTION,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    STATUS,
    Term,
)

BETWEEN = "; "
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it, how a cell is made, and its width in characters."""

    name: str
    what: Text
    of: Callable[[Exported], Cell]
    width: int = 14


def stated_day(stated: StatedDate | None) -> Cell:
    """A day, or the month as text where no day is stated: a month never gains a day."""
    if stated is None:
        return None
    return f"{stated.day:%Y-%m}" if stated.precision == "month" else stated.day


def opening_of(row: Exported) -> tuple[StatedDate | None, bool]:
    """The opening date of the round ahead or open, and whether it is an estimate."""
    opening = row.standing.opening
    if isinstance(opening, Expected):
        return opening.date, True
    if opening is None and row.standing.status in ("open", "closing-soon") and row.standing.call_round:
        opening = row.standing.call_round.opens
    return opening, False


def deadline_of(row: Exported) -> StatedDate | None:
    """The next deadline; None where the last one is over."""
    return None if row.standing.status == "closed" else row.standing.deadline


def checked_on(entry: Entry) -> StatedDate | None:
    """The day or month on which the facts were last checked."""
    return StatedDate(entry.last_checked, entry.last_checked_precision) if entry.last_checked else None


def _coded(
    name: str, what: Text, terms: Mapping[str, Term], of: Callable[[Exported], str | Iterable[str] | None]
) -> Iterator[Column]:
    def codes(row: Exported) -> tuple[str, ...]:
        found = of(row)
        return (found,) if isinstance(found, str) else tuple(found or ())

    def labels(row: Exported) -> str | None:
        return _joined(terms[code].label for code in codes(row))

    yield Column(name, what, lambda row: _joined(codes(row)))
    yield Column(f"{name}_label", _("the same in words"), labels, 24)


def _joined(parts: Iterable[str]) -> str | None:
    return BETWEEN.join(parts) or None


def _time(stated: StatedDate | None) -> time | None:
    return stated.time if stated else None


def _worth(row: Exported, end: str) -> Cell:
    return round(getattr(row.entry.worth, end)) if row.entry.worth else None


def _opens(row: Exported) -> Cell:
    return stated_day(opening_of(row)[0])


def _is_estimate(row: Exported) -> Cell:
    return row.standing.is_estimate if deadline_of(row) else None


COLUMNS: tuple[Column, ...] = (
    Column("slug", _("the name in our addresses, which never changes"), lambda row: row.entry.slug, 28),
    Column("name", _("name"), lambda row: row.entry.name, 44),
    Column("name_ja", _("Japanese name, where a source shows one"), lambda row: row.entry.name_ja, 30),
    Column("page", _("our page, with everything known and its sources"), lambda row: row.page, 40),
    *_coded("kind", _("kind of support"), KIND, lambda row: row.entry.kind),
    Column(
        "funders", _("names of the funders in our addresses"), lambda row: _joined(b.slug for b in row.entry.funders)
    ),
    Column("funders_label", _("the same in words"), lambda row: _joined(map(body_label, row.entry.funders)), 36),
    *_coded("directions", _("direction"), DIRECTION, lambda row: row.entry.directions),
    *_coded("stages", _("career stages"), CAREER_STAGE, lambda row: row.entry.stages),
    *_coded("disciplines", _("fields (OECD FORD codes)"), FIELD_OR_ALL, lambda row: row.entry.disciplines),
    *_coded("activities", _("activities"), ACTIVITY, lambda row: row.entry.activities),
    *_coded("applicants", _("who applies"), APPLICANT, lambda row: row.entry.applicants),
    Column("summary", _("what it is, in English"), lambda row: row.entry.summary, 60),
    Column("summary_ja", _("what it is, in Japanese"), lambda row: row.entry.summary_ja, 60),
    Column("eligibility", _("who can apply, in English"), lambda row: row.entry.eligibility_summary, 60),
    Column("currency", _("currency of the amounts (ISO 4217)"), lambda row: row.entry.award.currency, 10),
    Column("amount_min", _("lowest amount stated"), lambda row: row.entry.award.minimum),
    Column("amount_max", _("highest amount stated"), lambda row: row.entry.award.maximum),
    *_coded("amount_basis", _("what the amounts are for"), AMOUNT_BASIS, lambda row: row.entry.award.basis),
    Column("worth_gbp_min", _("approximate pounds a year, at least"), lambda row: _worth(row, "low")),
    Column("worth_gbp_max", _("approximate pounds a year, at most"), lambda row: _worth(row, "high")),
    *_coded("covers", _("what is covered"), COVERS, lambda row: row.entry.covers),
    Column("duration_min_months", _("shortest duration, in months"), lambda row: row.entry.award.shortest),
    Column("duration_max_months", _("longest duration, in months"), lambda row: row.entry.award.longest),
    Column("duration_note", _("note on the duration"), lambda row: row.entry.duration_note, 30),
    *_coded(
        "programme_status",
        _("whether the programme runs"),
        PROGRAMME_STATUS,
        lambda row: row.entry.schedule.programme_status,
    ),
    *_coded("frequency", _("how often there are rounds"), FREQUENCY, lambda row: row.entry.schedule.cycle.frequency),
    *_coded("status", _("where the present round stands"), STATUS, lambda row: row.standing.status),
    Column("opens", _("opening date: a day, or a month as 2027-03"), _opens),
    Column(
        "opens_is_estimate",
        _("whether the opening date is our estimate"),
        lambda row: opening_of(row)[1] if opening_of(row)[0] else None,
        10,
    ),
    Column("deadline", _("next deadline: a day, or a month as 2027-03"), lambda row: stated_day(deadline_of(row))),
    Column(
        "deadline_time", _("hour of the deadline, only where it is stated"), lambda row: _time(deadline_of(row)), 10
    ),
    Column(
        "deadline_zone",
        _("time zone of the deadline"),
        lambda row: deadline.zone if (deadline := deadline_of(row)) else None,
    ),
    Column("deadline_is_estimate", _("whether the deadline is our estimate and nobody announced it"), _is_estimate, 10),
    Column("deadline_label", _("the dates in words"), lambda row: row.words.line, 44),
    Column("deadline_remark", _("what to know about the dates"), lambda row: row.words.remark, 36),
    *_coded("annexe_section", _("section of the report of 2022"), ANNEXE_SECTION, lambda row: row.entry.annexe_section),
    Column("keywords", _("words that people search by"), lambda row: _joined(row.entry.keywords), 30),
    Column("official_page", _("the programme's own page, which alone decides"), lambda row: row.entry.official_url, 40),
    Column("sources", _("addresses of the sources"), lambda row: _joined(s.url for s in row.sources if s.url), 60),
    Column("source_titles", _("titles of the sources"), lambda row: _joined(s.title for s in row.sources), 60),
    Column(
        "sources_as_of", _("ages of the sources, as they say"), lambda row: _joined(s.as_of or "–" for s in row.sources)
    ),
    Column(
        "last_checked",
        _("when the facts were last checked: a day, or a month as 2026-11"),
        lambda row: stated_day(checked_on(row.entry)),
    ),
    Column("uuid", _("the entry's identity, which never changes"), lambda row: row.entry.uuid, 38),
)
