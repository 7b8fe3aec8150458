"""Benches measure what visitors get, not what the test environment adds. They run on the database as it is."""

import gc
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Template
from django.test import utils
from pytest_django import DjangoDbBlocker

from benchmarks import fts5
from benchmarks.tantivy_text import TantivyIndex
from opportunities.search.current import current_snapshot
from opportunities.search.snapshot import Snapshot


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """No database for tests is made."""


@pytest.fixture(scope="session", autouse=True)
def database_as_it_is(django_db_blocker: DjangoDbBlocker) -> None:
    """The database of DATABASE_URL, to the end, as the search goes on in the background.

    What pytest itself holds in memory is no concern of the collector's.
    """
    gc.collect()
    gc.freeze()
    django_db_blocker.unblock()


@pytest.fixture(autouse=True)
def plain_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test environment copies the context of each of some hundred parts of a page; not so here."""
    saved = getattr(utils._TestState, "saved_data")  # noqa: B009  (it has no type)
    monkeypatch.setattr(Template, "_render", saved.template_render)


@pytest.fixture(scope="session")
def snapshot(database_as_it_is: None) -> Snapshot:
    """This process's snapshot, which the pages use too."""
    return current_snapshot()


@pytest.fixture(scope="session")
def fts5_index(database_as_it_is: None, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """The published entries in SQLite's FTS5."""
    return fts5.index(tmp_path_factory.mktemp("fts5") / "entries.sqlite3")


@pytest.fixture(scope="session")
def tantivy_index(database_as_it_is: None) -> TantivyIndex:
    """The published entries in tantivy."""
    return TantivyIndex()


@pytest.fixture(scope="session")
def data_folder() -> Path:
    """The folder with the database."""
    return Path(settings.DATA_DIR)
