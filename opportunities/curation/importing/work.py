"""Who works on an import: the request itself where that takes a moment, else a process of its own.

Only the process whose token the import bears may write to it; whoever takes an import over gives it another.
"""

import os
import subprocess
import sys
from contextlib import suppress
from threading import Thread
from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from opportunities.curation.importing.applying import apply_import
from opportunities.curation.importing.files import is_quick
from opportunities.curation.importing.previewing import read_import
from opportunities.models import Import

QUICK_ROWS = 100  # new and changed entries that are stored while somebody waits


class NotNowError(Exception):
    """Somebody else decided about the import meanwhile."""


def upload(name: str, raw: bytes, by: User | None, reason: str | None = None) -> Import:
    """Take a file in, and begin to read it."""
    imported = Import.objects.create(
        by=by, at=timezone.now(), file_name=name[-200:], file=raw, reason=reason, state="reading"
    )
    start_reading(imported)
    return imported


def start_reading(imported: Import) -> None:
    """Read the file, also again where the process that did died. Raises NotNowError where there is nothing to read."""
    token = _take(imported, ("reading", "read"), "reading")
    if is_quick(bytes(imported.file or b"")):
        read_import(imported.pk, token)
    else:
        _start_process(imported, "read", token)


def start_applying(imported: Import, by: User | None, without_refused: bool = False, reason: str | None = None) -> None:
    """Apply what was read. Raises NotNowError where there is nothing to apply."""
    token = _take(imported, ("read",), "applying", reason=reason or imported.reason)
    if changes_of(imported) <= QUICK_ROWS:
        apply_import(imported.pk, token, by, without_refused)
    else:
        options = ["--without-refused"] if without_refused else []
        _start_process(imported, "apply", token, *options, *(["--by", str(by.pk)] if by else []))


def take_back(imported: Import) -> None:
    """Let an import be decided on again whose process died while it applied it. Raises NotNowError."""
    _take(imported, ("applying",), "read", trouble="The process that applied it ended too early. Nothing was changed.")


def drop(imported: Import) -> None:
    """Take an import back before it is applied: its rows and its file go. Raises NotNowError."""
    _take(imported, ("reading", "read", "refused"), "dropped")
    with transaction.atomic():
        imported.results.all().delete()
        Import.objects.filter(pk=imported.pk).update(file=None)


def changes_of(imported: Import) -> int:
    """How many entries the import would create or change."""
    return imported.results.filter(verdict__in=("new", "changed")).count()


def _take(imported: Import, states: tuple[str, ...], state: str, **values: str | None) -> str:
    """Make this the one that works on the import, in a new state; gives the token. Raises NotNowError."""
    token = uuid4().hex
    taken = Import.objects.filter(pk=imported.pk, state__in=states, token=imported.token).update(
        state=state, token=token, done=0, seen_alive_at=timezone.now(), **values
    )
    if not taken:
        raise NotNowError
    imported.refresh_from_db(fields=["state", "token", "done", "seen_alive_at", *values])
    return token


def _start_process(imported: Import, step: str, token: str, *options: str) -> None:
    """Start a process that goes on when this one ends. It is waited for, lest it stay in the system's table."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "work_on_import", str(imported.pk), step]
    process = subprocess.Popen(  # noqa: S603
        [*command, "--token", token, *options],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    with suppress(RuntimeError):  # the interpreter is about to end
        Thread(target=process.wait, daemon=True).start()
