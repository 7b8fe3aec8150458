"""`manage.py measure_start`: what it costs a new process to become ready to answer. Writes JSON."""

import gc
import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand

from benchmarks import engine
from benchmarks.measuring import page
from benchmarks.questions import PAGES

_ROLLUP = Path("/proc/self/smaps_rollup")
_PARTS = {"rss": ("Rss",), "own": ("Private_Clean", "Private_Dirty"), "share": ("Pss",)}


class Command(BaseCommand):
    """Takes the snapshot from disk where one is prepared, else from the database; then answers some searches."""

    help = "Measures seconds and memory (MB) of a new process until it can answer, and after some searches."

    def handle(self, **_options: object) -> None:
        page("/case-studies/")  # which needs no snapshot: what any process of Django holds
        before = memory()
        start = time.perf_counter()
        engine.ready()
        seconds = time.perf_counter() - start
        for address in PAGES["words and three facets"][:20]:
            page(address)
        self.stdout.write(json.dumps({"seconds": seconds, "before": before, "after": memory()}))


def memory() -> dict[str, float]:
    """Megabytes of this process: resident, its own, and with its share of what several processes have in common."""
    gc.collect()
    lines = (line.split() for line in _ROLLUP.read_text().splitlines()[1:])
    sizes = {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, *_ in lines}
    return {part: sum(sizes[name] for name in names) for part, names in _PARTS.items()}
