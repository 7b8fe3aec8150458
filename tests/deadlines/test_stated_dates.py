"""Dates as stated, and yearly dates."""

from datetime import UTC, date, datetime, time

import pytest

from opportunities.deadlines.rounds import CallRound, StatedDate, YearlyDate, days_apart


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("stated", "begins", "ends"),
    [
        # A day lasts to midnight in its own zone, summer and winter.
        (StatedDate(date(2026, 12, 15), zone="Europe/London"), "2026-12-15 00:00", "2026-12-16 00:00"),
        (StatedDate(date(2026, 6, 15), zone="Europe/London"), "2026-06-14 23:00", "2026-06-15 23:00"),
        (StatedDate(date(2026, 6, 15), zone="Asia/Tokyo"), "2026-06-14 15:00", "2026-06-15 15:00"),
        (StatedDate(date(2026, 6, 15)), "2026-06-15 00:00", "2026-06-16 00:00"),
        # The days on which London's clocks change have 23 and 25 hours; Tokyo's never change.
        (StatedDate(date(2026, 3, 29), zone="Europe/London"), "2026-03-29 00:00", "2026-03-29 23:00"),
        (StatedDate(date(2026, 10, 25), zone="Europe/London"), "2026-10-24 23:00", "2026-10-26 00:00"),
        (StatedDate(date(2026, 3, 29), zone="Asia/Tokyo"), "2026-03-28 15:00", "2026-03-29 15:00"),
        # A month lasts from its first to its last day, whichever day stands for it.
        (StatedDate(date(2026, 3, 17), "month", zone="Europe/London"), "2026-03-01 00:00", "2026-03-31 23:00"),
        (StatedDate(date(2028, 2, 1), "month", zone="Asia/Tokyo"), "2028-01-31 15:00", "2028-02-29 15:00"),
        (StatedDate(date(2026, 12, 31), "month"), "2026-12-01 00:00", "2027-01-01 00:00"),
        # A minute is one moment.
        (
            StatedDate(date(2026, 7, 1), "minute", time(17, 0), "Europe/London"),
            "2026-07-01 16:00",
            "2026-07-01 16:00",
        ),
        (
            StatedDate(date(2026, 7, 1), "minute", time(8, 30), "Asia/Tokyo"),
            "2026-06-30 23:30",
            "2026-06-30 23:30",
        ),
        # Midnight is a time like any other.
        (StatedDate(date(2026, 7, 1), "minute", time(0, 0)), "2026-07-01 00:00", "2026-07-01 00:00"),
        # 01:30 comes twice when London's clocks go back: the earlier one is meant.
        (
            StatedDate(date(2026, 10, 25), "minute", time(1, 30), "Europe/London"),
            "2026-10-25 00:30",
            "2026-10-25 00:30",
        ),
    ],
)
def test_a_stated_date_begins_and_ends_in_its_zone(stated: StatedDate, begins: str, ends: str) -> None:
    assert (stated.begins(), stated.ends()) == (utc(begins), utc(ends))
    assert stated.begins().tzinfo is UTC
    assert stated.ends().tzinfo is UTC


@pytest.mark.parametrize(
    ("precision", "at_time", "zone", "year", "reason"),
    [
        ("minute", None, None, 2026, "time of day"),
        ("day", time(17), None, 2026, "time of day"),
        ("month", time(17), None, 2026, "time of day"),
        ("minute", time(17, tzinfo=UTC), None, 2026, "zone"),
        ("week", None, None, 2026, "'week' is not a precision: use one of minute, day, month"),
        ("day", None, "Europe/Tokyo", 2026, "no time zone called 'Europe/Tokyo'"),
        ("day", None, None, 1, "year 1 is out of range"),
        ("day", None, None, 9999, "year 9999 is out of range"),
    ],
)
def test_a_stated_date_that_contradicts_itself_is_refused(
    precision: str, at_time: time | None, zone: str | None, year: int, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        StatedDate(date(year, 6, 1), precision, at_time, zone)


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        (StatedDate(date(2026, 12, 28)), StatedDate(date(2027, 1, 2)), 5),
        (StatedDate(date(2026, 12, 28)), StatedDate(date(2026, 12, 28)), 0),
        (StatedDate(date(2026, 12, 1), "month"), StatedDate(date(2026, 12, 28)), 0),
        (StatedDate(date(2026, 12, 1), "month"), StatedDate(date(2027, 1, 2)), 2),
        (StatedDate(date(2026, 12, 1), "month"), StatedDate(date(2026, 11, 28)), 3),
        (StatedDate(date(2026, 12, 1), "month"), StatedDate(date(2027, 2, 9), "month"), 32),
    ],
)
def test_days_apart_are_counted_between_the_nearest_days(one: StatedDate, other: StatedDate, days: int) -> None:
    assert days_apart(one, other) == days_apart(other, one) == days


def test_the_last_moment_of_a_round_is_its_closing_or_else_its_opening() -> None:
    opens, closes = StatedDate(date(2026, 5, 1)), StatedDate(date(2026, 6, 1))
    assert CallRound("2026", opens, closes).last_moment() == utc("2026-06-02 00:00")
    assert CallRound("2026", opens, None).last_moment() == utc("2026-05-01 00:00")
    assert CallRound("2026", None, None).last_moment() is None


@pytest.mark.parametrize("text", ["01", "12", "02-29", "12-31", "04-05"])
def test_a_yearly_date_is_written_as_it_was_read(text: str) -> None:
    assert str(YearlyDate.parse(text)) == text


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("02-30", "02-30 .* is not a day of any year"),
        ("04-31", "04-31"),
        ("01-00", "01-00"),
        ("00", "00 is not a month"),
        ("13", "13 is not a month"),
        ("13-01", "13 is not a month"),
        *[
            (text, "month .MM. or a day")
            for text in ("", "1", "1-1", "012", "12-1", "12-015", " 12", "12\n", "１２", "2026-12", "12-31x")
        ],
    ],
)
def test_what_is_no_yearly_date_is_refused_in_words(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        YearlyDate.parse(text)


@pytest.mark.parametrize(
    ("text", "year", "stated"),
    [
        ("12-15", 2026, StatedDate(date(2026, 12, 15), zone="Asia/Tokyo")),
        ("02-29", 2028, StatedDate(date(2028, 2, 29), zone="Asia/Tokyo")),
        ("02-29", 2027, StatedDate(date(2027, 2, 28), zone="Asia/Tokyo")),
        ("02", 2028, StatedDate(date(2028, 2, 1), "month", zone="Asia/Tokyo")),
    ],
)
def test_a_yearly_date_falls_on_a_day_or_a_month_of_each_year(text: str, year: int, stated: StatedDate) -> None:
    assert YearlyDate.parse(text).in_year(year, "Asia/Tokyo") == stated
