"""Why a file, or a row of it, is refused."""

from typing import NamedTuple

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767  # characters: what a cell of Excel can hold


class RefusedFileError(Exception):
    """A file that cannot be imported as a whole; the message says why, in words for the curator."""


class Fault(NamedTuple):
    """Why a row is refused: where, such as F12 or “line 34”, and the reason."""

    place: str
    reason: str


def shown(text: str, length: int = 40) -> str:
    """The beginning of a text from a file, on one line, without what could break or steer a page or a terminal."""
    line = "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))
    return line if len(line) <= length else f"{line[:length]}…"
