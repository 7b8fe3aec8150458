"""Reads a table from text: commas, semicolons or tabs between cells, whichever the spreadsheet program wrote."""

import codecs
import csv
from collections.abc import Callable, Iterator
from io import StringIO

from core.cells import is_guarded
from opportunities.curation.importing.cells import text_cell
from opportunities.curation.importing.refusal import RefusedFileError

_SEPARATORS = ",;\t"
_SAVE_AS = "Save it as “CSV UTF-8” or as an Excel workbook (.xlsx)."


def csv_lines(raw: bytes, is_heading: Callable[[str], bool]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers, the headings first. Raises RefusedFileError.

    The separator is the one by which the first line has the most headings.
    """
    text = _decoded(raw)
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep="):  # Excel's way to name it
        text, first = rest, rest.partition("\n")[0]
    separator = max(_SEPARATORS, key=lambda s: sum(map(is_heading, first.rstrip("\r").replace('"', "").split(s))))
    lines = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(lines, 1):
            yield number, [_cell(cell) for cell in cells]
    except csv.Error as error:
        raise RefusedFileError(f"Row {number + 1} cannot be read: {_in_words(error)}. {_SAVE_AS}") from error


def _decoded(raw: bytes) -> str:
    encoding = "utf-16" if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise RefusedFileError(f"Line {line} is not written in UTF-8. {_SAVE_AS}") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise RefusedFileError(f"Line {line} holds a NUL character: this is no text. {_SAVE_AS}")
    return text


def _cell(cell: str) -> str:
    """The cell without the apostrophe that keeps spreadsheet programs from computing it."""
    return text_cell(cell[1:] if is_guarded(cell) else cell)


def _in_words(error: csv.Error) -> str:
    if "field larger" in str(error):
        return "a cell is too long, or a quotation mark is not closed"
    return "a quotation mark stands where none can be, or is not closed"
