"""Dates as their sources state them, and what they make up: call rounds, yearly dates, cycles, schedules."""

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from core.dates import day_in_year, end_of_day, last_day_of_month, start_of_day, zone
from opportunities.vocabulary import PRECISION

_LEAP_YEAR = 2000  # a year that has every day
# The same days come again and again in a large catalogue, and time zones are slow to reckon with.
_KEPT = 65_536
_start_of_day = lru_cache(maxsize=_KEPT)(start_of_day)
_end_of_day = lru_cache(maxsize=_KEPT)(end_of_day)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date as its source states it: to the minute, to the day, or only the month that `day` lies in.

    Where no zone is stated, moments are computed in UTC. Raises ValueError for values that contradict
    one another, for a zone that does not exist and for a year that leaves no room for arithmetic.
    """

    day: dt.date
    precision: str = "day"
    time: dt.time | None = None
    zone: str | None = None

    def __post_init__(self) -> None:
        if self.precision not in PRECISION:
            raise ValueError(f"{self.precision!r} is not a precision: use one of {', '.join(PRECISION)}.")
        if (self.time is not None) != (self.precision == "minute"):
            raise ValueError("A time of day goes with precision 'minute', and only with it.")
        if self.time is not None and self.time.tzinfo is not None:
            raise ValueError("The zone belongs in `zone`, not in the time of day.")
        if not dt.MINYEAR < self.day.year < dt.MAXYEAR:
            raise ValueError(f"The year {self.day.year} is out of range.")
        zone(self.zone)

    @property
    def first_day(self) -> dt.date:
        """The first day that may be meant."""
        return self.day.replace(day=1) if self.precision == "month" else self.day

    @property
    def last_day(self) -> dt.date:
        """The last day that may be meant."""
        return last_day_of_month(self.day.year, self.day.month) if self.precision == "month" else self.day

    def begins(self) -> dt.datetime:
        """The first moment of what is stated, in UTC."""
        return self._moment() or _start_of_day(self.first_day, self.zone)

    def ends(self) -> dt.datetime:
        """The first moment after what is stated, in UTC; a date to the minute ends at that moment."""
        return self._moment() or _end_of_day(self.last_day, self.zone)

    def _moment(self) -> dt.datetime | None:
        """The moment, in UTC, of a date to the minute.

        In the hour that clocks repeat in autumn the earlier moment is taken, so that nobody comes too late.
        """
        if self.time is None:
            return None
        return dt.datetime.combine(self.day, self.time, zone(self.zone)).astimezone(dt.UTC)


@lru_cache(maxsize=_KEPT)
def _in_year(month: int, day: int | None, year: int, zone: str | None) -> StatedDate:
    if day is None:
        return StatedDate(dt.date(year, month, 1), "month", zone=zone)
    return StatedDate(day_in_year(year, month, day), zone=zone)


def days_apart(one: StatedDate, other: StatedDate) -> int:
    """The whole days between the nearest days of the two dates; 0 where they share a day."""
    return max(0, (one.first_day - other.last_day).days, (other.first_day - one.last_day).days)


@dataclass(frozen=True, slots=True)
class CallRound:
    """One dated chance to apply. What is not known is None."""

    label: str
    opens: StatedDate | None
    closes: StatedDate | None

    def last_moment(self) -> dt.datetime | None:
        """The end of its closing date; where that is not known, the beginning of its opening; else None."""
        if self.closes is not None:
            return self.closes.ends()
        return self.opens.begins() if self.opens is not None else None


@dataclass(frozen=True, slots=True)
class YearlyDate:
    """A day, or a whole month where `day` is None, that comes round every year.

    29 February is allowed, and means the last day of February in a common year.
    Raises ValueError for a month or a day that no year has.
    """

    month: int
    day: int | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError(f"{self.month:02d} is not a month: use 01 to 12.")
        if self.day is not None and not 1 <= self.day <= monthrange(_LEAP_YEAR, self.month)[1]:
            raise ValueError(f"{self} (month-day) is not a day of any year.")

    def __str__(self) -> str:
        return f"{self.month:02d}" if self.day is None else f"{self.month:02d}-{self.day:02d}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The yearly date written as `MM` or `MM-DD`; raises ValueError for anything else."""
        match = re.fullmatch("([0-9]{2})(?:-([0-9]{2}))?", text)
        if match is None:
            raise ValueError(f"{text!r} is not a month (MM) or a day of the year (MM-DD).")
        month, day = match.groups()
        return cls(int(month), int(day) if day else None)

    def in_year(self, year: int, zone: str | None) -> StatedDate:
        """This date in one year: that day, or the whole month."""
        return _in_year(self.month, self.day, year, zone)


@dataclass(frozen=True, slots=True)
class Cycle:
    """How often rounds come, and when in the year they usually open and close.

    `frequency` is a code of FREQUENCY; `zone` is that of the usual dates.
    """

    frequency: str
    opens: tuple[YearlyDate, ...] = ()
    closes: tuple[YearlyDate, ...] = ()
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that is known of a programme's dates. `programme_status` is a code of PROGRAMME_STATUS."""

    programme_status: str
    cycle: Cycle
    rounds: tuple[CallRound, ...] = ()
