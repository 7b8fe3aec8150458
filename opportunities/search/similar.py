"""Entries like a given one: those that share most of what is rare."""

from collections import defaultdict
from math import log

from opportunities.search.declaration import FACETS
from opportunities.search.snapshot import Snapshot

# How much sharing a value of a facet says. Facets that are not named here say nothing about likeness.
_SAYS = {"direction": 2.0, "stage": 1.5, "kind": 1.5, "discipline": 1.0, "activity": 1.5, "covers": 0.5, "funder": 1.5}


def similar_to(slug: str, snapshot: Snapshot, limit: int) -> list[int]:
    """The numbers of the entries most like `slug`, best first; ended ones are left out. Empty for an unknown slug."""
    number = snapshot.number_of.get(slug)
    if number is None:
        return []
    scores: dict[int, float] = defaultdict(float)
    size = len(snapshot.entries)
    for facet in FACETS:
        weight = _SAYS.get(facet.parameter)
        if weight is None or facet.of is None:
            continue
        values = set(facet.of(snapshot.entries[number]))
        for value in values:
            sharing = snapshot.with_value(facet.parameter, value)
            share = weight * log(1 + size / len(sharing)) / len(values) ** 0.5
            for other in sharing:
                scores[other] += share
    scores.pop(number, None)
    alive = [n for n in scores if snapshot.entries[n].schedule.programme_status != "ended"]
    return sorted(alive, key=lambda n: (-scores[n], n))[:limit]
