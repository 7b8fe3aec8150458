"""Which opportunities look different to the public when a record changes. The one place that knows."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Model

from opportunities.curation.revision import MOST_NAMED
from opportunities.models import (
    CaseStudy,
    Classification,
    Criterion,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
    UsualDate,
)


def touched_by(records: Iterable[Model]) -> frozenset[int] | None:
    """The primary keys of the opportunities whose search entries may change with these records; None: any may.

    To be asked before a record is deleted, but after it is changed. What a search entry does not hold touches none:
    case studies, who administers, the sources of organisations. Synonyms are read at every refresh anyway.
    """
    touched: set[int] = set()
    organisations: set[int] = set()
    for record in records:
        if isinstance(record, Organisation):
            organisations.add(record.pk)
        elif isinstance(record, Opportunity):
            touched.add(record.pk)
        elif isinstance(record, (Round, Criterion, Classification, UsualDate, Source)):
            if record.opportunity_id is not None:
                touched.add(record.opportunity_id)
        elif not isinstance(record, (CaseStudy, SynonymGroup)):
            return None  # an exchange rate, by which all worths are computed, or a record of which nothing is known
    funded = _funded_by(organisations) if organisations else frozenset()
    return None if funded is None else funded | touched


def _funded_by(organisations: set[int]) -> frozenset[int] | None:
    """The opportunities funded by these or by any below them: an entry holds its funders' names and their lineage.

    None where they are too many to be named.
    """
    bodies = _with_all_below(organisations)
    if len(bodies) > MOST_NAMED:
        return None
    funding = Opportunity.funders.through.objects.filter(organisation__in=bodies)
    funded = frozenset(funding.values_list("opportunity", flat=True).distinct()[: MOST_NAMED + 1])
    return funded if len(funded) <= MOST_NAMED else None


def _with_all_below(organisations: set[int]) -> set[int]:
    """These organisations and all that stand under them, however the parents run; a circle ends where it began."""
    below: dict[int, list[int]] = defaultdict(list)
    for child, parent in Organisation.objects.order_by().values_list("pk", "parent"):
        if parent is not None:
            below[parent].append(child)
    found: set[int] = set()
    ahead = list(organisations)
    while ahead:
        body = ahead.pop()
        if body not in found:
            found.add(body)
            ahead.extend(below[body])
    return found
