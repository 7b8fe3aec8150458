"""Events as a file for calendars (RFC 5545 and RFC 7986), written by the icalendar library."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Timezone, vDuration, vText
from icalendar import Event as CalendarEvent

from opportunities.feeds.events import Event
from opportunities.feeds.time_zones import zone_component

PRODUCT = "-//UK-Japan Funding Finder//Deadlines//EN"
LOOK_AGAIN = timedelta(hours=12)
ALARM_BEFORE = timedelta(days=14)
# The standard allows no control characters but tabs and line ends; and half a surrogate pair is no character at all.
_LINE_END = re.compile(r"\r\n?")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def calendar_file(
    events: Sequence[Event], *, title: str, remarks: Iterable[str], identity: UUID, page: str, address: str
) -> bytes:
    """The calendar called `title`; `page` shows the same to people, `address` is its own."""
    calendar = Calendar()
    about = "\n".join([*remarks, page])
    for name, value in {
        "prodid": PRODUCT,
        "version": "2.0",
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "uid": str(identity),
        "name": _text(title),
        "x-wr-calname": _text(title),
        "description": _text(about),
        "x-wr-caldesc": _text(about),
        "x-published-ttl": vDuration(LOOK_AGAIN),
    }.items():
        calendar.add(name, value)
    calendar.add("url", page)
    calendar.add("source", address, {"VALUE": "URI"})
    calendar.add("refresh-interval", vDuration(LOOK_AGAIN), {"VALUE": "DURATION"})
    if events:
        calendar.add("last-modified", max(event.changed_at for event in events))
    for component in (*_time_zones(events), *map(_component, events)):
        calendar.add_component(component)
    return bytes(calendar.to_ical())


def _component(event: Event) -> CalendarEvent:
    component = CalendarEvent()
    component.add("uid", str(event.uid))
    component.add("dtstamp", event.changed_at)
    component.add("last-modified", event.changed_at)
    component.add("sequence", event.sequence)
    component.add("dtstart", event.start)
    if event.end is not None:
        component.add("dtend", event.end)
    component.add("summary", _text(event.summary))
    component.add("description", _text(event.description))
    component.add("url", event.url)
    component.add("categories", [_text(event.category)])
    component.add("status", event.status)
    component.add("transp", "TRANSPARENT")
    if event.alarm is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -ALARM_BEFORE)
        alarm.add("description", _text(event.alarm))
        component.add_component(alarm)
    return component


def _time_zones(events: Iterable[Event]) -> Iterator[Timezone]:
    """The rules of every zone that is named, for the years that it is needed in; UTC needs none."""
    moments = [event.start for event in events if isinstance(event.start, datetime)]
    zones = {moment.tzinfo.key for moment in moments if isinstance(moment.tzinfo, ZoneInfo)} - {"UTC"}
    for name in sorted(zones):
        years = [moment.year for moment in moments]
        yield zone_component(name, min(years) - 1, max(years) + 1)


def _text(text: str) -> vText:
    """The text as a calendar can hold it: the writer escapes line ends, but only those that it knows."""
    return vText(_NOT_TEXT.sub("\ufffd", _LINE_END.sub("\n", text)))
