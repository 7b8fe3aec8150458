"""What the published entries cover, and how fresh they are: tables whose cells are drawn as charts."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from opportunities.admin.care_filters import NEVER, OLDER, last_months
from opportunities.admin.dashboard.lines import Count, list_link
from opportunities.admin.filters import NOT_STATED
from opportunities.models import Opportunity, Upkeep
from opportunities.models.upkeep import codes_of
from opportunities.vocabulary import CAREER_STAGE, DIRECTION, STATE, Vocabulary

SHADES = 5  # of a cell that holds anything
_PUBLISHED = "state__exact=published"


@dataclass(frozen=True)
class Cell:
    """How many entries, where their list is, and how it looks: "gap", "none", or a shade from 1 up to SHADES."""

    number: int
    link: str
    look: str


@dataclass(frozen=True)
class Row:
    """One direction, with a cell for each career stage."""

    title: Any
    cells: list[Cell]


@dataclass(frozen=True)
class Bar:
    """The entries last checked in one span of time; `width` is their share of the longest bar, in per cent."""

    title: str
    number: int
    width: int
    link: str


def states() -> list[Count]:
    """How many entries are in each state."""
    found = dict(Opportunity.objects.order_by().values_list("state").annotate(number=models.Count("*")))
    return [
        Count(term, found.get(code, 0), list_link(Opportunity, f"state__exact={code}")) for code, term in STATE.items()
    ]


def coverage() -> tuple[list[Any], list[Row]]:
    """The career stages that head the columns, and a row for each direction.

    An entry counts in each cell that it belongs to. Where any entry states no direction or stage, there is a row or
    column of those.
    """
    counts: Counter[tuple[str, str]] = Counter()
    # Rows, not keys, are counted: only so does the index by itself suffice on SQLite.
    combined = Upkeep.objects.filter(state="published").order_by().values_list("directions", "stages")
    directions_of, stages_of = _reading(DIRECTION), _reading(CAREER_STAGE)
    for directions, stages, number in combined.annotate(number=models.Count("*")):
        for direction in directions_of(directions):
            for stage in stages_of(stages):
                counts[direction, stage] += number
    columns, most = _axis(CAREER_STAGE, 1, counts), max(counts.values(), default=0)
    rows = [
        Row(title, [_cell(direction, stage, counts[direction, stage], most) for stage, _title in columns])
        for direction, title in _axis(DIRECTION, 0, counts)
    ]
    return [title for _stage, title in columns], rows


def freshness(today: date) -> list[Bar]:
    """How many published entries were last checked in each of the last months, the present one first, and before."""
    checked = Opportunity.objects.filter(state="published").order_by().values_list("last_checked_on")
    months = last_months(today)
    counts: Counter[str] = Counter()
    for day, number in checked.annotate(number=models.Count("*")):
        counts[_span(day, months[-1])] += number
    titles = {f"{month:%Y-%m}": date_format(month, "M Y") for month in months}
    titles |= {OLDER: _("Older"), NEVER: _("Never")}
    most = max(counts.values(), default=0)
    return [
        Bar(title, counts[span], _per_cent(counts[span], most), list_link(Opportunity, f"{_PUBLISHED}&checked={span}"))
        for span, title in titles.items()
        if span != NEVER or counts[span]
    ]


def _reading(terms: Vocabulary) -> Callable[[int], list[str]]:
    """The codes that bits stand for; each combination comes many times."""
    return cache(lambda bits: codes_of(bits, terms) or [NOT_STATED])


def _axis(terms: Vocabulary, place: int, counts: Counter[tuple[str, str]]) -> list[tuple[str, Any]]:
    is_complete = all(codes[place] != NOT_STATED for codes in counts)
    return [*terms.items(), *([] if is_complete else [(NOT_STATED, _("Not stated"))])]


def _cell(direction: str, stage: str, number: int, most: int) -> Cell:
    if number:
        # By the root: else one crowded cell would leave all the others alike.
        look = str(max(1, round(SHADES * (number / most) ** 0.5)))
    else:
        look = "none" if NOT_STATED in (direction, stage) else "gap"
    return Cell(number, list_link(Opportunity, f"{_PUBLISHED}&direction={direction}&stage={stage}"), look)


def _span(day: date | None, oldest: date) -> str:
    if day is None:
        return NEVER
    return f"{day:%Y-%m}" if day >= oldest else OLDER


def _per_cent(number: int, most: int) -> int:
    return max(1, round(100 * number / most)) if number else 0
