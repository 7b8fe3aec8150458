"""The page of one opportunity while the database cannot be reached: what the search snapshot knows of it."""

from datetime import datetime
from typing import Any

from opportunities.deadlines.rounds import CallRound
from opportunities.finder import hits_of
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.entry import Entry
from opportunities.search.options import body_label
from opportunities.search.similar import similar_to
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import ACTIVITY, COVERS, PROGRAMME_STATUS
from opportunities.web.links import outward_link
from opportunities.web.opportunity_page import SIMILAR
from opportunities.web.rows import row_of
from opportunities.wording.dates import stated_in_words, zone_in_words


def brief_context(number: int, snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The template's context for the entry with this number."""
    (hit,) = hits_of([number], at, snapshot)
    entry = hit.entry
    similar = hits_of(similar_to(entry.slug, snapshot, at, SIMILAR), at, snapshot)
    return {
        "entry": entry,
        "row": row_of(hit, at),
        "funders": [(body.slug, body_label(body)) for body in entry.funders],
        "fields": [FIELD_OR_ALL[code].label for code in entry.disciplines],
        "activities": [ACTIVITY[code].label for code in entry.activities],
        "covers": [COVERS[code].label for code in entry.covers],
        "programme_status": PROGRAMME_STATUS[entry.schedule.programme_status].label,
        "rounds": [_round_in_words(call, entry) for call in reversed(entry.schedule.rounds)],
        "official": outward_link(entry.official_url),
        "similar": [row_of(one, at) for one in similar],
    }


def _round_in_words(call: CallRound, entry: Entry) -> dict[str, str | None]:
    stated = call.closes or call.opens
    return {
        "label": call.label,
        "opens": stated_in_words(call.opens, is_opening=True) if call.opens else None,
        "closes": stated_in_words(call.closes) if call.closes else None,
        "zone": zone_in_words(stated.zone if stated else entry.schedule.cycle.zone),
    }
