"""A loader that is killed at a random moment leaves the catalogue as before or as after, never between."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import load_catalogue
from tests.builders import opportunity_entry, organisation_entry, round_entry, source_entry, write_catalogue
from tests.databases import connected_to, new_database

KILLS = 6
ENTRIES = 80


def write_version(folder: Path, version: int) -> Path:
    """A catalogue in which every fact of every entry differs from that of another version."""
    return write_catalogue(
        folder,
        organisations=[organisation_entry(f"body-{n}", summary=f"Version {version}") for n in range(20)],
        opportunities=[
            opportunity_entry(
                f"award-{n}",
                summary=f"Version {version}",
                funders=[f"body-{(n + version) % 20}"],
                sources=[source_entry(f"v{version}-{m}") for m in range(4)],
                cycle={"frequency": "annual", "rounds": [round_entry(f"{version}.{m}") for m in range(3)]},
            )
            for n in range(ENTRIES)
        ],
    )


def start_load(folder: Path, url: str, data_dir: Path) -> subprocess.Popen[bytes]:
    """A loader in a process of its own, that says on its output when it is ready to begin."""
    code = (
        "import sys; from django.core.management import execute_from_command_line as run; import django; "
        "django.setup(); print('ready', flush=True); run(['manage.py', 'load_catalogue', sys.argv[1]])"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code, str(folder)],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url, "DATA_DIR": str(data_dir), "DJANGO_SETTINGS_MODULE": "core.settings"},
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def exported(folder: Path) -> dict[str, bytes]:
    export_catalogue(folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.yaml")}


@pytest.mark.django_db(transaction=True)
def test_a_killed_load_is_all_or_nothing(tmp_path: Path) -> None:
    chance = random.Random(20261125)  # noqa: S311
    before, after = write_version(tmp_path / "before", 1), write_version(tmp_path / "after", 2)
    with new_database(tmp_path) as url, connected_to(url):
        load_catalogue(after)
        as_after = exported(tmp_path / "as-after")
        load_catalogue(before)
        as_before = exported(tmp_path / "as-before")

        started = time.monotonic()
        assert start_load(after, url, tmp_path).wait(timeout=60) == 0
        duration = time.monotonic() - started
        assert exported(tmp_path / "whole") == as_after
        load_catalogue(before)

        killed = 0
        for attempt in range(KILLS):
            process = start_load(after, url, tmp_path)
            time.sleep(duration * chance.random())
            process.send_signal(signal.SIGKILL)
            killed += process.wait(timeout=60) == -signal.SIGKILL
            state = exported(tmp_path / f"state-{attempt}")
            assert state in (as_before, as_after)
            if state == as_after:
                load_catalogue(before)
        assert killed >= KILLS // 2  # otherwise the kills came too late to show anything

        load_catalogue(after)
        assert exported(tmp_path / "in-the-end") == as_after
