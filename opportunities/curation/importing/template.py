"""A file to fill in: the usual columns, what they mean, lists to choose from, and an example that is not imported."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from opportunities.curation.importing.columns import COLUMNS, KEY, REMARK, UNCHANGED, Column
from opportunities.curation.importing.refusal import MOST_ROWS
from opportunities.curation.importing.widgets import DayWidget, MonthsWidget, WholeNumberWidget
from opportunities.curation.importing.writing import DAY_FORMAT, TEXT_FORMAT, csv_parts, typed_cell
from opportunities.curation.importing.xlsx import SHEET

EXAMPLE = f"{REMARK} example"  # the key of the example's row
_LISTS, _HELP = "lists", "how to fill in"
_NEEDED = PatternFill("solid", fgColor="FFDFE8F2")
_GREY = Font(italic=True, color="FF6B7280")
_HINTS = (
    "One row is one programme. A row whose key is known changes that entry; any other key makes a new one, a draft.",
    "A column that you delete leaves its facts as they are; an empty cell says that the fact is not known.",
    f"A cell that says {UNCHANGED} leaves its fact as it is.",
    f"Rows whose key begins with {REMARK}, as the example's, and columns whose heading does are not read.",
    "Days are written 2027-01-31, months 2027-01. Nothing is guessed: leave empty what no source says.",
    "The columns next_round.… add one round, and new_source.… one source; if they are empty, nothing is added.",
    "Headings on blue ground are needed for a new entry, and so is one source.",
)

Sheet = Any


def example_cells() -> list[str]:
    """The example's row."""
    return [EXAMPLE if column.name == KEY else column.example for column in template_columns()]


def template_columns() -> list[Column]:
    """The columns of the template. All others may be added to it."""
    return [column for column in COLUMNS if column.is_common]


def csv_template() -> bytes:
    """The template as CSV."""
    return b"".join(csv_parts([[column.name for column in template_columns()], example_cells()]))


def xlsx_template() -> bytes:
    """The template as a workbook, with lists to choose from."""
    book = Workbook()
    sheet: Sheet = book.active
    sheet.title = SHEET
    sheet.freeze_panes = "C2"
    columns = template_columns()
    _write_help(book.create_sheet(_HELP), columns)
    lists = book.create_sheet(_LISTS)
    for number, (column, example) in enumerate(zip(columns, example_cells(), strict=True), 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].number_format = _format_of(column)
        _write_heading(sheet.cell(1, number), column)
        _write_example(sheet.cell(2, number), typed_cell(sheet, column.name, example))
        if column.choices:
            sheet.add_data_validation(_choice(lists, column, letter))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _write_heading(cell: Sheet, column: Column) -> None:
    cell.value = column.name
    cell.number_format = TEXT_FORMAT
    cell.font = Font(bold=True)
    cell.comment = Comment(f"{column.what}{' (needed)' if column.is_needed else ''}", "Funding Finder", 120, 260)
    if column.is_needed:
        cell.fill = _NEEDED


def _write_example(cell: Sheet, example: Any) -> None:
    """The example's cell; `example` is None, a plain value, or a cell with its format."""
    cell.value = getattr(example, "value", example)
    cell.number_format = getattr(example, "number_format", cell.number_format)
    cell.font = _GREY


def _format_of(column: Column) -> str:
    if isinstance(column.widget, DayWidget):
        return DAY_FORMAT
    return "General" if isinstance(column.widget, WholeNumberWidget | MonthsWidget) else TEXT_FORMAT


def _choice(lists: Sheet, column: Column, letter: str) -> DataValidation:
    """A drop-down of the column's codes, which stand on a sheet of their own."""
    assert column.choices is not None
    own = lists.max_column + 1 if lists["A1"].value else 1
    lists.cell(1, own, column.name).font = Font(bold=True)
    for number, code in enumerate(column.choices, 2):
        lists.cell(number, own, code)
    place = get_column_letter(own)
    lists.column_dimensions[place].width = 24
    choice = DataValidation(
        type="list", formula1=f"={_LISTS}!${place}$2:${place}${len(column.choices) + 1}", allow_blank=True
    )
    choice.error = "Choose one of the list, or leave the cell empty."
    choice.add(f"{letter}3:{letter}{MOST_ROWS + 1}")
    return choice


def _write_help(sheet: Sheet, columns: list[Column]) -> None:
    for width, letter in ((26, "A"), (60, "B"), (10, "C"), (90, "D")):
        sheet.column_dimensions[letter].width = width
    for hint in _HINTS:
        sheet.append([hint])
    sheet.append([])
    sheet.append(["column", "what stands in it", "needed", "codes"])
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
    for line in _told(columns):
        sheet.append(line)


def _told(columns: list[Column]) -> Iterator[list[str]]:
    for column in columns:
        codes = [f"{code}: {term.en}" for code, term in (column.choices or {}).items()] or list(column.codes)
        yield [column.name, column.what, "needed" if column.is_needed else "", "; ".join(codes)]
