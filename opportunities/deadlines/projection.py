"""Estimates of dates that nobody has announced yet, from a programme's usual dates and its past rounds."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import chain, count, islice, pairwise, takewhile

from opportunities.deadlines.rounds import Cycle, Schedule, StatedDate, YearlyDate, days_apart

_REGULAR = frozenset({"annual", "twice-yearly", "quarterly"})
_STOPPED = ("paused", "ended")
_YEARS_TOLD = 2  # for which dates are told that are not expected any more
_LONGEST_DRIFT = 60  # days by which a round may miss its usual date and still be that date's round


@dataclass(frozen=True, slots=True)
class Expected:
    """An estimated date, with the dates of past rounds that it rests on, the earliest first.

    Without evidence it rests on the programme's stated timetable alone.
    """

    date: StatedDate
    evidence: tuple[StatedDate, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar years of the evidence, each once, in order."""
        return tuple(dict.fromkeys(date.day.year for date in self.evidence))


def expected_closing(schedule: Schedule, at: datetime) -> Expected | None:
    """The next closing date after `at` for which no round is dated; None where nothing can be expected."""
    return min(map(next, _closings_after(schedule, at)), key=_end, default=None)


def expected_closings(schedule: Schedule, at: datetime, until: datetime) -> tuple[Expected, ...]:
    """All closing dates after `at` that begin before `until` and for which no round is dated, in order."""
    near = (takewhile(lambda expected: expected.date.begins() < until, one) for one in _closings_after(schedule, at))
    return tuple(sorted(chain.from_iterable(near), key=_end))


def no_longer_expected(schedule: Schedule, at: datetime) -> tuple[StatedDate, ...]:
    """The closing dates ahead that were expected until it was known better: those that announced rounds stand for by
    now, and of a programme that has stopped the one that would be next. Who was told of them should be told this too.
    """
    if schedule.cycle.frequency not in _REGULAR or schedule.programme_status not in ("active", *_STOPPED):
        return ()
    pattern = _Closings(schedule, at)
    ahead = (date for usual in pattern.cycle.closes for date in islice(pattern.ahead(usual), _YEARS_TOLD))
    dates = [date for date in ahead if pattern.is_dated(date)]
    if schedule.programme_status in _STOPPED:
        following = expected_closing(replace(schedule, programme_status="active"), at)
        dates += [following.date] if following else []
    return tuple(sorted(dates, key=StatedDate.ends))


def _closings_after(schedule: Schedule, at: datetime) -> list[Iterator[Expected]]:
    """For each usual date all closings that can be expected after `at`, year after year without an end."""
    if not _runs_regularly(schedule):
        return []
    pattern = _Closings(schedule, at)

    def after(usual: YearlyDate) -> Iterator[Expected]:
        evidence = _near(usual, pattern.past, pattern.drift)
        return (Expected(date, evidence) for date in pattern.ahead(usual) if not pattern.is_dated(date))

    return [after(usual) for usual in pattern.cycle.closes]


class _Closings:
    """The closing dates of a schedule at a moment: those that are stated, and the usual ones to come."""

    def __init__(self, schedule: Schedule, at: datetime) -> None:
        self.at = at
        self.stated = [r.closes for r in schedule.rounds if r.closes is not None]
        self.past = [closing for closing in self.stated if closing.ends() <= at]
        self.cycle = _with_usual_closing(schedule.cycle, self.past)
        self.drift = _drift(self.cycle.closes)

    def ahead(self, usual: YearlyDate) -> Iterator[StatedDate]:
        """The usual date of this year, the next and so on, once it is not over."""
        # Last year's date too: it may not be over yet in a zone west of Greenwich.
        dates = (usual.in_year(year, self.cycle.zone) for year in count(self.at.year - 1))
        return (date for date in dates if date.ends() > self.at)

    def is_dated(self, date: StatedDate) -> bool:
        """Whether a round with a stated closing stands for the usual date."""
        return any(days_apart(date, closing) <= self.drift for closing in self.stated)


def _end(expected: Expected) -> datetime:
    return expected.date.ends()


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
        return Expected(date, _near(usual, past, drift))

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


def _near(usual: YearlyDate, dates: Iterable[StatedDate], drift: float) -> tuple[StatedDate, ...]:
    """The dates that belong to the usual date, also across the year's end; the earliest first."""

    def is_near(date: StatedDate) -> bool:
        years = (date.day.year, date.day.year - 1, date.day.year + 1)
        return any(days_apart(date, usual.in_year(year, None)) <= drift for year in years)

    return tuple(sorted(filter(is_near, dates), key=StatedDate.begins))
