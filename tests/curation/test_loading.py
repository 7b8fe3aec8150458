"""Loading: what is stored, what a curator's edit means, what the command says."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from opportunities.curation.catalogue_files import CatalogueError
from opportunities.curation.loading import Kept, LoadReport, load_catalogue
from opportunities.models import CatalogueRevision, LoadedFacts, Opportunity, Organisation, Round, Source
from tests.builders import (
    case_study_entry,
    exchange_rate_entry,
    make_opportunity,
    make_organisation,
    opportunity_entry,
    organisation_entry,
    round_entry,
    source_entry,
    write_catalogue,
)

pytestmark = pytest.mark.django_db


def load(folder: Path, overwrite: bool = False, **collections: Any) -> LoadReport:
    """Write a catalogue of these entries and load it."""
    return load_catalogue(write_catalogue(folder, **collections), overwrite=overwrite)


def run(*arguments: Any) -> str:
    """What the command prints."""
    output = io.StringIO()
    call_command("load_catalogue", *arguments, stdout=output)
    return output.getvalue()


def kept(report: LoadReport) -> list[tuple[str, str]]:
    return [(item.key, item.fact) for item in report.kept]


# --- What is stored --------------------------------------------------------------------------


def test_a_small_catalogue_with_all_its_references(tmp_path: Path) -> None:
    report = load(
        tmp_path,
        organisations=[organisation_entry("small", parent="large"), organisation_entry("large")],
        opportunities=[opportunity_entry("award", funders=["small"], related_case_study="study")],
        case_studies=[case_study_entry("study", opportunities=["award"])],
        exchange_rates=[exchange_rate_entry("JPY")],
    )
    assert report.created == {
        "organisations": ["small", "large"],
        "case_studies": ["study"],
        "opportunities": ["award"],
        "exchange_rates": ["JPY"],
        "synonyms": [],
    }
    award = Opportunity.objects.get(slug="award")
    funder = award.funders.get()
    assert funder.slug == "small"
    assert funder.parent is not None and funder.parent.slug == "large"
    assert award.related_case_study is not None
    assert list(award.related_case_study.opportunities.all()) == [award]
    assert award.state == "published"


def test_unknown_stays_unknown(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award")])
    award = Opportunity.objects.get(slug="award")
    unknown = (award.name_ja, award.currency, award.amount_max, award.duration_max_months, award.official_url)
    assert unknown == (None,) * 5
    assert not award.criteria.exists()
    assert not award.usual_dates.exists()


def test_a_record_keeps_its_identity_and_its_rows_through_changes(tmp_path: Path) -> None:
    cycle = {"rounds": [round_entry("2027", source="s1")]}
    load(tmp_path, opportunities=[opportunity_entry("award", cycle=cycle)])
    before = Opportunity.objects.get(), Round.objects.get(), Source.objects.get()
    load(tmp_path, opportunities=[opportunity_entry("award", name="New name", cycle=cycle)])
    after = Opportunity.objects.get(), Round.objects.get(), Source.objects.get()
    assert after == before
    assert after[0].name == "New name"
    assert after[0].uuid == before[0].uuid


def test_a_change_in_the_files_is_stored_reported_and_raises_the_revision(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award"), opportunity_entry("other")])
    before = CatalogueRevision.objects.get().number
    changed = opportunity_entry("award", name="New name", funding={"currency": "GBP", "max": 5})
    report = load(tmp_path, opportunities=[changed, opportunity_entry("other")])
    assert report.changed["opportunities"] == {"award": ["name", "funding.currency", "funding.max"]}
    assert report.unchanged["opportunities"] == 1
    assert CatalogueRevision.objects.get().number == before + 1


def test_what_the_files_no_longer_hold_stays_and_is_reported(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award"), opportunity_entry("other")])
    report = load(tmp_path, opportunities=[opportunity_entry("award")])
    assert report.not_in_files == [("opportunities", "other")]
    assert Opportunity.objects.count() == 2


def test_a_single_file_is_loaded_over_the_rest(tmp_path: Path) -> None:
    folder = write_catalogue(
        tmp_path, organisations=[organisation_entry("trust")], opportunities=[opportunity_entry("award")]
    )
    load_catalogue(folder)
    entry = opportunity_entry("extra", funders=["trust"])
    write_catalogue(tmp_path / "more", opportunities=[entry])
    report = load_catalogue(tmp_path / "more" / "opportunities" / "all.yaml")
    assert (report.created["opportunities"], report.not_in_files) == (["extra"], [])
    assert Opportunity.objects.count() == 2
    assert load_catalogue(tmp_path / "organisations.yaml").unchanged["organisations"] == 1


def test_the_uuid_of_a_file_is_taken_and_never_changes(tmp_path: Path) -> None:
    uuid = "6f0e7a5e-3c0c-4c59-9d7e-1d2b6c1f0a11"
    load(tmp_path, opportunities=[opportunity_entry("award", uuid=uuid)])
    assert str(Opportunity.objects.get().uuid) == uuid
    other = "00000000-0000-4000-8000-000000000000"
    with pytest.raises(CatalogueError, match="field uuid: differs from the stored one, and never changes"):
        load(tmp_path, opportunities=[opportunity_entry("award", uuid=other)])
    load(tmp_path, opportunities=[opportunity_entry("award")])
    assert str(Opportunity.objects.get().uuid) == uuid


# --- Curators' edits -------------------------------------------------------------------------


def test_a_curators_edit_is_kept_and_reported_and_the_rest_is_taken(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award")])
    Opportunity.objects.update(name="The curator's name")
    entry = opportunity_entry("award", name="The file's name", summary="The file's summary.")
    report = load(tmp_path, opportunities=[entry])
    award = Opportunity.objects.get()
    assert (award.name, award.summary) == ("The curator's name", "The file's summary.")
    assert report.kept == [Kept("opportunities", "award", "name")]
    assert report.changed["opportunities"] == {"award": ["summary"]}
    # The edit is still known as one when the same files are loaded again.
    assert kept(load(tmp_path, opportunities=[entry])) == [("award", "name")]
    assert Opportunity.objects.get().name == "The curator's name"


def test_overwrite_takes_the_files_version(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award", cycle={"rounds": [round_entry("2027")]})])
    award = Opportunity.objects.get()
    Opportunity.objects.update(name="The curator's name")
    award.rounds.create(label="2028", closes_on="2028-01-01")
    report = load(tmp_path, True, opportunities=[opportunity_entry("award", cycle={"rounds": [round_entry("2027")]})])
    assert Opportunity.objects.get().name == "Award"
    assert [call.label for call in award.rounds.all()] == ["2027"]
    assert report.kept == []


def test_a_curators_round_and_source_survive_a_load(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award", cycle={"rounds": [round_entry("2027", source="s1")]})])
    award = Opportunity.objects.get()
    source = award.sources.create(ref="s2", title="Seen by the curator", publisher="news", position=1)
    award.rounds.create(label="2028", closes_on="2028-01-01", source=source, position=1)
    rounds = [round_entry("2027", source="s1", closes="2027-01-20")]
    report = load(tmp_path, opportunities=[opportunity_entry("award", cycle={"rounds": rounds})])
    closing = [(call.label, f"{call.closes_on}", call.source and call.source.ref) for call in award.rounds.all()]
    assert closing == [("2027", "2027-01-20", "s1"), ("2028", "2028-01-01", "s2")]
    assert sorted(kept(report)) == [("award", "cycle.rounds[2028]"), ("award", "sources[s2]")]


def test_a_round_that_a_curator_deleted_stays_deleted(tmp_path: Path) -> None:
    entry = opportunity_entry("award", cycle={"rounds": [round_entry("2027"), round_entry("2026")]})
    load(tmp_path, opportunities=[entry])
    Round.objects.filter(label="2026").delete()
    report = load(tmp_path, opportunities=[{**entry, "name": "New"}])
    assert [call.label for call in Round.objects.all()] == ["2027"]
    assert kept(report) == [("award", "cycle.rounds[2026]")]


def test_an_entry_that_a_curator_deleted_stays_deleted_until_overwritten(tmp_path: Path) -> None:
    entries = [opportunity_entry("award"), opportunity_entry("other")]
    load(tmp_path, opportunities=entries)
    Opportunity.objects.get(slug="award").delete()
    assert kept(load(tmp_path, opportunities=entries)) == [("award", "(deleted by a curator)")]
    assert [item.slug for item in Opportunity.objects.all()] == ["other"]
    assert load(tmp_path, True, opportunities=entries).created["opportunities"] == ["award"]


def test_an_entry_that_a_curator_made_first_is_kept_and_filled_by_nothing(tmp_path: Path) -> None:
    made = Opportunity.objects.create(
        slug="award", name="Made by hand", kind="prize", summary="By hand.", state="published"
    )
    report = load(tmp_path, opportunities=[opportunity_entry("award")])
    made.refresh_from_db()
    assert (made.name, made.kind) == ("Made by hand", "prize")
    assert ("award", "name") in kept(report)
    assert load(tmp_path, True, opportunities=[opportunity_entry("award")]).changed["opportunities"]
    assert Opportunity.objects.get().uuid == made.uuid


def test_an_edit_that_does_not_fit_the_files_news_keeps_the_whole_entry(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award", funding={"currency": "GBP", "min": 10, "max": 100})])
    Opportunity.objects.update(amount_max=20)
    news = opportunity_entry("award", name="New", funding={"currency": "GBP", "min": 50, "max": 100})
    report = load(tmp_path, opportunities=[news])
    award = Opportunity.objects.get()
    assert (award.name, award.amount_min, award.amount_max) == ("Award", 10, 20)
    assert ("award", "(whole entry: the file's changes do not fit the edits)") in kept(report)
    # Once the curator makes room, the file's news is taken.
    Opportunity.objects.update(amount_max=60)
    load(tmp_path, opportunities=[news])
    award = Opportunity.objects.get()
    assert (award.name, award.amount_min, award.amount_max) == ("New", 50, 60)


def test_a_stored_entry_that_no_file_could_hold_does_not_stop_a_load(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award")])
    Source.objects.all().delete()
    report = load(tmp_path, opportunities=[opportunity_entry("award", name="New"), opportunity_entry("other")])
    assert report.created["opportunities"] == ["other"]
    assert Opportunity.objects.get(slug="award").name == "Award"


def test_facts_loaded_before_the_form_grew_are_not_taken_for_edits(tmp_path: Path) -> None:
    load(tmp_path, opportunities=[opportunity_entry("award")])
    for item in LoadedFacts.objects.all():
        del item.facts["name_ja"], item.facts["eligibility"]["age"]
        item.save()
    changed = opportunity_entry("award", name_ja="賞", eligibility={"age": {"max": 30}})
    report = load(tmp_path, opportunities=[changed])
    assert report.kept == []
    assert Opportunity.objects.get().name_ja == "賞"


def test_organisations_may_change_places_in_the_tree(tmp_path: Path) -> None:
    load(tmp_path, organisations=[organisation_entry("a", parent="b"), organisation_entry("b")])
    load(tmp_path, organisations=[organisation_entry("a"), organisation_entry("b", parent="a")])
    assert dict(Organisation.objects.values_list("slug", "parent__slug")) == {"a": None, "b": "a"}


# --- The command -----------------------------------------------------------------------------


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    write_catalogue(tmp_path, opportunities=[opportunity_entry("award"), opportunity_entry("other")])
    assert "opportunities: 2 new, 0 changed, 0 unchanged" in run(tmp_path)
    Opportunity.objects.filter(slug="award").update(name="Edited")
    write_catalogue(tmp_path, opportunities=[opportunity_entry("award", name="New", notes="Doubt.")])
    said = run(tmp_path)
    assert "opportunities: 0 new, 1 changed, 0 unchanged" in said
    assert "  award: notes\n" in said
    assert "kept as a curator edited it (--overwrite takes the files' version):\n  award: name\n" in said
    assert "stored, but not in the files:\n  opportunities: other\n" in said
    assert "changed:\n  award: name\n" in run(tmp_path, "--overwrite")


def test_a_rehearsal_says_what_would_change_and_stores_nothing(tmp_path: Path) -> None:
    said = run(write_catalogue(tmp_path, opportunities=[opportunity_entry("award")]), "--dry-run")
    assert "opportunities: 1 new, 0 changed, 0 unchanged" in said
    assert "This was a rehearsal: nothing was stored." in said
    assert not Opportunity.objects.exists()
    assert not LoadedFacts.objects.exists()
    assert not CatalogueRevision.objects.exists()


def test_if_changed_loads_only_files_that_differ_from_the_last_load(tmp_path: Path) -> None:
    write_catalogue(tmp_path, opportunities=[opportunity_entry("award")])
    assert "1 new" in run(tmp_path, "--if-changed")
    assert run(tmp_path, "--if-changed") == "The catalogue's files are loaded already.\n"
    write_catalogue(tmp_path, opportunities=[opportunity_entry("award", name="New")])
    run(tmp_path, "--if-changed", "--dry-run")
    assert "1 changed" in run(tmp_path, "--if-changed")
    (tmp_path / "opportunities" / "more.yaml").write_text("[]")
    assert "1 unchanged" in run(tmp_path, "--if-changed")


def test_only_so_many_lines_of_one_kind_are_shown(tmp_path: Path) -> None:
    write_catalogue(tmp_path, opportunities=[opportunity_entry(f"award-{n}", kind="no") for n in range(50)])
    with pytest.raises(CommandError) as refused:
        run(tmp_path)
    assert str(refused.value).count("entry “award-") == 40
    assert str(refused.value).endswith("… and 10 more")


def test_make_functions_store_what_they_are_told() -> None:
    make_organisation("trust")
    award = make_opportunity("award", funders=["trust"], sources=[source_entry("s1"), source_entry("s2")])
    assert award.funders.get().slug == "trust"
    assert award.sources.count() == 2
    assert CatalogueRevision.objects.get().number == 2
