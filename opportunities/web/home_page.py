"""What the home page shows."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from core.querystrings import query_string
from opportunities.finder import FinderQuery, Hit, find
from opportunities.search.declaration import FACET
from opportunities.search.options import Option
from opportunities.search.snapshot import Snapshot
from opportunities.web.rows import row_of
from opportunities.web.wording.dates import day_in_words

NEXT = 6  # deadlines shown
WAYS_IN = ("direction", "stage", "kind")  # facets by which a newcomer may start


def home_context(snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The ways in with their counts, and the next announced deadlines and estimates."""
    path = reverse("web:opportunities")
    result = find(FinderQuery(), at, snapshot, path)
    facets = {facet.parameter: facet for facet in result.facets}
    standings = snapshot.at(at).standings
    coming = [number for number in snapshot.at(at).by_deadline if standings[number].deadline is not None]
    announced = [n for n in coming if standings[n].status in ("open", "closing-soon", "opens-later")]
    expected = [n for n in coming if standings[n].status == "expected"]

    def rows(numbers: list[int]) -> list[Any]:
        return [row_of(Hit(snapshot.entries[number], standings[number]), at) for number in numbers[:NEXT]]

    days = [entry.last_checked for entry in snapshot.entries if entry.last_checked is not None]
    return {
        "total": len(snapshot.entries),
        "funders": len({slug for entry in snapshot.entries for slug in entry.lineage}),
        "announced": rows(announced),
        "expected": rows(expected),
        "expected_link": path + query_string([("status", "expected")]),
        "ways_in": [(FACET[name].label.label, _stated(facets[name].options)) for name in WAYS_IN],
        "newest_check": day_in_words(max(days)) if days else None,
        "path": path,
    }


def _stated(options: tuple[Option, ...]) -> list[Option]:
    return [option for option in options if option.code != "not-stated" and option.count]
