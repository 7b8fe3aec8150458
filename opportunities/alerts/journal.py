"""The lock of the job, and in the same file a note of the mail whose last line it begins.

The note outlives a kill, as what is written to a file is the system's from then on. It is written after the database
knows that a mail is handed over, and a few microseconds before the line goes out: by it the next run can tell a mail
that was handed over from one that was only about to be.
"""

import fcntl
import hashlib
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

JOB = "job"  # how the names of runs begin
_NONE = "0" * 32
_LENGTH = 64  # bytes of the note
_LOCK = 7_310_455_012_026  # of PostgreSQL: any number that nobody else takes


class AnotherRunError(Exception):
    """Another job is at work."""


class Journal:
    """What the last run noted (its name and the mail; None where nobody knows), and what this one notes."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self.run = f"{JOB}-{secrets.token_hex(6)}"
        name, _space, mail = os.pread(handle, _LENGTH, 0).decode(errors="replace").strip().partition(" ")
        self.last_run, self.last_mail = (name, mail) if name.startswith(JOB) and len(mail) == len(_NONE) else ("", "")

    def open(self) -> None:
        """Begin this run's notes over those of the last."""
        self._write(_NONE)

    def begin(self, mail: UUID) -> None:
        """Note that the last line of a mail goes out now."""
        self._write(mail.hex)

    def _write(self, mail: str) -> None:
        os.pwrite(self._handle, f"{self.run} {mail}".ljust(_LENGTH).encode(), 0)


@contextmanager
def sole_run() -> Iterator[Journal]:
    """Hold the lock, which ends with the process however that ends. Raises AnotherRunError where another has it.

    The file keeps jobs of one machine apart; where the database is PostgreSQL, which several may share, a lock of its
    own does the same for all.
    """
    handle = os.open(_file(), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AnotherRunError from error
        with _lock_of_the_database():
            yield Journal(handle)
    finally:
        os.close(handle)


@contextmanager
def _lock_of_the_database() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            raise AnotherRunError
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])


def _file() -> Path:
    """A file of this machine for the database in use."""
    name = hashlib.sha256(str(connection.settings_dict["NAME"]).encode()).hexdigest()[:12]
    return Path(settings.DATA_DIR) / f"alerts-{name}.lock"
