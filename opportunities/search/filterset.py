"""The facets as a django-filter FilterSet: their slow, obvious meaning over the database.

The admin filters by it, the API validates with it, and tests hold the bitmaps against it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Q, QuerySet

from opportunities.deadlines.status import standing_at
from opportunities.models import Opportunity, Organisation
from opportunities.search.declaration import FACET, NOT_STATED, Facet
from opportunities.search.entry import Entry, all_bodies, entry_of, rates_to_the_pound


def choices_of(facet: Facet) -> list[tuple[str, str]]:
    """Every value that may be asked of a facet, with its label; for a facet of organisations all of them."""
    if facet.values is None:
        stated = list(Organisation.objects.values_list("slug", "name"))
    else:
        stated = [(term.code, term.label) for term in facet.values.values()]
    return [*stated, (NOT_STATED, facet.not_stated.label)]


def matching(facet: Facet, values: Collection[str], at: datetime) -> Q:
    """The condition on opportunities for any of the values of a facet at the moment `at`."""
    if facet.condition is None or facet.values is None:
        return _computed(facet, values, at)
    condition = facet.condition([value for value in values if value != NOT_STATED])
    if NOT_STATED in values:
        condition |= ~facet.condition(facet.values.codes)
    return condition


def _computed(facet: Facet, values: Collection[str], at: datetime) -> Q:
    """The condition for a facet whose values no column holds: each row is asked."""
    wanted = set(values)
    bodies, rates = all_bodies(), rates_to_the_pound()
    entries = (entry_of(row, bodies, rates) for row in Opportunity.objects.with_facts())
    return Q(pk__in=[entry.pk for entry in entries if wanted.intersection(_yielded(facet, entry, at) or [NOT_STATED])])


def _yielded(facet: Facet, entry: Entry, at: datetime) -> list[str]:
    values: Iterable[str] = ()
    if facet.at is not None:
        values = facet.at(standing_at(entry.schedule, at), at)
    elif facet.of is not None:
        values = facet.of(entry)
    return list(values)


class FacetFilter(django_filters.MultipleChoiceFilter):  # type: ignore[misc]
    """Any of the chosen values of one facet."""

    def __init__(self, facet: Facet) -> None:
        super().__init__(label=facet.label.label, choices=lambda: choices_of(facet), required=False)
        self.facet = facet

    def filter(self, queryset: QuerySet[Opportunity], value: list[str]) -> QuerySet[Opportunity]:
        """Keep what the values match; without a value, what the facet does not hide by default."""
        at = self.parent.at
        if value:
            return queryset.filter(matching(self.facet, value, at))
        if self.facet.hidden_by_default:
            return queryset.exclude(matching(self.facet, self.facet.hidden_by_default, at))
        return queryset


class BaseOpportunityFilterSet(django_filters.FilterSet):  # type: ignore[misc]
    """Opportunities narrowed by facets at the moment `at`."""

    def __init__(self, data: Any, queryset: QuerySet[Opportunity], at: datetime) -> None:
        super().__init__(data, queryset)
        self.at = at

    class Meta:
        model = Opportunity
        fields: list[str] = []


OpportunityFilterSet: type[BaseOpportunityFilterSet] = type(
    "OpportunityFilterSet",
    (BaseOpportunityFilterSet,),
    {parameter: FacetFilter(facet) for parameter, facet in FACET.items()} | {"__module__": __name__},
)
