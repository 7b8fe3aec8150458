"""How the benches measure: calls in turn, and pages as the server makes them."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from typing import Any, TypeVar

from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from pytest_benchmark.fixture import BenchmarkFixture

Argument = TypeVar("Argument")
_server = WSGIHandler()
_thread = ThreadPoolExecutor(1)


def in_turn(
    benchmark: BenchmarkFixture, function: Callable[[Argument], Any], arguments: Sequence[Argument], warm_up: int = 3
) -> None:
    """Measure a function, each round with the next argument, after `warm_up` calls with the first ones."""
    turns = cycle(arguments)
    for _ in range(warm_up):
        function(next(turns))
    benchmark(lambda: function(next(turns)))


def once_each(benchmark: BenchmarkFixture, function: Callable[[Argument], Any], arguments: Sequence[Argument]) -> None:
    """Measure a function, called once with each argument."""
    ahead = iter(arguments)
    benchmark.pedantic(function, setup=lambda: ((next(ahead),), {}), rounds=len(arguments))


def page(address: str, headers: dict[str, str] | None = None) -> bytes:
    """The page as the server makes it, without what a test client adds, and like there in a thread.

    CPython 3.11 calls functions up to three times as slowly where the stack is as deep as pytest makes it.
    """
    return _thread.submit(_page, address, headers).result()


def _page(address: str, headers: dict[str, str] | None) -> bytes:
    statuses: list[str] = []

    def start_response(status: str, *_rest: object) -> Callable[[bytes], object]:
        statuses.append(status)
        return bytes

    response = _server(RequestFactory(headers=headers, SERVER_NAME="127.0.0.1").get(address).environ, start_response)
    body = b"".join(response)
    response.close()
    assert statuses == ["200 OK"]
    return body
