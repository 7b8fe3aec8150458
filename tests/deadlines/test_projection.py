"""What can be expected of dates that nobody has announced."""

from datetime import UTC, date, datetime, time

import pytest

from opportunities.deadlines.projection import Expected, expected_closing, expected_opening
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate

LONDON = "Europe/London"
NOVEMBER = datetime(2026, 11, 25, 12, tzinfo=UTC)


def on(text: str, zone: str | None = LONDON) -> StatedDate:
    """A stated day (2026-12-15) or month (2026-12)."""
    if len(text) == 7:
        return StatedDate(date.fromisoformat(f"{text}-01"), "month", zone=zone)
    return StatedDate(date.fromisoformat(text), zone=zone)


def rests_on(expected: Expected | None) -> tuple[StatedDate, tuple[int, ...]] | None:
    """The date that is expected, and the years of what it rests on."""
    return (expected.date, expected.years) if expected else None


def schedule(
    frequency: str = "annual",
    *,
    opens: str = "",
    closes: str = "",
    opened: str = "",
    closed: str = "",
    zone: str | None = LONDON,
    programme_status: str = "active",
) -> Schedule:
    """A schedule from lists with spaces: usual dates, and the dates of rounds."""
    cycle = Cycle(
        frequency,
        tuple(map(YearlyDate.parse, opens.split())),
        tuple(map(YearlyDate.parse, closes.split())),
        zone,
    )
    rounds = [CallRound(text, on(text), None) for text in opened.split()]
    rounds += [CallRound(text, None, on(text)) for text in closed.split()]
    return Schedule(programme_status, cycle, tuple(rounds))


@pytest.mark.parametrize(
    ("frequency", "closes", "closed", "closing", "years"),
    [
        # The stated timetable alone.
        ("annual", "12-15", "", "2026-12-15", ()),
        ("annual", "12", "", "2026-12", ()),
        ("annual", "11-24", "", "2027-11-24", ()),
        ("annual", "11", "", "2026-11", ()),
        ("annual", "02-29", "", "2027-02-28", ()),
        ("twice-yearly", "06-15 12-15", "", "2026-12-15", ()),
        ("twice-yearly", "06-15 10-15", "", "2027-06-15", ()),
        ("quarterly", "02 05 08 11", "", "2026-11", ()),
        ("quarterly", "01-31 04-30 07-31 10-31", "", "2027-01-31", ()),
        # The years of the rounds that it rests on, each once, in order, and no other rounds'.
        ("annual", "12-15", "2023-12-14 2022-12-15 2022-12-20 2021-06-01", "2026-12-15", (2022, 2023)),
        ("annual", "12", "2023-11-20 2022-12-15 2024-12", "2026-12", (2022, 2023, 2024)),
        ("annual", "12-28", "2024-01-02 2024-12-28", "2026-12-28", (2024,)),
        ("annual", "12-28", "2024-01-02 2025-12-28", "2026-12-28", (2024, 2025)),
        ("annual", "01-02", "2023-12-28", "2027-01-02", (2023,)),
        ("twice-yearly", "06-15 12-15", "2024-06-15 2025-12-01", "2026-12-15", (2025,)),
        # This year's round came early and is over: next year's is expected.
        ("annual", "12-15", "2026-11-20", "2027-12-15", (2026,)),
        ("annual", "12", "2026-11-20", "2027-12", (2026,)),
        ("annual", "12-15", "2026-10-16", "2027-12-15", (2026,)),
        ("annual", "12-15", "2026-10-15", "2026-12-15", ()),
        ("annual", "01-10", "2026-11-20", "2028-01-10", (2026,)),
        # Within half the gap of the usual dates only, so that one date's late round is not the next one's early round.
        ("twice-yearly", "10-01 11-30", "2026-10-30", "2026-11-30", ()),
        ("twice-yearly", "10-01 11-30", "2026-11-02", "2027-10-01", ()),
        ("quarterly", "03 06 09 12", "2026-11-02", "2027-03", ()),
        ("quarterly", "03 06 09 12", "2026-10-31", "2026-12", ()),
        ("annual", "12 01", "2026-11-20 2025-12-15 2026-01-15", "2026-12", (2025,)),
    ],
)
def test_the_next_closing_date_follows_the_usual_dates(
    frequency: str, closes: str, closed: str, closing: str, years: tuple[int, ...]
) -> None:
    expected = expected_closing(schedule(frequency, closes=closes, closed=closed), NOVEMBER)
    assert rests_on(expected) == (on(closing), years)


@pytest.mark.parametrize(
    ("closed", "closing", "years"),
    [
        ("2022-12-15", "2026-12-15", (2022,)),
        ("2023-12-10 2022-12-15", "2026-12-10", (2022, 2023)),
        ("2026-11-20 2025-11-20", "2027-11-20", (2025, 2026)),
        ("2025-12", "2026-12", (2025,)),
        ("2024-02-29", "2027-02-28", (2024,)),
        # Next year's round is announced, so that nothing is to be expected before the year after.
        ("2025-12-10 2026-12-10", "2027-12-10", (2025,)),
    ],
)
def test_without_usual_dates_a_yearly_round_is_expected_when_the_last_one_closed(
    closed: str, closing: str, years: tuple[int, ...]
) -> None:
    assert rests_on(expected_closing(schedule(closed=closed), NOVEMBER)) == (on(closing), years)


def test_the_date_taken_from_the_last_round_is_in_that_rounds_zone() -> None:
    tokyo_round = CallRound("2025", None, on("2025-12-10", "Asia/Tokyo"))
    unzoned_round = CallRound("2025", None, on("2025-12-10", None))
    cycle = Cycle("annual", zone=LONDON)
    in_tokyo = expected_closing(Schedule("active", cycle, (tokyo_round,)), NOVEMBER)
    unzoned = expected_closing(Schedule("active", cycle, (unzoned_round,)), NOVEMBER)
    assert in_tokyo == Expected(on("2026-12-10", "Asia/Tokyo"), (on("2025-12-10", "Asia/Tokyo"),))
    assert unzoned == Expected(on("2026-12-10", LONDON), (on("2025-12-10", None),))


@pytest.mark.parametrize(
    ("at", "year"),
    [("2026-06-15 22:59", 2026), ("2026-06-15 23:00", 2027)],
)
def test_a_usual_date_is_expected_until_the_day_is_over_in_its_zone(at: str, year: int) -> None:
    expected = expected_closing(schedule(closes="06-15"), datetime.fromisoformat(at).replace(tzinfo=UTC))
    assert expected == Expected(on(f"{year}-06-15"), ())


def test_a_round_is_evidence_from_the_moment_it_closes() -> None:
    at = datetime(2026, 6, 15, 23, tzinfo=UTC)
    expected = expected_closing(schedule(closes="06-15", closed="2026-06-15"), at)
    assert expected == Expected(on("2027-06-15"), (on("2026-06-15"),))


def test_new_years_eve_is_not_over_in_new_york_when_it_is_in_london() -> None:
    at = datetime(2027, 1, 1, 4, 59, tzinfo=UTC)
    expected = expected_closing(schedule(closes="12-31", zone="America/New_York"), at)
    assert expected == Expected(on("2026-12-31", "America/New_York"), ())


@pytest.mark.parametrize("programme_status", ["paused", "ended", "unknown"])
def test_nothing_is_expected_of_a_programme_that_may_not_run(programme_status: str) -> None:
    stalled = schedule(
        opens="09", closes="12-15", closed="2025-12-15", opened="2025-09-01", programme_status=programme_status
    )
    assert expected_closing(stalled, NOVEMBER) is None
    assert expected_opening(stalled, on("2026-12-15")) is None


@pytest.mark.parametrize("frequency", ["rolling", "irregular", "one-off", "unknown"])
def test_nothing_is_expected_of_a_programme_without_regular_rounds(frequency: str) -> None:
    irregular = schedule(frequency, opens="09", closes="12-15", closed="2025-12-15")
    assert expected_closing(irregular, NOVEMBER) is None
    assert expected_opening(irregular, on("2026-12-15")) is None


@pytest.mark.parametrize("frequency", ["twice-yearly", "quarterly"])
def test_past_rounds_alone_say_nothing_where_there_are_several_a_year(frequency: str) -> None:
    assert expected_closing(schedule(frequency, closed="2025-12-15 2026-06-15"), NOVEMBER) is None


def test_nothing_is_expected_where_no_date_is_known() -> None:
    assert expected_closing(schedule(), NOVEMBER) is None
    assert expected_closing(schedule(closed="2027-12-15"), NOVEMBER) is None
    assert expected_opening(schedule(closes="12-15"), on("2026-12-15")) is None


@pytest.mark.parametrize(
    ("opens", "opened", "closing", "opening", "years"),
    [
        ("09-01", "", "2026-12-15", "2026-09-01", ()),
        ("11", "", "2027-01-15", "2026-11", ()),
        ("10", "", "2026-10", "2026-10", ()),
        ("01-01", "", "2027-01-01", "2027-01-01", ()),
        ("01-02", "", "2027-01-01", "2026-01-02", ()),
        ("02-29", "", "2027-03-31", "2027-02-28", ()),
        ("03-01 09-01", "", "2026-12-15", "2026-09-01", ()),
        ("09-01 03-01", "", "2026-06-15", "2026-03-01", ()),
        ("09-01", "2025-09-03 2024-08-20 2025-09-01 2023-01-05", "2026-12-15", "2026-09-01", (2024, 2025)),
        ("01", "2024-12-20", "2027-03-31", "2027-01", (2024,)),
        # A round that opens after the date in question is no past round.
        ("09-01", "2025-09-01 2026-09-05", "2026-12-15", "2026-09-01", (2025,)),
    ],
)
def test_the_opening_that_goes_with_a_closing_is_the_usual_one_before_it(
    opens: str, opened: str, closing: str, opening: str, years: tuple[int, ...]
) -> None:
    expected = expected_opening(schedule(opens=opens, opened=opened), on(closing))
    assert rests_on(expected) == (on(opening), years)


def test_an_opening_is_found_however_far_apart_the_zones_are() -> None:
    """When 2027 begins at UTC+14, New Year's Eve of 2026 has not begun at UTC-12."""
    far_west = schedule(opens="12-31", zone="Etc/GMT+12")
    closing = StatedDate(date(2027, 1, 1), "minute", time(), "Pacific/Kiritimati")
    assert expected_opening(far_west, closing) == Expected(on("2025-12-31", "Etc/GMT+12"), ())
