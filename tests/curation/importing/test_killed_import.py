"""An import that is killed while it is applied changed everything or nothing, and can be taken up again.

The suite kills a small one a few times. `IMPORT_ROWS=5000 IMPORT_KILLS=20` asks for what the desk promises.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from opportunities.curation.importing import work
from opportunities.curation.importing.progress import DEAD_AFTER, progress_of
from opportunities.models import CatalogueRevision, Import, Operation, Opportunity, RecordChange, Round, Source, Upkeep
from tests.curation.importing.tables import csv_of, new_entries
from tests.databases import connected_to, new_database

ROWS = int(os.environ.get("IMPORT_ROWS", "250"))
KILLS = int(os.environ.get("IMPORT_KILLS", "4"))
TOKEN = "t"


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own, to which this test is connected."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield url


def worker(imported: Import, step: str, database: str, data: Path) -> subprocess.Popen[bytes]:
    """The process that the desk starts for a large file, which is about to begin."""
    code = (
        "import sys, django; from django.core.management import execute_from_command_line as run; "
        "django.setup(); print('ready', flush=True); run(['manage.py', 'work_on_import', *sys.argv[1:]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(imported.pk), step, "--token", TOKEN],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "core.settings"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def uploaded(name: str) -> Import:
    """A table of new entries with a round and a source each, not read yet."""
    keys = [f"{name}-{number}" for number in range(ROWS)]
    raw = csv_of(new_entries(*keys, next_round__label="2027", next_round__closes="2027-03-31"))
    return Import.objects.create(at=timezone.now(), file_name=f"{name}.csv", file=raw, token=TOKEN)


def read(name: str, database: str, data: Path) -> Import:
    """Such a table, read by a process."""
    imported = uploaded(name)
    assert worker(imported, "read", database, data).wait(300) == 0
    imported.refresh_from_db()
    assert (imported.state, imported.rows) == ("read", ROWS)
    Import.objects.filter(pk=imported.pk).update(state="applying")
    return imported


def counts() -> tuple[int, ...]:
    """How much of everything there is that an import writes."""
    models = (Opportunity, Round, Source, Upkeep, Operation, RecordChange)
    return tuple(model._default_manager.count() for model in models)


def test_a_killed_import_changed_everything_or_nothing(tmp_path: Path, database: str) -> None:
    process = worker(read("pear", database, tmp_path), "apply", database, tmp_path)
    began = time.monotonic()
    assert process.wait(300) == 0
    duration = time.monotonic() - began
    nothing = counts()
    assert nothing == (ROWS, ROWS, ROWS, ROWS, 1, ROWS)
    everything = tuple(2 * count for count in nothing)

    imported = read("plum", database, tmp_path)
    moments = random.Random(1868)  # noqa: S311
    killed = 0
    for kill in range(KILLS):
        Import.objects.filter(pk=imported.pk).update(state="applying")
        process = worker(imported, "apply", database, tmp_path)
        time.sleep(duration * (kill + moments.random()) / KILLS)
        process.kill()
        killed += process.wait(60) == -signal.SIGKILL
        imported.refresh_from_db()
        expected = everything if imported.state == "applied" else nothing
        assert counts() == expected, f"between two states, kill {kill + 1}"
        assert imported.state in ("applying", "applied")
        if imported.state == "applied":
            break
    print(f"{killed} kills within {duration:.1f} seconds")
    assert killed, "every kill came too late"

    if imported.state != "applied":
        assert not progress_of(imported, timezone.now() + DEAD_AFTER + timedelta(seconds=1)).is_alive
        work.take_back(imported)
        assert imported.state == "read"
        Import.objects.filter(pk=imported.pk).update(state="applying", token=TOKEN)
        assert worker(imported, "apply", database, tmp_path).wait(300) == 0
    assert counts() == everything
    imported.refresh_from_db()
    assert (imported.state, imported.done) == ("applied", ROWS)
    assert CatalogueRevision.objects.get().number >= 1


def test_a_killed_reading_is_taken_up_again(tmp_path: Path, database: str) -> None:
    imported = uploaded("plum")
    process = worker(imported, "read", database, tmp_path)
    time.sleep(0.3)
    process.kill()
    process.wait(60)
    assert worker(imported, "read", database, tmp_path).wait(300) == 0
    imported.refresh_from_db()
    assert (imported.state, imported.results.count()) == ("read", ROWS)
