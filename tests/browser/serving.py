"""The finder served as in production: the real catalogue, nothing of the developer's own."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_DATABASE = "finder.sqlite3"
PATIENCE = 20  # seconds until a server that was told to stop is killed


def prepare(folder: Path, **environment: str) -> None:
    """Make a database with the real catalogue and the collected static files in `folder`."""
    manage(folder, ["migrate"], ["load_catalogue"], ["collectstatic", "--no-input"], **environment)


def copy(folder: Path, to: Path) -> None:
    """A finder of its own in the folder `to`, as the one in `folder` is now, also while that one is served."""
    (to / "static").symlink_to(folder / "static")
    with closing(sqlite3.connect(folder / _DATABASE)) as old, closing(sqlite3.connect(to / _DATABASE)) as new:
        old.backup(new)


def seat(folder: Path) -> None:
    """Let curators and editors sit down at the desk of the finder in `folder`, with work to do."""
    manage(folder, ["shell", "-c", "from tests.browser.desk_cast import seat; seat()"])


def manage(folder: Path, *commands: list[str], **environment: str) -> None:
    """Run commands of manage.py on what is in `folder`. The environment given here counts for more than the usual."""
    for command in commands:
        subprocess.run(
            [sys.executable, "manage.py", *command, "-v0"],
            cwd=ROOT,
            env={**_environment(folder), **environment},
            check=True,
            stdout=subprocess.DEVNULL,
        )


@contextmanager
def serving(folder: Path, **environment: str) -> Iterator[str]:
    """A running finder on what `prepare` made in `folder`; gives the beginning of its addresses, without a slash.

    The socket is made here and handed over, so the port is free for certain, and requests wait until the server is up.
    """
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port, handle = listener.getsockname()[1], listener.fileno()
        server = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "core.wsgi",
                "--bind",
                f"fd://{handle}",
                "--log-level",
                "warning",
                "--no-control-socket",
            ],
            cwd=ROOT,
            env={**_environment(folder), **environment},
            pass_fds=[handle],
        )
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            try:
                server.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                server.kill()


def _environment(folder: Path) -> dict[str, str]:
    """What is set here wins over the developer's `.env`."""
    return {
        **os.environ,
        "ALLOWED_HOSTS": "127.0.0.1",
        "BEHIND_HTTPS": "false",
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / _DATABASE}",
        "DEBUG": "false",
        "LOG_LEVEL": "ERROR",
    }


def chromium() -> str | None:
    """Where Chromium or Chrome is installed, or None."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def chromium_flags() -> list[str]:
    """Switches that keep the browser to itself, and let it run for root and in containers."""
    quiet = ["background-networking", "component-update", "sync", "gpu", "quic", "dev-shm-usage"]
    flags = [f"--disable-{what}" for what in quiet]
    return [*flags, "--no-first-run", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
