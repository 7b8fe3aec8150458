"""Where windows stand on the axis, what is drawn of them, and on which day of a month they fall."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.web.timeline.axis import MONTHS, Axis, Span, month_after
from opportunities.web.timeline.month import month_of
from opportunities.web.timeline.shapes import shape_of, shapes_of
from opportunities.web.timeline.windows import Window, windows_of

LONDON, TOKYO = "Europe/London", "Asia/Tokyo"
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
AXIS = Axis.at(AT)
MONTH = 100 / MONTHS  # the width of a month, in per cent


def on(text: str, zone: str | None = LONDON) -> StatedDate:
    """2026-12-15, 2026-12 or 2026-12-15T16:00."""
    if "T" in text:
        moment = datetime.fromisoformat(text)
        return StatedDate(moment.date(), "minute", moment.time(), zone)
    if len(text) == 7:
        return StatedDate(date.fromisoformat(f"{text}-01"), "month", zone=zone)
    return StatedDate(date.fromisoformat(text), zone=zone)


def window(opens: str | None, closes: str | None) -> Window:
    return Window("2027", on(opens) if opens else None, on(closes) if closes else None)


def months(span: Span | None) -> tuple[float, float]:
    """Where a span begins and ends, in months from the beginning of the axis."""
    assert span is not None
    return round(span.x / MONTH, 1), round(span.end / MONTH, 1)


def test_the_axis_begins_with_this_month_and_holds_twelve_months_from_today() -> None:
    assert (AXIS.months[0], AXIS.months[-1], len(AXIS.months)) == (date(2026, 11, 1), date(2027, 11, 1), 13)
    assert AXIS.last_day == date(2027, 11, 25)
    assert AXIS.holds(AXIS.last_day)
    assert not AXIS.holds(date(2026, 10, 31))
    assert not AXIS.holds(date(2027, 12, 1))
    assert Axis(date(2028, 2, 29)).last_day == date(2029, 2, 28)


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)), st.lists(st.integers(-400, 800), min_size=2, max_size=8))
def test_later_days_stand_further_right_and_nothing_leaves_the_axis(today: date, offsets: list[int]) -> None:
    axis = Axis(today)
    days = [today + timedelta(days=offset) for offset in sorted(offsets)]
    spans = [axis.span(day, day) for day in days]
    assert all(0 <= span.x <= span.end <= 100 for span in spans)
    assert all(one.x <= other.x for one, other in pairwise(spans))
    assert all((span.width > 0) == axis.holds(day) for span, day in zip(spans, days, strict=True))


def test_a_day_stands_in_its_month_and_a_month_is_a_month_wide() -> None:
    assert months(AXIS.span(date(2026, 12, 1), date(2026, 12, 31))) == (1, 2)
    assert months(AXIS.span(date(2027, 2, 1), date(2027, 2, 28))) == (3, 4)
    assert months(AXIS.span(date(2027, 2, 15), date(2027, 2, 28))) == (3.5, 4)
    assert month_after(date(2026, 11, 1), -11) == date(2025, 12, 1)


def test_a_window_is_a_bar_from_opening_to_closing_with_a_mark_at_its_end() -> None:
    shape = shape_of(window("2026-12-01", "2027-03-01"), AXIS)
    assert months(shape.bar) == (1, 4)
    assert shape.closing is not None and shape.closing.width < 0.3
    assert (shape.closing_is_month, shape.lead, shape.bar_is_hatched) == (False, None, False)


def test_where_only_months_are_stated_the_whole_months_are_drawn() -> None:
    shape = shape_of(window("2026-12", "2027-03"), AXIS)
    assert (months(shape.lead), months(shape.bar), months(shape.closing)) == ((1, 2), (2, 4), (4, 5))
    assert shape.closing_is_month


def test_a_month_in_which_it_opens_and_closes_is_one_mark() -> None:
    shape = shape_of(window("2026-12", "2026-12"), AXIS)
    assert (shape.lead, shape.bar, months(shape.closing)) == (None, None, (1, 2))


def test_what_lies_outside_the_axis_is_cut_off_and_said() -> None:
    shape = shape_of(window("2026-05-01", "2028-01-10"), AXIS)
    assert months(shape.bar) == (0, 13)
    assert (shape.begins_before, shape.ends_after, shape.closing) == (True, True, None)


def test_an_unknown_date_is_not_drawn() -> None:
    closing_only, opening_only = (
        shape_of(window(None, "2027-03-01"), AXIS),
        shape_of(window("2027-03-01", None), AXIS),
    )
    assert closing_only.bar is None and closing_only.opening is None and closing_only.closing is not None
    assert opening_only.bar is None and opening_only.closing is None and opening_only.opening is not None


def test_an_estimate_is_hatched_also_where_only_the_opening_is_one() -> None:
    estimate = Expected(on("2027-03-01"))
    assert shape_of(Window(None, None, estimate), AXIS).is_expected
    announced = shape_of(Window("2027", Expected(on("2027-01-01")), on("2027-03-01")), AXIS)
    assert (announced.is_expected, announced.bar_is_hatched) == (False, True)


def test_overlapping_windows_lie_in_lanes_and_others_share_one() -> None:
    sides = (window("2026-12-01", "2027-03-01"), window("2026-12-15", "2027-03-05"), window("2027-06-01", "2027-08-01"))
    assert [shape.lane for shape in shapes_of(sides, AXIS)] == [0, 1, 0]


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 90)), min_size=1, max_size=6))
def test_no_two_windows_of_a_lane_cover_one_another(spans: list[tuple[int, int]]) -> None:
    first = date(2026, 12, 1)
    days = [(first + timedelta(days=start), first + timedelta(days=start + length)) for start, length in spans]
    shapes = shapes_of(tuple(window(str(opens), str(closes)) for opens, closes in days), AXIS)
    for one in shapes:
        others = [shape.target for shape in shapes if shape is not one and shape.lane == one.lane]
        assert all(other.end <= one.target.x or one.target.end <= other.x for other in others)
        assert one.target.x >= 0 and one.target.end <= 100


def schedule(*rounds: CallRound, closes: str = "", frequency: str = "annual") -> Schedule:
    return Schedule("active", Cycle(frequency, (), tuple(map(YearlyDate.parse, closes.split())), LONDON), rounds)


def test_all_windows_of_the_twelve_months_are_there_announced_and_expected() -> None:
    announced = CallRound("December", on("2026-12-01"), on("2026-12-15"))
    twice = schedule(announced, closes="06-15 12-15", frequency="twice-yearly")
    found = windows_of(twice, AT, AXIS.until)
    assert [(str(w.closing and w.closing.day), w.is_expected) for w in found] == [
        ("2026-12-15", False),
        ("2027-06-15", True),
    ]


def test_both_sides_of_a_joint_call_are_windows_of_their_own() -> None:
    sides = (
        CallRound("2027 (UK side)", None, on("2027-01-14")),
        CallRound("2027 (Japan)", None, on("2027-01-15", TOKYO)),
    )
    assert [w.label for w in windows_of(schedule(*sides, frequency="irregular"), AT, AXIS.until)] == [
        "2027 (UK side)",
        "2027 (Japan)",
    ]


@pytest.mark.parametrize(
    ("opens", "closes", "is_there"),
    [
        ("2026-10-01", "2026-11-24", False),  # over
        ("2026-10-01", "2026-11-25", True),  # closes today
        (None, "2027-11-25", True),
        (None, "2027-11-26", False),  # beyond the twelve months
        ("2027-11-20", "2028-02-01", True),  # opens within them
        ("2026-11-20", None, False),  # has opened; when it closes nobody knows
        ("2026-11-26", None, True),
        ("2026-11", None, True),
    ],
)
def test_which_rounds_lie_ahead(opens: str | None, closes: str | None, is_there: bool) -> None:
    call = CallRound("2027", on(opens) if opens else None, on(closes) if closes else None)
    assert bool(windows_of(schedule(call, frequency="irregular"), AT, AXIS.until)) == is_there


def fallen(window: Window, first: date = date(2027, 1, 1)) -> tuple[list[tuple[int, bool]], int]:
    """Days of the month on which the window opens (False) or closes (True); and how many are some time in it."""
    month = month_of(first, [(0, window)])
    return [(day.date.day, one.closes) for day in month.days for one in day.happenings], len(month.some_time)


def test_a_moment_falls_on_the_day_of_its_own_zone() -> None:
    in_tokyo = StatedDate(date(2027, 1, 15), "minute", time(0, 30), TOKYO)  # in London it is still the 14th
    assert fallen(Window("2027", None, in_tokyo)) == ([(15, True)], 0)


def test_what_closes_at_midnight_closes_on_the_day_before_and_what_opens_then_does_not() -> None:
    midnight = on("2027-01-15T00:00")
    assert fallen(Window("2027", None, midnight)) == ([(14, True)], 0)
    assert fallen(Window("2027", midnight, None)) == ([(15, False)], 0)
    new_year = Window("2027", None, on("2027-02-01T00:00"))
    assert fallen(new_year) == ([(31, True)], 0)
    assert fallen(new_year, date(2027, 2, 1)) == ([], 0)


def test_a_month_never_gains_a_day() -> None:
    assert fallen(window("2027-01", "2027-01")) == ([], 2)
    assert fallen(window("2026-12", "2027-02")) == ([], 0)


def test_two_windows_that_open_together_open_once() -> None:
    opening = Expected(on("2027-01-10"))
    twice = [Window(None, opening, Expected(on(closes))) for closes in ("2027-02-01", "2027-03-01")]
    month = month_of(date(2027, 1, 1), [(0, one) for one in twice])
    assert sum(len(day.happenings) for day in month.days) == 1


def test_weeks_are_whole_and_begin_on_the_day_that_is_asked_for() -> None:
    for first_weekday, first in ((0, date(2026, 11, 30)), (6, date(2026, 11, 29))):
        month = month_of(date(2026, 12, 1), [], first_weekday)
        assert month.weeks[0][0].date == first
        assert all(len(week) == 7 for week in month.weeks)
        assert sum(day.is_in_month for week in month.weeks for day in week) == 31
