"""All closings that can be expected within a time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given

from opportunities.deadlines.projection import expected_closing, expected_closings
from opportunities.deadlines.rounds import Schedule
from tests.deadlines.test_deadline_properties import EXPECTING, MOMENTS, patient
from tests.deadlines.test_projection import NOVEMBER, on, schedule

IN_A_YEAR = datetime(2027, 11, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    ("frequency", "closes", "closed", "closings"),
    [
        ("annual", "12-15", "", ["2026-12-15"]),
        ("annual", "11-25", "", ["2026-11-25", "2027-11-25"]),
        ("annual", "11", "", ["2026-11", "2027-11"]),
        ("twice-yearly", "06-15 12-15", "", ["2026-12-15", "2027-06-15"]),
        ("quarterly", "02 05 08 11", "", ["2026-11", "2027-02", "2027-05", "2027-08", "2027-11"]),
        # A round that is announced is not expected besides; those after it are.
        ("twice-yearly", "06-15 12-15", "2026-12-10", ["2027-06-15"]),
        ("annual", "12-15", "2026-12-10", []),
        ("irregular", "12-15", "", []),
        ("annual", "", "2025-12-10", ["2026-12-10"]),
    ],
)
def test_all_closings_before_the_end_are_expected(
    frequency: str, closes: str, closed: str, closings: list[str]
) -> None:
    found = expected_closings(schedule(frequency, closes=closes, closed=closed), NOVEMBER, IN_A_YEAR)
    assert [expected.date for expected in found] == list(map(on, closings))


def test_each_rests_on_the_past_rounds_near_its_own_date() -> None:
    found = expected_closings(
        schedule("twice-yearly", closes="06-15 12-15", closed="2025-06-14 2024-12-15"), NOVEMBER, IN_A_YEAR
    )
    assert [expected.years for expected in found] == [(2024,), (2025,)]


@patient
@given(EXPECTING, MOMENTS)
def test_the_first_of_them_is_the_next_one(schedule: Schedule, at: datetime) -> None:
    until = at + timedelta(days=366)
    found = expected_closings(schedule, at, until)
    following = expected_closing(schedule, at)
    if following is not None and following.date.begins() < until:
        assert following in found
        assert found[0].date.ends() == following.date.ends()
    assert [one.date.ends() for one in found] == sorted(one.date.ends() for one in found)
    assert all(one.date.ends() > at and one.date.begins() < until for one in found)
