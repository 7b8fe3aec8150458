"""Which form a file has, and the rows in it."""

from collections.abc import Iterable, Iterator
from pathlib import PurePath

from opportunities.curation.importing.archive import inflated_size, is_workbook
from opportunities.curation.importing.csv_text import csv_lines
from opportunities.curation.importing.refusal import MOST_BYTES, RefusedFileError, shown
from opportunities.curation.importing.rows import FileRow, Table, known_heading
from opportunities.curation.importing.xlsx import xlsx_lines
from opportunities.curation.importing.yaml_rows import yaml_rows

FORMS = {
    ".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx", ".ods": "xlsx",
    ".csv": "csv", ".tsv": "csv", ".txt": "csv",
    ".yaml": "yaml", ".yml": "yaml",
}  # fmt: skip
_QUICK, _QUICK_LINES = 150_000, 1_000  # bytes and lines of text that are read while somebody waits


def form_of(name: str, raw: bytes) -> str:
    """The form of a file: xlsx, csv or yaml. Raises RefusedFileError for any other, and for one that is too large."""
    if len(raw) > MOST_BYTES:
        raise RefusedFileError(f"The file is larger than {MOST_BYTES // 1_000_000} MB. Split it.")
    if not raw.strip():
        raise RefusedFileError("The file is empty.")
    form = FORMS.get(PurePath(name).suffix.lower())
    if is_workbook(raw):
        return "xlsx"
    if form is None:
        raise RefusedFileError(f"“{shown(name)}” is neither an Excel workbook (.xlsx) nor CSV (.csv) nor YAML (.yaml).")
    if form == "xlsx":
        raise RefusedFileError(f"“{shown(name)}” is called a workbook, but it is none. Save it as .xlsx.")
    return form


def is_quick(raw: bytes) -> bool:
    """Whether a file is read in a moment."""
    return max(len(raw), inflated_size(raw)) <= _QUICK and raw.count(b"\n") <= _QUICK_LINES


def rows_of(name: str, raw: bytes) -> Iterator[FileRow]:
    """The rows of a file, one after another. Raises RefusedFileError, also on the way."""
    form = form_of(name, raw)
    if form == "yaml":
        yield from yaml_rows(raw)
        return
    lines = xlsx_lines(raw) if form == "xlsx" else csv_lines(raw, lambda heading: known_heading(heading) is not None)
    yield from _table_rows(lines)


def _table_rows(lines: Iterable[tuple[int, list[str]]]) -> Iterator[FileRow]:
    remaining = iter(lines)
    for number, cells in remaining:
        if any(cells):
            yield from Table(number, cells).rows(remaining)
            return
    raise RefusedFileError("The file is empty: its first row must hold the headings.")
