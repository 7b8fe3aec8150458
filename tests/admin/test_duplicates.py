"""Is it one that we have already? Asked on saving, without losing what was typed; and merging two that are one."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.models import Alert, Operation, Opportunity, Subscriber
from tests.admin.forms_as_sent import Sent, form_on, page_for, page_of, send, with_row
from tests.admin.roles import browser_of, person
from tests.builders import make_case_study, make_opportunity, make_organisation, round_entry
from tests.web.pages import read_page

ENTRY = "admin:opportunities_opportunity"


@pytest.fixture
def award(db: None) -> Opportunity:
    return make_opportunity(
        "plum-award",
        name="Plum Foundation Research Fellowships",
        application={"official_url": "https://example.org/plum"},
        cycle={"rounds": [round_entry("2026", closes="2026-01-15")]},
    )


def typed(desk: Client, **values: str) -> Sent:
    """A new entry as it is typed in."""
    sent = form_on(desk, page_for(Opportunity, "add"))
    filled = {
        "slug": "new", "kind": "grant", "summary": "Money for something else.", "programme_status": "active",
        "confidence": "high", "directions": "joint", **values,
    }  # fmt: skip
    sent |= {name: [value] for name, value in filled.items()}
    return with_row(sent, "sources", title="Page", publisher="official") if sent["sources-TOTAL_FORMS"] == ["0"] else {
        **sent, "sources-0-title": ["Page"], "sources-0-publisher": ["official"],
    }  # fmt: skip


def test_a_new_entry_that_looks_like_another_is_shown_beside_it_and_saved_anyway(
    desk: Client, award: Opportunity
) -> None:
    address = page_for(Opportunity, "add")
    sent = typed(desk, name="Plum Foundation research fellowship")
    answer = desk.post(address, sent)
    page = read_page(answer.text)
    assert "Is it one of these?" in page.text and "the names are close" in page.text
    assert page_of(award) in page.links
    assert "Money for something else." in page.text, "nothing that was typed is lost"
    assert Opportunity.objects.count() == 1
    assert desk.post(address, {**sent, "_none_of_these": "another-one"}).status_code == 200, "that was not shown"
    assert desk.post(address, {**sent, "_none_of_these": "plum-award"}).status_code == 302
    assert Opportunity.objects.filter(slug="new").exists()


def test_the_official_page_of_another_entry_is_noticed(desk: Client, award: Opportunity) -> None:
    sent = typed(desk, name="Quite another name", official_url="http://www.example.org/plum/")
    assert "the official page is the same" in desk.post(page_for(Opportunity, "add"), sent).text


def test_nobody_is_asked_again_who_changes_something_else(desk: Client, award: Opportunity) -> None:
    twin = make_opportunity("twin", name="Plum Foundation Research Fellowships")
    assert send(desk, page_of(twin), form_on(desk, page_of(twin)), summary="New words.") == []
    complaints = send(desk, page_of(twin), form_on(desk, page_of(twin)), name="Plum Foundation Research Fellowship")
    assert complaints == ["name: Is it one of the entries above? Look at them, and tick the box if not."]
    assert send(desk, page_of(twin), form_on(desk, page_of(twin)), name="Bamboo Scheme") == []


# --- Merging ------------------------------------------------------------------------------------------


def merge_page(staying: Opportunity, going: Opportunity) -> str:
    return reverse(f"{ENTRY}_merge_with", args=[staying.pk, going.pk])


@pytest.fixture
def twin(award: Opportunity) -> Opportunity:
    make_organisation("sakura-trust")
    twin = make_opportunity(
        "twin",
        name="Plum Foundation Research Fellowship",
        funders=["sakura-trust"],
        eligibility={"summary": "Anybody.", "age": {"max": 39}},
        cycle={"rounds": [round_entry("2027")]},
    )
    make_case_study(opportunities=["twin"])
    return twin


def test_the_other_entry_is_offered_or_found(desk: Client, award: Opportunity, twin: Opportunity) -> None:
    choose = reverse(f"{ENTRY}_merge", args=[award.pk])
    assert merge_page(award, twin) in read_page(desk.get(choose).text).links
    pine = make_opportunity("pine")
    assert merge_page(award, pine) in read_page(desk.get(choose, {"q": "PIN"}).text).links
    assert "Nothing was found for “zzz”." in desk.get(choose, {"q": "zzz\0"}).text


def test_both_are_shown_side_by_side_with_what_will_happen(desk: Client, award: Opportunity, twin: Opportunity) -> None:
    reader = Subscriber.objects.create(email="a@example.org", language="en-gb", created_at=timezone.now())
    Alert.objects.create(subscriber=reader, entry=twin.pk, rhythm="weekly", language="en-gb", created_at=timezone.now())
    text = read_page(desk.get(merge_page(award, twin)).text).text
    for said in (
        "Sakura Trust",
        "Age",
        "2 together",
        "1 alert by e-mail watches the entry that goes",
        "8.1.9 Two laboratories",
    ):
        assert said in text, said


def test_what_was_ticked_is_merged_and_told(desk: Client, award: Opportunity, twin: Opportunity) -> None:
    page = merge_page(award, twin)
    seen = desk.get(page).text.split('name="seen" value="')[1].split('"')[0]
    sent = {"take-name": "going", "take-criteria": "going", "_reason": "The same call.", "seen": seen}
    answer = desk.post(page, sent, follow=True)
    assert "Its address leads here" in answer.text
    merged = Opportunity.objects.get()
    assert (merged.slug, merged.name) == ("plum-award", "Plum Foundation Research Fellowship")
    assert sorted(merged.rounds.values_list("label", flat=True)) == ["2026", "2027"]
    operation = Operation.objects.get()
    assert (operation.kind, operation.reason, operation.by_name) == ("merge", "The same call.", "ume")


def test_nothing_is_merged_upon_an_older_look_or_against_the_rules(
    desk: Client, award: Opportunity, twin: Opportunity
) -> None:
    for seen in ("", "5-5", "x-y"):
        assert "Please look again; nothing was merged." in desk.post(merge_page(award, twin), {"seen": seen}).text
    Opportunity.objects.filter(slug="plum-award").update(state="draft")
    page = desk.get(merge_page(award, twin)).text
    assert "an entry that the public does not see" in page and "Merge them" not in page
    assert Opportunity.objects.count() == 2
    assert desk.get(reverse(f"{ENTRY}_merge_with", args=[award.pk, 10**6])).status_code == 404


def test_curators_do_not_merge(award: Opportunity, twin: Opportunity) -> None:
    curator, editor = browser_of(person("curator")), browser_of(person("editor"))
    assert User.objects.count() == 2
    assert curator.post(merge_page(award, twin), {"seen": "0-0"}).status_code == 403
    assert editor.post(merge_page(award, twin), {"seen": "0-0"}).status_code == 302
    assert Opportunity.objects.get().slug == "plum-award"
