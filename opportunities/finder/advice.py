"""What to do where a search finds nothing: which condition is in the way, and what would be found without it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from opportunities.finder.query import FinderQuery
from opportunities.search.bitmaps import Selection
from opportunities.search.declaration import FACET
from opportunities.search.options import label_of
from opportunities.search.ordering import Order
from opportunities.search.ranking import Found
from opportunities.search.snapshot import Snapshot
from opportunities.search.verdicts import Verdicts

MOST_NAMES = 5  # programmes with a name like a word that nothing has


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a search, the search without it, and how much that finds.

    Without a facet it is the question itself.
    """

    facet: str | None
    label: str
    without: FinderQuery
    count: int


@dataclass(frozen=True, slots=True)
class NearName:
    """A programme whose name has a word like one that was asked for."""

    slug: str
    name: str
    name_ja: str | None


@dataclass(frozen=True, slots=True)
class Advice:
    """Every condition, the most helpful to drop first; the names nearest to words that no entry has."""

    conditions: tuple[Condition, ...]
    names: tuple[NearName, ...]


def advice_on(
    query: FinderQuery, at: datetime, snapshot: Snapshot, found: Found | None, verdicts: Verdicts | None = None
) -> Advice:
    """What to do about a search that finds nothing."""

    def result(selection: Selection, matched: BitMap) -> int:
        return len(snapshot.narrow(selection, matched, at, verdicts).result)

    conditions = _without_each_value(query, snapshot, lambda s: result(s, found.matched if found else snapshot.live))
    if query.q:
        count = result(query.selection, snapshot.live)
        conditions.append(Condition(None, query.q, query.without_words(), count))
    return Advice(
        conditions=tuple(sorted(conditions, key=lambda condition: -condition.count)),
        names=_nearest_names(snapshot, found) if found else (),
    )


def _without_each_value(
    query: FinderQuery, snapshot: Snapshot, count_of: Callable[[Selection], int]
) -> list[Condition]:
    conditions = []
    for parameter, values in query.selection.items():
        for value in values:
            without = query.toggled(parameter, value)
            count = count_of(without.selection)
            facet = FACET[parameter]
            label = label_of(facet, value, snapshot.bodies)
            conditions.append(Condition(facet.label.label, label, without, count))
    return conditions


def _nearest_names(snapshot: Snapshot, found: Found) -> tuple[NearName, ...]:
    rank = snapshot.name_rank
    alike = (entries for word in found.unknown_words() for entries in snapshot.text.with_name_like(word))
    numbers = dict.fromkeys(n for some in alike for n in Order(some, rank.__getitem__, rank).slice(0, MOST_NAMES))
    entries = [snapshot.entry(number) for number in list(numbers)[:MOST_NAMES]]
    return tuple(NearName(entry.slug, entry.name, entry.name_ja) for entry in entries)
