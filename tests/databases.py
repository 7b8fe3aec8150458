"""Databases besides the test's own: for tests that need an empty one, or one that another process writes."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import environ
import psycopg
from django.core.management import call_command
from django.db import connections
from django.db.utils import load_backend

IS_POSTGRESQL = os.environ.get("DATABASE_URL", "").startswith("postgres")


@contextmanager
def new_database(folder: Path) -> Iterator[str]:
    """A new database of the kind that the tests run on, without tables; gives its DATABASE_URL."""
    if not IS_POSTGRESQL:
        yield f"sqlite:///{folder / f'{uuid4().hex}.sqlite3'}"
        return
    server, name = os.environ["DATABASE_URL"], f"test_{uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Let this thread's default connection lead to the database at `url`, its tables made."""
    own = connections["default"]
    configured = connections.configure_settings({"default": dict(environ.Env.db_url_config(url))})["default"]
    if configured["ENGINE"] == own.settings_dict["ENGINE"]:
        configured["OPTIONS"] = {**own.settings_dict["OPTIONS"], **configured["OPTIONS"]}
    other = load_backend(configured["ENGINE"]).DatabaseWrapper(configured, "default")
    connections["default"] = other
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        other.close()
        connections["default"] = own
