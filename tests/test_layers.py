"""Nothing flows back: the table of layers in pyproject.toml holds, and leaves no module out."""

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


@pytest.fixture(scope="module")
def contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts: list[dict[str, Any]] = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    return contracts


def test_no_module_imports_what_stands_above_it(tmp_path: Path) -> None:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache"]
    outcome = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr
    assert "0 broken" in outcome.stdout


def test_every_part_of_the_app_has_its_place(contracts: list[dict[str, Any]]) -> None:
    """A new module must be put into the table before it can be tested."""
    layers = next(contract["layers"] for contract in contracts if contract["name"].startswith("Layers"))
    named = {module.strip(" ()").split(".")[-1] for layer in layers for module in layer.replace("|", ":").split(":")}
    parts = {path.stem for path in (ROOT / "opportunities").iterdir() if (path / "__init__.py").exists()}
    parts |= {path.stem for path in (ROOT / "opportunities").glob("*.py")}
    assert parts - {"__init__", "apps", "migrations"} == named
