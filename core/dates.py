"""Small facts about days, months and zones. Nothing here asks what time it is."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones


def zone(name: str | None) -> tzinfo:
    """The time zone called `name`; UTC where none is known. Raises ValueError where no zone has that name."""
    try:
        return ZoneInfo(name) if name else UTC
    # OSError: a name that is a folder of the zone files ("Europe"), or too long for a file.
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"There is no time zone called {name!r}.") from error


def start_of_day(day: date, zone_name: str | None) -> datetime:
    """The first moment of `day` in the zone, in UTC."""
    return datetime.combine(day, time.min, zone(zone_name)).astimezone(UTC)


def end_of_day(day: date, zone_name: str | None) -> datetime:
    """The first moment after `day` in the zone, in UTC."""
    return start_of_day(day + timedelta(days=1), zone_name)


def last_day_of_month(year: int, month: int) -> date:
    """The last day of the month."""
    return date(year, month, monthrange(year, month)[1])


def day_in_year(year: int, month: int, day: int) -> date:
    """The given day in `year`; where the month is shorter (29 February), its last day."""
    return date(year, month, min(day, monthrange(year, month)[1]))


def add_months(day: date, months: int) -> date:
    """The same day so many months later; where that month is shorter, the first day of the month after it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if day.day <= monthrange(year, month + 1)[1]:
        return date(year, month + 1, day.day)
    return add_months(date(year, month + 1, 1), 1)


@cache
def _zone_names() -> frozenset[str]:
    return frozenset(available_timezones())


def is_time_zone(name: str) -> bool:
    """Whether `name` is a zone of the IANA database."""
    return name in _zone_names()
