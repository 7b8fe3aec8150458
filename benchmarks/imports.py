"""Measures an import of many rows: `python -m benchmarks.imports 50000` reads and applies a file of so many rows.

Each step runs as on the site, in a process of its own, on a new SQLite database with the real catalogue. Told are its
seconds, those that it had a processor, and the peak of its memory.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parent.parent
_WORDS = (
    *("award", "research", "visit", "exchange", "study", "travel", "joint"),
    *("science", "culture", "history", "language", "energy", "ocean", "health"),
)


def lines(count: int) -> Iterator[list[str]]:
    """A table of new entries with what a curator would fill in, the headings first."""
    from opportunities.curation.importing.template import example_cells, template_columns

    names = [column.name for column in template_columns()]
    yield names
    random = Random(1868)
    for number in range(count):
        row = dict(zip(names, example_cells(), strict=True))
        words = " ".join(random.choices(_WORDS, k=3))
        row |= {
            "key": f"invented-{number}",
            "name": f"{words.title()} of the {random.randint(1, 10**6)} Foundation",
            "summary": " ".join(random.choices(_WORDS, k=12)),
            "funding.max": str(random.randint(100, 90_000)),
            "application.official_url": f"https://example.org/{number}",
            "new_source.url": f"https://example.org/{number}",
            "next_round.closes": f"2027-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
            "next_round.opens": "2026-12-01",
        }
        yield [row[name] for name in names]


def file_of(count: int) -> bytes:
    """The table as a workbook."""
    from opportunities.curation.importing.writing import write_xlsx

    file = BytesIO()
    write_xlsx(lines(count), file)
    return file.getvalue()


def measured(*arguments: str) -> str:
    """Run a command of manage.py; tells what it took."""
    began = time.monotonic()
    process = subprocess.Popen([sys.executable, "manage.py", *arguments], cwd=ROOT)
    _pid, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{arguments}: status {status}")
    seconds = time.monotonic() - began
    return f"{seconds:.1f} s ({usage.ru_utime + usage.ru_stime:.1f} s of a processor), {usage.ru_maxrss / 1000:.0f} MB"


def main(count: int) -> None:
    """Read and apply a file of so many rows, then read the same file again, which changes nothing."""
    from django.utils import timezone

    from opportunities.models import Import

    raw = file_of(count)
    print(f"{count:,} rows, {len(raw) / 1e6:.1f} MB", flush=True)
    for steps in (("read", "apply"), ("read",)):
        imported = Import.objects.create(at=timezone.now(), file_name="invented.xlsx", file=raw, token="t")  # noqa: S106
        for step in steps:
            if step == "apply":
                Import.objects.filter(pk=imported.pk).update(state="applying")
            told = measured("work_on_import", str(imported.pk), step, "--token", "t")
            imported.refresh_from_db(fields=["state", "done"])
            print(f"  {step}: {told} ({imported.state}, {imported.done:,} rows)", flush=True)


def begin(folder: str) -> None:
    """Set up a database in the folder."""
    os.environ |= {"DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "core.settings"}
    for command in ("migrate", "load_catalogue"):
        measured(command, "-v0")
    import django

    django.setup()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="finder-imports-") as name:
        begin(name)
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000)
