"""Entries as an Excel workbook: one sheet of entries with typed cells, one that says what they are."""

from collections.abc import Iterable, Iterator
from datetime import date, time
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.cells import Cell, looks_like_formula, printable
from opportunities.exports.about import LICENCE, LICENCE_PAGE, TITLE, About
from opportunities.exports.columns import COLUMNS
from opportunities.exports.rows import Exported

LONGEST_TEXT = 32_767  # characters that a cell may hold
MOST_ROWS = 20_000  # a workbook is sent when it is whole, and makes its reader wait a millisecond for each row
Sheet = Any  # openpyxl's write-only worksheet and its cells, of which its types say less than is there
SheetCell = Any


def write_xlsx(batches: Iterable[list[Exported]], about: About, file: IO[bytes]) -> None:
    """Write the workbook. Rows go to a file on disk as they come, so memory does not grow with them."""
    book = Workbook(write_only=True)
    sheet: Sheet = book.create_sheet("opportunities")
    sheet.freeze_panes = "C2"
    for number, column in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.append([_head(sheet, column.name) for column in COLUMNS])
    for batch in batches:
        for row in batch:
            sheet.append([_cell(sheet, column.of(row)) for column in COLUMNS])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}1"
    _write_about(book.create_sheet("about"), about)
    book.save(file)


def _write_about(sheet: Sheet, about: About) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 90
    for name, value in _about_lines(about):
        sheet.append([_head(sheet, name), _text(sheet, value)])
    sheet.append([])
    for column in COLUMNS:
        sheet.append([_head(sheet, column.name), _text(sheet, str(column.what))])


def _about_lines(about: About) -> Iterator[tuple[str, str]]:
    yield _("From"), TITLE
    yield _("Address"), about.page
    yield _("Retrieved"), about.retrieved_at
    yield _("Licence"), f"{LICENCE} <{LICENCE_PAGE}>"
    yield _("To know"), _("The official page of a programme alone decides. Empty cells: not stated by any source.")
    for message in about.selected.ignored:
        yield _("Left out"), message


def _head(sheet: Sheet, name: str) -> SheetCell:
    cell = _text(sheet, name)
    cell.font = Font(bold=True)
    return cell


def _cell(sheet: Sheet, value: Cell) -> SheetCell:
    """A number or truth value as it is, a day or hour with its format, a text that stays a text."""
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, date | time):
        cell: SheetCell = WriteOnlyCell(sheet)
        cell.value = value
        cell.number_format = "yyyy-mm-dd" if isinstance(value, date) else "hh:mm"
        return cell
    return value


def _text(sheet: Sheet, text: str) -> SheetCell:
    """A cell that no program takes for a formula, also when somebody edits it (Excel's quotePrefix)."""
    shown = printable(text)
    if len(shown) > LONGEST_TEXT:
        shown = f"{shown[: LONGEST_TEXT - 1]}…"
    cell = WriteOnlyCell(sheet, shown)
    cell.data_type = "s"  # openpyxl makes formulas of "=…" and errors of "#N/A"
    if looks_like_formula(shown):
        cell.quotePrefix = True
    return cell
