"""Prepared indexes on disk: each a folder of columns that all processes of a machine map and share.

A folder appears at once and whole, under its final name, and is never changed afterwards. The name tells the format and
the revision of the catalogue; the folder above it, which database it is of.
"""

import fcntl
import hashlib
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection

from opportunities.search.columns import load, save
from opportunities.search.layer import Layer, Prepared, layer_columns

FORMAT = 2  # to be raised when columns change
_KEPT = 2  # the newest, and the one that a process may be opening just now


def write_index(parts: Iterable[Prepared], revision: int, at: datetime) -> Path:
    """Write the layer of these parts as the index of a revision; older indexes of the database are dropped."""
    folder = _folder()
    draft = folder / f"draft-{secrets.token_hex(4)}"
    draft.mkdir(parents=True)
    try:
        save(layer_columns(parts, at), draft)
        final = folder / f"{FORMAT}-{revision}-{secrets.token_hex(4)}"
        draft.rename(final)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    of_other_formats = [path for path in folder.glob("*-*-*") if not path.name.startswith(f"{FORMAT}-")]
    for old in (*(path for _revision, path in _indexes()[:-_KEPT]), *of_other_formats):
        shutil.rmtree(old, ignore_errors=True)
    return final


def newest_index(up_to: int, after: int = -1) -> tuple[int, Layer] | None:
    """The newest index of a revision up to `up_to` and after `after`, opened; and its revision. None: there is none."""
    for revision, path in reversed(_indexes()):
        if after < revision <= up_to:
            return revision, Layer(load(path))
    return None


@contextmanager
def sole_builder() -> Iterator[bool]:
    """Whether no other process of this machine is building; while this one is, others are told so."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _indexes() -> list[tuple[int, Path]]:
    """Revision and folder of each finished index in the present format, oldest first."""
    found = [path for path in _folder().glob(f"{FORMAT}-*-*") if path.is_dir()]
    return sorted(
        ((int(path.name.split("-")[1]), path) for path in found), key=lambda one: (one[0], one[1].stat().st_mtime)
    )


def _folder() -> Path:
    """Where the indexes of this database are."""
    named = [str(connection.settings_dict[part]) for part in ("ENGINE", "HOST", "PORT", "NAME")]
    mark = hashlib.sha256("\n".join(named).encode()).hexdigest()[:12]
    return Path(settings.DATA_DIR) / "search" / mark
