"""What the pages of organisations show."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from pyroaring import BitMap

from core.querystrings import query_string
from core.text import fold
from opportunities.finder import hits_of, order_of
from opportunities.models import Organisation
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import ORGANISATION_KIND, ORGANISATION_SECTION
from opportunities.web.links import outward_link
from opportunities.web.opportunity_page import sources_in_words
from opportunities.web.rows import row_of
from opportunities.wording.dates import checked_in_words
from opportunities.wording.places import place_in_words

_COUNTRIES_FIRST = ("JP", "GB")
MOST_ROWS = 100  # of programmes: more are a search's task


@dataclass(frozen=True, slots=True)
class Branch:
    """An organisation in the tree, with those that belong to it and the number of programmes that they all fund."""

    organisation: Organisation
    kind: str
    programmes: int
    children: tuple["Branch", ...]


def index_context(snapshot: Snapshot) -> dict[str, Any]:
    """Trees of organisations by country, Japan and the UK first."""
    organisations = sorted(Organisation.objects.all(), key=lambda body: fold(body.name))
    below: dict[int | None, list[Organisation]] = defaultdict(list)
    for body in organisations:
        below[body.parent_id].append(body)
    funded = snapshot.values_of("funder")

    def branch(body: Organisation) -> Branch:
        children = tuple(branch(child) for child in below[body.pk])
        return Branch(body, ORGANISATION_KIND[body.kind].label, funded.get(body.slug, 0), children)

    by_country: dict[str, list[Branch]] = defaultdict(list)
    for root in below[None]:
        by_country[root.country].append(branch(root))
    order = sorted(by_country, key=lambda code: (code not in _COUNTRIES_FIRST, code != "JP", place_in_words(code)))
    return {
        "groups": [(code, place_in_words(code), by_country[code]) for code in order],
        "total": len(organisations),
    }


def organisation_context(organisation: Organisation, snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """One organisation, what belongs to it, and its programmes as rows."""
    administered = organisation.administers.published().values_list("slug", flat=True)
    funded = snapshot.with_value("funder", organisation.slug, at)
    run = BitMap(n for n in map(snapshot.number_of, administered) if n is not None) - funded

    def rows(entries: BitMap) -> list[Any]:
        first = order_of("deadline", entries, at, snapshot).slice(0, MOST_ROWS)
        return [row_of(hit, at) for hit in hits_of(first, at, snapshot)]

    checked = organisation.last_checked_on
    section = organisation.annexe_section
    return {
        "organisation": organisation,
        "kind": ORGANISATION_KIND[organisation.kind].label,
        "country": place_in_words(organisation.country),
        "section": ORGANISATION_SECTION[section].label if section else None,
        "children": sorted(organisation.children.all(), key=lambda body: fold(body.name)),
        "funded": rows(funded),
        "funded_count": len(funded),
        "run": rows(run),
        "search_link": reverse("web:opportunities") + query_string([("funder", organisation.slug)]),
        "website": outward_link(organisation.website),
        "checked": checked_in_words(checked, organisation.last_checked_precision) if checked else _("never"),
        "sources": sources_in_words(organisation.sources.all()),
    }
