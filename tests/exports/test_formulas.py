"""No text of a file is taken for a formula, and every text can be had back as it was."""

import csv
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cells import guarded, is_guarded, looks_like_formula, printable
from opportunities.models import Opportunity
from tests.builders import make_opportunity
from tests.exports.files import fetch_csv, fetch_xlsx, sheet_rows

FORMULAS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "　＝1＋1", "＠sum", "＋81", "－1", "'=1", "''=1",
    "\ufeff=1", '=HYPERLINK("https://example.org")', "=cmd|' /C calc'!A0",
]  # fmt: skip
PLAIN = ["", "a=b", "'tis", "1-2", "学=振", " a", "https://example.org/?a=1", "#N/A", "–", "§=1"]


def unguarded(text: str) -> str:
    return text[1:] if is_guarded(text) else text


def first_of_spreadsheet(text: str) -> str:
    """What a program that passes over spaces and knows wide letters would take for the first character."""
    return text.lstrip(" \u3000\u00a0\ufeff\u200b")[:1]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_may_be_a_formula_is_kept_from_being_one(text: str) -> None:
    assert looks_like_formula(text)
    assert guarded(text) == "'" + text


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_none_stands_as_it_is(text: str) -> None:
    assert guarded(text) == text


@given(st.text(st.sampled_from("=+-@＝＠'\t\r\n 　ab;,\"\ufeff")) | st.text())
def test_every_text_comes_through_csv_safe_and_whole(text: str) -> None:
    text = printable(text)
    file = StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerow([guarded(text)])
    file.seek(0)
    ((cell,),) = list(csv.reader(file))
    assert first_of_spreadsheet(cell) not in set("=+-@＝＋－＠")
    assert not cell.startswith(("\t", "\r", "\n"))
    assert unguarded(cell) == text


@pytest.fixture
def hostile(db: None) -> dict[str, Any]:
    """An entry all of whose texts are formulas."""
    make_opportunity("hostile", summary="x")
    texts = {
        "name": "=1+1",
        "name_ja": "＝1",
        "summary": "@SUM(A1);=2",
        "eligibility_summary": "\t=1",
        "duration_note": "a\x01b\x0bc",
        "summary_ja": " -1\r\nend",
    }
    Opportunity.objects.update(**texts)
    return texts


def test_a_csv_file_holds_no_formula(hostile: dict[str, Any]) -> None:
    (row,) = fetch_csv("?o=hostile")
    assert (row["name"], row["name_ja"]) == ("'=1+1", "'＝1")
    assert (row["summary"], row["eligibility"]) == ("'@SUM(A1);=2", "'\t=1")
    assert row["summary_ja"] == "' -1\r\nend"
    assert row["duration_note"] == "a\ufffdb\ufffdc"


def test_a_workbook_holds_no_formula(hostile: dict[str, Any]) -> None:
    book = fetch_xlsx("?o=hostile")
    (row,) = sheet_rows(book)
    assert (row["name"], row["summary"], row["eligibility"]) == ("=1+1", "@SUM(A1);=2", "\t=1")
    assert row["duration_note"] == "a\ufffdb\ufffdc"
    cells = [cell for cells in book["opportunities"].iter_rows(min_row=2) for cell in cells]
    assert "f" not in {cell.data_type for cell in cells}
    assert {cell.value for cell in cells if cell.quotePrefix} == {
        "=1+1",
        "＝1",
        "@SUM(A1);=2",
        "\t=1",
        row["summary_ja"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["#N/A", "#DIV/0!", "TRUE", "1e5", "2026-01-01", "=" * 40_000, "学" * 300])
def test_a_text_in_a_workbook_stays_a_text(name: str) -> None:
    make_opportunity("odd")
    Opportunity.objects.update(summary=name)
    (row,) = sheet_rows(fetch_xlsx("?o=odd"))
    assert row["summary"] == name if len(name) < 32_767 else row["summary"] == name[:32_766] + "…"
