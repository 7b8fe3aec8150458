"""Entries as CSV: RFC 4180, UTF-8 with a byte order mark, so that Excel reads Japanese; every cell in quotes.

Quotes everywhere, because programs set to another separator would else cut a text in two, and its rest might be taken
for a formula.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import time
from decimal import Decimal
from io import StringIO

from core.cells import Cell, guarded, printable
from opportunities.exports.columns import COLUMNS
from opportunities.exports.rows import Exported

BYTE_ORDER_MARK = "\ufeff"


def csv_parts(batches: Iterable[list[Exported]]) -> Iterator[bytes]:
    """The file in parts, the head first."""
    head = BYTE_ORDER_MARK + _lines([[column.name for column in COLUMNS]])
    for batch in batches:
        yield (head + _lines([_text(column.of(row)) for column in COLUMNS] for row in batch)).encode()
        head = ""
    if head:
        yield head.encode()


def _lines(rows: Iterable[Iterable[str]]) -> str:
    lines = StringIO(newline="")
    csv.writer(lines, quoting=csv.QUOTE_ALL).writerows(rows)
    return lines.getvalue()


def _text(cell: Cell) -> str:
    """A cell as text: days as 2027-01-15, hours as 16:00, truth as true and false."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return guarded(printable(cell)) if isinstance(cell, str) else str(cell)
