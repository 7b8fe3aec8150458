"""What a row would do: to whom, in which facts, and why not."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User

from opportunities.models import Opportunity
from tests.builders import make_case_study, make_opportunity, make_organisation, opportunity_entry, round_entry
from tests.curation.importing.tables import faults, new_entries, only_row, read, read_rows, verdicts, xlsx_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def importer() -> User:
    """Somebody who may import but not publish."""
    user = User.objects.create(username="momo", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="import_opportunity"))
    return user


def test_a_known_key_changes_an_entry_and_another_makes_one() -> None:
    make_opportunity("sakura-award", funding={"currency": "GBP", "max": 500}, keywords=["cherry"])
    make_opportunity("maple-award")
    imported = read_rows(
        [
            ["key", "funding.max", "keywords"],
            ["sakura-award", "600", ""],
            ["maple-award", "", ""],
            ["plum-award", "", ""],
        ]
    )
    assert verdicts(imported) == {"sakura-award": "changed", "maple-award": "same", "plum-award": "refused"}
    row = imported.results.get(key="sakura-award")
    assert (row.before, row.after) == (
        {"funding.max": 500, "keywords": ["cherry"]},
        {"funding.max": 600, "keywords": []},
    )
    assert "row 4 name: is required and missing" in faults(imported)
    assert Opportunity.objects.count() == 2


def test_a_new_entry_is_a_draft_with_its_source_and_round() -> None:
    make_organisation("sakura-trust")
    rows = new_entries(
        "plum-award", funders="sakura-trust", new_source__url="https://example.org/plum",
        next_round__label="2027", next_round__closes="2027-01-15", next_round__source="s1",
    )  # fmt: skip
    row = only_row(read_rows(rows))
    facts: Any = row.facts
    assert row.verdict == "new"
    assert facts["state"] == "draft"
    assert [source["id"] for source in facts["sources"]] == ["s1"]
    assert facts["cycle"]["rounds"][0]["closes"] == "2027-01-15"


def test_a_round_and_a_source_are_added_once() -> None:
    make_opportunity("sakura-award", cycle={"rounds": [round_entry("2026", closes="2026-01-15")]})
    rows = [
        ["key", "next_round.label", "next_round.opens", "next_round.closes", "new_source.url", "new_source.title"],
        ["sakura-award", "2026", "2025-10-01", "", "", ""],
    ]
    row = only_row(read_rows(rows))
    assert row.after
    assert row.after["cycle.rounds[2026]"]["closes"] == "2026-01-15"  # what is not said stays
    assert row.after["cycle.rounds[2026]"]["opens"] == "2025-10-01"
    rows[1] = ["sakura-award", "", "", "", "https://example.org/s1", "Page s1"]
    assert only_row(read_rows(rows)).verdict == "same"  # this address is a source already
    rows[1] = ["sakura-award", "", "2027-01-01", "", "", ""]
    assert faults(read_rows(rows)) == ["B2 next_round.label: is required and missing"]


def test_every_fault_of_a_row_is_told_with_its_cell() -> None:
    rows = new_entries(
        "plum-award", kind="gift", funding__max="10", next_round__label="x", next_round__closes="2027-02-30"
    )
    assert sorted(faults(read_rows(rows))) == [
        "C2 kind: “gift” is not one of: scholarship, fellowship, exchange, grant, travel-grant, prize, network",
        "M2 funding: an amount needs its currency",
        "O2 next_round.closes: “2027-02-30” is neither a day (2026-03-31) nor a month (2026-03)",
    ]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"funders": "nobody"}, "funders: “nobody” is not in organisations"),
        ({"name": ""}, "name: is required and missing"),
        ({"eligibility__age": "{max: young}"}, "eligibility.age.max: Input should be a valid integer"),
        (
            {"eligibility__nationality": "{rule: only, values: [GB], source: [s9]}"},
            "source “s9”, which is not in the list",
        ),
        ({"application__official_url": "javascript:alert(1)"}, "application.official_url: "),
        ({"summary": "turn\u202eed"}, "control character"),
        ({"name": "x" * 301}, "at most 300 characters"),
        ({"funding__currency": "GBP", "funding__max": "9" * 18}, "funding.max: "),
        ({"cycle__timezone": "Japan Time"}, "is not a time zone"),
        ({"state": "retired", "successor": "nowhere"}, "successor: “nowhere” is not in opportunities"),
        ({"state": "published"}, "a published entry cannot be so"),
    ],
)
def test_what_would_not_hold_is_refused(changes: dict[str, str], fault: str) -> None:
    imported = read_rows(new_entries("plum-award", **changes))
    assert verdicts(imported) == {"plum-award": "refused"}
    assert any(fault in told for told in faults(imported)), faults(imported)


def test_what_the_catalogue_has_already_is_refused() -> None:
    make_opportunity("sakura-award", uuid="11111111-1111-4111-8111-111111111111", former_keys=["cherry-award"])
    rows = new_entries("plum-award", uuid="11111111-1111-4111-8111-111111111111")
    assert "belongs to “sakura-award” already" in faults(read_rows(rows))[0]
    assert "former key of “sakura-award”" in faults(read_rows(new_entries("cherry-award")))[0]
    rows = [["key", "uuid"], ["sakura-award", "22222222-2222-4222-8222-222222222222"]]
    assert "never changes" in faults(read_rows(rows))[0]


def test_a_key_stands_in_one_row_only() -> None:
    imported = read_rows(new_entries("plum-award", "pear-award", "plum-award", ""))
    assert [row.verdict for row in imported.results.order_by("number")] == ["new", "new", "refused", "refused"]
    assert faults(imported) == [
        "A4 key: “plum-award” stands in row 2 already",
        "A5 key: is needed: small letters, digits and hyphens, such as sakura-travel-awards",
    ]


def test_a_published_entry_cannot_lose_what_it_was_published_with() -> None:
    make_opportunity("sakura-award", application={"official_url": "https://example.org/"})
    imported = read_rows([["key", "application.official_url"], ["sakura-award", ""]])
    assert "There is no official page" in faults(imported)[0]


def test_a_successor_may_come_in_a_later_row() -> None:
    make_opportunity("old-award")
    rows = new_entries("old-award", "next-award", state="", successor="")
    head = rows[0]
    rows[1][head.index("state")], rows[1][head.index("successor")] = "retired", "next-award"
    assert set(verdicts(read_rows(rows)).values()) == {"changed", "new"}
    rows[2][head.index("kind")] = "gift"  # refused, and so is what rests on it
    assert set(verdicts(read_rows(rows)).values()) == {"refused"}


def test_who_may_not_publish_changes_no_state(importer: User) -> None:
    make_opportunity("sakura-award", state="draft")
    rows = [["key", "state", "notes"], ["sakura-award", "published", "Seen."]]
    row = only_row(read_rows(rows, by=importer))
    assert row.after == {"notes": "Seen."}
    assert row.warnings == ["Not changed, as you may not publish: state."]
    rows = new_entries("plum-award", state="published", application__official_url="https://example.org/")
    facts: Any = only_row(read_rows(rows, by=importer)).facts
    assert facts["state"] == "draft"
    importer.user_permissions.add(Permission.objects.get(codename="publish_opportunity"))
    facts = only_row(read_rows(rows, by=User.objects.get(pk=importer.pk))).facts
    assert facts["state"] == "published"


def test_entries_that_may_be_the_same_are_named() -> None:
    make_opportunity("sakura-award", name="Sakura Travel Award for Students")
    rows = new_entries("plum-award", "pear-award", name="Sakura Travel Awards for Students")
    first, second = read_rows(rows).results.order_by("number")
    assert "Sakura Travel Award for Students" in first.warnings[0]
    assert "Row 2 brings an entry of the same name." in second.warnings


def test_remarks_are_not_read_and_short_rows_leave_the_rest_as_it_is() -> None:
    make_opportunity("sakura-award", notes="Doubtful.")
    make_case_study()
    raw = b"key,# mine,name,notes\n# example,x,y,z\nsakura-award,see,Sakura\n\n"
    row = only_row(read(raw))
    assert row.after == {"name": "Sakura"}


def test_cells_without_a_heading_and_formulas_are_refused_with_their_place() -> None:
    make_opportunity("sakura-award")
    rows = [["key", "name", "", "notes"], ["sakura-award", "=A1", "lost", "x" * 32_768]]
    imported = read(xlsx_of(rows), "table.xlsx")
    told = faults(imported)
    assert "B2 name: holds a formula: copy the cell and paste its value" in told
    assert "C2 has no heading above it" in told
    assert len(told) == 2  # openpyxl cuts the long text as Excel does


def test_yaml_is_the_form_of_the_catalogues_files() -> None:
    make_opportunity("sakura-award", funding={"currency": "GBP", "max": 500}, eligibility={"degree": {"text": "Any."}})
    raw = b"""
- key: sakura-award
  funding: {max: 600}
  eligibility: {age: {max: 39}}
- {key: plum-award, kind: gift}
"""
    imported = read(raw, "entries.yaml")
    row = imported.results.get(key="sakura-award")
    assert row.after and row.after["funding.max"] == 600
    assert set(row.after) == {"funding.max", "eligibility.age", "eligibility.degree"}
    assert any(told.startswith("line 5 kind: “gift”") for told in faults(imported))
    whole = opportunity_entry("pear-award")
    imported = read(repr([whole]).replace("'", '"').encode(), "entries.yaml")
    assert verdicts(imported) == {"pear-award": "new"}
