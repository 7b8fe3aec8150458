"""The throw-away PostgreSQL."""

import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from django.conf import settings

SCRIPT = str(Path(settings.BASE_DIR) / "scripts" / "with_postgresql.py")
ASK = """
import os, psycopg, sys
with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
    connection.execute("SELECT 1")
print(os.environ["DATABASE_URL"], flush=True)
"""


def folder_in(output: str) -> Path:
    """The server's folder, from the address that the command printed."""
    return Path(parse_qs(urlsplit(output.strip()).query)["host"][0])


def test_the_command_has_a_server_and_its_status_is_passed_on() -> None:
    command = [sys.executable, SCRIPT, sys.executable, "-c", ASK + "sys.exit(7)"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 7, done.stderr
    assert not folder_in(done.stdout).exists()


def test_nothing_is_left_when_it_is_told_to_stop() -> None:
    command = [sys.executable, SCRIPT, sys.executable, "-c", ASK + "import time; time.sleep(60)"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    folder = folder_in(process.stdout.readline())
    with psycopg.connect(host=str(folder), user="postgres", autocommit=True) as connection:
        connection.execute("SELECT 1")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) == 128 + signal.SIGTERM
        with pytest.raises(psycopg.OperationalError):
            connection.execute("SELECT 1")
    process.stdout.close()
    assert not folder.exists()


def test_without_a_command_it_says_how_it_is_used() -> None:
    done = subprocess.run([sys.executable, SCRIPT], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert "python scripts/with_postgresql.py pytest tests" in done.stderr


def test_a_command_that_does_not_exist() -> None:
    command = [sys.executable, SCRIPT, "no-such-command"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (127, "There is no command no-such-command.\n")
