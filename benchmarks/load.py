"""A light client that loads the server: one request after another on each connection."""

import math
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from benchmarks.serving import ask


@dataclass(frozen=True, slots=True)
class Load:
    """What a server did under load. Times of answers in milliseconds."""

    connections: int
    requests: int
    per_second: float
    p50: float
    p95: float
    p99: float
    slowest: float

    def as_dict(self) -> dict[str, float]:
        """For JSON."""
        return asdict(self)


def load(connections: Sequence[HTTPConnection], paths: Sequence[str], seconds: float, pause: float = 0.0) -> Load:
    """Ask for the paths in turn for so many seconds, each connection with a pause after each answer."""
    end = time.perf_counter() + seconds

    def one_after_another(number: int) -> list[float]:
        times = []
        step = len(paths) * number // len(connections)
        for path in islice(cycle(paths), step, None):
            before = time.perf_counter()
            if before > end:
                break
            ask(connections[number], path)
            times.append((time.perf_counter() - before) * 1000)
            time.sleep(pause)
        return times

    start = time.perf_counter()
    with ThreadPoolExecutor(len(connections)) as pool:
        times = sorted(time for part in pool.map(one_after_another, range(len(connections))) for time in part)
    took = time.perf_counter() - start
    return Load(
        connections=len(connections),
        requests=len(times),
        per_second=len(times) / took,
        p50=percentile(times, 50),
        p95=percentile(times, 95),
        p99=percentile(times, 99),
        slowest=times[-1],
    )


def percentile(ordered: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of all do not exceed."""
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)]
