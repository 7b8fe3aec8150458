"""The baseline of facet counts: GROUP BY through the ORM, as one would write it without thinking of bitmaps.

Left out, to the baseline's advantage: what no column holds (status, worth, how long), who applies (a condition holds
a list of ways, and each route has its own), the fields that a broad field or "all" stands for, and the bodies above a
funder.
"""

from django.db.models import Count, Q, QuerySet

from benchmarks.engine import Counts
from benchmarks.questions import Selection
from opportunities.models import Classification, Opportunity

SCHEMES = ("direction", "stage", "discipline", "activity", "covers")
COLUMNS = {"kind": "kind", "section": "annexe_section", "funder": "funders__slug"}


def facet_counts(selection: Selection) -> Counts:
    """The counts of all facets, each with its own selection left out. Facets are selected by scheme only."""
    counts: Counts = {}
    for scheme in SCHEMES:
        classes = Classification.objects.filter(scheme=scheme, opportunity__in=_narrowed(selection, scheme))
        counts[scheme] = _grouped(classes, "code")
    for facet, column in COLUMNS.items():
        counts[facet] = _grouped(_narrowed(selection, facet), column)
    return counts


def _narrowed(selection: Selection, left_out: str) -> QuerySet[Opportunity]:
    """What is published, has not ended, and is found by the other facets."""
    condition = Q(state="published") & ~Q(programme_status="ended")
    for scheme, codes in selection.items():
        if scheme != left_out:
            classed = Classification.objects.filter(scheme=scheme, code__in=codes)
            condition &= Q(pk__in=classed.values("opportunity"))
    return Opportunity.objects.filter(condition).order_by()


def _grouped(rows: QuerySet[Opportunity] | QuerySet[Classification], column: str) -> dict[str, int]:
    pairs = rows.order_by().values_list(column).annotate(number=Count("pk"))
    return {value: number for value, number in pairs if value is not None}
