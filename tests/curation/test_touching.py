"""Which opportunities a changed record touches: exactly those whose search entries hold something of it."""

import pytest
from django.db.models import Model

from opportunities.curation.touching import touched_by
from opportunities.models import Opportunity, Organisation
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    make_synonyms,
    round_entry,
)

pytestmark = pytest.mark.django_db


def slugs(*records: Model) -> set[str]:
    """The touched opportunities, where they are named."""
    touched = touched_by(records)
    assert touched is not None
    return set(Opportunity.objects.filter(pk__in=touched).values_list("slug", flat=True))


@pytest.fixture(autouse=True)
def funded_tree() -> None:
    """A ministry, its council and the council's institute, each funding one award; a trust apart, funding another."""
    for key, parent in (("ministry", None), ("council", "ministry"), ("institute", "council"), ("trust", None)):
        make_organisation(key, parent=parent)
        make_opportunity(
            f"of-{key}",
            funders=[key],
            administered_by=["trust"] if key == "institute" else [],
            eligibility={"applicant": "individual"},
            cycle={"rounds": [round_entry()], "usual_opens": "03"},
        )


def award(funder: str) -> Opportunity:
    return Opportunity.objects.get(slug=f"of-{funder}")


def body(slug: str) -> Organisation:
    return Organisation.objects.get(slug=slug)


def test_an_opportunity_and_all_its_rows_touch_it_alone() -> None:
    funded = award("council")
    rows = [
        funded,
        funded.rounds.get(),
        funded.criteria.get(),
        funded.sources.get(),
        funded.usual_dates.get(),
        *funded.classifications.all()[:1],
    ]
    for row in rows:
        assert slugs(row) == {"of-council"}, row


def test_an_organisation_touches_what_it_and_all_below_it_fund() -> None:
    assert slugs(body("ministry")) == {"of-ministry", "of-council", "of-institute"}
    assert slugs(body("council")) == {"of-council", "of-institute"}
    assert slugs(body("institute")) == {"of-institute"}


def test_who_administers_touches_nothing() -> None:
    assert slugs(body("trust")) == {"of-trust"}


def test_a_circle_of_organisations_ends() -> None:
    Organisation.objects.filter(slug="ministry").update(parent=body("institute"))
    assert slugs(body("council")) == {"of-ministry", "of-council", "of-institute"}


def test_several_records_at_once() -> None:
    assert slugs(body("institute"), award("trust"), make_case_study()) == {"of-institute", "of-trust"}
    assert touched_by([]) == frozenset()


def test_what_no_entry_holds_touches_none() -> None:
    assert slugs(make_case_study(opportunities=["of-trust"])) == set()
    assert slugs(make_synonyms()) == set()
    assert slugs(body("trust").sources.get()) == set()


def test_an_exchange_rate_touches_everything() -> None:
    assert touched_by([award("trust"), make_exchange_rate()]) is None


def test_more_than_can_be_named_is_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.curation.touching.MOST_NAMED", 2)
    assert touched_by([body("ministry")]) is None
    assert slugs(body("council")) == {"of-council", "of-institute"}
