"""Whole pages, each beside its floor: the same template rendered by an empty view from canned data."""

import gc

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import canned
from benchmarks.measuring import in_turn, once_each, page
from benchmarks.questions import PAGES, spread
from opportunities.search.snapshot import Snapshot

ROUNDS = 100  # each with another address where there are enough, so that no answer can be cached
KINDS = pytest.mark.parametrize("kind", PAGES)


@KINDS
def test_page(benchmark: BenchmarkFixture, snapshot: Snapshot, kind: str) -> None:
    page("/opportunities/?q=warm")
    once_each(benchmark, page, spread(PAGES[kind], ROUNDS))


@KINDS
def test_page_floor(benchmark: BenchmarkFixture, kind: str) -> None:
    addresses = [f"/canned{address}" for address in spread(PAGES[kind], ROUNDS)]
    for address in addresses:
        page(address)
    gc.collect()
    gc.freeze()  # the contexts, and the snapshot, which an empty view would not hold
    once_each(benchmark, page, addresses)
    gc.unfreeze()
    canned.forget()


def test_update_of_page(benchmark: BenchmarkFixture, snapshot: Snapshot) -> None:
    """What htmx asks for after each click."""
    in_turn(benchmark, lambda address: page(address, {"HX-Request": "true"}), PAGES["three facets"])
