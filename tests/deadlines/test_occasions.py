"""The dates of a programme as a calendar lists them: each with a name that stays, estimates never beside announced."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.deadlines.occasions import LOOK_BACK, Occasion, occasions
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import standing_at
from tests.builders import opportunity_entry
from tests.search.facet_catalogues import moments
from tests.search.reference import schedule as schedule_of_entry
from tests.strategies import cycles

LONDON = "Europe/London"
NOVEMBER = datetime(2026, 11, 25, tzinfo=UTC)


def on(text: str) -> StatedDate:
    return StatedDate(date.fromisoformat(text), zone=LONDON)


def call(label: str, opens: str | None, closes: str | None) -> CallRound:
    return CallRound(label, on(opens) if opens else None, on(closes) if closes else None)


def programme(*rounds: CallRound, closes: str = "", status: str = "active", frequency: str = "annual") -> Schedule:
    usual = tuple(map(YearlyDate.parse, closes.split()))
    return Schedule(status, Cycle(frequency, closes=usual, zone=LONDON), rounds)


def told(schedule: Schedule, at: datetime = NOVEMBER) -> list[tuple[str, str, str]]:
    """Key, state and first day of each occasion, in order."""
    found = occasions(schedule, standing_at(schedule, at), at)
    return [(one.key, one.state, f"{one.date.first_day}") for one in found]


def test_openings_and_closings_of_rounds_have_the_names_of_their_rounds() -> None:
    assert told(programme(call("2027", "2026-12-01", "2027-01-31"), frequency="irregular")) == [
        ("opens:2027", "announced", "2026-12-01"),
        ("closes:2027", "announced", "2027-01-31"),
    ]


def test_a_date_that_moves_keeps_its_name() -> None:
    before, after = (programme(call("2027", None, day), frequency="irregular") for day in ("2027-01-31", "2027-02-14"))
    assert [key for key, _, _ in told(before)] == [key for key, _, _ in told(after)] == ["closes:2027"]


def test_an_estimate_is_told_where_no_round_is_ahead() -> None:
    assert told(programme(call("2025", None, "2025-12-15"), closes="12-15")) == [
        ("closes:2025", "announced", "2025-12-15"),
        ("expected:2026-12", "expected", "2026-12-15"),
    ]


def test_an_estimate_is_withdrawn_once_a_round_is_announced_in_its_place() -> None:
    assert told(programme(call("2026", None, "2026-12-18"), closes="12-15")) == [
        ("expected:2026-12", "withdrawn", "2026-12-15"),
        ("closes:2026", "announced", "2026-12-18"),
    ]


@pytest.mark.parametrize(("status", "of_round"), [("ended", "withdrawn"), ("paused", "doubtful")])
def test_a_programme_that_stops_takes_its_dates_back(status: str, of_round: str) -> None:
    stopped = programme(call("2026", "2026-11-01", "2027-02-01"), closes="06-15", status=status)
    assert told(stopped) == [
        ("opens:2026", "announced", "2026-11-01"),  # it did open
        ("closes:2026", of_round, "2027-02-01"),
        ("expected:2027-06", "withdrawn", "2027-06-15"),
    ]


def test_of_a_programme_of_which_nothing_is_known_nothing_is_taken_back() -> None:
    assert told(programme(closes="06-15", status="unknown")) == []


def test_rounds_are_history_after_a_year() -> None:
    old = programme(call("2025", None, "2025-11-24"), frequency="irregular")
    over_at = on("2025-11-24").ends()
    assert told(old, over_at + LOOK_BACK - timedelta(minutes=1)) == [("closes:2025", "announced", "2025-11-24")]
    assert told(old, over_at + LOOK_BACK) == []


@settings(max_examples=150, deadline=None)
@given(cycles(), moments(), st.sampled_from(["active", "paused", "ended", "unknown"]))
def test_every_name_is_given_once_and_no_estimate_stands_beside_an_announcement(
    cycle: object, at: datetime, status: str
) -> None:
    schedule = replace(schedule_of_entry(opportunity_entry(cycle=cycle)), programme_status=status)
    standing = standing_at(schedule, at)
    found: tuple[Occasion, ...] = occasions(schedule, standing, at)
    assert max(Counter(one.key for one in found).values(), default=1) == 1
    assert {one.date for one in found if one.state == "expected"} == (
        {standing.expected.date} if standing.expected else set()
    )
    assert not [one for one in found if one.state == "expected" and standing.status != "expected"]
    assert list(found) == sorted(found, key=lambda one: one.date.begins())
