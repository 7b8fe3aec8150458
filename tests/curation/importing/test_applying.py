"""Applying an import: all at once, as one operation, over nothing that anybody else has done meanwhile."""

import pytest
from django.contrib.auth.models import User

from opportunities.curation.collections import stored_version, stored_versions
from opportunities.curation.history import undo
from opportunities.curation.importing import applying, work
from opportunities.curation.importing.applying import apply_import
from opportunities.models import CatalogueRevision, Import, Operation, Opportunity, Organisation, Round, Source, Upkeep
from tests.builders import make_opportunity, make_organisation, round_entry
from tests.curation.importing.tables import applied, faults, new_entries, read_rows, verdicts

pytestmark = pytest.mark.django_db
CHANGES = [["key", "funding.max", "funding.currency"], ["sakura-award", "600", "GBP"], ["maple-award", "700", "GBP"]]


@pytest.fixture
def entries() -> None:
    """Two entries that the table changes."""
    for key in ("sakura-award", "maple-award"):
        make_opportunity(key, cycle={"rounds": [round_entry(source="s1")]}, funding={"currency": "GBP", "max": 500})


def revision() -> int:
    return CatalogueRevision.objects.get().number


def test_an_import_is_one_operation_that_can_be_undone(entries: None) -> None:
    ume = User.objects.create(username="ume")
    before = stored_versions("opportunities", ["sakura-award", "maple-award"])
    identities = set(Source.objects.values_list("pk")), set(Round.objects.values_list("pk"))
    number = revision()
    imported = read_rows([*CHANGES, ["pear-award", "", ""]], by=ume)
    assert verdicts(imported)["pear-award"] == "refused"
    applied(imported, by=ume, without_refused=True)

    assert set(Opportunity.objects.values_list("slug", "amount_max")) == {("sakura-award", 600), ("maple-award", 700)}
    assert (set(Source.objects.values_list("pk")), set(Round.objects.values_list("pk"))) == identities
    operation = Operation.objects.get(kind="import")
    assert (operation.by, imported.operation, imported.done) == (ume, operation, 2)
    assert {change.key: (change.before, change.after) for change in operation.changes.all()} == {
        "sakura-award": ({"funding.max": 500}, {"funding.max": 600}),
        "maple-award": ({"funding.max": 500}, {"funding.max": 700}),
    }
    assert revision() == number + 1

    assert undo(operation, ume).kept == []
    assert stored_versions("opportunities", ["sakura-award", "maple-award"]) == before


def test_new_entries_are_stored_with_all_that_hangs_on_them_and_undone() -> None:
    make_organisation("sakura-trust")
    rows = new_entries(
        "plum-award", "pear-award", funders="sakura-trust", keywords="plum; 梅", eligibility__age="{max: 39}",
        next_round__label="2027", next_round__closes="2027-03", next_round__source="s1", new_source__as_of="2026",
        state="retired",
    )  # fmt: skip
    rows[0].append("successor")
    rows[1].append("pear-award")
    rows[2].append("")
    imported = read_rows(rows)
    wanted = {row.key: row.facts for row in imported.results.all()}
    applied(imported)
    assert stored_versions("opportunities", ["plum-award", "pear-award"]) == wanted
    assert Opportunity.objects.get(slug="plum-award").successor == Opportunity.objects.get(slug="pear-award")
    assert Upkeep.objects.count() == 2
    undo(Operation.objects.get(kind="import"), None)
    assert not Opportunity.objects.exists()


def test_refused_rows_are_left_out_only_if_somebody_says_so(entries: None) -> None:
    imported = read_rows([*CHANGES, ["pear-award", "", ""]])
    work.start_applying(imported, None)
    imported.refresh_from_db()
    assert imported.state == "read"
    assert imported.trouble and "Some rows are refused" in imported.trouble
    assert not Operation.objects.filter(kind="import").exists()


@pytest.mark.parametrize("late", [False, True])
def test_what_others_changed_meanwhile_is_not_overwritten(
    entries: None, monkeypatch: pytest.MonkeyPatch, late: bool
) -> None:
    """Be it changed before anything is compared (early) or between that and the transaction (late)."""
    imported = read_rows(CHANGES)

    def somebody_edits() -> None:
        make_opportunity("maple-award", notes="Read again.", funding={"currency": "GBP", "max": 550})

    if late:
        compared = applying._refuse_stale

        def compare_and_lose(rows: object) -> None:
            compared(rows)  # type: ignore[arg-type]
            if not Opportunity.objects.filter(notes="Read again.").exists():
                somebody_edits()

        monkeypatch.setattr(applying, "_refuse_stale", compare_and_lose)
    else:
        somebody_edits()
    work.start_applying(imported, None)
    imported.refresh_from_db()

    assert imported.state == "read"
    assert imported.trouble and "Others changed these entries after you looked: maple-award." in imported.trouble
    assert dict(Opportunity.objects.values_list("slug", "amount_max")) == {"sakura-award": 500, "maple-award": 550}
    row = imported.results.get(key="maple-award")
    assert (row.before, row.after) == ({"funding.max": 550}, {"funding.max": 700})  # against what is stored now
    assert row.warnings

    applied(imported)
    facts = stored_version(("opportunities", "maple-award"))
    assert facts and (facts["notes"], facts["funding"]["max"]) == ("Read again.", 700)


def test_an_entry_that_came_or_went_meanwhile(entries: None) -> None:
    imported = read_rows(new_entries("plum-award"))
    make_opportunity("plum-award", summary="Already here.")
    work.start_applying(imported, None)
    imported.refresh_from_db()
    assert imported.state == "read"
    assert verdicts(imported) == {"plum-award": "changed"}
    assert Opportunity.objects.get(slug="plum-award").summary == "Already here."


def test_what_an_entry_refers_to_went_meanwhile() -> None:
    make_organisation("sakura-trust")
    imported = read_rows(new_entries("plum-award", "pear-award", funders="sakura-trust"))
    Organisation.objects.all().delete()
    work.start_applying(imported, None)
    imported.refresh_from_db()
    assert imported.trouble and "plum-award, pear-award" in imported.trouble
    assert "“sakura-trust” is not in organisations" in faults(imported)[0]
    assert not Opportunity.objects.exists()


def test_nothing_is_applied_twice_or_by_two(entries: None) -> None:
    imported = read_rows(CHANGES)
    stale = Import.objects.get(pk=imported.pk)
    applied(imported)
    with pytest.raises(work.NotNowError):
        work.start_applying(stale, None)
    with pytest.raises(work.NotNowError):
        work.drop(stale)

    taken_over = read_rows([*CHANGES[:1], ["sakura-award", "900", "GBP"]])
    Import.objects.filter(pk=taken_over.pk).update(state="applying", token="another")
    apply_import(taken_over.pk, "mine", None)
    assert Opportunity.objects.get(slug="sakura-award").amount_max == 600
    assert Operation.objects.filter(kind="import").count() == 1


def test_a_dropped_import_leaves_nothing_behind(entries: None) -> None:
    imported = read_rows(CHANGES)
    work.drop(imported)
    imported.refresh_from_db()
    assert (imported.state, imported.file, imported.results.count()) == ("dropped", None, 0)
    with pytest.raises(work.NotNowError):
        work.start_applying(imported, None)
