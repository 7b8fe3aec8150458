"""How quick the search page is on the real catalogue: the median of a warm page must be under 30 ms."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from pytest_benchmark.fixture import BenchmarkFixture

from opportunities.finder import find, parse_query
from opportunities.search.snapshot import build_snapshot

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEARCHES = {
    "everything": "",
    "words": "?q=research+fellowship",
    "one-filter": "?direction=uk-to-japan",
    "many-filters": "?kind=grant&kind=fellowship&direction=uk-to-japan&stage=doctoral&discipline=1&status=expected",
    "with-ended-by-name": "?status=any&sort=name&page=5",
    "japanese-words": "?q=%E5%AD%A6%E6%8C%AF",
    "nothing-found": "?q=astrolabe",
    "wrong": "?kind=wrong&colour=red&page=999",
}


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_search_page(benchmark: BenchmarkFixture, search: str) -> None:
    client = Client()
    response = benchmark(client.get, f"/opportunities/{search}")
    assert response.status_code == 200


def test_part_of_the_search_page(benchmark: BenchmarkFixture) -> None:
    """What htmx asks for after each click."""
    client = Client(headers={"HX-Request": "true"})
    response = benchmark(client.get, "/opportunities/?kind=grant")
    assert response.status_code == 200


@pytest.mark.parametrize(
    "pairs", [[], [("q", "research"), ("kind", "grant"), ("stage", "doctoral")]], ids=["all", "some"]
)
def test_find(benchmark: BenchmarkFixture, pairs: list[tuple[str, str]]) -> None:
    """The answer without the page around it."""
    snapshot = build_snapshot()
    query, _ = parse_query(pairs, snapshot)
    result = benchmark(find, query, AT, snapshot, "/opportunities/")
    assert result.total


def test_build_the_snapshot(benchmark: BenchmarkFixture) -> None:
    """What a process pays once after each change of the catalogue."""
    snapshot = benchmark(build_snapshot)
    assert len(snapshot.entries) == 194
