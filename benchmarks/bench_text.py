"""The best twenty entries for a text."""

import sqlite3

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import engine, fts5
from benchmarks.measuring import in_turn
from benchmarks.questions import TEXTS
from benchmarks.tantivy_text import TantivyIndex
from opportunities.search.snapshot import Snapshot

TOP = 20
KINDS = pytest.mark.parametrize("kind", TEXTS)
EXACT = pytest.mark.parametrize("kind", [kind for kind in TEXTS if kind not in ("a typo", "a sentence")])


@KINDS
def test_text(benchmark: BenchmarkFixture, snapshot: Snapshot, kind: str) -> None:
    in_turn(benchmark, lambda text: engine.best(snapshot, text, TOP), TEXTS[kind])


@KINDS
def test_text_by_fts5(benchmark: BenchmarkFixture, fts5_index: sqlite3.Connection, kind: str) -> None:
    """Of a sentence any word will do, as no entry has all; a typo finds nothing."""
    every_word = kind != "a sentence"
    in_turn(benchmark, lambda text: fts5.best(fts5_index, text, TOP, every_word), TEXTS[kind])


@EXACT
def test_text_by_tantivy(benchmark: BenchmarkFixture, tantivy_index: TantivyIndex, kind: str) -> None:
    in_turn(benchmark, lambda text: tantivy_index.best(text, TOP), TEXTS[kind])
