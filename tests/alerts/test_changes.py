"""What is news to somebody, compared with what she was told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.alerts.changes import Change, Picture, known, news
from opportunities.alerts.facts import Told, from_json, to_json
from opportunities.alerts.wishes import Wish, next_due, reminded_until
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import standing_at
from opportunities.models.alerts import CLOSES, DEADLINE, MATTER, NEW, OPENS, RHYTHM

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALL = Wish("at-once", frozenset(MATTER), 14)
ZONES = st.sampled_from([None, "Europe/London", "Asia/Tokyo"])
DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))


def day(text: str, zone: str | None = "Europe/London") -> StatedDate:
    return StatedDate(date.fromisoformat(text), zone=zone)


def picture(*rounds: CallRound, matches: bool = True, at: datetime = AT, status: str = "active") -> Picture:
    schedule = Schedule(status, Cycle("annual", closes=(YearlyDate(12, 15),)), rounds)
    return Picture(matches, schedule, standing_at(schedule, at))


def autumn(closes: str | None = "2027-02-15", opens: str | None = "2026-11-01", label: str = "2027") -> CallRound:
    return CallRound(label, day(opens) if opens else None, day(closes) if closes else None)


def told_after(*pictures: Picture, wish: Wish = ALL, at: datetime = AT) -> tuple[list[Change], Told]:
    """What the last of the pictures brings to somebody who knew the first and saw those between."""
    told = known(pictures[0], at)
    changes: list[Change] = []
    for one in pictures[1:]:
        changes, told = news(told, one, wish, at)
    return changes, told


def test_what_was_known_at_confirmation_is_no_news() -> None:
    assert told_after(picture(autumn()), picture(autumn()))[0] == []


def test_a_new_match_is_told_once() -> None:
    changes, told = news(Told(), picture(autumn()), ALL, AT)
    assert changes == [Change(NEW)]
    assert news(told, picture(autumn()), ALL, AT)[0] == []


def test_a_moved_deadline_is_told_with_its_old_date() -> None:
    changes, _told = told_after(picture(autumn()), picture(autumn("2027-02-20")))
    assert changes == [Change(DEADLINE, "", day("2027-02-15"), day("2027-02-20"))]


def test_a_deadline_that_moves_out_of_the_search_is_told_all_the_same() -> None:
    changes, told = told_after(picture(autumn()), picture(autumn("2027-06-30"), matches=False))
    assert changes == [Change(DEADLINE, "", day("2027-02-15"), day("2027-06-30"))]
    assert not told.matches


def test_a_deadline_that_is_taken_back_is_told() -> None:
    for after in (picture(autumn(None)), picture(), picture(autumn(), status="ended")):
        assert Change(DEADLINE, "", day("2027-02-15"), None) in told_after(picture(autumn()), after)[0]


def test_the_next_round_is_announced_and_does_not_replace_the_last() -> None:
    later = datetime(2027, 3, 1, tzinfo=UTC)
    told = known(picture(autumn()), AT)
    now = picture(autumn(), autumn("2028-02-15", "2027-11-01", "2028"), at=later)
    changes, _told = news(told, now, ALL, later)
    assert changes == [Change(DEADLINE, "2028", None, day("2028-02-15"))]


def test_a_round_under_another_name_is_no_news() -> None:
    assert told_after(picture(autumn()), picture(autumn(label="2027 (spring)")))[0] == []


def test_a_zone_that_becomes_known_moves_nothing() -> None:
    without = CallRound("2027", day("2026-11-01"), day("2027-02-15", None))
    changes, told = told_after(picture(without), picture(autumn()))
    assert changes == []
    assert told.rounds["2027"].closes == day("2027-02-15")


def test_estimates_are_never_told() -> None:
    expected = picture()
    assert expected.standing.status == "expected"
    deadlines = Wish("deadlines", frozenset(MATTER), 60)
    assert news(Told(), expected, deadlines, datetime(2026, 12, 1, tzinfo=UTC))[0] == []


def test_an_opening_is_told_when_it_comes() -> None:
    coming = autumn(opens="2026-12-01")
    told = known(picture(coming), AT)
    assert news(told, picture(coming), ALL, AT)[0] == []
    later = datetime(2026, 12, 1, 9, tzinfo=UTC)
    changes, told = news(told, picture(coming, at=later), ALL, later)
    assert changes == [Change(OPENS, "", None, day("2026-12-01"))]
    assert news(told, picture(coming, at=later), ALL, later)[0] == []


def test_a_missed_run_tells_the_opening_later() -> None:
    coming = autumn(opens="2026-12-01")
    later = datetime(2027, 1, 20, tzinfo=UTC)
    changes, _told = news(known(picture(coming), AT), picture(coming, at=later), ALL, later)
    assert changes == [Change(OPENS, "", None, day("2026-12-01"))]


def test_a_near_deadline_is_told_once_and_again_where_it_moves() -> None:
    near = picture(autumn("2026-12-05"))
    told = known(near, AT)
    changes, told = news(told, near, ALL, AT)
    assert changes == [Change(CLOSES, "", None, day("2026-12-05"))]
    assert news(told, near, ALL, AT)[0] == []
    moved = picture(autumn("2026-12-07"))
    changes, told = news(told, moved, ALL, AT)
    assert {change.matter for change in changes} == {DEADLINE, CLOSES}
    assert news(told, moved, ALL, AT)[0] == []


def test_a_monthly_digest_tells_what_comes_near_before_the_next() -> None:
    monthly = Wish("monthly", frozenset(MATTER), 14)
    assert reminded_until(monthly, AT) == datetime(2026, 12, 15, 6, tzinfo=UTC)
    assert reminded_until(ALL, AT) == AT + timedelta(days=14)
    close = picture(autumn("2026-12-12"))
    assert news(known(close, AT), close, ALL, AT)[0] == []
    assert news(known(close, AT), close, monthly, AT)[0] == [Change(CLOSES, "", None, day("2026-12-12"))]


def test_only_deadlines_leaves_out_new_matches_but_not_their_deadlines() -> None:
    deadlines = Wish("deadlines", frozenset({NEW, DEADLINE}), 14)
    changes, _told = news(Told(), picture(autumn()), deadlines, AT)
    assert changes == [Change(DEADLINE, "", None, day("2027-02-15"))]


def test_both_sides_of_a_joint_call_are_told_each_with_its_name() -> None:
    british, japanese = autumn(label="UK side"), autumn("2027-02-20", label="Japanese side")
    changes, _told = told_after(
        picture(british, japanese), picture(british, replace(japanese, closes=day("2027-03-01")))
    )
    assert changes == [Change(DEADLINE, "Japanese side", day("2027-02-20"), day("2027-03-01"))]


def test_a_match_that_comes_back_is_news_only_for_another_round() -> None:
    away = picture(autumn(), matches=False)
    assert told_after(picture(autumn()), away, picture(autumn()))[0] == []
    changes, _told = told_after(picture(autumn()), away, picture(autumn("2028-02-15", "2026-11-02", "2028")))
    assert NEW in {change.matter for change in changes}


@pytest.mark.parametrize(
    ("rhythm", "at", "due"),
    [
        ("at-once", AT, None),
        ("deadlines", AT, None),
        ("weekly", AT, datetime(2026, 11, 30, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 30, 5, 59, tzinfo=UTC), datetime(2026, 11, 30, 6, tzinfo=UTC)),
        ("weekly", datetime(2026, 11, 30, 6, tzinfo=UTC), datetime(2026, 12, 7, 6, tzinfo=UTC)),
        ("monthly", AT, datetime(2026, 12, 1, 6, tzinfo=UTC)),
        ("monthly", datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2027, 1, 1, 6, tzinfo=UTC)),
    ],
)
def test_digests_are_due_on_the_same_day_for_everybody(rhythm: str, at: datetime, due: datetime | None) -> None:
    assert next_due(rhythm, at) == due


@st.composite
def stated(draw: st.DrawFn) -> StatedDate:
    precision = draw(st.sampled_from(["day", "day", "minute", "month"]))
    return StatedDate(draw(DAYS), precision, draw(st.times()) if precision == "minute" else None, draw(ZONES))


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    labels = draw(st.lists(st.sampled_from("abcd"), unique=True, max_size=3))
    rounds = []
    for label in labels:
        opens, closes = draw(st.none() | stated()), draw(st.none() | stated())
        rounds.append(CallRound(label, opens, closes))
    return picture(*rounds, matches=draw(st.booleans()), status=draw(st.sampled_from(["active", "paused", "ended"])))


WISHES = st.builds(
    Wish, st.sampled_from(list(RHYTHM)), st.frozensets(st.sampled_from(list(MATTER))), st.sampled_from([3, 14, 60])
)


@given(st.lists(pictures(), min_size=1, max_size=4), WISHES, st.booleans())
def test_nothing_is_told_twice(seen: list[Picture], wish: Wish, begins_known: bool) -> None:
    told = known(seen[0], AT) if begins_known else Told()
    for one in seen:
        _changes, told = news(told, one, wish, AT)
    assert news(told, seen[-1], wish, AT)[0] == []


@given(pictures(), pictures(), WISHES)
def test_every_deadline_ahead_that_was_told_and_is_so_no_more_is_told(old: Picture, new: Picture, wish: Wish) -> None:
    wish = replace(wish, matters=wish.matters | {DEADLINE})
    told = known(old, AT)
    ahead = {one.closes for one in told.rounds.values() if one.closes and one.closes.ends() > AT}
    now = {one.closes for one in new.schedule.rounds} if new.schedule.programme_status != "ended" else set()
    changes, _told = news(told, new, wish, AT)
    moved = {change.old for change in changes if change.matter == DEADLINE}
    for gone in ahead - now - moved:
        assert any(one and replace(one, zone=gone.zone) == gone for one in now), "only a zone may differ unsaid"


@given(pictures(), WISHES)
def test_what_is_stored_is_what_was_told(one: Picture, wish: Wish) -> None:
    _changes, told = news(Told(), one, wish, AT)
    assert from_json(to_json(told.rounds)) == told.rounds
