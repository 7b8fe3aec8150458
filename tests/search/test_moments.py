"""Statuses, closing windows and the order by deadline are right at every turning point, in whatever order one asks."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import deadline_sort_key, standing_at
from opportunities.finder import FinderQuery, find
from opportunities.search.declaration import FACETS
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import CLOSING, STATUS
from tests.search.entries import TAKEN, entry, slugs_of, snapshot_of

MINUTE = timedelta(minutes=1)
ZONES = (
    "Europe/London", "Asia/Tokyo", "America/New_York", "Australia/Sydney", "Pacific/Chatham", "Pacific/Kiritimati",
    "Pacific/Pago_Pago", None,
)  # fmt: skip
# On these days, or about them, clocks change: London, New York, Sydney, the Chatham Islands; both ways.
CHANGES_OF_CLOCKS = [
    date(2027, month, day) for month, day in [(3, 28), (10, 31), (3, 14), (11, 7), (4, 4), (10, 3), (9, 26)]
]
Found = dict[tuple[str, str], set[str]]  # the slugs under each value of the facets that depend on time


def days() -> st.SearchStrategy[date]:
    about = st.tuples(st.sampled_from(CHANGES_OF_CLOCKS), st.integers(-1, 1))
    return about.map(lambda pair: pair[0] + timedelta(days=pair[1])) | st.dates(date(2026, 6, 1), date(2027, 12, 31))


@st.composite
def stated_dates(draw: st.DrawFn, zone: str | None) -> StatedDate:
    precision = draw(st.sampled_from(["day", "day", "minute", "month"]))
    clock = draw(st.sampled_from([time(0), time(1, 30), time(2, 30), time(17), time(23, 59)]))
    return StatedDate(draw(days()), precision, clock if precision == "minute" else None, zone)


@st.composite
def call_rounds(draw: st.DrawFn) -> CallRound:
    zone = draw(st.sampled_from(ZONES))
    opens, closes = (draw(st.none() | stated_dates(zone)) for _ in range(2))
    if opens and closes and closes.ends() <= opens.begins():
        opens, closes = closes, opens
    return CallRound(draw(st.sampled_from("abc")), opens, closes)


def yearly_dates() -> st.SearchStrategy[YearlyDate]:
    return st.tuples(days(), st.booleans()).map(
        lambda pair: YearlyDate(pair[0].month, pair[0].day if pair[1] else None)
    )


SCHEDULES = st.builds(
    Schedule,
    st.sampled_from(["active", "active", "active", "paused", "unknown", "ended"]),
    st.builds(
        Cycle,
        st.sampled_from(["annual", "twice-yearly", "rolling", "irregular"]),
        st.lists(yearly_dates(), max_size=1).map(tuple),
        st.lists(yearly_dates(), max_size=2).map(tuple),
        st.sampled_from(ZONES),
    ),
    st.lists(call_rounds(), max_size=3).map(tuple),
)


def turning_points(schedule: Schedule) -> Iterator[datetime]:
    """Every moment at which anything about a schedule may change; too many of them rather than too few."""
    usual = [
        (day.in_year(year, schedule.cycle.zone), is_closing)
        for is_closing, dates in ((False, schedule.cycle.opens), (True, schedule.cycle.closes))
        for day in dates
        for year in (2026, 2027, 2028)
    ]
    announced = [(stated, False) for call in schedule.rounds if (stated := call.opens)]
    announced += [(stated, True) for call in schedule.rounds if (stated := call.closes)]
    for stated, is_closing in usual + announced:
        yield stated.begins()
        if is_closing:
            for window in (0, 7, 30, 90, 180):
                yield stated.ends() - timedelta(days=window)


def expected(entries: Sequence[Entry], at: datetime) -> tuple[Found, list[str]]:
    """What depends on time, from scratch: the values of every entry, and the order by deadline."""
    found: Found = {("status", code): set() for code in (*STATUS.codes, "any")}
    found |= {("closing", code): set() for code in (*CLOSING.codes, "not-stated")}
    for one in entries:
        standing = standing_at(one.schedule, at)
        values = {("status", standing.status), ("status", "any")}
        if standing.status in ("open", "closing-soon", "rolling"):
            values.add(("status", "open"))
        closes = standing.call_round.closes if standing.call_round else None
        left = closes.ends() - at if closes else timedelta(0)
        windows = {("closing", code) for code in CLOSING.codes if timedelta(0) < left <= timedelta(days=int(code))}
        for value in values | (windows or {("closing", "not-stated")}):
            found[value].add(one.slug)
    in_order = sorted(entries, key=lambda one: (deadline_sort_key(standing_at(one.schedule, at)), one.name.lower()))
    return found, [one.slug for one in in_order]


def answered(snapshot: Snapshot, at: datetime) -> tuple[Found, list[str]]:
    """The same by the snapshot."""
    found: Found = {}
    counts = {}
    for parameter, codes in {"status": (*STATUS.codes, "any"), "closing": (*CLOSING.codes, "not-stated")}.items():
        for code in codes:
            found[parameter, code] = set(slugs_of(snapshot.with_value(parameter, code, at), snapshot))
        narrowed = snapshot.narrow({"status": ("any",)}, snapshot.live, at)
        facet = next(facet for facet in FACETS if facet.parameter == parameter)
        counts = {code: narrowed.counts(facet).get(code, 0) for code in codes}
        assert counts == {code: len(found[parameter, code]) for code in codes}
    result = find(FinderQuery(selection={"status": ("any",)}, sort="deadline"), at, snapshot)
    return found, slugs_of(result.numbers, snapshot)


def entries_of(schedules: Sequence[Schedule]) -> list[Entry]:
    return [entry(f"award-{place}", pk=place, schedule=schedule) for place, schedule in enumerate(schedules)]


def around_turning_points(entries: Sequence[Entry], random: Random, most: int) -> list[datetime]:
    """The minute before, the moment itself and the minute after, of some turning points, in order."""
    points = sorted({point for one in entries for point in turning_points(one.schedule)})
    chosen = sorted(random.sample(points, min(most, len(points))))
    return [moment for point in chosen for moment in (point - MINUTE, point, point + MINUTE)]


@settings(max_examples=15, deadline=None)
@given(st.lists(SCHEDULES, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_a_snapshot_is_right_at_every_turning_point(schedules: list[Schedule], random: Random) -> None:
    """One snapshot asked as time passes, one asked backwards, one in any order: all as computed from scratch."""
    entries = entries_of(schedules)
    moments = around_turning_points(entries, random, most=14)
    reference = {at: expected(entries, at) for at in moments}
    for order in (moments, moments[::-1], random.sample(moments, len(moments))):
        snapshot = snapshot_of(*entries)
        for at in order:
            assert answered(snapshot, at) == reference[at], at


@settings(max_examples=8, deadline=None)
@given(st.lists(SCHEDULES, min_size=3, max_size=6), st.randoms(use_true_random=False))
def test_threads_that_ask_of_different_moments_do_not_mislead_one_another(
    schedules: list[Schedule], random: Random
) -> None:
    entries = entries_of(schedules)
    moments = around_turning_points(entries, random, most=6) or [TAKEN]
    reference = {at: expected(entries, at) for at in moments}
    snapshot = snapshot_of(*entries)
    asked = random.sample(moments * 4, len(moments) * 4)
    with ThreadPoolExecutor(4) as threads:
        for at, answer in zip(asked, threads.map(lambda at: answered(snapshot, at), asked), strict=True):
            assert answer == reference[at], at


def test_a_leap_over_several_changes_leaves_what_lay_between_right() -> None:
    """Asked before, long after, and then of a moment between: the same entry changed several times meanwhile."""
    call = CallRound("2027", StatedDate(date(2027, 2, 1), zone="Asia/Tokyo"), StatedDate(date(2027, 3, 1)))
    snapshot = snapshot_of(entry("one", schedule=Schedule("active", Cycle("irregular"), (call,))))

    def status(*at: int) -> list[str]:
        moment = datetime(*at, tzinfo=UTC)  # type: ignore[misc, arg-type]
        return [code for code in STATUS.codes if snapshot.with_value("status", code, moment) and code != "open"]

    assert status(2026, 12, 1) == ["opens-later"]
    assert status(2027, 6, 1) == ["closed"]
    assert status(2027, 2, 15) == ["closing-soon"]
    assert status(2027, 1, 31, 14, 59) == ["opens-later"]
    assert status(2027, 1, 31, 15) == ["closing-soon"]
    assert status(2027, 3, 1, 23, 59) == ["closing-soon"]
    assert status(2027, 3, 2) == ["closed"]


@pytest.mark.parametrize(
    ("zone", "closes", "end"),
    [
        ("Europe/London", "2027-03-27", "2027-03-28T00:00"),  # the eve of the spring change
        ("Europe/London", "2027-03-28", "2027-03-28T23:00"),
        ("Europe/London", "2027-10-31", "2027-11-01T00:00"),  # a day of 25 hours
        ("America/New_York", "2027-03-14", "2027-03-15T04:00"),
        ("America/New_York", "2027-11-07", "2027-11-08T05:00"),
        ("Australia/Sydney", "2027-04-03", "2027-04-03T13:00"),  # autumn comes in April there
        ("Australia/Sydney", "2027-04-04", "2027-04-04T14:00"),
        ("Australia/Sydney", "2027-10-03", "2027-10-03T13:00"),
        ("Pacific/Kiritimati", "2027-01-10", "2027-01-10T10:00"),
        ("Pacific/Pago_Pago", "2027-01-10", "2027-01-11T11:00"),
        ("Asia/Tokyo", "2027-01-10", "2027-01-10T15:00"),
    ],
)
def test_a_round_leaves_search_in_the_minute_its_day_ends_where_it_was_set(zone: str, closes: str, end: str) -> None:
    call = CallRound("2027", None, StatedDate(date.fromisoformat(closes), zone=zone))
    snapshot = snapshot_of(entry("one", schedule=Schedule("active", Cycle("irregular"), (call,))))
    over = datetime.fromisoformat(end).replace(tzinfo=UTC)
    totals = {
        (code, minutes): find(FinderQuery(selection={parameter: (code,)}), over + minutes * MINUTE, snapshot).total
        for minutes in (-1, 0, 1)
        for parameter, code in (("status", "open"), ("status", "closing-soon"), ("closing", "7"), ("closing", "180"))
    }
    assert totals == {(code, minutes): int(minutes < 0) for code, minutes in totals}
    for window in (7, 30, 90, 180):
        begins = over - timedelta(days=window)
        within = FinderQuery(selection={"closing": (str(window),)})
        assert find(within, begins - MINUTE, snapshot).total == 0
        assert find(within, begins, snapshot).total == 1
