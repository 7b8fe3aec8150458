"""What cells say, whatever the spreadsheet program made of what was typed."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from opportunities.curation.importing.cells import UnreadableCell, text_cell
from opportunities.curation.importing.columns import COLUMN
from opportunities.curation.importing.flow import in_flow, read_flow
from opportunities.curation.importing.xlsx import xlsx_lines
from tests.curation.importing.tables import saved


def naive(year: int, month: int, day: int) -> datetime:
    """A day as spreadsheet programs keep it: a moment without a zone."""
    return datetime(year, month, day)  # noqa: DTZ001


def stated(column: str, typed: Any, number_format: str | None = None) -> Any:
    """The fact that a cell of a workbook states."""
    book = Workbook()
    sheet: Any = book.active
    sheet["A1"], sheet["A2"] = "key", typed
    if number_format:
        sheet["A2"].number_format = number_format
    (_number, _head), (_second, cells) = list(xlsx_lines(saved(book)))
    if isinstance(cells[0], UnreadableCell):
        raise ValueError(cells[0])
    return COLUMN[column].widget.clean(cells[0])


@pytest.mark.parametrize(
    ("column", "typed", "number_format", "fact"),
    [
        ("last_checked", date(2026, 3, 31), "dd/mm/yyyy", "2026-03-31"),
        ("last_checked", naive(2026, 3, 1), "mmm-yy", "2026-03"),  # what Excel makes of 2026-03
        ("last_checked", 46112, None, "2026-03-31"),  # a day as Excel counts them
        ("last_checked", "2026-03-31", None, "2026-03-31"),
        ("last_checked", "2026/3/31", None, "2026-03-31"),
        ("last_checked", "2026-03", None, "2026-03"),
        ("next_round.closes_time", time(16, 0), "hh:mm", "16:00"),
        ("next_round.closes_time", 0.6666666667, "General", "16:00"),
        ("next_round.closes_time", "9:30", None, "09:30"),
        ("next_round.label", 2027, None, "2027"),
        ("cycle.usual_closes", naive(2026, 12, 15), "d-mmm", ["12-15"]),
        ("cycle.usual_closes", "12-15; 3", None, ["12-15", "03"]),
        ("funding.max", 10000.0, None, 10000),
        ("funding.max", "1,250,000", None, 1250000),
        ("duration.min_months", 0.5, None, 0.5),
        ("career_stages", "doctoral; early-career\nsenior", None, ["doctoral", "early-career", "senior"]),
        ("keywords", "JSPS, Tokyo; 学振", None, ["JSPS, Tokyo", "学振"]),
        ("eligibility.terms", "A report.\nA talk.", None, ["A report.", "A talk."]),
        ("eligibility.age", "{max: 39}", None, {"max": 39}),
        ("summary", "two\r\nlines", None, "two\nlines"),
        ("notes", None, None, None),
        ("funders", None, None, []),
        ("funding.basis", None, None, "unspecified"),
    ],
)
def test_cells_say_what_was_typed(column: str, typed: Any, number_format: str | None, fact: Any) -> None:
    assert stated(column, typed, number_format) == fact


@pytest.mark.parametrize(
    ("column", "typed", "number_format", "reason"),
    [
        ("disciplines", 2.1, None, "made a number"),  # 2.10 was typed
        ("new_source.as_of", date(2025, 4, 1), "mmm-yy", "made a date"),
        ("cycle.usual_closes", naive(2015, 12, 1), "mmm-yy", "made a date"),
        ("last_checked", "31/03/2026", None, "read in two ways"),
        ("last_checked", "soon", None, "neither a day"),
        ("next_round.closes_time", timedelta(hours=30), "[h]:mm", "span of time"),
        ("next_round.opens_time", "noon", None, "not a time"),
        ("funding.max", "a lot", None, "not a whole number"),
        ("funding.max", 1e300, None, "not a whole number"),
        ("funding.max", "9" * 5000, None, "not a whole number"),
        ("funding.max", "1.5", None, "not a whole number"),
        ("duration.max_months", "0,5", None, "not a number of months"),
        ("eligibility.age", "{max: 39", None, "not well-formed"),
        ("eligibility.age", "{max: &a 39}", None, "anchors and aliases"),
        ("sources", "s1", None, "must be a list"),
        ("name", "=1+1", None, "holds a formula"),
        ("name", "#N/A", None, "holds the error"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(
    column: str, typed: Any, number_format: str | None, reason: str
) -> None:
    with pytest.raises(ValueError, match=reason):
        stated(column, typed, number_format)


@pytest.mark.parametrize(
    "text", ["NO", "on", "2026-03-31", "1.5", "a: b", "# x", "- a", "é\u2028x", "}", "", "'", "日本", "=1"]
)
def test_words_in_braces_mean_themselves(text: str) -> None:
    fact = {"rule": "only", "values": [text, {"note": text}]}
    assert read_flow(in_flow(fact)) == fact


def test_a_cell_of_blanks_is_empty() -> None:
    assert text_cell(" \n\t") == ""


def test_a_workbook_keeps_texts_that_look_like_formulas() -> None:
    book = Workbook()
    cell: Any = book.active["A1"]  # type: ignore[index]
    cell.value, cell.data_type = "=SUM(A1)", "s"
    assert load_workbook(BytesIO(saved(book))).active["A1"].value  # type: ignore[index]
    assert next(xlsx_lines(saved(book)))[1][0] == "=SUM(A1)"
