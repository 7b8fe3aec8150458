"""The baseline of text search: SQLite's FTS5 with bm25, weighted by field as the finder weighs."""

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from opportunities.models import Opportunity

_RUN = re.compile(r"[\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]+|[^\W\u3040-\u30ff\u3400-\u9fff]+")
_COLUMNS = ("name", "name_ja", "summary", "summary_ja", "eligibility_summary", "keywords", "slug")


def index(path: Path) -> sqlite3.Connection:
    """A new index of everything that is published, in a file."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = OFF")
    connection.execute("PRAGMA cache_size = -200000")
    connection.execute(
        "CREATE VIRTUAL TABLE entries USING fts5(name, names, prose, slug UNINDEXED, tokenize = 'porter unicode61')"
    )
    connection.executemany("INSERT INTO entries VALUES (?, ?, ?, ?)", _rows())
    connection.execute("INSERT INTO entries(entries) VALUES ('optimize')")
    connection.commit()
    return connection


def best(connection: sqlite3.Connection, text: str, number: int, every_word: bool = True) -> list[str]:
    """The slugs of the best entries for a text that have every word of it, or any."""
    query = (" AND " if every_word else " OR ").join(f'"{" ".join(pieces(run))}"' for run in _RUN.findall(text))
    rows = connection.execute(
        "SELECT slug FROM entries WHERE entries MATCH ? ORDER BY bm25(entries, 6.0, 4.0, 1.0) LIMIT ?",
        (query, number),
    )
    return [slug for (slug,) in rows]


def pieces(text: str) -> Iterator[str]:
    """Words as they are, and Japanese in pairs of characters, which FTS5 by itself would take for one long word."""
    for run in _RUN.findall(text):
        if run.isascii() or len(run) == 1 or not re.match(r"[\u3005-\u9fff]", run):
            yield run
        else:
            yield from (a + b for a, b in pairwise(run))


def texts() -> Iterator[tuple[str, str, str, str]]:
    """Name, other names, prose and slug of each published entry: the texts that the finder searches."""
    rows: Any = Opportunity.objects.published().order_by("pk").values_list(*_COLUMNS)
    for name, name_ja, summary, summary_ja, eligibility, keywords, slug in rows.iterator(chunk_size=5_000):
        prose = (summary, summary_ja, eligibility)
        yield name, " . ".join(filter(None, (name_ja, *keywords))), " . ".join(filter(None, prose)), slug


def _rows() -> Iterator[tuple[str, str, str, str]]:
    for name, names, prose, slug in texts():
        yield " ".join(pieces(name)), " ".join(pieces(names)), " ".join(pieces(prose)), slug
