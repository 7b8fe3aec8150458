"""A month of the calendar: its weeks, and what opens and closes on each day."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from core.dates import last_day_of_month
from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import StatedDate
from opportunities.web.timeline.windows import Dated, Window, calendar_days, date_of


@dataclass(frozen=True, slots=True)
class Happening:
    """That a window opens or closes. `place` is that of its programme in a list."""

    place: int
    dated: Dated
    closes: bool

    @property
    def date(self) -> StatedDate:
        """The date, announced or estimated."""
        date = date_of(self.dated)
        assert date is not None
        return date

    @property
    def is_expected(self) -> bool:
        """Whether the date is an estimate."""
        return isinstance(self.dated, Expected)

    @property
    def is_some_time(self) -> bool:
        """Whether only the month is known."""
        return self.date.precision == "month"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the grid, with what happens on it: closings first, announced before expected."""

    date: date
    is_in_month: bool
    happenings: tuple[Happening, ...] = ()


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks of a month, and what happens at some time in it."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    some_time: tuple[Happening, ...]

    @property
    def days(self) -> Iterator[Day]:
        """The days on which something happens."""
        return (day for week in self.weeks for day in week if day.happenings)


def month_of(first: date, windows: Iterable[tuple[int, Window]], first_weekday: int = 0) -> Month:
    """The month that begins on `first`, of windows with the places of their programmes. Weekday 0 is Monday."""
    last = last_day_of_month(first.year, first.month)
    by_day: dict[date | None, list[Happening]] = defaultdict(list)
    # Two windows of a programme may open together: that happens once.
    all_happenings = (happening for place, window in windows for happening in _happenings(place, window))
    for happening in {(one.place, one.date, one.closes): one for one in all_happenings}.values():
        day, _last_day = calendar_days(happening.date, happening.closes)
        if first <= day <= last:
            by_day[None if happening.is_some_time else day].append(happening)

    def day_of(day: date) -> Day:
        return Day(day, day.month == first.month, tuple(sorted(by_day.get(day, ()), key=_order)))

    weeks = Calendar(first_weekday).monthdatescalendar(first.year, first.month)
    return Month(first, tuple(tuple(map(day_of, week)) for week in weeks), tuple(sorted(by_day[None], key=_order)))


def _happenings(place: int, window: Window) -> Iterator[Happening]:
    if window.closes is not None:
        yield Happening(place, window.closes, closes=True)
    if window.opens is not None:
        yield Happening(place, window.opens, closes=False)


def _order(happening: Happening) -> tuple[bool, bool, int]:
    return not happening.closes, happening.is_expected, happening.place
