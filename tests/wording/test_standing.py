"""Where a programme stands is said in one line, and an estimate is always marked."""

import re
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from hypothesis import given, settings

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import standing_at
from opportunities.wording.standing import StandingWords, evidence_in_words, standing_in_words
from tests.builders import opportunity_entry
from tests.search.facet_catalogues import moments
from tests.search.reference import schedule as schedule_of_entry
from tests.strategies import cycles

LONDON = "Europe/London"
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def said(schedule: Schedule, at: datetime = AT) -> StandingWords:
    return standing_in_words(standing_at(schedule, at), at)


def dated(opens: date | None, closes: date | None, zone: str | None = LONDON) -> Schedule:
    opening = StatedDate(opens, zone=zone) if opens else None
    closing = StatedDate(closes, zone=zone) if closes else None
    return Schedule("active", Cycle("irregular"), (CallRound("2026", opening, closing),))


@pytest.mark.parametrize(
    ("schedule", "status", "label", "line", "remark"),
    [
        (
            dated(date(2026, 11, 1), date(2027, 3, 1)),
            "open",
            "Open now",
            "Closes 1 March 2027 (UK time)",
            "96 days left",
        ),
        (
            dated(None, date(2026, 12, 1), "Asia/Tokyo"),
            "closing-soon",
            "Closing soon",
            "Closes 1 December 2026 (Japan time)",
            "6 days left; opening date not stated",
        ),
        (
            dated(date(2026, 12, 1), date(2027, 1, 31)),
            "opens-later",
            "Opening later",
            "Opens 1 December 2026; closes 31 January 2027 (UK time)",
            None,
        ),
        (
            dated(date(2026, 12, 1), None),
            "opens-later",
            "Opening later",
            "Opens 1 December 2026 (UK time); closing date not announced",
            None,
        ),
        (
            Schedule("active", Cycle("rolling")),
            "rolling",
            "Rolling: apply at any time",
            "Apply at any time",
            None,
        ),
        (
            Schedule("active", Cycle("annual", closes=(YearlyDate(5),))),
            "expected",
            "Not announced yet",
            "Expected around May 2027 (time zone not stated)",
            "estimate from the programme's usual timetable; no dated round near it was seen",
        ),
        (
            dated(date(2025, 1, 1), date(2025, 2, 1)),
            "closed",
            "Closed",
            "The last known round closed 1 February 2025 (UK time)",
            "the next round is not announced",
        ),
        (
            Schedule("paused", Cycle("annual")),
            "closed",
            "Closed",
            "No round is open or announced",
            "the next round is not announced",
        ),
        (Schedule("ended", Cycle("annual")), "ended", "Programme ended", "No more rounds", None),
        (
            Schedule("unknown", Cycle("unknown")),
            "unknown",
            "Not known",
            "Dates not stated",
            None,
        ),
    ],
)
def test_every_status_is_said_plainly(
    schedule: Schedule, status: str, label: str, line: str, remark: str | None
) -> None:
    words = said(schedule)
    assert (words.status, words.label, words.line, words.remark) == (status, label, line, remark)
    assert words.is_estimate == (status == "expected")


@pytest.mark.parametrize(
    ("at", "status", "words"),
    [
        (datetime(2026, 11, 30, 14, 59, tzinfo=UTC), "closing-soon", "1 day left"),
        (datetime(2026, 11, 30, 15, 0, tzinfo=UTC), "closing-soon", "closes today"),
        (datetime(2026, 12, 1, 14, 59, tzinfo=UTC), "closing-soon", "closes today"),
        (datetime(2026, 12, 1, 15, 0, tzinfo=UTC), "closed", "the next round is not announced"),
    ],
)
def test_the_last_day_is_that_of_the_rounds_own_zone(at: datetime, status: str, words: str) -> None:
    """A round that closes on 1 December in Tokyo, where the day ends at 15:00 in Greenwich."""
    standing = said(dated(date(2026, 4, 1), date(2026, 12, 1), "Asia/Tokyo"), at)
    assert (standing.status, standing.remark) == (status, words)


@pytest.mark.parametrize(
    ("evidence", "english", "japanese"),
    [
        (["2023-12-15"], "estimate from one past date: 15 December 2023", "2023年12月15日"),
        (
            ["2023-12-15", "2025-12-15"],
            "estimate from past dates: 15 December in 2023 and 2025",
            "2023年、2025年の12月15日",
        ),
        (
            ["2024-06-05", "2025-06-04"],
            "estimate from past dates: 5 June 2024 and 4 June 2025",
            "2024年6月5日、2025年6月4日",
        ),
        (["2024-12", "2025-12"], "estimate from past dates: December in 2024 and 2025", "2024年、2025年の12月"),
        (
            ["2022-12-15", "2023-12-14", "2024-12-15", "2025-12"],
            "estimate from past dates: 15 December in 2022 and 2024, 14 December 2023 and December 2025",
            "2022年、2024年の12月15日、2023年12月14日、2025年12月",
        ),
        # The latest four are enough.
        (
            ["2017-12-15", "2018-12-15", "2020-12-15", "2022-12-15", "2023-12-15"],
            "estimate from past dates: 15 December in 2018, 2020, 2022 and 2023",
            "2018年、2020年、2022年、2023年の12月15日",
        ),
    ],
)
def test_an_estimate_names_the_days_it_rests_on(evidence: list[str], english: str, japanese: str) -> None:
    dates = tuple(
        StatedDate(date.fromisoformat(text if len(text) == 10 else f"{text}-01"), "day" if len(text) == 10 else "month")
        for text in evidence
    )
    expected = Expected(StatedDate(date(2026, 12, 15)), dates)
    assert evidence_in_words(expected) == english
    with override("ja"):
        assert japanese in evidence_in_words(expected)


def test_an_estimated_opening_of_an_announced_round_is_marked() -> None:
    closing = StatedDate(date(2027, 6, 30), zone=LONDON)
    schedule = Schedule(
        "active",
        Cycle("annual", opens=(YearlyDate(4, 1),), closes=(YearlyDate(6, 30),), zone=LONDON),
        (CallRound("2027", None, closing),),
    )
    words = said(schedule)
    assert words.line == "Expected to open around 1 April 2027; closes 30 June 2027 (UK time)"
    assert words.remark == "the opening is an estimate"


@settings(max_examples=60, deadline=None)
@given(cycles(), moments())
def test_no_date_is_said_without_its_zone_and_no_estimate_without_its_mark(cycle: object, at: datetime) -> None:
    standing = standing_at(schedule_of_entry(opportunity_entry(cycle=cycle)), at)
    words = standing_in_words(standing, at)
    assert words.label
    assert words.line
    assert (words.status, words.is_estimate) == (standing.status, standing.is_estimate)
    if standing.deadline is not None:
        assert re.search(r"(time(, [A-Z]+)?|not stated)\)$", words.line)
    if standing.is_estimate:
        assert words.line.startswith("Expected around ")
        assert words.remark and words.remark.startswith("estimate from ")
