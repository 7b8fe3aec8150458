"""What the public is told of the changes of an entry: in sentences, and nothing that is only of the desk."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from opportunities.models import Operation, RecordChange
from opportunities.wording.changes_made import DayOfChanges, in_days
from tests.builders import make_opportunity, round_entry, source_entry

NOON = datetime(2026, 11, 3, 12, tzinfo=UTC)
Facts = dict[str, Any] | None


def change(before: Facts, after: Facts, days: int = 0, kind: str = "edit") -> RecordChange:
    operation = Operation(kind=kind, at=NOON + timedelta(days=days))
    return RecordChange(operation=operation, collection="opportunities", key="x", before=before, after=after)


def said(before: Facts, after: Facts, **of: Any) -> list[str]:
    """What is said of one change of an entry that was public before."""
    return [sentence for day in in_days([change(before, after, **of)]) for sentence in day.sentences]


@pytest.mark.parametrize(
    ("before", "after", "sentences"),
    [
        ({"funding.max": 5}, {"funding.max": 7}, ["The amount changed."]),
        (
            {"funding.max": None, "funding.basis": "unspecified"},
            {"funding.max": 7, "funding.basis": "total"},
            ["The amount was added."],
        ),
        (
            {"funding.max": 5, "funding.currency": "GBP"},
            {"funding.max": None, "funding.currency": None},
            ["The amount was removed."],
        ),
        ({"duration.note": "A."}, {"duration.note": "B."}, ["The duration changed."]),
        ({}, {"cycle.rounds[2027]": round_entry("2027")}, ["The deadline of the 2027 round was added."]),
        (
            {"cycle.rounds[Winter call]": {"label": "Winter call", "opens": "2026-01", "closes": "2026-02"}},
            {"cycle.rounds[Winter call]": {"label": "Winter call", "opens": "2026-01", "closes": "2026-03"}},
            ["The deadline of the round “Winter call” changed."],
        ),
        ({"cycle.rounds[2027]": round_entry("2027")}, {}, ["The 2027 round was removed."]),
        ({"eligibility.age": None}, {"eligibility.age": {"max": 30}}, ["The description of who can apply was added."]),
        ({"eligibility.terms": ["A."]}, {"eligibility.terms": []}, ["The list of terms was removed."]),
        (
            {"sources[s1]": source_entry()},
            {"sources[s1]": source_entry(title="Other")},
            ["The list of sources changed."],
        ),
        ({"state": "published"}, {"state": "retired"}, ["Retired: it is no longer kept up to date."]),
        ({"state": "retired"}, {"state": "published"}, ["Published again."]),
        ({"former_keys": []}, {"former_keys": ["y"]}, ["Another entry was merged into this one."]),
        ({"last_checked": "2026-10"}, {"last_checked": "2026-11"}, ["Checked against its sources: no change."]),
        (
            {"last_checked": "2026-10", "next_check": "2026-11", "confidence": "low", "notes": "?"},
            {"last_checked": "2026-11", "next_check": "2026-12", "confidence": "high", "notes": None},
            ["Checked against its sources: no change."],
        ),
        (
            {"last_checked": "2026-10", "name": "A", "funding.max": 1},
            {"last_checked": "2026-11", "name": "B", "funding.max": 2},
            ["The name changed.", "The amount changed.", "Checked against its sources."],
        ),
    ],
)
def test_what_is_said(before: Facts, after: Facts, sentences: list[str]) -> None:
    assert said(before, after) == sentences


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"notes": "A doubt."}, {"notes": "Another."}),
        ({"confidence": "low", "next_check": None}, {"confidence": "high", "next_check": "2027-01-01"}),
        ({"sources[s1]": source_entry(supports=["age"])}, {"sources[s1]": source_entry(supports=[])}),
        ({"keywords": []}, {"keywords": ["x"]}),
        ({"publish_at": None}, {"publish_at": "2026-12-01T09:00:00+00:00"}),
        ({}, {}),
    ],
)
def test_what_is_only_of_the_desk_is_not_said(before: Facts, after: Facts) -> None:
    assert said(before, after) == []


def test_nothing_is_told_from_before_the_first_publication() -> None:
    changes = [
        change({"funding.max": 5}, {"funding.max": 7}, days=9),
        change({"state": "in-review", "name": "B"}, {"state": "published", "name": "C"}, days=8),
        change({"state": "draft"}, {"state": "in-review"}, days=7),
        change({"name": "A"}, {"name": "B"}, days=6),
        change(None, {"name": "A", "state": "draft"}, days=5),
    ]
    assert in_days(changes) == [
        DayOfChanges("12 November 2026", ["The amount changed."]),
        DayOfChanges("11 November 2026", ["Added to the catalogue."]),
    ]
    assert in_days(changes[2:]) == [], "a draft has no public past"


def test_the_changes_of_a_day_are_told_together_each_once() -> None:
    changes = [
        change({"name": "B"}, {"name": "C"}),
        change({"funding.max": 1}, {"funding.max": 2}),
        change({"name": "A"}, {"name": "B"}),
        change(None, {"name": "A", "state": "published"}, days=-1),
    ]
    assert in_days(changes) == [
        DayOfChanges("3 November 2026", ["The name changed.", "The amount changed."]),
        DayOfChanges("2 November 2026", ["Added to the catalogue."]),
    ]


def test_the_day_is_the_day_in_utc() -> None:
    late = change({"name": "A"}, {"name": "B"})
    late.operation.at = datetime.fromisoformat("2026-11-04T08:30:00+09:00")
    assert [day.day for day in in_days([late])] == ["3 November 2026"]
    with translation.override("ja"):
        assert [day.day for day in in_days([late])] == ["2026年11月3日"]


@pytest.mark.django_db
def test_the_page_shows_ten_days_and_the_others_on_demand(client: Client) -> None:
    make_opportunity("plum-award")
    for number in range(12):
        operation = Operation.objects.create(kind="edit", at=NOON + timedelta(days=number))
        RecordChange.objects.create(
            operation=operation,
            collection="opportunities",
            key="plum-award",
            name="Plum",
            before={"name": "Secret", "notes": "Secret"},
            after={"name": "Plum", "notes": "Secret"},
        )
    page = client.get("/opportunities/plum-award/").content.decode()
    shown, _details, hidden = page[page.index('id="changes"') :].partition("<details>")
    assert shown.count("The name changed.") == 10 and "14 November 2026" in shown
    assert hidden.count("The name changed.") == 2 and "3 November 2026" in hidden and "Show all" in hidden
    assert "Secret" not in page


@pytest.mark.django_db
def test_an_entry_without_a_history_says_nothing_of_it(client: Client) -> None:
    make_opportunity("plum-award")
    assert "What changed" not in client.get("/opportunities/plum-award/").content.decode()
