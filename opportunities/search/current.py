"""This process's snapshot, built at first use and again when the catalogue has changed."""

import threading

from opportunities.search.snapshot import Snapshot, build_snapshot, current_revision

_lock = threading.Lock()
_current: Snapshot | None = None


def current_snapshot() -> Snapshot:
    """The snapshot of the catalogue's present revision: one small query where nothing has changed."""
    global _current
    snapshot = _current
    if snapshot is not None and snapshot.revision == current_revision():
        return snapshot
    with _lock:
        if _current is None or _current.revision != current_revision():
            _current = build_snapshot()
        return _current


def forget_snapshot() -> None:
    """Drop this process's snapshot, as tests do that fill one database after another."""
    global _current
    _current = None
