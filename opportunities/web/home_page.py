"""What the home page shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from pyroaring import BitMap

from core.querystrings import query_string
from opportunities.finder import FinderQuery, find, hits_of, order_of
from opportunities.search.declaration import FACET
from opportunities.search.options import Option
from opportunities.search.snapshot import Snapshot
from opportunities.web.rows import row_of
from opportunities.wording.dates import day_in_words

NEXT = 6  # deadlines shown
WAYS_IN = ("direction", "stage", "kind")  # facets by which a newcomer may start


def home_context(snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The ways in with their counts, and the next announced deadlines and estimates."""
    path = reverse("web:opportunities")
    result = find(FinderQuery(), at, snapshot, path)
    facets = {facet.parameter: facet for facet in result.facets}

    def with_status(*codes: str) -> BitMap:
        return BitMap.union(*(snapshot.with_value("status", code, at) for code in codes))

    def next_rows(entries: BitMap) -> list[Any]:
        hits = hits_of(order_of("deadline", entries, at, snapshot).slice(0, NEXT), at, snapshot)
        return [row_of(hit, at) for hit in hits if hit.standing.deadline is not None]

    newest = snapshot.newest_check
    return {
        "total": len(snapshot),
        "funders": len(snapshot.values_of("funder")),
        "announced": next_rows(with_status("open", "opens-later") - with_status("rolling")),
        "expected": next_rows(with_status("expected")),
        "expected_link": path + query_string([("status", "expected")]),
        "ways_in": [(FACET[name].label.label, _stated(facets[name].options)) for name in WAYS_IN],
        "newest_check": day_in_words(newest) if newest else None,
        "path": path,
    }


def _stated(options: tuple[Option, ...]) -> list[Option]:
    return [option for option in options if option.code != "not-stated" and option.count]
