"""One change made to many opportunities at once. The caller holds the operation (see `changing`)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils import timezone

from opportunities.curation.changing import Change
from opportunities.curation.checks import keep_check
from opportunities.models import Classification, Opportunity
from opportunities.models.checks import SECTION


def set_column(opportunities: Iterable[Opportunity], column: str, value: Any) -> None:
    """Give all of them the same value in a column."""
    pks = [opportunity.pk for opportunity in opportunities]
    Opportunity.objects.filter(pk__in=pks).update(**{column: value}, changed_at=timezone.now())


def add_class(opportunities: Iterable[Opportunity], scheme: str, code: str) -> None:
    """Class all of them under a code too, after those that they have."""
    pks = [opportunity.pk for opportunity in opportunities]
    rows = Classification.objects.filter(opportunity__in=pks, scheme=scheme)
    classed = set(rows.filter(code=code).values_list("opportunity", flat=True))
    last = dict(rows.order_by().values_list("opportunity").annotate(last=Max("position")))
    Classification.objects.bulk_create(
        Classification(opportunity_id=pk, scheme=scheme, code=code, position=last.get(pk, -1) + 1)
        for pk in pks
        if pk not in classed
    )


def remove_class(opportunities: Iterable[Opportunity], scheme: str, code: str) -> None:
    """Class none of them under a code."""
    Classification.objects.filter(opportunity__in=list(opportunities), scheme=scheme, code=code).delete()


def mark_checked(change: Change, opportunities: Iterable[Opportunity], day: date) -> None:
    """Note that all sections of all of them were held against their sources on that day."""
    for opportunity in opportunities:
        change.note(opportunity)
        keep_check(change, opportunity, list(SECTION), day)
