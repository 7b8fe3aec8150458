"""Where a programme stands at a moment."""

from datetime import UTC, date, datetime, time

import pytest

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import Standing, closing_within, deadline_sort_key, next_change, standing_at
from opportunities.vocabulary import STATUS

LONDON = "Europe/London"
TOKYO = "Asia/Tokyo"
NOVEMBER = datetime(2026, 11, 25, 12, tzinfo=UTC)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(text: str, zone: str | None = LONDON) -> StatedDate:
    """A stated minute (2026-12-15 17:00), day (2026-12-15) or month (2026-12)."""
    if " " in text:
        day, _, clock = text.partition(" ")
        return StatedDate(date.fromisoformat(day), "minute", time.fromisoformat(clock), zone)
    if len(text) == 7:
        return StatedDate(date.fromisoformat(f"{text}-01"), "month", zone=zone)
    return StatedDate(date.fromisoformat(text), zone=zone)


def call(opens: str | None, closes: str | None, zone: str | None = LONDON) -> CallRound:
    opening, closing = (on(text, zone) if text else None for text in (opens, closes))
    return CallRound(f"{opens} to {closes}", opening, closing)


def programme(
    *rounds: CallRound,
    status: str = "active",
    frequency: str = "annual",
    opens: str = "",
    closes: str = "",
    zone: str | None = LONDON,
) -> Schedule:
    """A schedule; usual dates are lists with spaces."""
    usual_opens, usual_closes = (tuple(map(YearlyDate.parse, text.split())) for text in (opens, closes))
    return Schedule(status, Cycle(frequency, usual_opens, usual_closes, zone), rounds)


# --- Each rule ---------------------------------------------------------------------------------


def test_an_ended_programme_is_ended_whatever_its_rounds_say() -> None:
    schedule = programme(call("2026-11-01", "2027-03-01"), status="ended", closes="12-15")
    assert standing_at(schedule, NOVEMBER) == Standing("ended")


def test_a_round_that_has_opened_and_not_closed_is_open() -> None:
    this_round = call("2026-11-01", "2027-03-01")
    standing = standing_at(programme(this_round, closes="12-15"), NOVEMBER)
    assert standing == Standing("open", this_round)
    assert standing.deadline == this_round.closes
    assert not standing.is_estimate


def test_a_round_whose_opening_is_not_stated_is_open_until_it_closes() -> None:
    this_round = call(None, "2027-03-01")
    assert standing_at(programme(this_round), NOVEMBER) == Standing("open", this_round)


def test_of_several_open_rounds_the_one_that_closes_first_counts() -> None:
    later, sooner = call("2026-10-01", "2027-05-01"), call("2026-11-01", "2027-03-01")
    assert standing_at(programme(later, sooner), NOVEMBER).call_round == sooner
    assert standing_at(programme(sooner, later), NOVEMBER).call_round == sooner


def test_a_round_without_a_stated_opening_waits_for_the_usual_opening() -> None:
    this_round, last_round = call(None, "2027-04-15"), call("2025-12-04", "2026-04-16")
    standing = standing_at(programme(this_round, last_round, opens="12", closes="04"), NOVEMBER)
    assert standing == Standing("opens-later", this_round, opening=Expected(on("2026-12"), (on("2025-12-04"),)))
    assert standing.deadline == this_round.closes
    assert not standing.is_estimate


def test_a_round_without_a_stated_opening_is_open_once_the_usual_opening_has_come() -> None:
    this_round = call(None, "2027-04-15")
    assert standing_at(programme(this_round, opens="12"), utc("2026-12-01 00:00")) == Standing("open", this_round)


def test_an_announced_opening_counts_for_more_than_the_usual_one() -> None:
    this_round = call("2026-11-01", "2027-04-15")
    assert standing_at(programme(this_round, opens="12"), NOVEMBER) == Standing("open", this_round)


@pytest.mark.parametrize("status", ["paused", "unknown"])
def test_the_usual_opening_says_nothing_of_a_programme_not_known_to_be_active(status: str) -> None:
    this_round = call(None, "2027-04-15")
    assert standing_at(programme(this_round, status=status, opens="12"), NOVEMBER) == Standing("open", this_round)


def test_a_round_that_opened_without_a_known_closing_says_nothing_about_now() -> None:
    schedule = programme(call("2026-11-01", None), closes="12-15")
    for at in (utc("2026-11-01 00:00"), NOVEMBER):
        assert standing_at(schedule, at) == Standing("expected", expected=Expected(on("2026-12-15"), ()))


def test_a_rolling_programme_is_rolling_between_and_before_its_rounds() -> None:
    schedule = programme(call("2025-01-01", "2025-02-01"), call("2027-01-01", "2027-02-01"), frequency="rolling")
    assert standing_at(schedule, NOVEMBER) == Standing("rolling")
    assert standing_at(schedule, utc("2027-01-05 00:00")).status == "closing-soon"


@pytest.mark.parametrize(("status", "stands"), [("paused", "closed"), ("unknown", "unknown")])
def test_a_rolling_programme_that_may_not_run_is_not_rolling(status: str, stands: str) -> None:
    assert standing_at(programme(status=status, frequency="rolling"), NOVEMBER) == Standing(stands)


def test_of_several_rounds_ahead_the_one_that_opens_first_counts() -> None:
    later, sooner = call("2027-05-01", "2027-06-01"), call("2027-01-10", "2027-07-01")
    for schedule in (programme(later, sooner), programme(sooner, later)):
        assert standing_at(schedule, NOVEMBER) == Standing("opens-later", sooner, opening=sooner.opens)


def test_of_rounds_that_open_together_the_one_that_closes_first_counts() -> None:
    opens = on("2027-01-10")
    sooner = CallRound("c", opens, on("2027-03-01"))
    later, open_ended = CallRound("b", opens, on("2027-04-01")), CallRound("a", opens, None)
    assert standing_at(programme(open_ended, later, sooner), NOVEMBER).call_round == sooner


def test_a_round_ahead_whose_closing_is_not_known_has_no_deadline() -> None:
    this_round = call("2027-01-10", None)
    standing = standing_at(programme(this_round, closes="12-15"), NOVEMBER)
    assert standing == Standing("opens-later", this_round, opening=this_round.opens)
    assert standing.deadline is None
    assert not standing.is_estimate


def test_a_regular_programme_without_a_round_ahead_is_expected() -> None:
    rounds = [call("2022-10-01", "2022-12-15"), call("2023-10-03", "2023-12-15")]
    standing = standing_at(programme(*rounds, opens="10", closes="12-15"), NOVEMBER)
    closing = Expected(on("2026-12-15"), (on("2022-12-15"), on("2023-12-15")))
    opening = Expected(on("2026-10"), (on("2022-10-01"), on("2023-10-03")))
    assert standing == Standing("expected", expected=closing, opening=opening)
    assert standing.deadline == on("2026-12-15")
    assert standing.is_estimate


@pytest.mark.parametrize(
    ("status", "frequency"), [("active", "irregular"), ("unknown", "annual"), ("paused", "annual")]
)
def test_without_expectations_a_programme_is_closed_after_its_latest_round(status: str, frequency: str) -> None:
    latest, older = call(None, "2025-06-01"), call("2024-01-01", "2024-02-01")
    for rounds in ((older, latest), (latest, older)):
        standing = standing_at(programme(*rounds, status=status, frequency=frequency, closes="12-15"), NOVEMBER)
        assert standing == Standing("closed", latest)
        assert standing.deadline == latest.closes
        assert not standing.is_estimate


def test_a_round_that_opened_without_a_known_closing_leaves_an_irregular_programme_closed() -> None:
    opened = call("2024-01-15", None)
    assert standing_at(programme(opened, frequency="irregular"), NOVEMBER) == Standing("closed", opened)


def test_a_paused_programme_is_closed_also_without_rounds() -> None:
    assert standing_at(programme(status="paused", closes="12-15"), NOVEMBER) == Standing("closed")


def test_an_announced_round_of_a_paused_programme_counts() -> None:
    running, ahead = call("2026-11-01", "2027-03-01"), call("2027-04-01", "2027-05-01")
    assert standing_at(programme(running, status="paused"), NOVEMBER) == Standing("open", running)
    assert standing_at(programme(ahead, status="paused"), NOVEMBER).status == "opens-later"


@pytest.mark.parametrize(
    "schedule", [programme(), programme(call(None, None)), programme(status="unknown", closes="12")]
)
def test_where_nothing_is_known_the_standing_is_unknown(schedule: Schedule) -> None:
    standing = standing_at(schedule, NOVEMBER)
    assert standing == Standing("unknown")
    assert standing.deadline is None
    assert not standing.is_estimate


# --- To the minute -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("opens", "closes", "zone", "at", "status"),
    [
        # A deadline given as a day lasts to the end of that day, where it was set.
        ("2026-11-01", "2026-12-15", LONDON, "2026-12-15 23:59", "closing-soon"),
        ("2026-11-01", "2026-12-15", LONDON, "2026-12-16 00:00", "closed"),
        ("2026-11-01", "2026-12-15", TOKYO, "2026-12-15 14:59", "closing-soon"),
        ("2026-11-01", "2026-12-15", TOKYO, "2026-12-15 15:00", "closed"),
        ("2026-05-01", "2026-06-15", LONDON, "2026-06-15 22:59", "closing-soon"),
        ("2026-05-01", "2026-06-15", LONDON, "2026-06-15 23:00", "closed"),
        ("2026-05-01", "2026-06-15", None, "2026-06-15 23:59", "closing-soon"),
        # The day on which London's clocks go forward ends at 23:00 UTC, that on which they go back at 24:00.
        ("2026-03-01", "2026-03-29", LONDON, "2026-03-29 22:59", "closing-soon"),
        ("2026-03-01", "2026-03-29", LONDON, "2026-03-29 23:00", "closed"),
        ("2026-10-01", "2026-10-25", LONDON, "2026-10-25 23:59", "closing-soon"),
        ("2026-10-01", "2026-10-25", LONDON, "2026-10-26 00:00", "closed"),
        ("2026-10-01", "2026-10-25", TOKYO, "2026-10-25 15:00", "closed"),
        # A deadline given to the minute ends at that minute.
        ("2026-11-01", "2026-12-15 17:00", LONDON, "2026-12-15 16:59", "closing-soon"),
        ("2026-11-01", "2026-12-15 17:00", LONDON, "2026-12-15 17:00", "closed"),
        ("2026-05-01", "2026-07-01 17:00", LONDON, "2026-07-01 16:00", "closed"),
        # A deadline given as a month lasts to the end of its last day.
        ("2026-11-01", "2026-12", TOKYO, "2026-12-31 14:59", "closing-soon"),
        ("2026-11-01", "2026-12", TOKYO, "2026-12-31 15:00", "closed"),
        # An opening counts from the first moment of its day, minute or month.
        ("2026-07-10", "2026-12-31", LONDON, "2026-07-09 22:59", "opens-later"),
        ("2026-07-10", "2026-12-31", LONDON, "2026-07-09 23:00", "open"),
        ("2026-07-10 09:00", "2026-12-31", TOKYO, "2026-07-09 23:59", "opens-later"),
        ("2026-07-10 09:00", "2026-12-31", TOKYO, "2026-07-10 00:00", "open"),
        ("2026-07", "2026-12-31", TOKYO, "2026-06-30 14:59", "opens-later"),
        ("2026-07", "2026-12-31", TOKYO, "2026-06-30 15:00", "open"),
        # Thirty days before the end it is closing soon; across a change of clocks, thirty times 24 hours.
        ("2026-05-01", "2026-12-15", TOKYO, "2026-11-15 14:59", "open"),
        ("2026-05-01", "2026-12-15", TOKYO, "2026-11-15 15:00", "closing-soon"),
        ("2026-05-01", "2026-11-10", LONDON, "2026-10-11 23:59", "open"),
        ("2026-05-01", "2026-11-10", LONDON, "2026-10-12 00:00", "closing-soon"),
    ],
)
def test_a_round_opens_and_closes_to_the_minute(
    opens: str, closes: str, zone: str | None, at: str, status: str
) -> None:
    schedule = programme(call(opens, closes, zone), frequency="irregular")
    assert standing_at(schedule, utc(at)).status == status


def test_29_february_is_a_deadline_in_leap_years_and_its_eve_in_others() -> None:
    schedule = programme(closes="02-29", zone=None)
    assert standing_at(schedule, utc("2027-02-28 23:59")).deadline == on("2027-02-28", None)
    assert standing_at(schedule, utc("2027-03-01 00:00")).deadline == on("2028-02-29", None)


def test_a_year_of_a_programme_with_two_rounds() -> None:
    """Spring's round is announced and held, autumn's is only expected, and then next spring's."""
    spring = call("2026-02-01", "2026-04-30")
    schedule = programme(spring, frequency="twice-yearly", opens="02-01 08-01", closes="04-30 10-31")
    seen = []
    at: datetime | None = utc("2026-01-01 00:00")
    for _ in range(7):
        assert at is not None
        standing = standing_at(schedule, at)
        seen.append((at, standing.status, standing.deadline, closing_within(standing, at)))
        at = next_change(schedule, at)
    assert seen == [
        (utc("2026-01-01 00:00"), "opens-later", on("2026-04-30"), (180,)),
        (utc("2026-01-30 23:00"), "opens-later", on("2026-04-30"), (90, 180)),
        (utc("2026-02-01 00:00"), "open", on("2026-04-30"), (90, 180)),
        (utc("2026-03-31 23:00"), "closing-soon", on("2026-04-30"), (30, 90, 180)),
        (utc("2026-04-23 23:00"), "closing-soon", on("2026-04-30"), (7, 30, 90, 180)),
        (utc("2026-04-30 23:00"), "expected", on("2026-10-31"), ()),
        (utc("2026-11-01 00:00"), "expected", on("2027-04-30"), ()),
    ]


# --- Closing within so many days ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "windows"),
    [
        ("2026-06-01 23:59", ()),
        ("2026-06-02 00:00", (180,)),
        ("2026-08-30 23:59", (180,)),
        ("2026-08-31 00:00", (90, 180)),
        ("2026-10-30 00:00", (30, 90, 180)),
        ("2026-11-21 23:59", (30, 90, 180)),
        ("2026-11-22 00:00", (7, 30, 90, 180)),
        ("2026-11-28 23:59", (7, 30, 90, 180)),
        ("2026-11-29 00:00", ()),
    ],
)
def test_windows_reach_from_the_closing_back_to_the_minute(at: str, windows: tuple[int, ...]) -> None:
    """Days are 24 hours, also across London's change of clocks on 25 October."""
    schedule = programme(call("2026-01-01", "2026-11-28"), frequency="irregular")
    assert closing_within(standing_at(schedule, utc(at)), utc(at)) == windows


@pytest.mark.parametrize(
    "schedule",
    [programme(closes="12-15"), programme(frequency="rolling"), programme(call("2026-12-01", None)), programme()],
)
def test_only_what_is_announced_closes_within_a_window(schedule: Schedule) -> None:
    assert closing_within(standing_at(schedule, NOVEMBER), NOVEMBER) == ()


def test_a_round_that_opens_later_closes_within_a_window_too() -> None:
    standing = standing_at(programme(call("2026-11-27", "2026-12-20")), NOVEMBER)
    assert standing.status == "opens-later"
    assert closing_within(standing, NOVEMBER) == (30, 90, 180)


# --- The next change ---------------------------------------------------------------------------


def test_a_usual_opening_is_a_change() -> None:
    assert next_change(programme(call(None, "2027-04-15"), opens="12", zone=TOKYO), NOVEMBER) == utc("2026-11-30 15:00")


def test_nothing_changes_for_a_programme_without_dates_ahead() -> None:
    assert next_change(programme(call("2024-01-01", "2024-02-01"), frequency="irregular"), NOVEMBER) is None
    assert next_change(programme(frequency="rolling"), NOVEMBER) is None


# --- The order of results ----------------------------------------------------------------------


def test_results_come_in_the_order_in_which_one_must_act() -> None:
    in_order = [
        programme(call("2026-11-01", "2026-12-03")),  # closing soon
        programme(call("2026-11-28", "2026-12-10")),  # opens later, and closes before the next
        programme(call("2026-11-01", "2027-01-06")),  # open
        programme(call("2027-02-01", None)),  # opens later, closing not known
        programme(frequency="rolling"),
        programme(closes="12-01"),  # expected
        programme(closes="12"),
        programme(closes="02"),
        programme(),  # unknown
        programme(call(None, "2026-11-01"), frequency="irregular"),  # closed
        programme(call("2026-10-01", None), frequency="irregular"),
        programme(call(None, "2025-06-01"), frequency="irregular"),
        programme(status="paused"),  # closed, nobody knows when
        programme(status="ended"),
    ]
    keys = [deadline_sort_key(standing_at(schedule, NOVEMBER)) for schedule in in_order]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_every_status_has_its_place_in_the_order() -> None:
    assert all(deadline_sort_key(Standing(status)) for status in STATUS)
