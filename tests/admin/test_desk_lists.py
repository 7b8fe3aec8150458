"""What the lists show and find, and what people may do who may not do everything."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from opportunities.models import Opportunity, Organisation, Round, Source
from tests.admin.forms_as_sent import form_on, page_for, page_of, send
from tests.builders import make_case_study, make_opportunity, make_organisation, round_entry, source_entry


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """It is 25 November 2026."""
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        yield


def row_of(client: Client, name: str) -> str:
    """The words of an opportunity's row in the list."""
    html = client.get(page_for(Opportunity, "changelist"), {"q": name}).content.decode()
    rows = [" ".join(re.sub("<[^>]+>", " ", row).split()) for row in re.findall(r"<tr.*?</tr>", html, re.DOTALL)]
    return next(row for row in rows if name in row)


def found(client: Client, model: type, **query: str) -> list[str]:
    """The records that a list shows for a query."""
    response = client.get(page_for(model, "changelist"), query)
    assert response.status_code == 200
    return sorted(str(record) for record in response.context["cl"].result_list)


def test_a_row_says_what_is_due(desk: Client) -> None:
    rounds = [
        round_entry("past", closes="2026-11-24"),
        round_entry("later", closes="2027-03"),
        round_entry("next", closes="2026-12-01", closes_time="16:00"),
    ]
    make_opportunity(
        cycle={"rounds": rounds, "timezone": "Asia/Tokyo"},
        last_checked="2026-10",
        next_check="2026-11-24",
        sources=[source_entry("s1"), source_entry("s2"), source_entry("s3")],
    )
    row = row_of(desk, "Sakura Award")
    assert "1 Dec 2026, 16:00 (Asia/Tokyo)" in row
    assert "Oct 2026" in row and "24 Nov 2026 3 " in row


def test_a_round_is_ahead_until_its_moment_in_its_own_zone(desk: Client) -> None:
    make_opportunity(
        cycle={"rounds": [round_entry("now", closes="2026-11-25", closes_time="18:59")], "timezone": "Asia/Tokyo"}
    )
    assert "25 Nov 2026" not in row_of(desk, "Sakura Award"), "19:00 in Tokyo has struck"
    make_opportunity(
        "plum",
        cycle={"rounds": [round_entry("now", closes="2026-11-25", closes_time="19:01")], "timezone": "Asia/Tokyo"},
    )
    assert "25 Nov 2026, 19:01 (Asia/Tokyo)" in row_of(desk, "Plum")


def test_filters_by_the_next_check(desk: Client) -> None:
    for name, due in (("past", "2026-11-24"), ("today", "2026-11-25"), ("month", "2026-12-25"), ("far", "2026-12-26")):
        make_opportunity(name, next_check=due)
    make_opportunity("never", last_checked=None, next_check=None)
    assert found(desk, Opportunity, check="overdue") == ["Past"]
    assert found(desk, Opportunity, check="soon") == ["Month", "Today"]
    assert found(desk, Opportunity, check="later") == ["Far"]
    assert found(desk, Opportunity, check="none") == ["Never"]


def test_filters_by_class(desk: Client) -> None:
    make_opportunity("one", directions=["joint"], career_stages=["school"], disciplines=["1.3"], activities=["event"])
    make_opportunity("two", directions=["in-uk", "joint"], career_stages=[], disciplines=["1"], activities=["prize"])
    assert found(desk, Opportunity, direction="joint") == ["One", "Two"]
    assert found(desk, Opportunity, direction="in-uk") == ["Two"]
    assert found(desk, Opportunity, stage="-") == ["Two"]
    assert found(desk, Opportunity, discipline="1.3") == ["One"]
    assert found(desk, Opportunity, activity="prize", direction="joint") == ["Two"]


def test_filters_by_the_section_of_the_annexe(desk: Client) -> None:
    make_opportunity("one", annexe_section="platforms", annexe_label="One")
    make_opportunity("two")
    assert found(desk, Opportunity, annexe_section="platforms") == ["One"]
    assert found(desk, Opportunity, annexe_section="-") == ["Two"]


def test_filters_of_rounds_and_sources(desk: Client) -> None:
    make_opportunity(
        cycle={"rounds": [round_entry("a", closes="2025-03"), round_entry("b", opens="2026-01-01", closes=None)]}
    )
    make_organisation()
    make_case_study(sources=[source_entry("s7", title="A story")])
    assert found(desk, Round, year="2025") == found(desk, Round, closing="known") == ["a"]
    assert found(desk, Round, year="2026") == found(desk, Round, closing="unknown") == ["b"]
    assert found(desk, Round, closes_precision__exact="month") == ["a"]
    assert found(desk, Source, owner="organisation") == ["s1: Page s1"]
    assert found(desk, Source, q="Two laboratories") == ["s7: A story"]


def test_search_finds_by_name_label_and_funder(desk: Client) -> None:
    make_organisation("plum-trust")
    make_opportunity("one", funders=["plum-trust"])
    make_opportunity("two", name_ja="梅奨学金")
    make_opportunity("three", annexe_section="platforms", annexe_label="The third way")
    assert found(desk, Opportunity, q="plum trust") == ["One"]
    assert found(desk, Opportunity, q="梅") == ["Two"]
    assert found(desk, Opportunity, q="third way") == ["Three"]


def test_autocompletes_offer_organisations_by_acronym(desk: Client) -> None:
    make_organisation("plum-trust", acronym="PT")
    query = {"term": "PT", "app_label": "opportunities", "model_name": "opportunity", "field_name": "funders"}
    assert [item["text"] for item in desk.get(reverse("admin:autocomplete"), query).json()["results"]] == [
        "Plum Trust (PT)"
    ]


def test_who_may_edit_opportunities_only_leaves_their_rows_alone(client: Client, db: None) -> None:
    user = User.objects.create(username="momo", is_staff=True)
    rights = ["view_opportunity", "change_opportunity", "view_round", "view_source"]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    opportunity = make_opportunity(cycle={"rounds": [round_entry()]})
    sent = form_on(client, page_of(opportunity))
    assert send(client, page_of(opportunity), sent, name="Renamed", rounds__0__DELETE="on", rounds__0__label="x") == []
    opportunity.refresh_from_db()
    assert opportunity.name == "Renamed"
    assert [call.label for call in opportunity.rounds.all()] == ["2027"]
    assert client.get(page_for(Organisation, "changelist")).status_code == 403
    assert page_for(Organisation, "changelist") not in client.get(reverse("admin:index")).content.decode()
    assert client.post(page_of(opportunity, "delete"), {"post": "yes"}).status_code == 403


def test_a_list_lets_go_of_filters_that_no_database_can_look_for(desk: Client) -> None:
    address = page_for(Opportunity, "changelist")
    assert desk.get(f"{address}?kind__exact=%00").headers["Location"] == address
