"""What one run measured on a catalogue of one size, as pytest-benchmark kept it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True)
class Results:
    """The figures of one size. A bench that was not run has none: None."""

    size: str
    day: str
    benches: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, path: Path) -> Self:
        """The results in a file."""
        kept = json.loads(path.read_text(encoding="utf-8"))
        return cls(path.stem, kept["datetime"][:10], {bench["name"]: bench for bench in kept["benchmarks"]})

    def median(self, bench: str) -> float | None:
        """In seconds."""
        return self._time(bench, "median")

    def slowest(self, bench: str) -> float | None:
        """In seconds."""
        return self._time(bench, "max")

    def _time(self, bench: str, which: str) -> float | None:
        return float(self.benches[bench]["stats"][which]) if bench in self.benches else None

    def noted(self, bench: str, *keys: str) -> float | None:
        """A figure that a bench noted besides its time."""
        found: Any = self.benches.get(bench, {}).get("extra_info")
        for key in keys:
            found = found.get(key) if found else None
        return float(found) if found is not None else None
