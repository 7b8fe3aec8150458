"""The rules of a time zone as a calendar carries them (VTIMEZONE): every change of its clocks, one by one.

RFC 5545 wants a change as the time that clocks would have shown without it: 01:00 in London in March. The icalendar
library, which could write these rules too, has the time that they show afterwards, an hour later.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vDatetime

_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)


def zone_component(name: str, first_year: int, last_year: int) -> Timezone:
    """The rules of the zone called `name` from the beginning of one year to the end of another."""
    zone = ZoneInfo(name)
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    component = Timezone()
    component.add("tzid", name)
    for change in (begin, *_changes(zone, begin, end)):
        component.add_component(_period(zone, change))
    return component


def _changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The moments, in UTC and to the minute, at which clocks are changed."""
    day = begin
    while day < end:
        if _clock(zone, day) != _clock(zone, day + _DAY):
            yield _change_within(zone, day)
        day += _DAY


def _change_within(zone: ZoneInfo, day: datetime) -> datetime:
    before, after = day, day + _DAY
    while after - before > _MINUTE:
        middle = before + ((after - before) // 2 // _MINUTE) * _MINUTE
        before, after = (middle, after) if _clock(zone, middle) == _clock(zone, day) else (before, middle)
    return after


def _clock(zone: ZoneInfo, moment: datetime) -> tuple[timedelta | None, str | None, bool]:
    local = moment.astimezone(zone)
    return local.utcoffset(), local.tzname(), bool(local.dst())


def _period(zone: ZoneInfo, change: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What clocks show from a change on."""
    before, after = (change - _MINUTE).astimezone(zone), change.astimezone(zone)
    offset_before = before.utcoffset() or timedelta()
    period = TimezoneDaylight() if after.dst() else TimezoneStandard()
    period.add("dtstart", vDatetime((change + offset_before).replace(tzinfo=None)))
    period.add("tzoffsetfrom", offset_before)
    period.add("tzoffsetto", after.utcoffset() or timedelta())
    period.add("tzname", after.tzname() or "")
    return period
