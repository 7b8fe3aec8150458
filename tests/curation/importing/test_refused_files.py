"""Files that cannot be imported are refused as a whole, each with a reason that says what to do."""

import struct
import time
import zipfile
from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from opportunities.curation.importing import archive
from opportunities.curation.importing.files import rows_of
from opportunities.curation.importing.refusal import RefusedFileError
from tests.curation.importing.tables import csv_of, new_entries, saved, xlsx_of

ROWS = new_entries("plum-award")


def reason(raw: bytes, name: str = "table.csv") -> str:
    """Why the file is refused."""
    with pytest.raises(RefusedFileError) as refusal:
        list(rows_of(name, raw))
    return str(refusal.value)


def with_member(raw: bytes, name: str, content: bytes, instead: str | None = None) -> bytes:
    """A workbook with another member, or with one of them exchanged."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(raw)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != instead:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return file.getvalue()


def workbook(change: Any) -> bytes:
    """A workbook with an entry, after `change` was done to it and its sheet."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)  # type: ignore[union-attr]
    change(book, book.active)
    return saved(book)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n\n,,\n", "empty"),
        (b"name,kind\nPlum,grant\n", "must be “key”"),
        (b"key,name,Name\n", "“name” stands twice: in B1 and C1"),
        (b"key,fundng.max\n", "B1: “fundng.max” is not a column. Did you mean “funding.max”?"),
        (b"key," + b",".join(b"# %d" % n for n in range(200)), "more than 200 columns"),
        (b"key,name\nplum,Pl\x00um\n", "Line 2 holds a NUL"),
        (b"key,name\nplum,P\xe9\n", "Line 2 is not written in UTF-8"),
        (b'key,name\nplum,"Plum\n', "quotation mark"),
        (b'key,name\nplum,"' + b"x" * 200_000 + b'"\n', "too long"),
        (b"key,name\n" + b"k,\n" * 50_001, "more than 50,000 rows"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_tables_of_text(raw: bytes, words: str) -> None:
    assert words in reason(raw)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"key: plum", "must hold a list"),
        (b"- key: NO", "quotes"),
        (b"- a", "no entry"),
        (b"- &a {key: plum}\n- *a", "anchors"),
        (b"- !!python/object:os.system {}", "tags"),
        (b"- {key: plum", "Line 2: not well-formed"),
    ],
)
def test_yaml(raw: bytes, words: str) -> None:
    assert words in reason(raw, "entries.yaml")


def test_other_kinds_of_files() -> None:
    assert "neither" in reason(b"%PDF-1.7", "table.pdf")
    assert "it is none" in reason(b"key,name", "table.xlsx")
    assert "locked with a password" in reason(b"\xd0\xcf\x11\xe0" + b"\0" * 600, "table.xlsx")
    assert "damaged" in reason(xlsx_of(ROWS)[:-40], "table.xlsx")
    document = BytesIO()
    with zipfile.ZipFile(document, "w") as packed:
        packed.writestr("content.xml", "<office/>")
    assert "no Excel workbook" in reason(document.getvalue(), "table.ods")


@pytest.mark.parametrize(
    ("name", "content", "instead", "words"),
    [
        ("xl/vbaProject.bin", b"macro", None, "macros"),
        ("xl/sharedStrings2.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', None, "outside"),
        ("xl/workbook.xml", b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>', "xl/workbook.xml", "outside"),
        ("xl/theme/theme9.xml", "<!DOCTYPE x>".encode("utf-16"), None, "outside"),
        ("xl/worksheets/sheet9.xml", b" " * 12_000_000, None, "unpacks to far more"),
        ("xl/sharedStrings9.xml", b" " * 12_000_000, None, "unpacks to far more"),
        ("xl/workbook.xml", b"<workbook", "xl/workbook.xml", "cannot be read"),
    ],
)  # fmt: skip
def test_traps_in_workbooks(name: str, content: bytes, instead: str | None, words: str) -> None:
    assert words in reason(with_member(xlsx_of(ROWS), name, content, instead), "table.xlsx")


def test_a_bomb_that_lies_about_its_size() -> None:
    raw = bytearray(with_member(xlsx_of(ROWS), "xl/worksheets/sheet9.xml", b"0" * 30_000_000))
    true, false = struct.pack("<L", 30_000_000), struct.pack("<L", 10)
    assert raw.count(true) == 2
    began = time.monotonic()
    assert reason(bytes(raw.replace(true, false)), "table.xlsx")
    assert time.monotonic() - began < 5


def test_what_a_workbook_may_not_be() -> None:
    assert "joined" in reason(workbook(lambda book, sheet: sheet.merge_cells("A2:A3")), "t.xlsx")
    assert "A2:A3" in reason(workbook(lambda book, sheet: sheet.merge_cells("A2:A3")), "t.xlsx")

    def hidden(book: Any, sheet: Any) -> None:
        sheet.title, sheet.sheet_state = "opportunities", "hidden"
        book.create_sheet("front")

    def two(book: Any, sheet: Any) -> None:
        book.create_sheet("More").append(["key", "name"])

    def mac(book: Any, sheet: Any) -> None:
        book.epoch = CALENDAR_MAC_1904

    assert "is hidden" in reason(workbook(hidden), "t.xlsx")
    assert "Several sheets hold entries" in reason(workbook(two), "t.xlsx")
    assert "from 1904" in reason(workbook(mac), "t.xlsx")


def test_hidden_and_other_sheets_are_not_read() -> None:
    def others(book: Any, sheet: Any) -> None:
        book.create_sheet("secret").append(["key", "name"])
        book["secret"].sheet_state = "hidden"
        book.create_sheet("notes").append(["Remember the plums"])

    assert [row.key for row in rows_of("t.xlsx", workbook(others))] == ["plum-award"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_of_spreadsheet_programs(separator: str) -> None:
    (row,) = rows_of("table.csv", csv_of(ROWS, separator))
    assert row.over(None)[0]["career_stages"] == ["doctoral", "early-career"]


def test_text_as_excel_saves_it() -> None:
    unicode_text = "\ufeff" + "key\tname\nplum\t梅奨学金\n"
    (row,) = rows_of("table.txt", unicode_text.encode("utf-16-le"))
    assert row.over(None)[0]["name"] == "梅奨学金"
    (row,) = rows_of("table.csv", b"sep=;\r\nkey;name\r\nplum;Plum, and more\r\n")
    assert row.over(None)[0]["name"] == "Plum, and more"


def test_a_workbook_is_looked_through_as_a_whole() -> None:
    assert archive.looked_through(xlsx_of(ROWS)).joined == {}
