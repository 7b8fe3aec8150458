"""How far a process is with an import, told while it works, whatever it is busy with.

While SQLite's one big transaction runs nobody else can write, so that progress is told in a file beside the database;
elsewhere by another connection, that of the thread that tells it.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from opportunities.models import Import

BEAT = 1.0  # seconds
DEAD_AFTER = timedelta(seconds=30)  # without a beat


@dataclass(frozen=True)
class Progress:
    """How far an import is: rows done (read or applied), the last sign of life, and whether that is recent."""

    done: int
    seen_alive_at: datetime | None
    is_alive: bool


def progress_of(imported: Import, at: datetime) -> Progress:
    """How far the process is that works on an import, at a moment."""
    done, seen = imported.done, imported.seen_alive_at
    with suppress(OSError, ValueError, KeyError, TypeError):
        told = json.loads(_file_of(imported.pk).read_text())
        moment = datetime.fromisoformat(told["at"])
        if told["token"] == imported.token and (seen is None or moment > seen):
            done, seen = int(told["done"]), moment
    return Progress(done, seen, seen is not None and at - seen < DEAD_AFTER)


class Telling:
    """Tells once a second how far this process is: `done` is set by who works."""

    def __init__(self, pk: int, token: str) -> None:
        self.done = 0
        self._pk = pk
        self._token = token
        self._end = Event()
        self._thread = Thread(target=self._go_on, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end.set()
        self._thread.join(timeout=5)
        _file_of(self._pk).unlink(missing_ok=True)

    def tell(self, done: int) -> None:
        """So many rows are done."""
        self.done = done

    def _go_on(self) -> None:
        while True:
            with suppress(OSError, DatabaseError):  # told again in a second
                self._tell_once()
            if self._end.wait(BEAT):
                break
        connection.close()

    def _tell_once(self) -> None:
        if connection.vendor == "sqlite":
            told = {"token": self._token, "done": self.done, "at": timezone.now().isoformat()}
            file = _file_of(self._pk)
            file.parent.mkdir(parents=True, exist_ok=True)
            draft = file.with_suffix(".draft")
            draft.write_text(json.dumps(told))
            draft.replace(file)
        else:
            Import.objects.filter(pk=self._pk, token=self._token).update(done=self.done, seen_alive_at=timezone.now())


def _file_of(pk: int) -> Path:
    return Path(settings.DATA_DIR) / "imports" / f"{pk}.progress"
