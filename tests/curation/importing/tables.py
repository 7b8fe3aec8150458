"""Files to import, made of rows, and what came of them."""

import csv
from collections.abc import Iterable
from io import BytesIO, StringIO
from typing import Any

from django.contrib.auth.models import User
from openpyxl import Workbook

from opportunities.curation.importing import work
from opportunities.models import Import, ImportRow

Cells = Iterable[Iterable[Any]]
NEW = {
    "name": "Plum Award",
    "kind": "grant",
    "summary": "Money for plums.",
    "programme_status": "active",
    "directions": "joint",
    "career_stages": "doctoral; early-career",
    "disciplines": "all",
    "activities": "research-visit",
    "confidence": "high",
    "new_source.title": "Plums",
    "new_source.publisher": "official",
}


def new_entries(*keys: str, **changes: str) -> list[list[str]]:
    """Rows of a table of new entries, the headings first. `changes` are cells, with __ for the dot of a heading."""
    cells = {**NEW, **{name.replace("__", "."): cell for name, cell in changes.items()}}
    return [["key", *cells], *([key, *cells.values()] for key in keys)]


def csv_of(rows: Cells, separator: str = ",") -> bytes:
    """A table as CSV, as a spreadsheet program writes it."""
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(rows: Cells, title: str = "Sheet1") -> bytes:
    """A table as a workbook."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def read(raw: bytes, name: str = "table.csv", by: User | None = None) -> Import:
    """The file, uploaded and read."""
    imported = work.upload(name, raw, by)
    imported.refresh_from_db()
    return imported


def read_rows(rows: Cells, by: User | None = None) -> Import:
    """The table, uploaded and read."""
    imported = read(csv_of(rows), by=by)
    assert imported.state == "read", imported.trouble
    return imported


def only_row(imported: Import) -> ImportRow:
    """The one row of the file."""
    return imported.results.get()


def faults(imported: Import) -> list[str]:
    """The faults of all rows: place and reason."""
    rows = imported.results.order_by("number")
    return [f"{place} {reason}" for row in rows for place, reason in row.faults]


def verdicts(imported: Import) -> dict[str, str]:
    """The verdict of each row, by key."""
    return dict(imported.results.order_by("number").values_list("key", "verdict"))


def applied(imported: Import, by: User | None = None, without_refused: bool = False) -> Import:
    """The import, applied."""
    work.start_applying(imported, by, without_refused)
    imported.refresh_from_db()
    assert imported.state == "applied", imported.trouble
    return imported
