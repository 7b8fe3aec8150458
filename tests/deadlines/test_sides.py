"""The rounds of one joint call, one for each side, are told from rounds that merely look alike."""

from datetime import date

import pytest

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate
from opportunities.deadlines.sides import side_of, sides_of


def call(label: str, closes: str | None = "2027-06-30", zone: str | None = "Europe/London") -> CallRound:
    return CallRound(label, None, StatedDate(date.fromisoformat(closes), zone=zone) if closes else None)


def labels(of: CallRound, *others: CallRound) -> list[str]:
    schedule = Schedule("active", Cycle("irregular"), (*others, of))
    return [one.label for one in sides_of(of, schedule)]


@pytest.mark.parametrize(
    ("label", "side"),
    [
        ("FY2015 (Japanese side)", "Japanese side"),
        ("Neuroscience, 2022 (AMED side)", "AMED side"),
        ("2027 (UK-side)", "UK-side"),
        ("2027年度（日本側）", "日本側"),
        ("FY2024 (Scientific Research S)", None),
        ("2025, side events", None),
        ("(UK side) 2027", None),
        ("Phase 9", None),
    ],
)
def test_a_side_stands_in_brackets_at_the_end(label: str, side: str | None) -> None:
    assert side_of(call(label)) == side


def test_both_sides_of_a_call_are_found_from_either_the_earlier_first() -> None:
    uk, japan = call("Phase 10 (UK side)", "2027-06-30"), call("Phase 10 (Japanese side)", "2027-06-17", "Asia/Tokyo")
    other = call("Phase 9 (UK side)", "2026-06-16")
    for one, another in ((uk, japan), (japan, uk)):
        assert labels(one, another, other) == ["Phase 10 (Japanese side)", "Phase 10 (UK side)"]


def test_a_round_without_a_side_may_be_the_other_one() -> None:
    assert labels(call("Phase 10"), call("phase 10 (Japanese side)", None)) == ["Phase 10", "phase 10 (Japanese side)"]


def test_where_one_side_is_known_it_stands_alone() -> None:
    assert labels(call("FY2018 (Japanese side)"), call("Phase 8")) == ["FY2018 (Japanese side)"]


def test_rounds_without_a_side_are_no_sides() -> None:
    assert labels(call("FY2024 (S)"), call("FY2024 (A, B, C)"), call("FY2024")) == []
