"""The axis of the timeline: thirteen calendar months, in which twelve months from any day have room."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from core.dates import day_in_year, start_of_day

MONTHS = 13


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the axis: where it begins and how wide it is, in per cent of the whole."""

    x: float
    width: float

    @property
    def middle(self) -> float:
        """The place of its middle."""
        return round(self.x + self.width / 2, 2)

    @property
    def end(self) -> float:
        """The place of its end."""
        return round(self.x + self.width, 2)


@dataclass(frozen=True, slots=True)
class Axis:
    """The months from that of `today` on, all equally wide, so that they stand under one another in every picture."""

    today: date

    @classmethod
    def at(cls, moment: datetime) -> "Axis":
        """The axis at a moment; today is the day in UTC."""
        return cls(moment.astimezone(UTC).date())

    @property
    def months(self) -> tuple[date, ...]:
        """The first day of each month."""
        first = self.today.replace(day=1)
        return tuple(month_after(first, number) for number in range(MONTHS))

    @property
    def last_day(self) -> date:
        """The last of the twelve months' days."""
        return day_in_year(self.today.year + 1, self.today.month, self.today.day)

    @property
    def until(self) -> datetime:
        """The first moment after the twelve months, in UTC."""
        return start_of_day(self.last_day + timedelta(days=1), None)

    def span(self, first: date, last: date) -> Span:
        """The stretch from the beginning of one day to the end of another; what lies outside the axis is cut off."""
        x, end = self._place(first), self._place(last + timedelta(days=1))
        return Span(x, round(end - x, 2))

    def holds(self, day: date) -> bool:
        """Whether the day lies on the axis."""
        return 0 <= self._months_to(day) < MONTHS

    def _months_to(self, day: date) -> int:
        """The months from the first one to that of the day; below 0 for a day before it."""
        return (day.year - self.today.year) * 12 + day.month - self.today.month

    def _place(self, day: date) -> float:
        """Where the day begins, in per cent."""
        place = self._months_to(day) + (day.day - 1) / monthrange(day.year, day.month)[1]
        return round(min(max(place / MONTHS, 0), 1) * 100, 2)


def month_after(month: date, count: int) -> date:
    """The first day of the month so many months after that of `month`; a negative count goes back."""
    months = month.year * 12 + month.month - 1 + count
    return date(months // 12, months % 12 + 1, 1)
