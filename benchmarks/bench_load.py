"""What the production server bears, beside the floor: an empty view that renders canned data."""

from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.load import load
from benchmarks.questions import PAGES, spread
from benchmarks.serving import ask, connections, serving
from opportunities.models import Opportunity

SECONDS = 10.0
EACH = 2  # connections to each worker
PATHS = 60  # different ones
DETAIL = "detail"


@pytest.fixture(scope="module")
def slugs(database_as_it_is: None) -> list[str]:
    """Some entries, whose pages are asked for."""
    published = Opportunity.objects.published().order_by("uuid")
    return list(published.values_list("slug", flat=True)[:PATHS])


@pytest.fixture(scope="module")
def port(data_folder: Path) -> Iterator[int]:
    """The server."""
    with serving(data_folder) as port:
        yield port


def paths_of(kind: str, slugs: list[str]) -> list[str]:
    """The addresses of one kind of page."""
    return [f"/opportunities/{slug}/" for slug in slugs] if kind == DETAIL else spread(PAGES[kind], PATHS)


@pytest.mark.parametrize("is_floor", [False, True], ids=["page", "floor"])
@pytest.mark.parametrize("kind", ["words and three facets", "start", DETAIL])
def test_load(benchmark: BenchmarkFixture, port: int, slugs: list[str], kind: str, is_floor: bool) -> None:
    paths = paths_of(kind, slugs)
    if is_floor:
        paths = [f"/canned{path}" for path in paths]
    with connections(port, slugs[0], each=1) as clients:
        warm(clients, paths)
    with connections(port, slugs[0], EACH) as clients:
        result = benchmark.pedantic(load, args=(clients, paths, SECONDS))
    benchmark.extra_info.update(result.as_dict())


def warm(clients: list[HTTPConnection], paths: list[str]) -> None:
    """Ask for all paths, one request at a time."""
    for path in paths:
        for client in clients:
            ask(client, path)
