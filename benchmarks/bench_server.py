"""The running server: how soon an edit is visible in every worker, and what that costs other requests."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import engine
from benchmarks.load import load
from benchmarks.questions import PAGES
from benchmarks.serving import connections, serving, worker_and_name
from opportunities.models import Opportunity

SECONDS = 15.0  # that each load lasts
PAUSE = 0.02  # seconds that a visitor's connection rests after each answer, so that the cores are busy but not full
BETWEEN_EDITS = 1.0  # seconds
LOOK_EVERY = 0.005  # seconds, to see whether an edit is there
IN_VAIN_AFTER = 120.0  # seconds
EDITS = 10
_numbers = count(1)


@pytest.fixture(scope="module")
def port(data_folder: Path, edited: str) -> Iterator[int]:
    """The server, whose workers have their snapshots."""
    with serving(data_folder) as port:
        with connections(port, edited, each=1):
            pass
        yield port


@pytest.fixture(scope="module")
def edited(database_as_it_is: None) -> str:
    """The slug of the entry that is edited."""
    return Opportunity.objects.published().order_by("pk").values_list("slug", flat=True)[0]


def test_edit_is_seen(benchmark: BenchmarkFixture, port: int, edited: str) -> None:
    """From the commit until every worker shows the new name. The edits come at different parts of a second."""
    with ExitStack() as stack:

        def edit() -> tuple[tuple[list[HTTPConnection], str], dict[str, object]]:
            number = next(_numbers)
            time.sleep(number * 0.37 % 1)
            watchers = stack.enter_context(connections(port, edited, each=1))
            engine.rename(edited, f"Edited {number}")
            return (watchers, f"Edited {number}"), {}

        def wait(watchers: list[HTTPConnection], name: str) -> None:
            with ThreadPoolExecutor(len(watchers)) as pool:
                list(pool.map(lambda watcher: wait_until_seen(watcher, edited, name), watchers))

        benchmark.pedantic(wait, setup=edit, rounds=EDITS)


def wait_until_seen(watcher: HTTPConnection, slug: str, name: str) -> None:
    """Ask one worker again and again."""
    end = time.monotonic() + IN_VAIN_AFTER
    while worker_and_name(watcher, slug)[1] != name:
        assert time.monotonic() < end, "The edit is not seen."
        time.sleep(LOOK_EVERY)


def test_requests_while_editing(benchmark: BenchmarkFixture, port: int, edited: str) -> None:
    """The times of answers with an edit every second, beside the usual ones."""
    paths = PAGES["words and three facets"]
    with connections(port, edited, each=1) as visitors:
        benchmark.extra_info["usual"] = load(visitors, paths, SECONDS, PAUSE).as_dict()
    with (
        connections(port, edited, each=1) as visitors,
        repeated(lambda: engine.rename(edited, f"Edited {next(_numbers)}")),
    ):
        during = benchmark.pedantic(load, args=(visitors, paths, SECONDS, PAUSE))
    benchmark.extra_info["while editing"] = during.as_dict()


@contextmanager
def repeated(edit: Callable[[], None]) -> Iterator[None]:
    """An edit again and again in a thread of its own, until the block ends."""
    done = threading.Event()

    def again() -> None:
        while not done.wait(BETWEEN_EDITS):
            edit()

    thread = threading.Thread(target=again)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
