"""The code stays small enough to read: budgets of files, functions and views."""

import ast
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
CODE = sorted(
    path for part in ("core", "opportunities", "scripts", "benchmarks") for path in (ROOT / part).rglob("*.py")
)
OURS = [path for path in CODE if "migrations" not in path.parts]
TESTS = sorted((ROOT / "tests").rglob("*.py"))
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


def lines_of(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(paths: list[Path]) -> Iterator[tuple[str, int]]:
    """Each function with its length in lines, from its `def` to its end."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, FUNCTION):
                assert node.end_lineno is not None
                yield f"{path.relative_to(ROOT)}: {node.name}", node.end_lineno - node.lineno + 1


def test_files_can_be_read_in_one_go() -> None:
    assert [str(path) for path in [*OURS, *TESTS] if lines_of(path) > 400] == []
    assert median(map(lines_of, OURS)) < 90


def test_functions_fit_a_screen() -> None:
    lengths = dict(functions(OURS))
    assert len(lengths) > 300
    assert {name: length for name, length in lengths.items() if length > 50} == {}
    assert sum(length <= 30 for length in lengths.values()) >= 0.9 * len(lengths)


def test_views_parse_ask_and_render() -> None:
    views = dict(functions([path for path in OURS if "views" in path.parts]))
    assert views
    assert {name: length for name, length in views.items() if length > 25} == {}


def test_no_file_is_called_after_nothing_in_particular() -> None:
    assert [str(path) for path in [*CODE, *TESTS] if path.stem in ("utils", "helpers", "common", "misc")] == []


def test_every_package_says_what_it_holds() -> None:
    packages = [path for path in OURS if path.name == "__init__.py" and lines_of(path)]
    assert all(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) for path in packages)
    map_of_the_app = ast.get_docstring(ast.parse((ROOT / "opportunities" / "__init__.py").read_text(encoding="utf-8")))
    parts = {path.parent.name for path in (ROOT / "opportunities").glob("*/__init__.py")}
    assert map_of_the_app is not None
    assert {part for part in parts - {"migrations", "templatetags"} if part not in map_of_the_app} == set()
