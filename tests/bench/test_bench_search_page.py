"""How quick the search page is on the real catalogue: the median of a warm page must be under 30 ms."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pytest_benchmark.fixture import BenchmarkFixture

from opportunities.finder import find, parse_query
from opportunities.search.snapshot import build_snapshot

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
WSGI = WSGIHandler()
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
SEARCHES = {
    "everything": "",
    "words": "q=research+fellowship",
    "one-filter": "direction=uk-to-japan",
    "many-filters": "kind=grant&kind=fellowship&direction=uk-to-japan&stage=doctoral&discipline=1&status=expected",
    "with-ended-by-name": "status=any&sort=name&page=5",
    "japanese-words": "q=%E5%AD%A6%E6%8C%AF",
    "nothing-found": "q=astrolabe",
    "wrong": "kind=wrong&colour=red&page=999",
}


def page(search: str, headers: dict[str, str] | None = None) -> bytes:
    """The page as the server makes it, without what the test client adds."""
    statuses: list[str] = []

    def start_response(status: str, *_rest: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    environ = RequestFactory(headers=headers).get(f"/opportunities/?{search}").environ
    body = b"".join(WSGI(environ, start_response))
    assert statuses == ["200 OK"]
    return body


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_search_page(benchmark: BenchmarkFixture, search: str) -> None:
    assert b"</html>" in benchmark(page, search)


def test_part_of_the_search_page(benchmark: BenchmarkFixture) -> None:
    """What htmx asks for after each click."""
    assert b"</html>" not in benchmark(page, "kind=grant", {"HX-Request": "true"})


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
