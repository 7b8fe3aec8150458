"""Reads calendars with two parsers that share no code, and feeds with a third."""

import re
from datetime import date, datetime
from typing import Any

import feedparser
import vobject
import vobject.icalendar
from django.test import Client
from icalendar import Calendar

Start = date | datetime
# What icalendar reads: its types allow every kind of value for every property, and so tell nothing.
Read = Any


def calendar_at(client: Client, address: str, **headers: str) -> Read:
    """The calendar at an address, read by icalendar."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    return read_calendar(response.content)


def read_calendar(content: bytes) -> Read:
    """A calendar as icalendar reads it, once vobject has read the same of it."""
    calendar: Read = Calendar.from_ical(content)
    assert not calendar.errors
    assert described_by_vobject(content) == {event["uid"]: _described(event) for event in calendar.events}
    assert all(line.endswith(b"\r") and len(line) <= 76 for line in content.split(b"\n")[:-1])
    return calendar


def described_by_vobject(content: bytes) -> dict[str, tuple[Start, str, str, str]]:
    """What vobject reads of each event, by its UID: start, status, summary and description."""
    # vobject remembers the rules of every zone that it ever saw; here it has nothing but the file.
    remembered = getattr(vobject.icalendar, "__tzidMap")
    for name in remembered.keys() - {"UTC"}:
        del remembered[name]
    read: Read = vobject.readOne(content.decode())
    return {
        event.uid.value: (event.dtstart.value, event.status.value, event.summary.value, event.description.value)
        for event in getattr(read, "vevent_list", [])
    }


def _described(event: Read) -> tuple[Start, str, str, str]:
    return event["dtstart"].dt, str(event["status"]), str(event["summary"]), str(event["description"])


def title_of(calendar: Read) -> str:
    """What calendar programs call it."""
    assert calendar["name"] == calendar["x-wr-calname"]
    return _text(calendar["x-wr-calname"])


def about(calendar: Read) -> str:
    """What the calendar says of itself."""
    assert _text(calendar["x-wr-caldesc"]) == calendar["description"]
    return str(calendar["description"])


def _text(escaped: str) -> str:
    """The value of a property of which only calendar programs, and no standard, know that it is text."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], str(escaped))


def by_uid(calendar: Read) -> dict[str, Read]:
    """What a program holds that imports the calendar: one event for each UID, the last one that it saw."""
    return {str(event["uid"]): event for event in calendar.events}


def summaries(calendar: Read) -> list[str]:
    """The title of each event, in order."""
    return [str(event["summary"]) for event in calendar.events]


def feed_at(client: Client, address: str, **headers: str) -> Any:
    """The feed at an address, which must be sound."""
    response = client.get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    return feed
