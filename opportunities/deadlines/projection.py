"""Estimates of dates that nobody has announced yet, from a programme's usual dates and its past rounds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import count, pairwise

from opportunities.deadlines.rounds import Cycle, Schedule, StatedDate, YearlyDate, days_apart

_REGULAR = frozenset({"annual", "twice-yearly", "quarterly"})
_LONGEST_DRIFT = 60  # days by which a round may miss its usual date and still be that date's round


@dataclass(frozen=True, slots=True)
class Expected:
    """An estimated date, with the years of the past rounds that it rests on.

    Without years it rests on the programme's stated timetable alone.
    """

    date: StatedDate
    years: tuple[int, ...]


def expected_closing(schedule: Schedule, at: datetime) -> Expected | None:
    """The next closing date after `at` for which no round is dated; None where nothing can be expected."""
    if not _runs_regularly(schedule):
        return None
    closings = [r.closes for r in schedule.rounds if r.closes is not None]
    past = [closing for closing in closings if closing.ends() <= at]
    cycle = _with_usual_closing(schedule.cycle, past)
    drift = _drift(cycle.closes)

    def next_after(usual: YearlyDate) -> Expected:
        # Last year's date too: it may not be over yet in a zone west of Greenwich.
        dates = (usual.in_year(year, cycle.zone) for year in count(at.year - 1))
        ahead = (date for date in dates if date.ends() > at)
        free = (date for date in ahead if all(days_apart(date, closing) > drift for closing in closings))
        return Expected(next(free), _years_near(usual, past, drift))

    return min(map(next_after, cycle.closes), key=lambda expected: expected.date.ends(), default=None)


def expected_opening(schedule: Schedule, closing: StatedDate) -> Expected | None:
    """The last usual opening date before the end of `closing`; None where nothing can be expected."""
    if not _runs_regularly(schedule):
        return None
    cycle = schedule.cycle
    drift = _drift(cycle.opens)
    openings = [r.opens for r in schedule.rounds if r.opens is not None]

    def last_before(usual: YearlyDate) -> Expected:
        dates = (usual.in_year(year, cycle.zone) for year in count(closing.day.year, -1))
        date = next(date for date in dates if date.begins() < closing.ends())
        past = [opening for opening in openings if opening.begins() < date.begins()]
        return Expected(date, _years_near(usual, past, drift))

    return max(map(last_before, cycle.opens), key=lambda expected: expected.date.begins(), default=None)


def _runs_regularly(schedule: Schedule) -> bool:
    """Whether another round is to be expected: of a programme not known to be active, nobody can say."""
    return schedule.programme_status == "active" and schedule.cycle.frequency in _REGULAR


def _with_usual_closing(cycle: Cycle, past: list[StatedDate]) -> Cycle:
    """The cycle, where a yearly one states no closing date with that of its latest past round."""
    if cycle.closes or cycle.frequency != "annual" or not past:
        return cycle
    latest = max(past, key=StatedDate.ends)
    return replace(cycle, closes=(_yearly(latest),), zone=latest.zone or cycle.zone)


def _yearly(date: StatedDate) -> YearlyDate:
    """The month, and the day where it is stated, without the year."""
    return YearlyDate(date.day.month, None if date.precision == "month" else date.day.day)


@lru_cache(maxsize=4096)
def _drift(pattern: tuple[YearlyDate, ...]) -> float:
    """The days by which a date may miss a usual date and still belong to it.

    At most half the smallest gap between usual dates, so that a round is taken for the nearest one's.
    """
    two_years = [usual.in_year(year, None) for usual in pattern for year in (2001, 2002)]
    two_years.sort(key=lambda date: (date.first_day, date.last_day))
    gaps = (days_apart(one, following) for one, following in pairwise(two_years))
    return min(_LONGEST_DRIFT, min(gaps, default=0) / 2)


def _years_near(usual: YearlyDate, dates: Iterable[StatedDate], drift: float) -> tuple[int, ...]:
    """The calendar years of the dates that belong to the usual date, also across the year's end."""

    def is_near(date: StatedDate) -> bool:
        years = (date.day.year, date.day.year - 1, date.day.year + 1)
        return any(days_apart(date, usual.in_year(year, None)) <= drift for year in years)

    return tuple(sorted({date.day.year for date in dates if is_near(date)}))
