"""Jobs of which only one may be at work at a time."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection


class AlreadyRunningError(Exception):
    """The same job is at work already."""


@contextmanager
def sole_run(job: str) -> Iterator[None]:
    """Hold the lock of a job, which ends with the process however that ends. Raises AlreadyRunningError.

    A file keeps the processes of one machine apart; where the database is PostgreSQL, which several machines may
    share, a lock of its own does the same for all.
    """
    handle = os.open(_file(job), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError from error
        with _lock_of_the_database(job):
            yield
    finally:
        os.close(handle)


@contextmanager
def _lock_of_the_database(job: str) -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    number = int.from_bytes(hashlib.sha256(job.encode()).digest()[:7])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        if not cursor.fetchone()[0]:
            raise AlreadyRunningError
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [number])


def _file(job: str) -> Path:
    """A file of this machine for the job on the database in use."""
    name = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    return Path(settings.DATA_DIR) / f"{job}-{name}.lock"
