"""A loader that is killed leaves the catalogue as it was before or as it is after, never between."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django import DjangoDbBlocker

from opportunities.curation.catalogue_files import digest_of
from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import load_catalogue
from opportunities.models import CatalogueRevision
from tests.builders import opportunity_entry, organisation_entry, round_entry, write_catalogue
from tests.databases import connected_to, new_database

KILLS = 6


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own, to which this test is connected."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield url


def versions(folder: Path) -> tuple[Path, Path]:
    """Two versions of a small catalogue that differ in all of their 60 opportunities."""
    for name in ("before", "after"):
        bodies = [organisation_entry(f"body-{n}", name=f"Body {name}") for n in range(20)]
        awards = [
            opportunity_entry(
                f"award-{n}", name=f"Award {name}", funders=[f"body-{n % 20}"], cycle={"rounds": [round_entry(name)]}
            )
            for n in range(60)
        ]
        write_catalogue(folder / name, awards, bodies)
    return folder / "before", folder / "after"


def loader(folder: Path, database: str, data: Path) -> subprocess.Popen[bytes]:
    """`manage.py load_catalogue` in a process of its own, which is about to begin."""
    code = (
        "import sys, django; from django.core.management import execute_from_command_line as run; "
        "django.setup(); print('ready', flush=True); run(['manage.py', 'load_catalogue', sys.argv[1]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": database, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "core.settings"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def loaded(process: subprocess.Popen[bytes]) -> bool:
    """Whether the loader came to its good end."""
    process.communicate(timeout=60)
    return process.returncode == 0


def state(folder: Path) -> tuple[str | None, dict[str, bytes]]:
    """What is stored: the digest of the files last loaded, and all facts."""
    export_catalogue(folder)
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.yaml")}
    return CatalogueRevision.objects.get().loaded_digest, files


def test_a_killed_loader_leaves_the_catalogue_as_before_or_as_after(tmp_path: Path, database: str) -> None:
    before_files, after_files = versions(tmp_path)
    load_catalogue(after_files)
    after = state(tmp_path / "state")
    load_catalogue(before_files)
    before = state(tmp_path / "state")
    assert before != after
    assert (before[0], after[0]) == (digest_of(before_files), digest_of(after_files))

    process = loader(after_files, database, tmp_path)
    began = time.monotonic()
    assert loaded(process)
    duration = time.monotonic() - began
    assert state(tmp_path / "state") == after
    load_catalogue(before_files)

    moments = random.Random(1854)  # noqa: S311
    killed = 0
    for kill in range(KILLS):
        process = loader(after_files, database, tmp_path)
        time.sleep(duration * (kill + moments.random()) / KILLS)
        process.kill()
        killed += not loaded(process)
        found = state(tmp_path / "state")
        assert found in (before, after), f"between two states, kill {kill + 1}"
        if found == after:
            load_catalogue(before_files)
    assert killed, "every kill came too late"

    assert loaded(loader(after_files, database, tmp_path))
    assert state(tmp_path / "state") == after
