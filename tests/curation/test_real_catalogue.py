"""The real catalogue goes in whole and comes out as it went in."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command

from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import load_catalogue
from opportunities.models import (
    CaseStudy,
    CatalogueRevision,
    ExchangeRate,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
)
from tests.databases import IS_POSTGRESQL, connected_to, new_database

pytestmark = pytest.mark.usefixtures("loaded_catalogue")

COLLECTIONS = {"opportunities": 194, "organisations": 153, "case_studies": 4, "exchange_rates": 5, "synonyms": 602}
SETS = ("funders", "administered_by", "opportunities")  # their order says nothing
UNSAID: tuple[Any, ...] = (None, [], {}, "not-stated", "unspecified")


def test_everything_is_there() -> None:
    assert Opportunity.objects.count() == 194
    assert Organisation.objects.count() == 153
    assert CaseStudy.objects.count() == 4
    assert Source.objects.filter(opportunity__isnull=False).count() == 907
    assert Round.objects.count() == 285
    assert ExchangeRate.objects.count() == 5
    assert SynonymGroup.objects.count() == 602


def test_every_fact_of_the_files_is_in_the_export_and_nothing_else(catalogue_files: Path, tmp_path: Path) -> None:
    export_catalogue(tmp_path)
    for collection, count in COLLECTIONS.items():
        given = {name_of(entry): said(entry) for entry in entries(catalogue_files, collection)}
        written = {name_of(entry): said(entry) for entry in entries(tmp_path, collection)}
        assert len(given) == count
        assert given.keys() == written.keys()
        for key, facts in given.items():
            for added in {"uuid", "next_check"} - facts.keys():
                written[key].pop(added, None)
            assert written[key] == facts, f"{collection}/{key}"


def test_every_label_of_the_annexe_is_in_the_catalogue() -> None:
    annexe = yaml.safe_load((Path(__file__).parent.parent / "data" / "annexe.yaml").read_text(encoding="utf-8"))
    for section, labels in annexe["opportunities"].items():
        stored = Opportunity.objects.filter(annexe_section=section).values_list("annexe_label", flat=True)
        assert set(labels) <= set(stored)
    for section, rows in annexe["organisations"].items():
        bodies = Organisation.objects.filter(annexe_section=section).values_list("annexe_label", flat=True)
        assert {row["label"] for row in rows} <= set(bodies)
    assert {row["number"] for row in annexe["case_studies"]} == set(CaseStudy.objects.values_list("number", flat=True))


def test_a_second_load_changes_nothing(catalogue_files: Path) -> None:
    before = CatalogueRevision.objects.get().number
    report = load_catalogue(catalogue_files)
    assert not report.changes_anything
    assert (report.unchanged, report.kept, report.not_in_files) == (COLLECTIONS, [], [])
    assert CatalogueRevision.objects.get().number == before


def test_a_load_of_the_export_changes_nothing(tmp_path: Path) -> None:
    export_catalogue(tmp_path)
    report = load_catalogue(tmp_path)
    assert not report.changes_anything
    assert (report.unchanged, report.kept, report.not_in_files) == (COLLECTIONS, [], [])


def test_an_export_loaded_into_an_empty_database_is_exported_to_the_same_bytes(
    tmp_path: Path,
) -> None:
    export_catalogue(tmp_path / "first")
    with new_database(tmp_path) as url, connected_to(url):
        load_catalogue(tmp_path / "first")
        export_catalogue(tmp_path / "second")
    assert contents(tmp_path / "first") == contents(tmp_path / "second")


@pytest.mark.skipif(not IS_POSTGRESQL, reason="compares the two databases: run it by scripts/with_postgresql.py")
def test_sqlite_and_postgresql_export_the_same_bytes(catalogue_files: Path, tmp_path: Path) -> None:
    export_catalogue(tmp_path / "postgresql")
    with connected_to(f"sqlite:///{tmp_path / 'other.sqlite3'}"):
        load_catalogue(catalogue_files)
        export_catalogue(tmp_path / "sqlite")
    assert contents(tmp_path / "postgresql") == contents(tmp_path / "sqlite")


def test_the_command_exports_only_into_an_empty_folder(tmp_path: Path) -> None:
    call_command("export_catalogue", tmp_path / "new", verbosity=0)
    written = contents(tmp_path / "new")
    assert len(written) == 5
    with pytest.raises(CommandError, match="is not an empty folder: nothing was written"):
        call_command("export_catalogue", tmp_path / "new", verbosity=0)
    assert contents(tmp_path / "new") == written


def entries(folder: Path, collection: str) -> list[dict[str, Any]]:
    """The entries of a collection, read by PyYAML alone."""
    files = sorted((folder / "opportunities").glob("*.yaml")) if collection == "opportunities" else []
    files = files or [folder / f"{collection}.yaml"]
    return [entry for file in files for entry in yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader)]


def name_of(entry: dict[str, Any]) -> str:
    return str(entry.get("key") or entry["currency"])


# What goes without saying in a condition, and conditions that may be written as a mere sentence or code.
GOES_WITHOUT_SAYING = (("what", "host"), ("or_equivalent", False), ("partner_only", False), ("less_than_max", False))
RULED = ("occupation", "fields", "first_degree")


def said(value: Any, name: str = "") -> Any:
    """A fact without what says nothing, days as text, amounts of a rate as numbers, conditions written out."""
    if name == "institution" and isinstance(value, str):
        return {"text": value}
    if name == "applicant" and isinstance(value, str):
        return {"who": [value]}
    if isinstance(value, dict):
        parts = {inner: said(part, inner) for inner, part in value.items()}
        left = {inner: part for inner, part in parts.items() if part not in UNSAID}
        if name in RULED and left.get("rule") == "only":
            del left["rule"]
        return {inner: part for inner, part in left.items() if (inner, part) not in GOES_WITHOUT_SAYING}
    if isinstance(value, list):
        if name == "other":
            return [said({"text": part} if isinstance(part, str) else part) for part in value]
        parts_in_order = [said(part) for part in value]
        return sorted(parts_in_order) if name in SETS else parts_in_order
    if isinstance(value, str):
        return Decimal(value) if name == "units_per_gbp" else value.strip()
    return value.isoformat() if isinstance(value, date) else value


def contents(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.yaml")}
