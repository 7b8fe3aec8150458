"""The days at which limits of age and of years since the doctorate count, as far as they are known.

Days are ordinals (`date.toordinal`). What is not known to the day is a span: from the first day that may be meant to
the last. A limit is then met, or missed, only if it is on every day of the span.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from core.dates import day_in_year
from opportunities.deadlines.status import Standing
from opportunities.eligibility.criteria import Criterion

# Days by which an expected deadline may lie elsewhere: a day, and a month, which is vague by itself.
EXPECTED_MAY_MISS = {"day": 31, "minute": 31, "month": 15}
UNKNOWN_WITHIN = 548  # days within which a round of which nothing is known is taken to close
AWARD_STARTS_WITHIN = 730  # days after the deadline

TODAY, UNKNOWN = (0, 0), (0, 1)  # spans that go with the day of asking


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both included."""

    first: int
    last: int

    @property
    def is_one_day(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


def deadline_of(standing: Standing) -> tuple[int, int]:
    """First and last day that the deadline to reckon with may be; TODAY where one can apply at any time, or UNKNOWN."""
    if standing.status == "rolling":
        return TODAY
    closes = standing.deadline
    if closes is None or standing.status in ("closed", "ended", "unknown"):
        return UNKNOWN
    margin = EXPECTED_MAY_MISS[closes.precision] if standing.is_estimate else 0
    return closes.first_day.toordinal() - margin, closes.last_day.toordinal() + margin


def deadline_span(deadline: tuple[int, int], today: dt.date) -> Span:
    """The deadline as days, where TODAY and UNKNOWN go with the day of asking."""
    first, last = deadline
    if first:
        return Span(first, last)
    return Span(today.toordinal(), today.toordinal() + (UNKNOWN_WITHIN if last else 0))


def counting_span(criterion: Criterion, deadline: Span) -> Span:
    """The day at which a limit counts: the one that the programme names or, failing that, the deadline.

    A degree counts when the award starts, unless it must be held when applying.
    """
    if criterion.counted == "start" or (criterion.kind == "degree" and criterion.held_by != "application"):
        return Span(deadline.first, deadline.last + AWARD_STARTS_WITHIN)
    if criterion.counted == "date" and criterion.on_date is not None:
        return _named_day(criterion.on_date, criterion.on_year, deadline.first, deadline.last)
    return deadline


@lru_cache(maxsize=65_536)
def _named_day(on_date: str, on_year: str | None, first: int, last: int) -> Span:
    if len(on_date) > 5:
        day = dt.date.fromisoformat(on_date).toordinal()
        return Span(day, day)
    start, end = dt.date.fromordinal(first), dt.date.fromordinal(last)
    if on_year is None:
        return Span(_on_or_before(start, on_date), _on_or_after(end, on_date))
    day_for = _DAY_FOR[on_year]
    return Span(day_for(start, on_date), day_for(end, on_date))


def _in(year: int, on_date: str) -> int:
    return day_in_year(year, int(on_date[:2]), int(on_date[3:])).toordinal()


def _on_or_after(day: dt.date, on_date: str) -> int:
    this_year = _in(day.year, on_date)
    return this_year if this_year >= day.toordinal() else _in(day.year + 1, on_date)


def _on_or_before(day: dt.date, on_date: str) -> int:
    this_year = _in(day.year, on_date)
    return this_year if this_year <= day.toordinal() else _in(day.year - 1, on_date)


def _second_on_or_after(day: dt.date, on_date: str) -> int:
    return _in(dt.date.fromordinal(_on_or_after(day, on_date)).year + 1, on_date)


def _in_fiscal_year(deadline: dt.date, on_date: str) -> int:
    """Of the fiscal year (from April) under way from April to June, else of the one that begins next."""
    begins = deadline.year + (1 if deadline.month > 6 else 0)
    return _in(begins if on_date >= "04" else begins + 1, on_date)


_DAY_FOR: dict[str, Callable[[dt.date, str], int]] = {  # by the codes of ON_YEAR
    "deadline-year": lambda deadline, on_date: _in(deadline.year, on_date),
    "year-after-deadline": lambda deadline, on_date: _in(deadline.year + 1, on_date),
    "after-deadline": _on_or_after,
    "second-after-deadline": _second_on_or_after,
    "before-deadline": _on_or_before,
    "fiscal-year": _in_fiscal_year,
}
