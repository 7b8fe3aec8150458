"""What the catalogue covers and what it does not, counted from the catalogue itself."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.urls import reverse

from core.querystrings import query_string
from opportunities.finder import FinderQuery, find
from opportunities.models import CaseStudy, ExchangeRate, Opportunity, Organisation, Round, Source
from opportunities.search.declaration import FACETS, NOT_STATED
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import ANNEXE_SECTION, CONFIDENCE, ORGANISATION_SECTION, PUBLISHER
from opportunities.wording.dates import day_in_words


def coverage_context(snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """The numbers of the catalogue, the rows of the annexe, and what is not stated, facet by facet."""
    path = reverse("web:opportunities")
    total = len(snapshot)
    everything = find(FinderQuery(selection={"status": ("any",)}), at, snapshot, path)
    gaps = []
    for facet in everything.facets:
        count = next((option.count for option in facet.options if option.code == NOT_STATED), 0)
        if count and facet.parameter != "section":
            link = path + query_string([(facet.parameter, NOT_STATED), ("status", "any")])
            gaps.append({"label": facet.label, "count": count, "share": round(100 * count / total), "link": link})
    published = Opportunity.objects.published()
    confidence = Counter(published.values_list("confidence", flat=True))
    publishers = Counter(Source.objects.filter(opportunity__in=published).values_list("publisher", flat=True))
    newest = snapshot.newest_check
    return {
        "total": total,
        "organisations": Organisation.objects.count(),
        "rounds": Round.objects.filter(opportunity__in=published).count(),
        "sources": sum(publishers.values()),
        "newest_check": day_in_words(newest) if newest else None,
        "gaps": sorted(gaps, key=lambda gap: -gap["count"]),
        "confidence": [(term.label, confidence[code]) for code, term in CONFIDENCE.items()],
        "publishers": [(term.label, publishers[code]) for code, term in PUBLISHER.items()],
        "statuses": [option for facet in everything.facets if facet.parameter == "status" for option in facet.options],
        "without_official_page": published.filter(official_url__isnull=True),
        "rates": ExchangeRate.objects.all(),
        **annexe_rows(),
        "facets": len(FACETS),
    }


def annexe_rows() -> dict[str, Any]:
    """Every row of the report's annexe under its exact label, with the entries that stand for it."""
    by_label: dict[tuple[str, str], list[Opportunity]] = {}
    for opportunity in Opportunity.objects.published().exclude(annexe_label=None).order_by("annexe_label", "name"):
        by_label.setdefault((opportunity.annexe_section or "", opportunity.annexe_label or ""), []).append(opportunity)
    bodies = list(Organisation.objects.exclude(annexe_label=None).order_by("annexe_label"))
    return {
        "annexe_programmes": [
            (term.label, [(label, rows) for (section, label), rows in by_label.items() if section == code])
            for code, term in ANNEXE_SECTION.items()
        ],
        "annexe_organisations": [
            (term.label, [body for body in bodies if body.annexe_section == code])
            for code, term in ORGANISATION_SECTION.items()
        ],
        "case_studies": CaseStudy.objects.all(),
    }
