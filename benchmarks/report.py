"""Writes docs/benchmarks.md from the results: what stands between the marks is replaced, the rest is written by hand.

`python -m benchmarks.report` writes it again from the results that are there.
"""

import os
import platform
import sqlite3
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from benchmarks.results import Results
from benchmarks.works import WORKS, Work

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SIZES = ("real", "10000", "100000", "1000000")
LOADS = ("words and three facets", "start", "detail")
_LIBRARIES = ("django", "gunicorn", "numpy", "pyroaring", "tantivy")


def results_folder() -> Path:
    """Where results are kept until the next run."""
    folder: Path = settings.DATA_DIR / "bench" / "results"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_report() -> None:
    """Replace the measured part of docs/benchmarks.md by all results that are kept."""
    kept = (results_folder() / f"{size}.json" for size in SIZES)
    results = [Results.read(path) for path in kept if path.exists()]
    document = settings.BASE_DIR / "docs" / "benchmarks.md"
    before, _, rest = document.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    measured = "\n\n".join([machine(results), search_table(results), "## Under load", load_table(results)])
    document.write_text(f"{before}{BEGIN}\n\n{measured}\n\n{END}{after}", encoding="utf-8")


def machine(results: Sequence[Results]) -> str:
    """The machine and the versions, and when was measured."""
    with Path("/proc/cpuinfo").open(encoding="utf-8") as lines:
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    days = ", ".join(f"{in_words(result.size)} on {result.day}" for result in results)
    return (
        f"{model}, {os.cpu_count()} cores, {memory:.0f} GB; {platform.system()} {platform.machine()}, "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {libraries}. Measured: {days}."
    )


def search_table(results: Sequence[Results]) -> str:
    """Every work at every size, beside its baseline and its target."""
    rows = [row for work in WORKS for result in results if (row := _row(work, result))]
    return table(("work", "entries", "measured", "baseline", "ratio", "target", ""), rows)


def _row(work: Work, result: Results) -> list[str] | None:
    figure = work.figure(result)
    if figure is None:
        return None
    baseline = work.baseline(result) if work.baseline else None
    targets = work.targets.get(result.size, ())
    verdicts = [target.is_reached(figure, baseline) for target in targets]
    return [
        work.name,
        in_words(result.size),
        f"{number(figure)} {work.unit}",
        f"{number(baseline)} {work.unit}" if baseline is not None else "",
        _ratio(figure, baseline, work.is_floor),
        ", ".join(target.words(work.unit) for target in targets),
        ("reached" if all(verdicts) else "**not reached**") if verdicts else "",
    ]


def _ratio(figure: float, baseline: float | None, is_floor: bool) -> str:
    if baseline is None:
        return ""
    if is_floor:
        return f"{figure / baseline:.2f}×"
    is_faster = figure <= baseline
    return f"{number(max(figure, baseline) / min(figure, baseline))}× {'faster' if is_faster else 'slower'}"


def load_table(results: Sequence[Results]) -> str:
    """Throughput and times of answers, beside the canned view."""
    rows = []
    for result in results:
        for kind in LOADS:
            for name, bench in ((kind, f"test_load[{kind}-page]"), ("– its floor", f"test_load[{kind}-floor]")):
                figures = [result.noted(bench, key) for key in ("per_second", "p50", "p95", "p99", "slowest")]
                if figures[0] is not None:
                    rows.append([in_words(result.size), name, *(number(figure or 0) for figure in figures)])
    return table(("entries", "page", "answers a second", "p50, ms", "p95, ms", "p99, ms", "slowest, ms"), rows)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def in_words(size: str) -> str:
    """A size as people write it."""
    return f"{int(size):,}" if size.isdigit() else size


def number(value: float) -> str:
    """With three digits that count, and no more after the point than that takes."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")
    write_report()
