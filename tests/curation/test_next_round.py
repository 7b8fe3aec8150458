"""The next round as it is guessed, and how it is stored once it is confirmed."""

from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opportunities.curation.checks import freshness_of
from opportunities.curation.next_round import Draft, add_rounds, next_label, next_rounds, source_of_dates
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.models import Operation, Opportunity, Round, Source
from tests.builders import make_opportunity, round_entry, source_entry

TODAY = date(2026, 11, 25)


def call(label: str, closes: str | None, opens: str | None = None, zone: str | None = None, **more: Any) -> CallRound:
    def stated(text: str | None, **parts: Any) -> StatedDate | None:
        if text is None:
            return None
        day = date.fromisoformat(text if len(text) > 7 else f"{text}-01")
        return StatedDate(day, "month" if len(text) == 7 else "minute" if parts else "day", zone=zone, **parts)

    return CallRound(label, stated(opens), stated(closes, **more))


def drafts(frequency: str, *rounds: CallRound, closes: str = "", opens: str = "") -> list[Draft]:
    cycle = Cycle(frequency, tuple(map(YearlyDate.parse, opens.split())), tuple(map(YearlyDate.parse, closes.split())))
    return list(next_rounds(Schedule("active", cycle, rounds), TODAY))


def said(draft: Draft) -> tuple[str, str | None, str | None]:
    days = [
        None if one is None else f"{one.day:%Y-%m}" if one.precision == "month" else one.day.isoformat()
        for one in (draft.opens, draft.closes)
    ]
    return draft.label, days[0], days[1]


@pytest.mark.parametrize(
    ("frequency", "rounds", "usual", "expected"),
    [
        # From the usual dates, with the label going on.
        ("annual", [call("2026", "2025-12-15")], {"closes": "12-15"}, ("2027", None, "2026-12-15")),
        # A usual month takes the day of the round before; the opening likewise.
        ("annual", [call("2026/27", "2026-03-19", "2026-01-07")], {"closes": "03", "opens": "01"},
         ("2027/28", "2027-01-07", "2027-03-19")),
        # Without usual dates the last round moves on by its period, until it lies ahead.
        ("annual", [call("FY2023", "2022-06-30")], {}, ("FY2028", None, "2027-06-30")),
        ("twice-yearly", [call("Round 4", "2026-08-31")], {}, ("Round 5", None, "2027-02-28")),
        ("quarterly", [call("Call 7", "2026-10-31")], {}, ("Call 8", None, "2027-01-31")),
        # Of several rounds a year, the one that stood for the next usual date is followed.
        ("twice-yearly", [call("March 2026", "2026-03-31"), call("September 2026", "2026-09-30")],
         {"closes": "03-31 09-30"}, ("March 2027", None, "2027-03-31")),
        # What is announced already is not guessed again.
        ("annual", [call("2026", "2025-12-15"), call("2027", "2026-12-14")], {"closes": "12-15"},
         ("2028", None, "2027-12-15")),
        # A month stays a month, an opening without a closing too, and a leap day is none in a common year.
        ("annual", [call("2026", "2026-02")], {}, ("2027", None, "2027-02")),
        ("unknown", [call("2026", None, "2026-05-06")], {}, ("2027", "2027-05-06", None)),
        ("annual", [call("2024", "2024-02-29")], {}, ("2027", None, "2027-02-28")),
        ("annual", [], {"closes": "01-31"}, ("2027", None, "2027-01-31")),
        ("irregular", [], {}, ("2026", None, None)),
    ],
)  # fmt: skip
def test_examples(frequency: str, rounds: list[CallRound], usual: dict[str, str], expected: tuple[Any, ...]) -> None:
    (draft,) = drafts(frequency, *rounds, **usual)
    assert said(draft) == expected


def test_both_sides_of_a_joint_call_each_in_its_zone_and_at_its_time() -> None:
    rounds = [
        call("2026 (UK side)", "2026-01-20", zone="Europe/London", time=time(16)),
        call("2026 (Japanese side)", "2026-01-25", zone="Asia/Tokyo"),
        call("2025", "2025-01-20"),
    ]
    cycle = Cycle("annual", closes=(YearlyDate(1, 20),), zone="Europe/London")
    uk, japanese = next_rounds(Schedule("active", cycle, tuple(rounds)), TODAY)
    assert (said(uk), uk.zone) == (("2027 (UK side)", None, "2027-01-20"), None)
    assert uk.closes is not None and uk.closes.time == time(16)
    assert (said(japanese), japanese.zone) == (("2027 (Japanese side)", None, "2027-01-25"), "Asia/Tokyo")


@pytest.mark.parametrize(
    ("label", "later", "expected"),
    [
        ("45th (2026)", "2027-05-01", "46th (2027)"),
        ("111th", "2027-05-01", "112th"),
        ("2nd", "2027-05-01", "3rd"),
        ("FY2026 first", "2028-05-01", "FY2028 first"),
        ("1999-00", "2027-05-01", "2000-01"),
        ("令和8年度", "2027-05-01", "令和9年度"),
        ("第3回", "2027-05-01", "第4回"),
        ("2026 round 2", "2027-05-01", "2027 round 2"),
        ("May 2026", "2026-11-01", "November 2026"),
        ("Additional call", "2027-05-01", "Additional call, 2027"),
    ],
)
def test_labels_go_on(label: str, later: str, expected: str) -> None:
    assert next_label(label, date(2026, 5, 1), date.fromisoformat(later), [label]) == expected


@given(st.text(min_size=1, max_size=120), st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.data())
def test_a_label_is_never_one_that_is_taken(label: str, later: date, data: st.DataObject) -> None:
    taken = {label}
    for _ in range(data.draw(st.integers(1, 4))):
        following = next_label(label, date(2026, 5, 1), later, taken)
        assert following not in taken and following
        taken.add(following)


days = st.dates(date(2015, 1, 1), date(2030, 1, 1))
frequencies = st.sampled_from(["annual", "twice-yearly", "quarterly", "rolling", "irregular", "unknown"])


@given(frequencies, st.lists(days, min_size=1, max_size=5), st.lists(days, max_size=3), days)
def test_what_is_guessed_lies_ahead_of_today_and_of_every_round(
    frequency: str, closings: list[date], usual: list[date], on: date
) -> None:
    rounds = tuple(CallRound(f"{day} {n}", None, StatedDate(day)) for n, day in enumerate(closings))
    closes = tuple({YearlyDate(day.month, min(day.day, 28)) for day in usual})
    (draft,) = next_rounds(Schedule("unknown", Cycle(frequency, closes=closes), rounds), on)
    assert draft.closes is not None
    assert draft.closes.day >= on and draft.closes.day > max(closings)


# --- Storing ----------------------------------------------------------------------------------------


@pytest.fixture
def award(db: None) -> Opportunity:
    return make_opportunity(
        "plum",
        last_checked="2026-05-01",
        cycle={"rounds": [round_entry("2026", closes="2025-12-15")]},
        sources=[
            source_entry("s1", supports=["cycle"], as_of="2024"),
            source_entry("s2", supports=["rounds"], as_of="2025-04"),
            source_entry("s4", supports=["funding"], as_of="2026"),
        ],
    )


def test_the_newest_source_of_the_dates_is_offered(award: Opportunity) -> None:
    source = source_of_dates(award.sources.all())
    assert source is not None and source.ref == "s2"
    assert source_of_dates([]) is None


def test_a_confirmed_round_and_its_source_are_one_operation_and_a_check_of_the_dates(award: Opportunity) -> None:
    page = Source(title="Call 2027", url="https://example.org/2027", publisher="official", supports=["rounds"])
    closes = date(2026, 12, 15)
    add_rounds(award, [Round(label="2027", closes_on=closes)], page, TODAY, None, "Seen on their page.")
    stored = Opportunity.objects.with_facts().get()
    added = stored.rounds.get(label="2027")
    assert added.source is not None and (added.source.ref, added.source.title) == ("s3", "Call 2027")
    assert stored.next_check_due == date(2026, 12, 22), "a week after the new deadline"
    assert freshness_of(stored).checked["dates"] == TODAY
    operation = Operation.objects.get()
    assert (operation.kind, operation.reason) == ("edit", "Seen on their page.")
    assert {"cycle.rounds[2027]", "sources[s3]", "next_check"} == set(operation.changes.get().facts)
