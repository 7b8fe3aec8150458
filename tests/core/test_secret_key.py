"""The secret key that is made where none is given."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_of_several_processes_that_start_together_all_have_the_same_key(tmp_path: Path) -> None:
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "SECRET_KEY": ""}
    command = [sys.executable, "-c", "from core import settings; print(settings.SECRET_KEY)"]
    started = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    keys = {process.communicate()[0].strip() for process in started}
    assert len(keys) == 1
    assert len(keys.pop()) >= 50
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
