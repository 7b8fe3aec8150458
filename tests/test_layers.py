"""Nothing flows back: the table of layers in pyproject.toml holds, and leaves no module out."""

import subprocess
import sys
from pathlib import Path

from django.conf import settings


def test_no_module_imports_what_stands_above_it() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    outcome = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "0 broken" in outcome.stdout
