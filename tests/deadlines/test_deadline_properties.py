"""What holds for every schedule at every moment."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from opportunities.deadlines.projection import Expected, expected_closing, expected_opening
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import deadline_sort_key, next_change, standing_at
from opportunities.vocabulary import FREQUENCY, PROGRAMME_STATUS, STATUS

ZONES = st.sampled_from([None, "Europe/London", "Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
# Whole days too, as much happens at midnight.
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)) | st.dates(  # noqa: DTZ001
    date(2025, 1, 1), date(2028, 1, 1)
).map(lambda day: datetime.combine(day, time(), UTC))


@st.composite
def stated_dates(draw: st.DrawFn) -> StatedDate:
    precision = draw(st.sampled_from(["day", "day", "minute", "month"]))
    clock = draw(st.times()) if precision == "minute" else None
    return StatedDate(draw(DAYS), precision, clock, draw(ZONES))


@st.composite
def call_rounds(draw: st.DrawFn) -> CallRound:
    opens = draw(st.none() | stated_dates())
    closes = draw(st.none() | stated_dates())
    if opens and closes and closes.ends() <= opens.begins():
        opens, closes = closes, opens
    return CallRound(draw(st.text("ab", max_size=2)), opens, closes)


@st.composite
def yearly_dates(draw: st.DrawFn) -> YearlyDate:
    day = draw(st.dates(date(2028, 1, 1), date(2028, 12, 31)))
    return YearlyDate(day.month, draw(st.sampled_from([None, day.day])))


CYCLES = st.builds(
    Cycle,
    st.sampled_from(FREQUENCY.codes),
    st.lists(yearly_dates(), max_size=2).map(tuple),
    st.lists(yearly_dates(), max_size=4).map(tuple),
    ZONES,
)
ROUNDS = st.lists(call_rounds(), max_size=4).map(tuple)
# Half of the programmes are active, as only these have much to say.
STATUSES = st.just("active") | st.sampled_from(PROGRAMME_STATUS.codes)
SCHEDULES = st.builds(Schedule, STATUSES, CYCLES, ROUNDS)
REGULAR = st.sampled_from(["annual", "twice-yearly", "quarterly"])
EXPECTING = st.builds(
    lambda schedule, frequency: replace(
        schedule, programme_status="active", cycle=replace(schedule.cycle, frequency=frequency)
    ),
    SCHEDULES,
    REGULAR,
)

patient = settings(deadline=None)


@patient
@given(SCHEDULES, MOMENTS, st.floats(0, 1))
def test_the_standing_stays_the_same_until_the_next_change(schedule: Schedule, at: datetime, part: float) -> None:
    change = next_change(schedule, at)
    assert change is None or change > at
    horizon = change or at + timedelta(days=3000)
    standing = standing_at(schedule, at)
    assert standing_at(schedule, at + part * (horizon - at - timedelta(microseconds=1))) == standing
    assert standing_at(schedule, horizon - timedelta(microseconds=1)) == standing


@patient
@given(SCHEDULES, MOMENTS)
def test_an_announced_round_ahead_is_never_passed_over_for_an_estimate(schedule: Schedule, at: datetime) -> None:
    dates = [stated for r in schedule.rounds for stated in (r.opens, r.closes) if stated]
    assume(any(stated.begins() > at for stated in dates))
    standing = standing_at(schedule, at)
    assert standing.status in {"open", "closing-soon", "opens-later", "rolling", "ended"}
    assert standing.expected is None
    assert not standing.is_estimate


@patient
@given(EXPECTING, MOMENTS)
def test_an_expected_closing_lies_ahead_and_rests_on_past_rounds(schedule: Schedule, at: datetime) -> None:
    expected = expected_closing(schedule, at)
    past_years = {r.closes.day.year for r in schedule.rounds if r.closes and r.closes.ends() <= at}
    assert (expected is None) <= (not schedule.cycle.closes)
    if expected is not None:
        assert expected.date.ends() > at
        assert set(expected.years) <= past_years
        assert list(expected.years) == sorted(set(expected.years))


@patient
@given(EXPECTING, stated_dates())
def test_an_expected_opening_comes_before_the_closing_by_a_year_at_most(
    schedule: Schedule, closing: StatedDate
) -> None:
    opening = expected_opening(schedule, closing)
    assert (opening is None) == (not schedule.cycle.opens)
    if opening is not None:
        assert opening.date.begins() < closing.ends()
        assert closing.ends() - opening.date.begins() < timedelta(days=366 + 31 + 2)  # a month's last day, two zones


@patient
@given(EXPECTING, MOMENTS)
def test_a_round_dated_on_an_expected_day_takes_its_place(schedule: Schedule, at: datetime) -> None:
    """Announcing what was expected never leaves the same date expected once more."""
    assume(schedule.cycle.closes)
    expected = expected_closing(schedule, at)
    assert expected is not None
    announced = replace(schedule, rounds=(*schedule.rounds, CallRound("announced", None, expected.date)))
    then = expected_closing(announced, at)
    assert then is not None
    assert then.date.ends() > expected.date.ends()


@patient
@given(SCHEDULES, MOMENTS)
def test_the_status_is_what_its_parts_say(schedule: Schedule, at: datetime) -> None:
    standing = standing_at(schedule, at)
    assert standing.status in STATUS
    assert (standing.status == "ended") == (schedule.programme_status == "ended")
    assert standing.is_estimate == (standing.status == "expected") == (standing.expected is not None)
    assert standing.call_round is None or standing.call_round in schedule.rounds
    if standing.status in {"open", "closing-soon"}:
        assert standing.deadline is not None
        days_left = (standing.deadline.ends() - at) / timedelta(days=1)
        assert days_left > 0
        assert (standing.status == "closing-soon") == (days_left <= 30)
    if standing.status == "opens-later":
        opening = standing.opening.date if isinstance(standing.opening, Expected) else standing.opening
        assert opening is not None
        assert opening.begins() > at
    if schedule.programme_status != "active":
        assert standing.status not in {"rolling", "expected"}
        assert not isinstance(standing.opening, Expected)


@patient
@given(SCHEDULES, MOMENTS, st.randoms())
def test_the_order_of_rounds_and_usual_dates_does_not_matter(
    schedule: Schedule,
    at: datetime,
    random: Random,
) -> None:
    assume(len({r.last_moment() for r in schedule.rounds}) == len(schedule.rounds))
    labelled = tuple(replace(r, label=f"{i}") for i, r in enumerate(schedule.rounds))
    one = replace(schedule, rounds=labelled)
    cycle = replace(one.cycle, opens=one.cycle.opens[::-1], closes=one.cycle.closes[::-1])
    other = replace(one, cycle=cycle, rounds=tuple(random.sample(labelled, len(labelled))))
    assert next_change(one, at) == next_change(other, at)
    assert deadline_sort_key(standing_at(one, at)) == deadline_sort_key(standing_at(other, at))
    assert standing_at(one, at).call_round == standing_at(other, at).call_round
