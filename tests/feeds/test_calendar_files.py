"""Events are written so that every calendar reads the same: time zones, days, months, alarms, and hostile text."""

import re
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.deadlines.rounds import StatedDate
from opportunities.feeds.calendar import calendar_file
from opportunities.feeds.events import Event, span_of
from tests.feeds.reading import Read, about, described_by_vobject, read_calendar, title_of

CHANGED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)
UID = UUID(int=7)


def event(stated: StatedDate | None = None, **changes: object) -> Event:
    start, end = span_of(stated or StatedDate(date(2026, 12, 15), zone="Europe/London"))
    known: dict[str, object] = {
        "uid": UID,
        "sequence": 5,
        "changed_at": CHANGED,
        "start": start,
        "end": end,
        "status": "CONFIRMED",
        "summary": "Closes: Sakura Award",
        "description": "Closes 15 December 2026",
        "url": "https://example.org/opportunities/sakura-award/",
        "category": "Grant",
        "alarm": "In two weeks: Closes: Sakura Award",
        **changes,
    }
    return Event(**known)  # type: ignore[arg-type]


def written(*events: Event, title: str = "Grants", remarks: tuple[str, ...] = ()) -> bytes:
    return calendar_file(
        events,
        title=title,
        remarks=remarks,
        identity=UUID(int=1),
        page="https://example.org/opportunities/?kind=grant",
        address="https://example.org/opportunities.ics?kind=grant",
    )


def only_event(stated: StatedDate) -> Read:
    [read] = read_calendar(written(event(stated))).events
    return read


def test_a_day_takes_up_that_day_and_no_time() -> None:
    read = only_event(StatedDate(date(2026, 12, 31), zone="Asia/Tokyo"))
    assert (read["dtstart"].dt, read["dtend"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert read["dtstart"].params["VALUE"] == "DATE"


def test_a_month_takes_up_all_its_days() -> None:
    read = only_event(StatedDate(date(2028, 2, 10), "month"))
    assert (read["dtstart"].dt, read["dtend"].dt) == (date(2028, 2, 1), date(2028, 3, 1))


def test_a_time_is_that_of_its_zone() -> None:
    read = only_event(StatedDate(date(2026, 12, 15), "minute", time(16), "Europe/London"))
    assert read["dtstart"].dt == datetime(2026, 12, 15, 16, tzinfo=ZoneInfo("Europe/London"))
    assert read["dtstart"].params["TZID"] == "Europe/London"
    assert "dtend" not in read


def test_midnight_is_the_last_minute_of_the_day_before() -> None:
    read = only_event(StatedDate(date(2027, 1, 1), "minute", time(0), "Asia/Tokyo"))
    assert read["dtstart"].dt == datetime(2026, 12, 31, 23, 59, tzinfo=ZoneInfo("Asia/Tokyo"))
    start, _end = span_of(StatedDate(date(2027, 1, 1), "minute", time(0), "Asia/Tokyo"), is_opening=True)
    assert start == datetime(2027, 1, 1, tzinfo=ZoneInfo("Asia/Tokyo"))


def test_a_time_whose_zone_nobody_states_has_none() -> None:
    content = written(event(StatedDate(date(2026, 12, 15), "minute", time(16))))
    assert b"DTSTART:20261215T160000\r\n" in content
    assert read_calendar(content).timezones == []


@pytest.mark.parametrize(
    ("day", "offset"),
    [("2026-03-28", 0), ("2026-03-29", 1), ("2026-10-24", 1), ("2026-10-25", 0)],
)
def test_the_rules_of_british_time_are_right_on_both_sides_of_a_change(day: str, offset: int) -> None:
    """vobject knows nothing but the rules in the file."""
    stated = StatedDate(date.fromisoformat(day), "minute", time(17), "Europe/London")
    content = written(event(stated))
    [(start, *_)] = described_by_vobject(content).values()
    assert isinstance(start, datetime)
    assert start.utcoffset() == timedelta(hours=offset)
    assert start == stated.begins()


def test_a_change_of_clocks_is_told_as_the_time_that_it_interrupts() -> None:
    content = written(event(StatedDate(date(2026, 12, 15), "minute", time(16), "Europe/London")))
    [zone] = read_calendar(content).timezones
    changes = {part["dtstart"].dt: (part.name, part["tzname"]) for part in zone.subcomponents}
    assert changes[datetime(2026, 3, 29, 1)] == ("DAYLIGHT", "BST")  # noqa: DTZ001 - clocks have no zone
    assert changes[datetime(2026, 10, 25, 2)] == ("STANDARD", "GMT")  # noqa: DTZ001
    assert changes[datetime(2027, 3, 28, 1)] == ("DAYLIGHT", "BST")  # noqa: DTZ001


@settings(max_examples=60, deadline=None)
@given(
    st.dates(date(2020, 1, 1), date(2036, 12, 31)),
    st.times().map(lambda at: at.replace(second=0, microsecond=0)).filter(lambda at: at != time(0)),
    st.sampled_from(["Europe/London", "Asia/Tokyo", "America/New_York", "Europe/Brussels", "Australia/Sydney", "UTC"]),
)
def test_a_time_is_the_same_moment_for_whoever_reads_the_file(day: date, at: time, zone: str) -> None:
    stated = StatedDate(day, "minute", at, zone)
    local = datetime.combine(day, at, ZoneInfo(zone))
    # An hour that clocks leave out, or go through twice, is no deadline that anybody sets.
    if local.astimezone(UTC) != local.replace(fold=1).astimezone(UTC):
        return
    content = written(event(stated))
    [read] = read_calendar(content).events
    assert read["dtstart"].dt.astimezone(UTC) == stated.begins()
    [(start, *_)] = described_by_vobject(content).values()
    assert isinstance(start, datetime)
    assert start.astimezone(UTC) == stated.begins()


def test_an_alarm_rings_two_weeks_before() -> None:
    [read] = read_calendar(written(event())).events
    [alarm] = read.alarms.times
    assert alarm.trigger == date(2026, 12, 1)
    [component] = read.walk("VALARM")
    assert (component["action"], component["description"]) == ("DISPLAY", "In two weeks: Closes: Sakura Award")
    [silent] = read_calendar(written(event(alarm=None))).events
    assert silent.walk("VALARM") == []


def test_an_event_says_when_it_changed_and_never_what_time_it_is() -> None:
    """The same facts are the same bytes, whenever they are asked for."""
    [read] = read_calendar(written(event())).events
    assert read["dtstamp"].dt == read["last-modified"].dt == CHANGED
    assert (read["sequence"], str(read["uid"]), read["transp"]) == (5, str(UID), "TRANSPARENT")
    assert written(event()) == written(event())


def test_the_calendar_names_itself_and_says_when_to_look_again() -> None:
    calendar = read_calendar(written(event(), title="Grants; all, of them", remarks=("We left out “x”.",)))
    assert title_of(calendar) == "Grants; all, of them"
    assert about(calendar) == "We left out “x”.\nhttps://example.org/opportunities/?kind=grant"
    assert calendar["refresh-interval"].dt == timedelta(hours=12)
    assert calendar["source"] == "https://example.org/opportunities.ics?kind=grant"
    assert (calendar["version"], calendar["method"], calendar["calscale"]) == ("2.0", "PUBLISH", "GREGORIAN")
    assert read_calendar(written()).events == []


def test_long_lines_are_folded_between_characters() -> None:
    name = "日本学術振興会・外国人特別研究員（欧米短期）" * 12
    [read] = read_calendar(written(event(summary=name))).events
    assert read["summary"] == name


HOSTILE = st.text(max_size=120) | st.sampled_from(
    [
        "a\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\nATTACH:http://evil.example.org/x", "\\n\\,\\;", "a;b,c:d\\", '"',
        "BEGIN:VCALENDAR", "\x00\x07\x1b", "\ud800", "\u2028\u2029\x85", "é" * 60, "😀" * 40, " a ", "^n^'",
        "=\r\n ",
    ]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_out_of_its_line(summary: str, description: str, title: str) -> None:
    """One event goes in and one comes out, with the text as it was, whatever stands in it."""
    content = written(event(summary=summary, description=description, alarm=summary), title=title)
    calendar = read_calendar(content)
    [read] = calendar.events
    assert str(read["summary"]) == _as_read(summary)
    assert str(read["description"]) == _as_read(description)
    assert title_of(calendar) == _as_read(title)
    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VEVENT", "VALARM"}
    assert "attach" not in read


def _as_read(text: str) -> str:
    """The text without what a calendar cannot hold; every kind of line end is one."""
    shown = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]", "\ufffd", text)
    return re.sub(r"\r\n?", "\n", shown)
