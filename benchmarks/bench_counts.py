"""The counts of all values of all facets, with three facets selected."""

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import engine, orm_counts
from benchmarks.measuring import in_turn
from benchmarks.questions import AT, SELECTIONS
from opportunities.search.snapshot import Snapshot


def test_counts(benchmark: BenchmarkFixture, snapshot: Snapshot) -> None:
    in_turn(benchmark, lambda selection: engine.facet_counts(snapshot, selection, AT), SELECTIONS)


def test_counts_by_orm(benchmark: BenchmarkFixture) -> None:
    in_turn(benchmark, orm_counts.facet_counts, SELECTIONS, warm_up=1)
