"""Whatever is changed is written down, can be looked at as it was, restored and undone; nothing is lost on the way."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.curation.changing import changing
from opportunities.curation.collections import Place, place_of, records_of, stored_version
from opportunities.curation.exporting import export_catalogue
from opportunities.curation.history import (
    ChangedMeanwhileError,
    history_of,
    latest_version,
    restore,
    undo,
    version_at,
)
from opportunities.curation.loading import load_catalogue
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.putting import CannotStoreError, put
from opportunities.models import CaseStudy, Operation, Opportunity, Organisation, RecordChange
from tests.builders import (
    Entry,
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    make_synonyms,
    opportunity_entry,
    round_entry,
    source_entry,
    write_catalogue,
)
from tests.strategies import opportunity_entries

pytestmark = pytest.mark.django_db
PLUM = ("opportunities", "plum-award")


def store(collection: str, facts: Facts, kind: str = "edit", reason: str | None = None) -> Operation | None:
    with changing(kind, reason=reason) as change:
        put(change, collection, facts)
    return change.operation


def changed(place: Place, **facts: Any) -> Operation:
    """Change facts of a stored record, by their names with "__" for dots."""
    named = stored_version(place)
    assert named is not None
    for name, value in facts.items():
        group, _dot, fact = name.rpartition("__")
        (named[group] if group else named)[fact] = value
    operation = store(place[0], named)
    assert operation is not None
    return operation


def deleted(*records: Model) -> Operation:
    with changing("delete") as change:
        change.about_to_delete(*records)
        for record in records:
            record.delete()
    assert change.operation is not None
    return change.operation


def now(place: Place) -> Facts:
    facts = stored_version(place)
    assert facts is not None
    return facts


# --- What is written --------------------------------------------------------------------------------


def test_a_change_is_written_with_who_why_and_only_what_differs() -> None:
    award = make_opportunity("plum-award", name="Plum", cycle={"rounds": [round_entry("2026"), round_entry("2027")]})
    ume = User.objects.create(username="ume", first_name="Ume", last_name="Mori")
    with changing("edit", by=ume, reason="The page says so.") as change:
        change.about_to_change(award)
        award.rounds.filter(label="2027").update(closes_on="2027-02-01")
        Opportunity.objects.filter(pk=award.pk).update(amount_max=500, currency="GBP")
    written = RecordChange.objects.get()
    assert (written.collection, written.key, written.name) == (*PLUM, "Plum")
    assert (written.operation.by, written.operation.by_name) == (ume, "Ume Mori")
    assert written.operation.reason == "The page says so."
    assert set(written.facts) == {"funding.currency", "funding.max", "cycle.rounds[2027]"}
    assert (written.before or {})["cycle.rounds[2027]"]["closes"] == "2027-01-15"
    assert (written.after or {})["cycle.rounds[2027]"]["closes"] == "2027-02-01"
    ume.delete()
    assert Operation.objects.get().by_name == "Ume Mori"


def test_what_changes_nothing_leaves_no_trace() -> None:
    make_opportunity("plum-award")
    assert store("opportunities", now(PLUM)) is None
    assert not Operation.objects.exists()


def test_a_load_is_an_operation_and_loading_what_was_exported_is_none(tmp_path: Path) -> None:
    award = opportunity_entry("plum-award", funders=["sakura-trust"], cycle={"rounds": [round_entry(source="s1")]})
    load_catalogue(write_catalogue(tmp_path / "files", [award], [_organisation("sakura-trust")]))
    loaded = Operation.objects.get()
    assert (loaded.kind, loaded.by, loaded.changes.count()) == ("load", None, 2)
    export_catalogue(tmp_path / "exported")
    load_catalogue(tmp_path / "exported")
    assert list(Operation.objects.all()) == [loaded]


def test_what_others_lose_by_a_deletion_is_written_too() -> None:
    trust, child = make_organisation("sakura-trust"), make_organisation("small-trust", parent="sakura-trust")
    award = make_opportunity("plum-award", funders=["sakura-trust", "small-trust"], administered_by=["small-trust"])
    study = make_case_study(opportunities=["plum-award"])
    before = {place_of(record): now(place_of(record)) for record in (trust, child, award, study)}
    operations = [deleted(child), deleted(award)]
    assert now(place_of(study))["opportunities"] == []
    assert {change.key for change in operations[0].changes.all()} == {"small-trust", "plum-award"}
    assert {change.key for change in operations[1].changes.all()} == {"plum-award", "two-laboratories"}
    for operation in reversed(operations):
        result = undo(operation, None)
        assert result.kept == [] and result.refused == []
    assert {place: now(place) for place in before} == before


# --- Earlier versions -------------------------------------------------------------------------------


def test_each_version_of_every_kind_of_record_can_be_seen_and_restored() -> None:
    make_organisation("moon-trust")
    make_opportunity("plum-award")
    records: list[tuple[Model, Facts, Facts]] = [
        (make_organisation("sakura-trust"), {"name": "Renamed", "parent": "moon-trust"}, {"name": "Again"}),
        (make_case_study(), {"title": "Three laboratories", "opportunities": ["plum-award"]}, {"opportunities": []}),
        (make_exchange_rate(), {"units_per_gbp": "210.25"}, {"units_per_gbp": "190"}),
        (make_synonyms("cherry"), {"words": ["cherry", "桜"]}, {"words": ["cherry"], "means": {"kind": ["grant"]}}),
    ]
    for record, first, second in records:
        place = place_of(record)
        versions = {0: now(place)}
        for facts in (first, second):
            store(place[0], {**now(place), **facts})
            versions[latest_version(place)] = now(place)
        assert len(versions) == 3
        for number, facts in versions.items():
            assert by_name(version_at(place, number) or {}) == by_name(facts), place
        for number, facts in versions.items():
            restore(place, number, None)
            assert by_name(now(place)) == by_name(facts), place


@given(st.lists(opportunity_entries("plum-award"), min_size=2, max_size=4), st.data())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_version_of_a_random_entry_comes_back_whole(entries: list[Entry], data: st.DataObject) -> None:
    Opportunity.objects.all().delete()
    RecordChange.objects.all().delete()
    versions: dict[int, Facts] = {}
    for entry in entries:
        store("opportunities", {**entry, "uuid": None, "state": "draft", "publish_at": None, "successor": None})
        versions[latest_version(PLUM)] = now(PLUM)
    for number, facts in versions.items():
        assert by_name(version_at(PLUM, number) or {}) == by_name(facts)
    number = data.draw(st.sampled_from(sorted(versions)))
    restore(PLUM, number, None)
    assert by_name(now(PLUM)) == by_name(versions[number])
    assert version_at(PLUM, 0) is None


def test_restoring_leaves_the_state_as_it_is_and_can_be_undone() -> None:
    page = {"official_url": "https://example.org/plum"}
    make_opportunity("plum-award", name="Old name", state="draft", application=page)
    changed(PLUM, name="New name", state="published")
    operation = restore(PLUM, 0, None, "The old name was right.")
    assert operation is not None and operation.kind == "restore" and operation.reason == "The old name was right."
    assert (now(PLUM)["name"], now(PLUM)["state"]) == ("Old name", "published")
    undo(operation, None)
    assert now(PLUM)["name"] == "New name"


def test_a_deleted_entry_comes_back_as_a_draft() -> None:
    make_opportunity("new-award")
    award = make_opportunity(
        "plum-award", state="retired", successor="new-award", cycle={"rounds": [round_entry("2027", source="s1")]}
    )
    before = now(PLUM)
    deletion = deleted(award).changes.get()
    restore(PLUM, deletion.pk - 1, None)
    assert now(PLUM) == {**before, "state": "draft", "successor": None}


def test_a_version_that_does_not_hold_any_more_is_refused_and_changes_nothing() -> None:
    trust = make_organisation("sakura-trust")
    make_opportunity("plum-award", funders=["sakura-trust"])
    changed(PLUM, funders=[], name="Renamed")
    deleted(trust)
    before = now(PLUM)
    with pytest.raises(CannotStoreError, match="sakura-trust"):
        restore(PLUM, 0, None)
    assert now(PLUM) == before


def test_a_published_entry_keeps_what_the_public_needs() -> None:
    make_opportunity("plum-award", state="published", application={"official_url": None})
    changed(PLUM, application__official_url="https://example.org/plum")
    with pytest.raises(CannotStoreError, match="official page"):
        restore(PLUM, 0, None)
    result = undo(Operation.objects.get(), None)
    assert result.operation is None and "official page" in result.refused[0][1]
    assert now(PLUM)["application"]["official_url"] == "https://example.org/plum"


def test_what_changed_since_one_looked_is_not_restored_over() -> None:
    make_opportunity("plum-award")
    changed(PLUM, name="One")
    seen = latest_version(PLUM)
    changed(PLUM, name="Two")
    with pytest.raises(ChangedMeanwhileError):
        restore(PLUM, 0, None, seen=seen)
    assert now(PLUM)["name"] == "Two"


# --- Undoing ----------------------------------------------------------------------------------------


def test_an_operation_on_many_is_undone_as_one_and_the_undoing_too() -> None:
    for number in range(3):
        make_opportunity(f"award-{number}")
    with changing("bulk") as change:
        change.about_to_change(*Opportunity.objects.all())
        Opportunity.objects.update(confidence="low")
    assert change.operation is not None and change.operation.changes.count() == 3
    undone = undo(change.operation, None, "Too early.")
    assert set(Opportunity.objects.values_list("confidence", flat=True)) == {"high"}
    assert undone.operation is not None and undone.operation.undoes == change.operation
    again = undo(undone.operation, None)
    assert set(Opportunity.objects.values_list("confidence", flat=True)) == {"low"}
    assert again.operation is not None
    with pytest.raises(CannotStoreError, match="before"):
        undo(change.operation, None)


def test_undoing_keeps_what_was_changed_again_and_says_so() -> None:
    make_opportunity("plum-award", name="Plum")
    first = changed(PLUM, name="Renamed", summary="Another summary.")
    changed(PLUM, name="Renamed again")
    assert undo(first, None).kept == [("Renamed", "name")]
    assert (now(PLUM)["name"], now(PLUM)["summary"]) == ("Renamed again", "Money for plum-award.")


def test_undoing_a_creation_removes_all_but_what_others_rest_on() -> None:
    with changing("import") as change:
        put(change, "organisations", _organisation("sakura-trust"))
        put(change, "organisations", _organisation("small-trust", parent="sakura-trust"))
        put(change, "opportunities", opportunity_entry("plum-award", funders=["small-trust"]))
        put(change, "opportunities", opportunity_entry("pear-award"))
    changed(("opportunities", "plum-award"), name="Somebody works on it")
    assert change.operation is not None
    result = undo(change.operation, None)
    assert sorted(result.kept) == [("Plum Award", ""), ("Sakura Trust", ""), ("Small Trust", "")]
    assert list(Opportunity.objects.values_list("slug", flat=True)) == ["plum-award"]
    assert now(PLUM)["funders"] == ["small-trust"], "no fact is lost on the way"


def test_a_whole_import_is_undone_whatever_rests_on_what() -> None:
    with changing("import") as change:
        for number in range(5):
            parent = f"body-{number - 1}" if number else None
            put(change, "organisations", _organisation(f"body-{number}", parent=parent))
        put(change, "opportunities", opportunity_entry("plum-award", funders=["body-4"]))
        put(change, "case_studies", _study(opportunities=["plum-award"]))
    assert change.operation is not None
    result = undo(change.operation, None)
    assert (result.kept, result.refused) == ([], [])
    assert not Organisation.objects.exists() and not Opportunity.objects.exists() and not CaseStudy.objects.exists()
    assert result.operation is not None
    undo(result.operation, None)
    assert Organisation.objects.count() == 5
    assert now(("organisations", "body-4"))["parent"] == "body-3"
    assert now(PLUM)["funders"] == ["body-4"]
    assert now(("case_studies", "two-laboratories"))["opportunities"] == ["plum-award"]


def test_the_members_of_lists_are_taken_back_one_by_one() -> None:
    make_opportunity("plum-award", cycle={"rounds": [round_entry("2026")]}, eligibility={"age": {"max": 30}})
    facts = now(PLUM)
    facts["cycle"]["rounds"].append(round_entry("2027", source="s2"))
    facts["sources"].append(source_entry("s2"))
    facts["eligibility"]["age"] = {"max": 40}
    operation = store("opportunities", facts)
    facts = now(PLUM)
    facts["cycle"]["rounds"].append(round_entry("2028"))
    store("opportunities", facts)
    assert operation is not None
    assert undo(operation, None).kept == []
    assert [call["label"] for call in now(PLUM)["cycle"]["rounds"]] == ["2026", "2028"]
    assert now(PLUM)["eligibility"]["age"]["max"] == 30
    assert [source["id"] for source in now(PLUM)["sources"]] == ["s1"]


def test_the_history_outlives_the_record_and_goes_on_when_it_comes_back() -> None:
    award = make_opportunity("plum-award", state="draft")
    changed(PLUM, name="Renamed")
    deletion = deleted(award)
    assert stored_version(PLUM) is None
    undo(deletion, None)
    assert now(PLUM)["name"] == "Renamed"
    kinds = [change.operation.kind for change in history_of(PLUM)]
    assert kinds == ["undo", "delete", "edit"]
    assert records_of(*_one(PLUM)).get().uuid == award.uuid


def _one(place: Place) -> tuple[str, list[str]]:
    return place[0], [place[1]]


def _organisation(key: str, **facts: Any) -> Facts:
    name = key.replace("-", " ").title()
    return {"key": key, "name": name, "country": "GB", "kind": "foundation", "sources": [source_entry()], **facts}


def _study(**facts: Any) -> Facts:
    return {
        "key": "two-laboratories",
        "annexe_number": "8.1.9",
        "title": "Two laboratories",
        "summary": "They met.",
        "sources": [source_entry()],
        **facts,
    }
