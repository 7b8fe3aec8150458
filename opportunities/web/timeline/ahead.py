"""Which of the programmes that a search found have dates ahead, the nearest of them, and what becomes of the others."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from opportunities.deadlines.status import Standing, deadline_sort_key
from opportunities.finder import FinderResult, Hit, hits_of, order_of
from opportunities.search.snapshot import Snapshot

MOST = 150  # programmes that a calendar shows
WITHOUT_DATE = ("rolling", "closed", "unknown", "ended")  # statuses

Between = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Ahead:
    """The nearest programmes with a date ahead, how many there are in all, and of the others how many of a status."""

    hits: tuple[Hit, ...]
    total: int
    without_date: dict[str, int]

    @property
    def is_cut(self) -> bool:
        """Whether there are more than are shown."""
        return len(self.hits) < self.total


def ahead_of(result: FinderResult, snapshot: Snapshot, between: Between | None = None) -> Ahead:
    """What lies ahead of the programmes found.

    Of more than `MOST` the nearest are taken; with `between`, those whose next deadline lies in that time.
    """
    at, found = result.at, BitMap(result.numbers)

    def standing(*codes: str) -> BitMap:
        return BitMap.union(*(snapshot.with_value("status", code, at) for code in codes)) & found

    announced, expected = standing("open", "opens-later") - standing("rolling"), standing("expected")
    total = len(announced) + len(expected)
    within = between if total > MOST else None
    numbers = [number for entries in (announced, expected) for number in _nearest(entries, at, snapshot, within)]
    hits = sorted(hits_of(numbers, at, snapshot), key=lambda hit: _next_date(hit.standing))[:MOST]
    return Ahead(tuple(hits), total, {code: count for code in WITHOUT_DATE if (count := len(standing(code)))})


def _nearest(entries: BitMap, at: datetime, snapshot: Snapshot, between: Between | None) -> list[int]:
    """The numbers of the first entries by their next deadline; all are announced, or all are expected."""
    order = order_of("deadline", entries, at, snapshot)
    if between is None:
        return order.slice(0, MOST)
    numbers = order.all()
    first, last = (bisect_left(numbers, day, key=lambda n: _next_date(snapshot.standing(n, at))) for day in between)
    return numbers[first : min(last, first + MOST)]


def _next_date(standing: Standing) -> datetime:
    return deadline_sort_key(standing)[1]
