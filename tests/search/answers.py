"""All that a snapshot answers, in a form in which two snapshots can be compared: by slugs, not by numbers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import numpy as np

from opportunities.eligibility.profile import Profile
from opportunities.finder import FinderQuery, find
from opportunities.finder.query import SORTS
from opportunities.search.declaration import FACETS
from opportunities.search.similar import similar_to
from opportunities.search.snapshot import Snapshot
from opportunities.search.suggest import suggest
from tests.search.entries import slugs_of

Answers = dict[str, Any]
SOMEBODY = Profile(nationalities=("GB",), residence="GB", career_stage="doctoral", highest_degree="masters")


def answer(query: FinderQuery, at: datetime, snapshot: Snapshot) -> Answers:
    """Everything that a page of results shows, and the whole order behind it."""
    result = find(query, at, snapshot)
    return {
        "total": (result.total, result.pages, result.query.page, result.hidden_ended),
        "hits": result.hits,
        "order": slugs_of(result.numbers, snapshot),
        "counts": result.facets,
        "said": (result.pills, result.offers, result.corrections, result.is_relaxed, result.advice),
        "highlighted": result.highlighted,
        "verdicts": find(query, at, snapshot, profile=SOMEBODY).facets[0],
    }


def scores(question: str, at: datetime, snapshot: Snapshot) -> dict[str, float]:
    """The score of each entry that a question finds."""
    found = snapshot.search(question, at)
    if found is None:
        return {}
    numbers = np.array(found.matched, np.uint32)
    return dict(zip(slugs_of(numbers.tolist(), snapshot), found.scores_of(numbers).tolist(), strict=True))


def answers(snapshot: Snapshot, queries: Iterable[FinderQuery], at: datetime) -> Answers:
    """What it says to these searches, in every order, on every page; what each entry is like; and the rest."""
    said: Answers = {
        "size": (len(snapshot), snapshot.newest_check),
        "entries": sorted(snapshot.entries(), key=lambda entry: entry.pk),
        "bodies": dict(snapshot.bodies),
        "values": {facet.parameter: snapshot.values_of(facet.parameter) for facet in FACETS if facet.of is not None},
    }
    for query in queries:
        said[f"suggestions {query.q}"] = suggest(query.q, at, snapshot)
        said[f"scores {query.q}"] = scores(query.q, at, snapshot)
        for sort in SORTS:
            for page in (1, 2, 3):
                asked = FinderQuery(query.q, query.selection, sort, page)
                said[f"{query.pairs} by {sort}, page {page}"] = answer(asked, at, snapshot)
    for entry in list(snapshot.entries()):
        said[f"like {entry.slug}"] = slugs_of(similar_to(entry.slug, snapshot, at, 4), snapshot)
        assert snapshot.entry(snapshot.number_of(entry.slug) or 0) == entry
    return said


def assert_same(one: Answers, other: Answers) -> None:
    """Fails on the first answer that differs."""
    assert one.keys() == other.keys()
    for asked, said in one.items():
        assert (asked, said) == (asked, other[asked])
