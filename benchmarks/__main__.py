"""`python -m benchmarks real 10000 100000`: measure catalogues of these sizes and write docs/benchmarks.md."""

import os
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.settings")

from benchmarks.prepared import environment, prepared, working_copy
from benchmarks.report import results_folder, write_report

HERE = Path(__file__).resolve().parent
# In this order: the first finds no prepared index.
SEARCH = ("start", "counts", "eligibility", "text", "page", "server")
LOADED = ("real", "100000")  # the sizes whose server is put under load
# Working out the upkeep of all entries takes three minutes for 100,000, which no desk of a million needs.
FURNISHED = ("real", "10000", "100000")  # the sizes whose desk is looked at
QUICK = ("--benchmark-min-rounds=5", "--benchmark-max-time=3", "--benchmark-columns=median,iqr,max,rounds")


def measure(size: str) -> None:
    """Run the benches on a catalogue of this size, and keep the results as JSON."""
    names = (*SEARCH, *(["load"] if size in LOADED else []), *(["dashboard"] if size in FURNISHED else []))
    files = [HERE / f"bench_{name}.py" for name in names]
    started = time.monotonic()
    source = prepared(size)
    print(f"\n{size}: prepared in {time.monotonic() - started:.0f} s", flush=True)
    results = results_folder() / f"{size}.json"
    with working_copy(source) as folder:
        subprocess.run(
            [
                *(sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *map(str, files)),
                *("--benchmark-enable", "--benchmark-only", f"--benchmark-json={results}", *QUICK),
            ],
            cwd=HERE.parent,
            env=environment(folder),
            check=True,
        )
    print(f"{size}: measured after {time.monotonic() - started:.0f} s", flush=True)


if __name__ == "__main__":
    for size in sys.argv[1:]:
        measure(size)
    write_report()
