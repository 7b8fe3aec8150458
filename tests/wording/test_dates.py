"""Dates carry their zone, and say what they mean in the other country."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.deadlines.rounds import StatedDate, YearlyDate
from opportunities.wording.dates import (
    checked_in_words,
    days_left,
    elsewhere_in_words,
    stated_in_words,
    with_zone,
    yearly_in_words,
)

DAY = date(2026, 12, 15)


@pytest.mark.parametrize(
    ("zone", "english", "japanese"),
    [
        ("Europe/London", "15 December 2026 (UK time)", "2026年12月15日（英国時間）"),
        ("Asia/Tokyo", "15 December 2026 (Japan time)", "2026年12月15日（日本時間）"),
        ("Europe/Brussels", "15 December 2026 (Brussels time)", "2026年12月15日（ブリュッセル時間）"),
        ("America/New_York", "15 December 2026 (New York time)", "2026年12月15日（ニューヨーク時間）"),
        (None, "15 December 2026 (time zone not stated)", "2026年12月15日（時間帯の記載なし）"),
    ],
)
def test_a_deadline_names_its_zone(zone: str | None, english: str, japanese: str) -> None:
    assert with_zone(StatedDate(DAY, zone=zone)) == english
    with override("ja"):
        assert with_zone(StatedDate(DAY, zone=zone)) == japanese


@pytest.mark.parametrize(
    ("day", "zone", "english", "japanese"),
    [
        (DAY, "Europe/London", "(UK time, GMT)", "（英国時間・GMT）"),
        (date(2026, 7, 15), "Europe/London", "(UK time, BST)", "（英国時間・BST）"),
        (DAY, "Asia/Tokyo", "(Japan time, JST)", "（日本時間・JST）"),
        (date(2026, 7, 15), "Europe/Brussels", "(Brussels time, CEST)", "（ブリュッセル時間・CEST）"),
        (DAY, "America/Sao_Paulo", "(Sao Paulo time)", "（サンパウロ時間）"),  # whose clocks have no letters
        (DAY, None, "(time zone not stated)", "（時間帯の記載なし）"),
    ],
)
def test_a_deadline_to_the_minute_names_the_clocks_of_that_day(
    day: date, zone: str | None, english: str, japanese: str
) -> None:
    stated = StatedDate(day, "minute", time(16), zone)
    assert with_zone(stated).endswith(english)
    with override("ja"):
        assert with_zone(stated).endswith(japanese)


def test_midnight_is_the_last_minute_of_the_day_before() -> None:
    """Nobody should take 00:00 on the 16th for the night after it."""
    midnight = StatedDate(date(2026, 12, 16), "minute", time(0), "Europe/London")
    assert with_zone(midnight) == "23:59 on 15 December 2026 (UK time, GMT)"
    assert with_zone(midnight, is_opening=True) == "00:00 on 16 December 2026 (UK time, GMT)"
    new_year = StatedDate(date(2027, 1, 1), "minute", time(0), "Asia/Tokyo")
    assert stated_in_words(new_year) == "23:59 on 31 December 2026"
    # Clocks change on that night, and the day before still has its own.
    spring = StatedDate(date(2026, 3, 29), "minute", time(0), "Europe/London")
    assert with_zone(spring) == "23:59 on 28 March 2026 (UK time, GMT)"
    with override("ja"):
        assert stated_in_words(midnight) == "2026年12月15日 23:59"


@settings(max_examples=200, deadline=None)
@given(
    st.dates(date(1990, 1, 1), date(2060, 1, 1)),
    st.times().map(lambda of_day: of_day.replace(second=0, microsecond=0)),
    st.sampled_from(sorted(available_timezones())),
)
def test_the_minute_said_elsewhere_is_the_same_moment(day: date, at: time, zone: str) -> None:
    """In every zone of the world, on whichever side of a change of its clocks or of British ones."""
    stated = StatedDate(day, "minute", at, zone)
    for name, words in elsewhere_in_words(stated):
        there = ZoneInfo({"UK time": "Europe/London", "Japan time": "Asia/Tokyo"}[name])
        local = stated.begins().astimezone(there)
        if local.time() == time(0):
            local -= timedelta(minutes=1)  # midnight is the end of the day before
        clock = stated.begins().astimezone(there).tzname()
        assert words == f"{local:%H:%M} on {local.day} {local:%B} {local.year} ({clock})"


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.sampled_from(["Europe/London", "Asia/Tokyo", "UTC"]))
def test_a_day_never_gains_a_time_and_a_month_never_gains_a_day(day: date, zone: str) -> None:
    whole_day, month = StatedDate(day, zone=zone), StatedDate(day, "month", zone=zone)
    said = [with_zone(whole_day), *(words for _, words in elsewhere_in_words(whole_day))]
    assert not [words for words in said if ":" in words]
    assert with_zone(month).startswith(f"{day:%B} {day.year} (")
    assert elsewhere_in_words(month) == []


def test_of_an_opening_only_a_stated_hour_is_told_elsewhere() -> None:
    assert elsewhere_in_words(StatedDate(DAY, zone="Asia/Tokyo"), is_opening=True) == []
    midnight = StatedDate(DAY, "minute", time(9), "Asia/Tokyo")
    assert elsewhere_in_words(midnight, is_opening=True) == [("UK time", "00:00 on 15 December 2026 (GMT)")]


def test_a_date_is_said_as_precisely_as_it_is_known() -> None:
    assert stated_in_words(StatedDate(DAY, "month")) == "December 2026"
    assert stated_in_words(StatedDate(DAY)) == "15 December 2026"
    assert stated_in_words(StatedDate(DAY, "minute", time(16, 5))) == "16:05 on 15 December 2026"
    assert yearly_in_words(YearlyDate(12, 15)) == "15 December"
    assert yearly_in_words(YearlyDate(2, 29)) == "29 February"
    assert yearly_in_words(YearlyDate(5)) == "May"
    assert checked_in_words(DAY, "day") == "15 December 2026"
    assert checked_in_words(DAY, "month") == "December 2026"
    with override("ja"):
        assert stated_in_words(StatedDate(DAY, "month")) == "2026年12月"
        assert yearly_in_words(YearlyDate(12, 15)) == "12月15日"
        assert yearly_in_words(YearlyDate(5)) == "5月"


@pytest.mark.parametrize(
    ("day", "at", "zone", "elsewhere"),
    [
        # Noon in winter is nine hours later in Japan, in summer eight; and back.
        (date(2026, 12, 15), time(16), "Europe/London", [("Japan time", "01:00 on 16 December 2026 (JST)")]),
        (date(2026, 7, 15), time(16), "Europe/London", [("Japan time", "23:59 on 15 July 2026 (JST)")]),
        (date(2026, 7, 15), time(12), "Europe/London", [("Japan time", "20:00 on 15 July 2026 (JST)")]),
        (date(2026, 12, 15), time(8), "Asia/Tokyo", [("UK time", "23:00 on 14 December 2026 (GMT)")]),
        (date(2026, 7, 15), time(8), "Asia/Tokyo", [("UK time", "23:59 on 14 July 2026 (BST)")]),
        (
            date(2026, 12, 15),
            time(17),
            "Europe/Brussels",
            [("UK time", "16:00 on 15 December 2026 (GMT)"), ("Japan time", "01:00 on 16 December 2026 (JST)")],
        ),
        # The nights on which British clocks change: 29 March and 25 October 2026.
        (date(2026, 3, 28), time(23, 59), "Europe/London", [("Japan time", "08:59 on 29 March 2026 (JST)")]),
        (date(2026, 3, 29), time(23, 59), "Europe/London", [("Japan time", "07:59 on 30 March 2026 (JST)")]),
        (date(2026, 10, 24), time(23, 59), "Europe/London", [("Japan time", "07:59 on 25 October 2026 (JST)")]),
        (date(2026, 10, 25), time(23, 59), "Europe/London", [("Japan time", "08:59 on 26 October 2026 (JST)")]),
    ],
)
def test_a_deadline_to_the_minute_is_told_in_the_other_country(
    day: date, at: time, zone: str, elsewhere: list[tuple[str, str]]
) -> None:
    assert elsewhere_in_words(StatedDate(day, "minute", at, zone)) == elsewhere


def test_a_deadline_without_a_zone_is_not_guessed_elsewhere() -> None:
    assert elsewhere_in_words(StatedDate(DAY, zone=None)) == []
    assert elsewhere_in_words(StatedDate(DAY, "minute", time(16), None)) == []


@pytest.mark.parametrize("day", [date(2026, 7, 15), date(2026, 12, 15)])
def test_the_end_of_a_british_day_falls_on_the_next_in_japan(day: date) -> None:
    following = f"{day.day + 1} {day:%B} 2026"
    [(zone, words)] = elsewhere_in_words(StatedDate(day, zone="Europe/London"))
    assert (zone, words) == ("Japan time", f"the last hours of that day fall on {following}")


@pytest.mark.parametrize("day", [date(2026, 7, 15), date(2026, 12, 15)])
def test_a_japanese_day_is_over_early_in_the_uk(day: date) -> None:
    [(zone, words)] = elsewhere_in_words(StatedDate(day, zone="Asia/Tokyo"))
    assert (zone, words) == ("UK time", f"that day is over before the end of {day.day} {day:%B} 2026")


@pytest.mark.parametrize(
    ("zone", "at", "words"),
    [
        ("Europe/London", datetime(2026, 12, 14, 23, 59, tzinfo=UTC), "1 day left"),
        ("Europe/London", datetime(2026, 12, 15, 0, 0, tzinfo=UTC), "closes today"),
        ("Europe/London", datetime(2026, 12, 15, 23, 59, tzinfo=UTC), "closes today"),
        ("Asia/Tokyo", datetime(2026, 12, 14, 14, 59, tzinfo=UTC), "1 day left"),
        ("Asia/Tokyo", datetime(2026, 12, 14, 15, 0, tzinfo=UTC), "closes today"),
        ("America/New_York", datetime(2026, 12, 16, 4, 59, tzinfo=UTC), "closes today"),
        ("America/New_York", datetime(2026, 12, 15, 4, 59, tzinfo=UTC), "1 day left"),
        (None, datetime(2026, 11, 15, 12, 0, tzinfo=UTC), "30 days left"),
    ],
)
def test_days_are_counted_on_the_calendar_of_the_deadline_itself(zone: str | None, at: datetime, words: str) -> None:
    assert days_left(StatedDate(DAY, zone=zone), at) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 12, 14, 23, 59, tzinfo=UTC), "1 day left"),
        (datetime(2026, 12, 15, 0, 0, tzinfo=UTC), "closes today"),
        (datetime(2026, 12, 15, 23, 58, tzinfo=UTC), "closes today"),
    ],
)
def test_days_until_midnight_are_counted_to_the_day_that_it_ends(at: datetime, words: str) -> None:
    midnight = StatedDate(date(2026, 12, 16), "minute", time(0), "Europe/London")
    assert days_left(midnight, at) == words
