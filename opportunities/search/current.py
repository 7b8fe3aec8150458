"""This process's snapshot: made at first use, and kept up to date in the background."""

import logging
import os
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils import timezone

from opportunities.search.building import build_snapshot, is_large, opened_snapshot, refreshed
from opportunities.search.snapshot import Snapshot
from opportunities.search.storage import sole_builder

logger = logging.getLogger(__name__)

UNREACHABLE = (OperationalError, InterfaceError)  # what Django raises where a database cannot be reached
_PATIENCE = 1.0  # seconds between looks at whether another process has finished building


class Keeper:
    """Holds a snapshot and replaces it, as a whole, when the catalogue has changed."""

    def __init__(self) -> None:
        self._snapshot: Snapshot | None = None
        self._refreshing = threading.Lock()
        self._watching_in: int | None = None  # the process whose thread watches: a fork has none
        self._reached_at: datetime | None = None
        self._is_reached = True

    def current(self) -> Snapshot:
        """The snapshot: the first one waits for it to be made, nobody else for anything.

        With SEARCH_CHECK_SECONDS = 0 nothing goes on in the background, and every question looks for changes itself.
        """
        if not settings.SEARCH_CHECK_SECONDS:
            return self.refresh()
        snapshot = self._snapshot or self.refresh()
        if self._watching_in != os.getpid():
            self._watch()
        return snapshot

    def out_of_reach_since(self) -> datetime | None:
        """When the database was last reached, where it cannot be reached at present."""
        return None if self._is_reached else self._reached_at

    def refresh(self) -> Snapshot:
        """Bring the snapshot up to date. Where the database cannot be reached, the last one goes on to serve.

        Raises one of UNREACHABLE where there is none yet.
        """
        with self._refreshing:
            try:
                self._snapshot = _up_to_date(self._snapshot)
            except UNREACHABLE:
                if self._snapshot is None:
                    raise
                if self._is_reached:
                    logger.exception("The database cannot be reached; the last snapshot goes on to serve.")
                self._is_reached = False
            else:
                self._reached_at, self._is_reached = timezone.now(), True
            return self._snapshot

    def _watch(self) -> None:
        with self._refreshing:
            if self._watching_in == os.getpid():
                return
            self._watching_in = os.getpid()
        threading.Thread(target=self._keep, name="search-snapshot", daemon=True).start()

    def _keep(self) -> None:
        while True:
            time.sleep(settings.SEARCH_CHECK_SECONDS)
            try:
                close_old_connections()
                self.refresh().look_ahead(timezone.now())
            except Exception:  # whatever it was, the next look may do better; the snapshot serves on
                logger.exception("The search snapshot could not be refreshed.")


def _up_to_date(snapshot: Snapshot | None) -> Snapshot:
    if snapshot is not None:
        if newer := refreshed(snapshot):
            return newer
    elif opened := opened_snapshot():
        return opened
    if not is_large():
        return build_snapshot()
    return _prepared_by_another_process(-1 if snapshot is None else snapshot.revision)


def _prepared_by_another_process(after: int) -> Snapshot:
    """A large catalogue's snapshot: built by a process of its own, so that this one's requests are not slowed."""
    while True:
        with sole_builder() as is_sole:
            if opened := opened_snapshot(after):
                return opened
            if is_sole:
                command = [sys.executable, str(Path(settings.BASE_DIR) / "manage.py"), "build_search_index", "--held"]
                subprocess.run(command, check=True)  # noqa: S603
        time.sleep(_PATIENCE)


_keeper = Keeper()


def current_snapshot() -> Snapshot:
    """The snapshot that answers now."""
    return _keeper.current()


def out_of_reach_since() -> datetime | None:
    """When the database was last reached, where it cannot be reached at present; else None."""
    return _keeper.out_of_reach_since()


def forget_snapshot() -> None:
    """Drop this process's snapshot, as tests do that fill one database after another."""
    global _keeper
    _keeper = Keeper()
