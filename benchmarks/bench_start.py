"""What a new worker costs: seconds until it can answer, and memory. Each measured in a process of its own."""

import json
from pathlib import Path
from typing import Any

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import engine
from benchmarks.prepared import manage


def start(benchmark: BenchmarkFixture, folder: Path) -> None:
    """Start a process, and note what it says of itself: last, after what a build says."""
    figures: dict[str, Any] = json.loads(manage(folder, "measure_start").splitlines()[-1])
    benchmark.extra_info.update(figures)
    benchmark.extra_info["added"] = {part: after - figures["before"][part] for part, after in figures["after"].items()}


def test_start_from_the_database(benchmark: BenchmarkFixture, data_folder: Path) -> None:
    """The first process of all. A large catalogue it has prepared on disk by another, and opens it there."""
    benchmark.pedantic(start, args=(benchmark, data_folder))


def test_prepare_index(benchmark: BenchmarkFixture, data_folder: Path) -> None:
    """`manage.py build_search_index`, from beginning to end."""
    benchmark.pedantic(manage, args=(data_folder, engine.PREPARE))


def test_start_from_the_index(benchmark: BenchmarkFixture, data_folder: Path) -> None:
    """A process that finds a prepared index."""
    benchmark.pedantic(start, args=(benchmark, data_folder))
