"""Every page of the desk opens, for those who may, and loads nothing from elsewhere."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from opportunities.models import (
    CaseStudy,
    CatalogueRevision,
    Criterion,
    ExchangeRate,
    LoadedFacts,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
)
from tests.admin.forms_as_sent import page_for, page_of
from tests.builders import make_opportunity, make_organisation, round_entry, source_entry

LISTS = [f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry]
EDITED = [Opportunity, Organisation, CaseStudy, ExchangeRate, SynonymGroup]
EVIDENCE = [Source, Round, Criterion]
STATE = [CatalogueRevision, LoadedFacts]


def test_every_model_with_a_page_is_in_the_sidebar(desk: Client) -> None:
    html = desk.get(reverse("admin:index")).content.decode()
    assert {name for name in LISTS if reverse(f"admin:{name}_changelist") in html} == set(LISTS)


@pytest.mark.parametrize("name", LISTS)
def test_lists_open(desk: Client, loaded_catalogue: None, name: str) -> None:
    assert desk.get(reverse(f"admin:{name}_changelist")).status_code == 200


@pytest.mark.parametrize("model", EDITED)
def test_pages_to_add_open(desk: Client, model: type) -> None:
    assert desk.get(page_for(model, "add")).status_code == 200


@pytest.mark.parametrize("model", [*EDITED, *EVIDENCE, *STATE])
def test_pages_of_records_open(desk: Client, reader: Client, loaded_catalogue: None, model: type) -> None:
    record = model._default_manager.first()  # type: ignore[attr-defined]
    assert desk.get(page_of(record)).status_code == 200
    assert reader.get(page_of(record)).status_code == 200


@pytest.mark.parametrize("view", ["history", "delete"])
def test_history_and_delete_pages_open(desk: Client, loaded_catalogue: None, view: str) -> None:
    assert desk.get(page_of(make_opportunity(state="draft"), view)).status_code == 200


def test_accounts_are_edited_in_the_same_theme(desk: Client) -> None:
    user = User.objects.get()
    for address in (
        reverse("admin:auth_user_add"),
        reverse("admin:auth_user_change", args=[user.pk]),
        reverse("admin:auth_user_password_change", args=[user.pk]),
        reverse("admin:auth_group_add"),
    ):
        assert "Funding Finder desk" in desk.get(address).content.decode()


@pytest.mark.parametrize("name", LISTS)
def test_strangers_are_asked_to_log_in(client: Client, db: None, name: str) -> None:
    address = reverse(f"admin:{name}_changelist")
    assert client.get(address).headers["Location"] == f"{reverse('admin:login')}?next={address}"


def test_who_may_only_look_sees_what_is_known_and_changes_nothing(reader: Client, db: None) -> None:
    opportunity = make_opportunity(cycle={"usual_closes": ["12-15"]}, eligibility={"degree": {"any_of": ["doctorate"]}})
    address = page_of(opportunity)
    html = reader.get(address).content.decode()
    assert "research-visit" in html and "12-15" in html and "doctorate" in html
    assert 'name="_save"' not in html
    assert reader.post(address, {"name": "Taken over"}).status_code == 403
    assert reader.get(page_for(Opportunity, "add")).status_code == 403
    assert "Loaded facts" in reader.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("model", EVIDENCE)
def test_rows_are_added_and_removed_with_their_entry(desk: Client, loaded_catalogue: None, model: type) -> None:
    row = model._default_manager.exclude(opportunity=None).first()  # type: ignore[attr-defined]
    assert desk.get(page_for(model, "add")).status_code == 403
    assert desk.get(page_of(row, "delete")).status_code == 403
    assert page_of(row.opportunity) in desk.get(page_of(row)).content.decode()


@pytest.mark.parametrize("model", STATE)
def test_the_state_is_only_looked_at(desk: Client, loaded_catalogue: None, model: type) -> None:
    record = model._default_manager.first()  # type: ignore[attr-defined]
    assert desk.get(page_for(model, "add")).status_code == 403
    assert desk.post(page_of(record), {"number": 7}).status_code == 403
    assert desk.get(page_of(record, "delete")).status_code == 403


def test_nothing_is_loaded_from_elsewhere(desk: Client, loaded_catalogue: None) -> None:
    opportunity = Opportunity.objects.first()
    assert opportunity
    for address in (page_of(opportunity), page_for(Opportunity, "changelist")):
        html = desk.get(address).content.decode()
        assets = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', html)
        assert assets
        assert [asset for asset in assets if not asset.startswith("/") or asset.startswith("//")] == []


def test_view_on_site_leads_to_the_public_page_of_a_published_entry(desk: Client, db: None) -> None:
    public, hidden = make_opportunity("open-award"), make_opportunity("hidden-award", state="draft")
    link = re.search(r'href="(/admin/r/[^"]+)"', desk.get(page_of(public)).content.decode())
    assert link
    assert desk.get(link[1]).headers["Location"].endswith("/opportunities/open-award/")
    assert "/admin/r/" not in desk.get(page_of(hidden)).content.decode()


@pytest.mark.parametrize("model", [Opportunity, Organisation, Source, Round, Criterion])
def test_the_number_of_queries_does_not_grow_with_the_list(desk: Client, db: None, model: type) -> None:
    address = page_for(model, "changelist")

    def queries() -> int:
        desk.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return len(captured)

    def add(number: int) -> None:
        make_opportunity(
            f"award-{number}",
            cycle={"rounds": [round_entry("2026", closes="2026-01-15"), round_entry(source="s1")]},
            eligibility={"nationality": {"rule": "only", "values": ["GB"]}, "applicant": "host"},
            sources=[source_entry("s1"), source_entry("s2")],
        )
        make_organisation(f"trust-{number}")

    for number in range(2):
        add(number)
    few = queries()
    for number in range(2, 12):
        add(number)
    assert queries() == few


def test_loaded_facts_can_be_read(desk: Client) -> None:
    loaded = LoadedFacts.objects.create(collection="opportunities", key="ume", facts={"name_ja": "梅奨学金"})
    assert "梅奨学金" in desk.get(page_of(loaded)).content.decode()
