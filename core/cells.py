"""What stands in one cell of a table, and how it is kept from being taken for a formula.

A spreadsheet program takes a text that begins with = + - @ or a tab or line break for a formula, and would compute it
on the reader's machine: some also after spaces, and in full-width letters. In CSV nothing but the text itself can
say that it is none, so an apostrophe is put before it, as OWASP advises. Whoever reads the file with a program
takes one apostrophe away from a text that `is_guarded`.
"""

import re
from datetime import date, time
from decimal import Decimal

Cell = str | int | Decimal | bool | date | time | None

# Apostrophes before it count too: else nobody could tell ours from those of the text itself.
_FORMULA = re.compile(r"'*[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠﹢﹣−﹦﹫]")
_NOT_PRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program may take the text for a formula."""
    return _FORMULA.match(text) is not None


def guarded(text: str) -> str:
    """The text as it can stand in CSV."""
    return f"'{text}" if looks_like_formula(text) else text


def is_guarded(text: str) -> bool:
    """Whether a text of a CSV file has an apostrophe before it that is ours."""
    return text.startswith("'") and looks_like_formula(text)


def printable(text: str) -> str:
    """The text with a replacement character for each one that files cannot hold."""
    return _NOT_PRINTABLE.sub("\ufffd", text)
