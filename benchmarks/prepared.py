"""Finished catalogues of every size, each in a data folder of its own, made once and kept under DATA_DIR/bench."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from benchmarks.distribution import FORMAT, SEED

REAL = "real"
DATABASE = "finder.sqlite3"


def prepared(size: str, seed: int = SEED) -> Path:
    """The data folder of the real catalogue (`size` is "real"), or of one filled up to so many entries.

    It is made where it is not there yet: 100,000 entries take about half a minute, a million about six minutes.
    """
    bench: Path = settings.DATA_DIR / "bench"
    kept = bench / f"{size}-{seed}-{FORMAT}-{_digest()}"
    if not kept.exists():
        draft = bench / "draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        (draft / "static").symlink_to(settings.STATIC_ROOT.resolve())
        manage(draft, "migrate")
        manage(draft, "load_catalogue")
        if size != REAL:
            manage(draft, "invent_catalogue", size, f"--seed={seed}")
        for older in bench.glob(f"{size}-*"):
            shutil.rmtree(older)
        draft.rename(kept)
    return kept


@contextmanager
def working_copy(folder: Path) -> Iterator[Path]:
    """A copy of a data folder, to be edited and thrown away."""
    with tempfile.TemporaryDirectory(prefix="working-", dir=folder.parent) as parent:
        copy = Path(parent) / "data"
        shutil.copytree(folder, copy, symlinks=True)
        yield copy


def environment(folder: Path) -> dict[str, str]:
    """The environment of a process that works on this data folder. It wins over the developer's `.env`."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / DATABASE}",
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
    }


def manage(folder: Path, *command: str) -> str:
    """Run a command of manage.py on this data folder, quietly; gives what it wrote."""
    return subprocess.run(
        [sys.executable, "manage.py", *command, "-v0"],
        cwd=settings.BASE_DIR,
        env=environment(folder),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout


def _digest() -> str:
    """Of the real catalogue's files and the migrations: what a finished catalogue rests on besides the seed."""
    digest = hashlib.sha256()
    migrations = settings.BASE_DIR / "opportunities" / "migrations"
    for path in sorted([*settings.CATALOGUE_DIR.rglob("*.yaml"), *migrations.glob("*.py")]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
