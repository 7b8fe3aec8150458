"""Writes opportunities as files that can be changed and imported again; imported unchanged, they change nothing."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import BytesIO, StringIO
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from core.cells import guarded, looks_like_formula, printable
from opportunities.curation.collections import plain
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.exporting import as_yaml, plain_record
from opportunities.curation.importing.columns import COLUMN, COLUMNS, UNCHANGED
from opportunities.curation.importing.previewing import batched
from opportunities.curation.importing.refusal import LONGEST_CELL
from opportunities.curation.importing.resource import OpportunityResource
from opportunities.curation.importing.widgets import DayWidget, MonthsWidget, WholeNumberWidget
from opportunities.curation.importing.xlsx import SHEET
from opportunities.curation.reading import opportunity_facts
from opportunities.models import Import, Opportunity

BYTE_ORDER_MARK = "\ufeff"
WHY = "# why refused"  # the heading of reasons, which is not read when the file comes back
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "yaml": "application/yaml; charset=utf-8",
}
MOST_IN_WORKBOOK = 20_000  # entries: a workbook is sent when it is whole, at a millisecond or two for each of them
TEXT_FORMAT, DAY_FORMAT = "@", "yyyy-mm-dd"  # of cells: texts stay texts when somebody edits them
_AT_ONCE = 200  # entries in memory at one time

Sheet = Any  # openpyxl's write-only worksheets and cells, of which its types say less than is there
Lines = Iterable[Sequence[str]]


def exported_parts(form: str, pks: Sequence[int]) -> Iterator[bytes]:
    """The opportunities with these primary keys, in their order, as a file of this form, part by part."""
    if form == "yaml":
        for part in _facts(pks):
            yield as_yaml(map(plain_record, part)).encode()
    elif form == "csv":
        yield from csv_parts(_lines(pks))
    else:
        file = BytesIO()
        write_xlsx(_lines(pks), file)
        yield file.getvalue()


def refused_parts(form: str, imported: Import) -> Iterator[bytes]:
    """The refused rows of an import as they were given, each with the reasons."""
    rows = imported.results.filter(verdict="refused").order_by("number")
    if form == "yaml":
        for row in rows.iterator():
            reasons = "".join(f"# {place}: {reason}\n" for place, reason in row.faults)
            yield f"{reasons}{as_yaml([row.facts or {}])}".encode()
        return
    lines = _refused_lines((row.facts, row.faults) for row in rows.iterator())
    if form == "csv":
        yield from csv_parts(lines)
    else:
        file = BytesIO()
        write_xlsx(lines, file)
        yield file.getvalue()


def csv_parts(lines: Lines) -> Iterator[bytes]:
    """A table as CSV in UTF-8 with a byte order mark; every cell in quotes, and none that could be computed."""
    before = BYTE_ORDER_MARK
    for part in batched(lines, _AT_ONCE):
        text = StringIO(newline="")
        csv.writer(text, quoting=csv.QUOTE_ALL).writerows(map(guarded, line) for line in part)
        yield (before + text.getvalue()).encode()
        before = ""


def write_xlsx(lines: Lines, file: IO[bytes]) -> None:
    """Write a table as a workbook, the headings first. Rows go to the disk as they come."""
    book = Workbook(write_only=True)
    sheet: Sheet = book.create_sheet(SHEET)
    sheet.freeze_panes = "C2"
    remaining = iter(lines)
    headings = next(remaining, ())
    for number, heading in enumerate(headings, 1):
        column = COLUMN.get(heading)
        sheet.column_dimensions[get_column_letter(number)].width = column.width if column else 60
    sheet.append([_heading(sheet, heading) for heading in headings])
    for line in remaining:
        sheet.append([typed_cell(sheet, heading, text) for heading, text in zip(headings, line, strict=False)])
    sheet.auto_filter.ref = f"A1:{get_column_letter(max(len(headings), 1))}1"
    book.save(file)


def typed_cell(sheet: Sheet, heading: str, text: str) -> Any:
    """A cell as a spreadsheet program holds it: numbers and days as such, texts so that they stay texts."""
    if not text:
        return None
    widget = COLUMN[heading].widget if heading in COLUMN else None
    if isinstance(widget, WholeNumberWidget) and text.isdigit() and len(text) < 16:
        return int(text)
    if isinstance(widget, MonthsWidget) and text.replace(".", "", 1).isdigit():
        return float(text)
    if isinstance(widget, DayWidget) and len(text) == 10:
        return _day_cell(sheet, text)
    return _text_cell(sheet, text)


def _day_cell(sheet: Sheet, text: str) -> Any:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return _text_cell(sheet, text)
    cell: Sheet = WriteOnlyCell(sheet)
    cell.value = day
    cell.number_format = DAY_FORMAT
    return cell


def _text_cell(sheet: Sheet, text: str) -> Sheet:
    """A text that no program takes for a formula; one that a workbook cannot hold whole is left as it is."""
    cell: Sheet = WriteOnlyCell(sheet, UNCHANGED if len(text) > LONGEST_CELL or printable(text) != text else text)
    cell.data_type = "s"  # openpyxl makes formulas of "=…" and errors of "#N/A"
    cell.number_format = TEXT_FORMAT
    if looks_like_formula(text):
        cell.quotePrefix = True
    return cell


def _heading(sheet: Sheet, heading: str) -> Sheet:
    cell = _text_cell(sheet, heading)
    cell.font = Font(bold=True)
    return cell


def _lines(pks: Sequence[int]) -> Iterator[Sequence[str]]:
    resource = OpportunityResource()
    yield [column.name for column in COLUMNS]
    for part in _facts(pks):
        yield from (resource.cells_of(plain(facts)) for facts in part)


def _facts(pks: Sequence[int]) -> Iterator[list[OpportunityFacts]]:
    """The facts of the opportunities, some hundreds at a time, in the order of their primary keys given."""
    for part in batched(pks, _AT_ONCE):
        stored = Opportunity.objects.with_facts().in_bulk(part)
        yield [opportunity_facts(stored[pk]) for pk in part if pk in stored]


def _refused_lines(rows: Iterable[tuple[Any, Any]]) -> Iterator[Sequence[str]]:
    """The cells that were given, with a column of reasons behind them."""
    headings: list[str] | None = None
    for given, faults in rows:
        cells = dict(given)
        if headings is None:
            headings = [heading for heading in cells if heading != WHY]
            yield [*headings, WHY]
        yield [*(cells.get(heading, "") for heading in headings), "\n".join(reason for _place, reason in faults)]
