"""Two engines, one meaning: the FilterSet over the database finds what the bitmaps find."""

from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.finder import FinderQuery, find
from opportunities.models import Opportunity
from opportunities.search.building import build_snapshot
from opportunities.search.declaration import FACET
from opportunities.search.filterset import OpportunityFilterSet, matching
from opportunities.search.snapshot import Snapshot
from tests.search.entries import slugs_of
from tests.search.facet_catalogues import catalogues, choices, moments, store_facts
from tests.search.reference import Facts, Selection

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
COMPUTED = ("status", "amount", "duration", "funder")  # of which each value asks each row, which takes its time
RICH = {
    "direction": ("uk-to-japan", "multilateral", "not-stated"),
    "stage": ("early-career",),
    "discipline": ("1.3", "not-stated"),
    "covers": ("travel", "stipend", "not-stated"),
    "status": ("expected", "open", "closed"),
}


def filtered(selection: Selection, at: datetime) -> set[str]:
    """What the FilterSet finds of the published opportunities."""
    data = QueryDict(mutable=True)
    for parameter, values in selection.items():
        data.setlist(parameter, list(values))
    filterset = OpportunityFilterSet(data, Opportunity.objects.published(), at)
    assert filterset.is_valid(), filterset.errors
    return set(filterset.qs.values_list("slug", flat=True))


def found(selection: Selection, at: datetime, snapshot: Snapshot) -> set[str]:
    """What the bitmaps find."""
    return set(slugs_of(find(FinderQuery(selection=selection), at, snapshot).numbers, snapshot))


@settings(max_examples=8, deadline=None)
@given(st.data())
def test_both_engines_agree_on_random_catalogues(data: st.DataObject) -> None:
    facts = data.draw(catalogues())
    with transaction.atomic():
        store_facts(facts)
        snapshot = build_snapshot()
        for _ in range(4):
            selection, at = data.draw(choices(facts.universe())), data.draw(moments())
            assert filtered(selection, at) == found(selection, at, snapshot), selection
        transaction.set_rollback(True)


def test_both_engines_agree_on_every_value_of_the_real_catalogue(
    loaded_catalogue: None, catalogue_facts: Facts
) -> None:
    snapshot = build_snapshot()
    published = Opportunity.objects.published()
    for parameter, values in catalogue_facts.universe().items():
        for value in values:
            if parameter in COMPUTED and value not in ("jsps", "ukri", "expected", "not-stated", "1-2-years"):
                continue
            rows = published.filter(matching(FACET[parameter], [value], AT))
            expected = found({"status": ("any",), parameter: (value,)}, AT, snapshot)
            assert set(rows.values_list("slug", flat=True)) == expected, (parameter, value)


@pytest.mark.parametrize(
    "selection",
    [
        {},
        {"status": ("any",)},
        RICH,
        {"amount": ("under-1000", "not-stated"), "duration": ("6-12-months",)},
        {"funder": ("ukri", "not-stated"), "kind": ("grant", "fellowship"), "applicant": ("individual", "not-stated")},
    ],
)
def test_both_engines_agree_on_the_real_catalogue(selection: Selection, loaded_catalogue: None) -> None:
    expected = found(selection, AT, build_snapshot())
    assert expected
    assert filtered(selection, AT) == expected


@pytest.mark.parametrize("parameter", FACET)
def test_an_unknown_value_is_not_valid(parameter: str) -> None:
    filterset = OpportunityFilterSet(QueryDict(f"{parameter}=no-such-value"), Opportunity.objects.all(), AT)
    assert not filterset.is_valid()
    assert list(filterset.errors) == [parameter]
