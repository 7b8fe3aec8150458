"""When entries are due to be checked, what a check does, and the order of the worklist."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.curation.checks import freshness_of, next_to_check, position_of, record_check
from opportunities.curation.freshness import CHECK_AFTER, SECTION_AFTER, next_check_due, section_due
from opportunities.curation.history import ChangedMeanwhileError, history_of, latest_version, undo
from opportunities.curation.stated_dates import schedule_in
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.models import Operation, Opportunity
from opportunities.models.checks import SECTION
from tests.builders import make_opportunity, round_entry

TODAY = date(2026, 11, 25)
CONFIDENCES = st.sampled_from(["low", "medium", "high"])
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def closing(*days: date, frequency: str = "unknown", **cycle: Any) -> Schedule:
    rounds = tuple(CallRound(str(n), None, StatedDate(day)) for n, day in enumerate(days))
    return Schedule("active", Cycle(frequency, **cycle), rounds)


yearly = st.builds(lambda day: YearlyDate(day.month, min(day.day, 28)), DAYS)
schedules = st.builds(
    lambda status, frequency, opens, closes, days: Schedule(
        status,
        Cycle(frequency, tuple(opens), tuple(closes), "Asia/Tokyo"),
        tuple(CallRound(str(n), None, StatedDate(day)) for n, day in enumerate(days)),
    ),
    st.sampled_from(["active", "paused", "ended", "unknown"]),
    st.sampled_from(["annual", "twice-yearly", "quarterly", "rolling", "irregular", "one-off", "unknown"]),
    st.lists(yearly, max_size=1),
    st.lists(yearly, max_size=3, unique=True),
    st.lists(DAYS, max_size=4),
)


@given(DAYS, CONFIDENCES, schedules)
def test_the_next_check_comes_after_the_last_and_not_too_late(day: date, confidence: str, schedule: Schedule) -> None:
    due = next_check_due(day, confidence, schedule)
    assert due is not None
    assert day < due <= day + CHECK_AFTER[confidence]
    for section in SECTION_AFTER:
        assert day < section_due(section, day, confidence, schedule) <= day + CHECK_AFTER[confidence]


@given(DAYS, schedules)
def test_weaker_facts_are_checked_no_later(day: date, schedule: Schedule) -> None:
    low, medium, high = (section_due("dates", day, c, schedule) for c in ("low", "medium", "high"))
    assert low <= medium <= high


@given(DAYS, CONFIDENCES, st.integers(0, 800), st.integers(0, 800))
def test_a_nearer_deadline_is_checked_no_later(day: date, confidence: str, one: int, other: int) -> None:
    near, far = sorted((one, other))
    dues = [next_check_due(day, confidence, closing(day + timedelta(days=days))) for days in (near, far)]
    assert dues[0] is not None and dues[1] is not None and dues[0] <= dues[1]
    none = next_check_due(day, confidence)
    assert none is not None and dues[1] <= none


@pytest.mark.parametrize(
    ("schedule", "due"),
    [
        (closing(date(2026, 12, 15)), date(2026, 12, 22)),  # a week after the deadline
        (closing(TODAY), date(2026, 12, 2)),  # today's deadline is not over yet
        (closing(date(2025, 12, 15)), date(2027, 5, 26)),  # past ones do not matter: half a year for the dates
        # Expected on 15 March: it should be announced six weeks before.
        (closing(date(2026, 3, 15), frequency="annual", closes=(YearlyDate(3, 15),)), date(2027, 2, 1)),
        # Expected on 10 December, and not announced: look again in a fortnight.
        (closing(date(2025, 12, 10), frequency="annual", closes=(YearlyDate(12, 10),)), date(2026, 12, 9)),
        # Usually opens on 1 January: a week later it should be on the page.
        (
            closing(
                date(2026, 5, 1), frequency="annual", opens=(YearlyDate(1, 1),), closes=(YearlyDate(5, 1),),
            ),
            date(2027, 1, 8),
        ),
        (Schedule("active", Cycle("rolling")), date(2027, 8, 26)),  # no date to wait for: the money comes first
        (Schedule("ended", Cycle("annual"), closing(date(2026, 12, 15)).rounds), date(2027, 8, 26)),
    ],
)  # fmt: skip
def test_examples(schedule: Schedule, due: date) -> None:
    assert next_check_due(TODAY, "high", schedule) == due


def test_what_was_never_checked_has_no_next_check() -> None:
    assert next_check_due(None, "high") is None


def test_the_dates_of_a_file_are_those_of_the_database() -> None:
    facts = {
        "frequency": "annual", "timezone": "Europe/London", "usual_opens": "09", "usual_closes": ["12-15"],
        "rounds": [
            {"label": "a", "opens": "2026-09", "opens_time": None, "closes": "2026-12-15", "closes_time": "16:00",
             "timezone": "Asia/Tokyo"},
            {"label": "b", "opens": None, "opens_time": None, "closes": "2027-02", "closes_time": None,
             "timezone": None},
        ],
    }  # fmt: skip
    first, second = schedule_in("active", facts).rounds
    assert first.opens is not None and first.opens.first_day == date(2026, 9, 1)
    assert first.closes is not None and first.closes.ends().isoformat() == "2026-12-15T07:00:00+00:00"
    assert second.closes is not None and (second.closes.last_day, second.closes.zone) == (
        date(2027, 2, 28), "Europe/London",
    )  # fmt: skip


# --- What a check does ------------------------------------------------------------------------------


@pytest.fixture
def award(db: None) -> Opportunity:
    return make_opportunity("plum", last_checked="2026-05", next_check="2026-11-01")


def stored() -> Opportunity:
    return Opportunity.objects.with_facts().get(slug="plum")


def test_a_whole_check_is_of_today_to_the_day(award: Opportunity) -> None:
    due = record_check(award, list(SECTION), TODAY, None, "Rang them up.")
    assert (stored().last_checked_on, stored().last_checked_precision) == (TODAY, "day")
    assert due == stored().next_check_due == date(2027, 5, 26)
    operation = Operation.objects.get()
    assert (operation.kind, operation.reason) == ("check", "Everything is still right. Rang them up.")


def test_a_part_that_was_checked_does_not_make_the_whole_look_fresh(award: Opportunity) -> None:
    record_check(award, ["dates", "money"], TODAY, None)
    assert (stored().last_checked_on, stored().last_checked_precision) == (date(2026, 5, 1), "month")
    fresh = freshness_of(stored())
    assert fresh.checked["dates"] == TODAY and fresh.checked["who"] == date(2026, 5, 1)
    assert stored().next_check_due == fresh.due["how"] == date(2027, 1, 30), "274 days after May"
    assert Operation.objects.get().reason == "Still right: What it pays, Dates."


def test_parts_make_up_a_whole(award: Opportunity) -> None:
    record_check(award, ["what", "who", "money"], TODAY, None)
    record_check(award, ["duration", "dates", "how"], TODAY + timedelta(days=2), None)
    assert (stored().last_checked_on, stored().last_checked_precision) == (TODAY, "day")
    assert stored().next_check_due == TODAY + timedelta(days=2 + 182)


def test_a_check_that_moves_nothing_is_still_in_the_history(award: Opportunity) -> None:
    record_check(award, list(SECTION), TODAY, None)
    record_check(award, ["who"], TODAY, None)
    change = history_of(("opportunities", "plum"))[0]
    assert change.operation.reason == "Still right: Who can apply." and change.facts == []


def test_an_undone_check_counts_no_more(award: Opportunity) -> None:
    record_check(award, ["dates"], TODAY, None)
    assert stored().next_check_due != date(2026, 11, 1)
    undo(Operation.objects.get(), None)
    assert stored().next_check_due == date(2026, 11, 1)
    assert freshness_of(stored()).checked["dates"] == date(2026, 5, 1)


def test_what_changed_meanwhile_is_not_called_right(award: Opportunity) -> None:
    seen = latest_version(("opportunities", "plum"))
    record_check(award, ["dates"], TODAY, None)
    with pytest.raises(ChangedMeanwhileError):
        record_check(award, list(SECTION), TODAY, None, seen=seen)
    assert stored().last_checked_on == date(2026, 5, 1)


def test_a_partial_check_of_what_was_never_checked_leaves_it_so(db: None) -> None:
    award = make_opportunity("plum", last_checked=None, next_check=None)
    assert record_check(award, ["dates"], TODAY, None) is None
    assert stored().last_checked_on is None
    assert record_check(award, set(SECTION) - {"dates"}, TODAY, None) == date(2027, 5, 26)
    assert stored().last_checked_on == TODAY


@pytest.mark.django_db
def test_the_worklist_begins_with_what_was_never_checked_and_goes_on_by_the_day() -> None:
    for key, due in (("late", "2026-01-01"), ("soon", "2026-12-01"), ("same", "2026-12-01"), ("never", None)):
        make_opportunity(key, last_checked=due and "2025-01-01", next_check=due)
    make_opportunity("draft", state="draft", next_check="2020-01-01")
    order, position = [], None
    while (entry := next_to_check(position)) is not None:
        order.append(entry.slug)
        position = position_of(entry)
    assert order == ["never", "late", "soon", "same"]


@pytest.mark.django_db
def test_a_file_without_a_next_check_gets_it_by_the_same_rule() -> None:
    award = make_opportunity("plum", last_checked="2026-11-22", cycle={"rounds": [round_entry(closes="2027-01-15")]})
    assert award.next_check_due == date(2027, 1, 22)
