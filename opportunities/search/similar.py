"""Entries like a given one: those that share most of what is rare, in facets and in words."""

from datetime import datetime

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.search.declaration import FACETS
from opportunities.search.indexing import FULL_IMPACT
from opportunities.search.ordering import Order
from opportunities.search.postings import numbers_in, set_of
from opportunities.search.scoring import rarity
from opportunities.search.snapshot import Snapshot
from opportunities.search.text_fields import GAP

# How much sharing a value of a facet says. Facets that are not named here say nothing about likeness.
_SAYS = {"direction": 2.0, "stage": 1.5, "kind": 1.5, "discipline": 1.0, "activity": 1.5, "covers": 0.5, "funder": 1.5}
_WORDS_SAY = 1.5  # how much the words say, of what all of them could
_MOST_WORDS = 25  # the rarest of the entry are compared
_COMMON = 0.2  # of all entries: what more of them have says nothing


def similar_to(slug: str, snapshot: Snapshot, at: datetime, limit: int) -> list[int]:
    """The numbers of the entries most like `slug`, best first; ended ones are left out. Empty for an unknown slug."""
    number = snapshot.number_of(slug)
    if number is None:
        return []
    scores = _by_facets(number, snapshot, at) + _by_words(number, snapshot)
    others = snapshot.live - snapshot.with_value("status", "ended", at) - BitMap([number])
    likely = set_of(np.flatnonzero(scores)) & others
    return Order(likely, (-scores).__getitem__, snapshot.name_rank).slice(0, limit)


def _by_facets(number: int, snapshot: Snapshot, at: datetime) -> NDArray[np.float64]:
    scores = np.zeros(snapshot.numbers)
    for facet in FACETS:
        weight = _SAYS.get(facet.parameter)
        if weight is None or facet.of is None:
            continue
        values = sorted(set(facet.of(snapshot.entry(number))))
        for value in values:
            sharing = snapshot.with_value(facet.parameter, value, at)
            scores[numbers_in(sharing)] += weight * rarity(len(sharing), len(snapshot)) / len(values) ** 0.5
    return scores


def _by_words(number: int, snapshot: Snapshot) -> NDArray[np.float64]:
    scores = np.zeros(snapshot.numbers)
    counts = {term: snapshot.text.count(term) for term in set(snapshot.text.sequence(number)) - {GAP}}
    telling = sorted((n, term) for term, n in counts.items() if 1 < n <= max(2, _COMMON * len(snapshot)))[:_MOST_WORDS]
    for count, term in telling:
        if posting := snapshot.text.posting(term):
            share = _WORDS_SAY * rarity(count, len(snapshot)) / len(telling) ** 0.5 / FULL_IMPACT
            scores[numbers_in(posting.numbers)] += share * posting.impacts
    return scores
