"""Days, months and zones."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.dates import day_in_year, end_of_day, is_time_zone, last_day_of_month, start_of_day, zone


@pytest.mark.parametrize(
    ("day", "zone_name", "starts"),
    [
        (date(2026, 1, 10), "Europe/London", datetime(2026, 1, 10, 0, tzinfo=UTC)),
        (date(2026, 7, 10), "Europe/London", datetime(2026, 7, 9, 23, tzinfo=UTC)),
        (date(2026, 1, 10), "Asia/Tokyo", datetime(2026, 1, 9, 15, tzinfo=UTC)),
        (date(2026, 7, 10), "Asia/Tokyo", datetime(2026, 7, 9, 15, tzinfo=UTC)),
        (date(2026, 1, 10), "America/New_York", datetime(2026, 1, 10, 5, tzinfo=UTC)),
        (date(2026, 7, 10), None, datetime(2026, 7, 10, 0, tzinfo=UTC)),
    ],
)
def test_a_day_starts_at_midnight_in_its_zone(day: date, zone_name: str | None, starts: datetime) -> None:
    assert start_of_day(day, zone_name) == starts
    assert start_of_day(day, zone_name).utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("day", "zone_name", "hours"),
    [
        (date(2026, 3, 29), "Europe/London", 23),
        (date(2026, 10, 25), "Europe/London", 25),
        (date(2026, 3, 29), "Asia/Tokyo", 24),
        (date(2026, 10, 25), "Asia/Tokyo", 24),
        (date(2026, 10, 25), None, 24),
    ],
)
def test_a_day_is_as_long_as_the_clocks_make_it(day: date, zone_name: str | None, hours: int) -> None:
    assert end_of_day(day, zone_name) - start_of_day(day, zone_name) == timedelta(hours=hours)


def test_a_day_ends_where_the_next_begins_also_at_the_end_of_the_year() -> None:
    assert end_of_day(date(2026, 12, 31), "Asia/Tokyo") == start_of_day(date(2027, 1, 1), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("year", "month", "last"), [(2026, 2, 28), (2028, 2, 29), (2100, 2, 28), (2026, 4, 30), (2026, 12, 31)]
)
def test_the_last_day_of_a_month(year: int, month: int, last: int) -> None:
    assert last_day_of_month(year, month) == date(year, month, last)


@pytest.mark.parametrize(("year", "shown"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
def test_29_february_is_the_last_day_of_a_common_february(year: int, shown: date) -> None:
    assert day_in_year(year, 2, 29) == shown


def test_any_other_day_stays_itself_in_every_year() -> None:
    assert day_in_year(2027, 12, 15) == date(2027, 12, 15)


@pytest.mark.parametrize("name", ["Europe/Tokyo", "Europe", "../etc/passwd", "a\0b", "x" * 5000])
def test_a_zone_that_does_not_exist_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match="no time zone called"):
        zone(name)
    assert not is_time_zone(name)


def test_zones_of_the_field_exist() -> None:
    assert all(is_time_zone(name) and zone(name) for name in ("Europe/London", "Asia/Tokyo", "UTC"))
