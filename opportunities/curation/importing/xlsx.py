"""Reads the sheet of entries from a workbook, row by row. Nothing is computed, and nothing outside is asked for."""

import warnings
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from opportunities.curation.importing.archive import Archive, looked_through
from opportunities.curation.importing.cells import UnreadableCell, date_cell, number_cell, text_cell, time_cell
from opportunities.curation.importing.columns import KEY
from opportunities.curation.importing.refusal import MOST_COLUMNS, RefusedFileError, shown

SHEET = "opportunities"
Lines = Iterator[tuple[int, list[str]]]  # the number of the row as the program shows it, and its cells
Sheet = Any  # openpyxl's read-only sheets and cells, of which its types say less than is there


def xlsx_lines(raw: bytes) -> Lines:
    """The rows of the sheet of entries, the headings first. Raises RefusedFileError."""
    archive = looked_through(raw)
    try:
        with warnings.catch_warnings():  # about what is not read anyway: styles, headers and the like
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(raw), read_only=True, keep_links=False)
        sheet = _sheet_of_entries(book, archive)
        sheet.reset_dimensions()  # what a sheet says of its own size need not be so
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), 1):
            yield number, [_cell(cell) for cell in row]
    except RefusedFileError:
        raise
    except Exception as error:  # whatever openpyxl stumbles over in a file that no program wrote
        raise RefusedFileError(
            "This workbook cannot be read. Save it again with a spreadsheet program, or as CSV in UTF-8."
        ) from error


def _sheet_of_entries(book: Any, archive: Archive) -> Sheet:
    """The sheet called “opportunities”, or the one that is seen. Raises RefusedFileError."""
    if book.epoch == CALENDAR_MAC_1904:
        raise RefusedFileError(
            "This workbook counts days from 1904. Switch that off (File, Options, Advanced) and check its dates."
        )
    sheets: list[Sheet] = [sheet for sheet in book.worksheets if hasattr(sheet, "reset_dimensions")]
    seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in sheets if sheet.title.strip().lower() == SHEET]
    holding = [sheet for sheet in seen if _holds_entries(sheet)]
    if named and named[0] not in seen:
        raise RefusedFileError(f"The sheet “{SHEET}” is hidden. What is not seen is not read: show it, or remove it.")
    if len(holding) > 1:
        titles = ", ".join(f"“{shown(sheet.title)}”" for sheet in holding[:4])
        raise RefusedFileError(f"Several sheets hold entries ({titles}). Put all entries on one sheet.")
    found = (named or holding or seen)[:1]
    if not found:
        raise RefusedFileError("This workbook has no sheet to be read.")
    if joined := archive.joined.get(str(found[0]._worksheet_path).removeprefix("/")):
        raise RefusedFileError(f"The cells {joined} are joined. Separate them: each row needs its own cells.")
    return found[0]


def _holds_entries(sheet: Sheet) -> bool:
    """Whether the first row of a sheet has the heading of keys."""
    first = next(iter(sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS, values_only=True)), ())
    return any(isinstance(value, str) and value.strip().lower() == KEY for value in first)


def _cell(cell: Sheet) -> str:
    """What a cell shows, as text."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return UnreadableCell("holds a formula: copy the cell and paste its value")
    if cell.data_type == "e":
        return UnreadableCell(f"holds the error {shown(str(value))}")
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number_cell(value)
    if isinstance(value, datetime | date):
        return date_cell(value, cell.number_format)
    return time_cell(value) if isinstance(value, time) else UnreadableCell("holds a span of time")


def cell_name(column: int, row: int) -> str:
    """The name of a cell, such as F12; columns are counted from 0."""
    return f"{get_column_letter(column + 1)}{row}"
