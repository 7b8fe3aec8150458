"""Every page of the desk tells which opportunities look different after it, so that only those are read anew."""

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Model
from django.test import Client

from opportunities.models import Criterion, ExchangeRate, Opportunity, Organisation, Round
from opportunities.search.changes import Changes, changes_since, current_revision
from tests.admin.forms_as_sent import form_on, page_for, page_of, send
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    make_synonyms,
    round_entry,
)


@pytest.fixture(autouse=True)
def small_catalogue(db: None) -> None:
    """An institute under its ministry, each with an award, and an award of nobody's."""
    make_organisation("ministry")
    make_organisation("institute", parent="ministry")
    for key, funders in (("of-ministry", ["ministry"]), ("of-institute", ["institute"]), ("of-nobody", [])):
        make_opportunity(
            key, funders=funders, cycle={"rounds": [round_entry()]}, eligibility={"institution": "A university"}
        )


def names(changes: Changes) -> set[str]:
    """The slugs of the opportunities that are told to have changed."""
    assert not changes.everything
    found = Opportunity.objects.filter(pk__in=changes.opportunities)
    assert len(found) == len(changes.opportunities)
    return {opportunity.slug for opportunity in found}


def edit(desk: Client, record: Model, **values: str) -> Changes:
    """Change the record on its page; gives what the log says of it."""
    before = current_revision()
    assert send(desk, page_of(record), form_on(desk, page_of(record)), **values) == []
    changes = changes_since(before)
    assert changes.revision > before
    return changes


def test_an_opportunity_and_its_rows_name_it_alone(desk: Client) -> None:
    award = Opportunity.objects.get(slug="of-institute")
    assert names(edit(desk, award, name="New name")) == {"of-institute"}
    assert names(edit(desk, Round.objects.get(opportunity=award), label="2031")) == {"of-institute"}
    assert names(edit(desk, Criterion.objects.get(opportunity=award), text="A museum")) == {"of-institute"}
    assert names(edit(desk, award.sources.get(), title="New title")) == {"of-institute"}


def test_a_new_opportunity_is_named(desk: Client) -> None:
    before = current_revision()
    address = page_for(Opportunity, "add")
    new = {
        "name": "Plum Fellowship", "slug": "plum-fellowship", "kind": "fellowship", "summary": "A year in Kyoto.",
        "sources__0__title": "The page", "sources__0__publisher": "official",
    }  # fmt: skip
    assert send(desk, address, form_on(desk, address), **new) == []
    assert names(changes_since(before)) == {"plum-fellowship"}


def test_an_organisation_names_what_it_and_all_below_it_fund(desk: Client) -> None:
    ministry, institute = Organisation.objects.get(slug="ministry"), Organisation.objects.get(slug="institute")
    assert names(edit(desk, ministry, name="New name")) == {"of-ministry", "of-institute"}
    assert names(edit(desk, institute, parent="")) == {"of-institute"}
    assert names(edit(desk, ministry, name="Newer name")) == {"of-ministry"}
    assert names(edit(desk, ministry, parent=str(institute.pk))) == {"of-ministry"}
    assert names(edit(desk, ministry.sources.get(), title="New title")) == {"of-ministry"}


def test_a_case_study_and_synonyms_name_nobody_and_a_rate_everybody(desk: Client) -> None:
    assert names(edit(desk, make_case_study(opportunities=["of-nobody"]), title="New title")) == set()
    assert names(edit(desk, make_synonyms(), words="plum")) == set()
    assert edit(desk, make_exchange_rate(), units_per_gbp="210.5").everything
    before = current_revision()
    assert desk.post(page_of(ExchangeRate.objects.get(), "delete"), {"post": "yes"}).status_code == 302
    assert changes_since(before).everything


def test_what_is_deleted_is_named(desk: Client) -> None:
    Opportunity.objects.update(state="draft")  # what was public is retired instead
    awards = {award.slug: award.pk for award in Opportunity.objects.all()}
    before = current_revision()
    award = Opportunity.objects.get(slug="of-nobody")
    assert desk.post(page_of(award, "delete"), {"post": "yes"}).status_code == 302
    assert changes_since(before).opportunities == {awards["of-nobody"]}

    before = current_revision()
    institute = Organisation.objects.get(slug="institute")
    assert desk.post(page_of(institute, "delete"), {"post": "yes"}).status_code == 302
    assert names(changes_since(before)) == {"of-institute"}

    before = current_revision()
    rest = [str(pk) for slug, pk in awards.items() if slug != "of-nobody"]
    action = {"action": "delete_drafts_selected", ACTION_CHECKBOX_NAME: rest, "_confirmed": "yes"}
    assert desk.post(page_for(Opportunity, "changelist"), action).status_code == 302
    assert changes_since(before).opportunities == {awards["of-ministry"], awards["of-institute"]}
    assert not Opportunity.objects.exists()
