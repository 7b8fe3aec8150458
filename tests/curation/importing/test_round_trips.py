"""What an export writes changes nothing when it is imported; what was refused can be corrected and imported."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from opportunities.curation.collections import plain, stored_version, stored_versions
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.importing.columns import COLUMN, COLUMNS, REMARK
from opportunities.curation.importing.files import is_quick, rows_of
from opportunities.curation.importing.template import (
    EXAMPLE,
    csv_template,
    example_cells,
    template_columns,
    xlsx_template,
)
from opportunities.curation.importing.writing import WHY, exported_parts, refused_parts
from opportunities.curation.merging import by_name
from opportunities.curation.storing import store
from opportunities.models import Opportunity
from tests.builders import make_opportunity, source_entry
from tests.curation.importing.tables import applied, faults, new_entries, read, read_rows, verdicts, xlsx_of
from tests.strategies import opportunity_entries

FORMS = ("xlsx", "csv", "yaml")
TRAPS = [
    "=1+1",
    "+44 20",
    "-5",
    "@home",
    "'=1",
    "''@x",
    "\u200b=x",
    "＝1",
    "=cmd|' /C calc'!A0",
    "#N/A",
    "true",
    "00123",
]


def exported(form: str) -> bytes:
    """All entries as a file."""
    return b"".join(exported_parts(form, list(Opportunity.objects.values_list("pk", flat=True))))


@pytest.mark.parametrize("form", FORMS)
def test_the_real_catalogue_comes_back_unchanged(loaded_catalogue: None, form: str) -> None:
    imported = read(exported(form), f"all.{form}")
    assert imported.rows == Opportunity.objects.count() > 150
    assert set(verdicts(imported).values()) == {"same"}


@pytest.mark.parametrize("form", FORMS)
def test_the_real_catalogue_can_be_made_anew_from_an_export(loaded_catalogue: None, form: str) -> None:
    # Drafts, as the desk would not publish all that the files do.
    Opportunity.objects.update(state="draft", publish_at=None, successor=None)
    keys = list(Opportunity.objects.values_list("slug", flat=True))
    before = stored_versions("opportunities", keys)
    raw = exported(form)
    Opportunity.objects.all().delete()
    imported = read(raw, f"all.{form}")
    assert set(verdicts(imported).values()) == {"new"}
    applied(imported)
    after = stored_versions("opportunities", keys)
    assert {key: by_name(facts) for key, facts in after.items()} == {
        key: by_name(facts) for key, facts in before.items()
    }


@given(entry=opportunity_entries())
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_entries_come_back_unchanged(db: None, entry: dict[str, Any]) -> None:
    facts = OpportunityFacts.model_validate(entry)
    with transaction.atomic():
        store(facts)
        for form in FORMS:
            (row,) = rows_of(f"all.{form}", exported(form))
            put, faults = row.over(stored_version(("opportunities", facts.key)))
            assert faults == []
            assert plain(OpportunityFacts.model_validate(put)) == plain(facts)
        transaction.set_rollback(True)


@given(
    text=st.sampled_from(TRAPS) | st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=30)
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_texts_come_back_to_the_letter(db: None, text: str) -> None:
    with transaction.atomic():
        opportunity = make_opportunity("sakura-award")
        # Around the checks of files: what is stored comes back even if no file could bring it.
        Opportunity.objects.update(name=text[:300], notes=text)
        keywords = [text, f"{text};x"]
        Opportunity.objects.update(keywords=keywords)
        for form in ("xlsx", "csv"):
            (row,) = rows_of(f"all.{form}", exported(form))
            put, faults = row.over(stored_version(("opportunities", opportunity.slug)))
            assert (put["name"], put["notes"], put["keywords"], faults) == (text[:300], text, keywords, [])
        transaction.set_rollback(True)


@pytest.mark.parametrize("trap", TRAPS)
def test_nothing_that_is_exported_can_be_computed(db: None, trap: str) -> None:
    make_opportunity("sakura-award", name=trap, keywords=[trap], sources=[source_entry(title=trap)])
    (_head, *_rest), cells = csv.reader(StringIO(exported("csv").decode("utf-8-sig"), newline=""))
    assert [cell for cell in cells if cell.startswith(("=", "+", "-5", "@", "＝"))] == []
    sheet: Any = load_workbook(BytesIO(exported("xlsx")))["opportunities"]
    name = sheet.cell(2, [column.name for column in COLUMNS].index("name") + 1)
    assert (name.value, name.data_type) == (trap, "s")


def test_a_text_that_a_workbook_cannot_hold_is_left_as_it_is(db: None) -> None:
    make_opportunity("sakura-award", notes="x" * 40_000)
    assert verdicts(read(exported("xlsx"), "all.xlsx")) == {"sakura-award": "same"}


@pytest.mark.parametrize("form", FORMS)
def test_refused_rows_are_corrected_and_imported(db: None, form: str) -> None:
    make_opportunity("sakura-award", funding={"currency": "GBP", "max": 500})
    if form == "yaml":
        imported = read(b"- {key: sakura-award, funding: {max: lots}}", "entries.yaml")
    else:
        rows = [["key", "funding.max", "# mine"], ["sakura-award", "lots", "see below"]]
        imported = read(xlsx_of(rows), "t.xlsx") if form == "xlsx" else read_rows(rows)
    assert set(verdicts(imported).values()) == {"refused"}
    raw = b"".join(refused_parts(form, imported))
    if form == "xlsx":
        book = load_workbook(BytesIO(raw))
        sheet: Any = book["opportunities"]
        assert [cell.value for cell in sheet[1]] == ["key", "funding.max", "# mine", WHY]
        assert "is not a whole number" in sheet["D2"].value
        sheet["B2"] = 600
        file = BytesIO()
        book.save(file)
        raw = file.getvalue()
    else:
        assert b"whole number" in raw or b"valid integer" in raw
        raw = raw.replace(b"lots", b"600")
    corrected = read(raw, f"refused.{form}")
    assert verdicts(corrected) == {"sakura-award": "changed"}, faults(corrected)
    applied(corrected)
    assert Opportunity.objects.get().amount_max == 600


def test_the_template_can_be_filled_in_and_its_example_is_not_imported(db: None) -> None:
    book = load_workbook(BytesIO(xlsx_template()))
    sheet: Any = book["opportunities"]
    assert [cell.value for cell in sheet[1]] == [column.name for column in template_columns()]
    lists = {str(choice.formula1) for choice in sheet.data_validations.dataValidation}
    assert len(lists) == sum(column.choices is not None for column in template_columns())
    for cell, value in zip(sheet[3], ["plum-award", *example_cells()[1:]], strict=True):
        cell.value = value or None
    file = BytesIO()
    book.save(file)
    imported = read(file.getvalue(), "template.xlsx")
    assert verdicts(imported) == {"plum-award": "new"}, faults(imported)
    assert read(csv_template(), "template.csv").state == "refused"
    assert EXAMPLE.startswith(REMARK)


def test_the_drop_downs_offer_the_codes_of_their_columns() -> None:
    book = load_workbook(BytesIO(xlsx_template()))
    lists: Any = book["lists"]
    offered = {column[0].value: [cell.value for cell in column[1:] if cell.value] for column in lists.columns}
    assert {name: list(COLUMN[name].choices or ()) for name in offered} == offered


def test_every_fact_of_an_entry_has_a_column() -> None:
    entry = {
        "key": "x",
        "name": "X",
        "kind": "grant",
        "summary": "X",
        "programme_status": "active",
        "confidence": "low",
    }
    lists: dict[str, list[str]] = {name: [] for name in ("directions", "career_stages", "disciplines", "activities")}
    facts = OpportunityFacts.model_validate({**entry, **lists, "sources": [source_entry()]})
    names = {name.partition("[")[0] for name in by_name(plain(facts))}
    assert names - {column.name for column in COLUMNS} == set()


def test_a_large_file_is_told_from_a_small_one() -> None:
    assert is_quick(xlsx_of(new_entries(*(f"plum-{n}" for n in range(20)))))
    assert not is_quick(xlsx_of(new_entries(*(f"plum-{n}" for n in range(5_000)))))
