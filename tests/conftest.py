"""Fixtures that tests of several parts share."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker, Settings

from opportunities.curation.duplicates import forget_names
from opportunities.curation.loading import load_catalogue
from opportunities.search.current import forget_snapshot

Rows = dict[str, tuple[list[str], list[tuple[Any, ...]]]]  # columns and rows by table


@pytest.fixture(autouse=True)
def plain_static_files(settings: Settings) -> None:
    """Static files have their own names, as nothing is collected before the tests."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}


@pytest.fixture(autouse=True)
def no_snapshot_of_another_test(settings: Settings) -> None:
    """Each test fills its database anew, with the same revision numbers, and sees its own changes at once."""
    settings.SEARCH_CHECK_SECONDS = 0
    forget_snapshot()
    forget_names()


@pytest.fixture(autouse=True)
def language_of_the_site() -> None:
    """A request leaves its language in force, so that the next test would speak it."""
    translation.deactivate()


@pytest.fixture(scope="session")
def catalogue_files() -> Path:
    """The folder of the real catalogue."""
    return Path(settings.BASE_DIR) / "fixtures" / "catalogue"


@pytest.fixture(scope="session")
def catalogue_rows(catalogue_files: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Rows:
    """The rows of all tables once the real catalogue is loaded. The load itself is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_catalogue(catalogue_files)
        rows = {table: _rows_of(table) for table in _tables()}
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def loaded_catalogue(db: None, catalogue_rows: Rows) -> None:
    """The real catalogue in the database, for this test alone.

    Loading takes seconds and is done once per process; each test puts the resulting rows in again, which takes a
    fraction of that. Nothing is left behind, so tests with and without the catalogue mix freely.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        for table, (columns, rows) in catalogue_rows.items():
            names = ", ".join(connection.ops.quote_name(column) for column in columns)
            places = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {connection.ops.quote_name(table)} ({names}) VALUES ({places})"  # noqa: S608
            cursor.executemany(insert, rows)


def _tables() -> Iterable[str]:
    return (
        model._meta.db_table for model in apps.get_app_config("opportunities").get_models(include_auto_created=True)
    )


def _rows_of(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return [column[0] for column in cursor.description], cursor.fetchall()
