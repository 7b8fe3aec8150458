"""The queue of readers' suggestions, and the page on which a curator decides."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from opportunities.models import Opportunity, Suggestion
from tests.admin.forms_as_sent import form_on, page_for, page_of
from tests.builders import make_opportunity

AT = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SAID = {"name": "Sakura Prize", "summary": "Two years.\nIn Kyoto.", "cycle": "It closes in May."}


@pytest.fixture
def said(db: None) -> Suggestion:
    entry = make_opportunity(name="Sakura Award", summary="A year.\nIn Kyoto.")
    link = "https://example.org/news"
    return Suggestion.objects.create(
        opportunity=entry, about="Sakura Award", facts=SAID, source_url=link, message="I was there.", made_at=AT
    )


@pytest.fixture
def lacking(db: None) -> Suggestion:
    facts = {"name": "Kikin", "application.official_url": "https://kikin.example/", "eligibility.summary": "Nurses"}
    return Suggestion.objects.create(is_new=True, about="Kikin", facts=facts, made_at=AT)


def who_may(*codenames: str) -> Client:
    """A browser of somebody who has these permissions only."""
    user = User.objects.create(username="-".join(codenames), is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    client = Client()
    client.force_login(user)
    return client


def decide(client: Client, said: Suggestion, button: str, **changes: Any) -> Any:
    """Press a button of the page, with some boxes filled in ("take_name" for "take-name")."""
    sent = form_on(client, page_of(said))
    changed = {
        name.replace("_", "-", 1) if name.startswith(("take_", "value_")) else name: [v] for name, v in changes.items()
    }
    return client.post(page_of(said), {**sent, **changed, button: "1"})


def test_what_waits_stands_first_the_oldest_at_the_top(desk: Client, said: Suggestion, lacking: Suggestion) -> None:
    Suggestion.objects.create(about="Decided", state="declined", made_at=AT - timedelta(9), decided_at=AT)
    Suggestion.objects.filter(pk=lacking.pk).update(made_at=AT - timedelta(days=2))
    page = desk.get(page_for(Suggestion, "changelist")).text
    assert page.index(">Kikin<") < page.index(">Sakura Award<") < page.index(">Decided<")
    assert "New programme: Name, Who it is for, Official page" in page
    waiting = desk.get(page_for(Suggestion, "changelist") + "?state__exact=waiting").text
    assert ">Kikin<" in waiting
    assert ">Decided<" not in waiting


def test_the_proposed_change_stands_beside_the_present_value(desk: Client, said: Suggestion) -> None:
    page = desk.get(page_of(said)).text
    for words in ("Sakura Award", "Sakura Prize", "A year.\nIn Kyoto.", "It closes in May.", "I was there."):
        assert words in page
    assert 'href="https://example.org/news" target="_blank" rel="noopener noreferrer nofollow"' in page
    assert said.opportunity is not None
    assert f'href="{page_of(said.opportunity)}"' in page


def test_what_is_ticked_is_taken_over_with_the_value_that_was_left(desk: Client, said: Suggestion) -> None:
    answer = decide(
        desk, said, "_accept", take_summary="on", value_summary="Two years in Kyoto.", take_cycle="on", note="Seen"
    )
    assert (answer.status_code, answer["Location"]) == (
        302,
        page_for(Suggestion, "changelist") + "?state__exact=waiting",
    )
    entry = Opportunity.objects.get()
    assert (entry.name, entry.summary) == ("Sakura Award", "Two years in Kyoto.")
    said.refresh_from_db()
    assert (said.state, said.accepted_facts, said.note) == ("accepted", ["summary", "cycle"], "Seen")
    page = desk.get(page_of(said)).text
    assert "What it is, Dates" in page
    assert "_accept" not in page


@pytest.mark.parametrize(
    ("boxes", "complaint"),
    [
        ({}, "Tick what you accept"),
        ({"take_name": "on", "value_name": " "}, "cannot empty a fact"),
        ({"take_name": "on", "value_name": "a\u202eb"}, "control character"),
        ({"take_name": "on", "add_source": "on"}, "A source needs this."),
    ],
)
def test_what_cannot_be_accepted_is_told_and_nothing_typed_is_lost(
    boxes: dict[str, str], complaint: str, desk: Client, said: Suggestion
) -> None:
    answer = decide(desk, said, "_accept", note="Kept words", **boxes)
    assert answer.status_code == 200
    assert complaint in answer.text
    assert "Kept words" in answer.text
    said.refresh_from_db()
    assert said.state == "waiting"


def test_of_two_editors_the_second_sees_what_the_first_changed(desk: Client, said: Suggestion) -> None:
    sent = form_on(desk, page_of(said))
    Opportunity.objects.update(name="Sakura Honour")
    typed = {**sent, "take-name": ["on"], "value-name": ["The Sakura Prize"], "_accept": "1"}
    answer = desk.post(page_of(said), typed)
    assert "Somebody has changed this meanwhile" in answer.text
    assert "Sakura Honour" in answer.text
    assert 'value="The Sakura Prize"' in answer.text
    assert Opportunity.objects.get().name == "Sakura Honour"
    seen = re.findall(r'name="seen-name" value="([^"]*)"', answer.text)
    assert seen == ["Sakura Honour"]
    assert desk.post(page_of(said), {**typed, "seen-name": seen}).status_code == 302
    assert Opportunity.objects.get().name == "The Sakura Prize"


def test_a_suggested_programme_becomes_a_draft_that_is_opened(desk: Client, lacking: Suggestion) -> None:
    answer = decide(desk, lacking, "_accept", summary="Money for nurses.")
    assert "This field is required" in answer.text  # the kind
    answer = decide(desk, lacking, "_accept", summary="Money for nurses.", kind="grant")
    draft = Opportunity.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page_of(draft))
    assert (draft.name, draft.state, draft.official_url) == ("Kikin", "draft", "https://kikin.example/")


def test_entries_that_may_be_the_suggested_programme_are_shown(desk: Client, lacking: Suggestion) -> None:
    assert "Do we have it already?" not in desk.get(page_of(lacking)).text
    entry = make_opportunity("nurses-fund", application={"official_url": "http://www.kikin.example"})
    page = desk.get(page_of(lacking)).text
    assert "Do we have it already?" in page
    assert f'href="{page_of(entry)}"' in page


def test_declined_and_spam_can_be_put_back(desk: Client, said: Suggestion) -> None:
    for button, state in (("_decline", "declined"), ("_put_back", "waiting"), ("_spam", "spam")):
        desk.post(page_of(said), {button: "1", "note": "Not so"})
        said.refresh_from_db()
        assert said.state == state
    answer = desk.post(page_of(said), {"_decline": "1"}, follow=True)
    assert "Somebody has decided on this suggestion meanwhile." in answer.text


def test_many_can_be_marked_as_spam_at_once(desk: Client, said: Suggestion, lacking: Suggestion) -> None:
    Suggestion.objects.filter(pk=lacking.pk).update(state="accepted")
    chosen = {"action": "mark_as_spam", "_selected_action": [said.pk, lacking.pk]}
    answer = desk.post(page_for(Suggestion, "changelist"), chosen, follow=True)
    assert "1 suggestion was marked as spam." in answer.text
    assert list(Suggestion.objects.order_by("pk").values_list("state", flat=True)) == ["spam", "accepted"]


def test_who_may_not_change_entries_can_decline_and_not_accept(said: Suggestion, lacking: Suggestion) -> None:
    helper = who_may("view_suggestion", "change_suggestion")
    assert "_accept" not in helper.get(page_of(said)).text
    for one in (said, lacking):
        assert helper.post(page_of(one), {"_accept": "1", "take-name": "on"}).status_code == 403
        assert helper.post(page_of(one), {"_decline": "1"}).status_code == 302


def test_who_may_only_look_decides_nothing(reader: Client, said: Suggestion) -> None:
    page = reader.get(page_of(said)).text
    assert "Sakura Prize" in page
    assert "_decline" not in page
    for button in ("_accept", "_decline", "_spam", "_put_back"):
        assert reader.post(page_of(said), {button: "1"}).status_code == 403
    assert who_may("view_opportunity").get(page_of(said)).status_code == 403


def test_the_readers_address_is_nowhere_shown(desk: Client, said: Suggestion) -> None:
    Suggestion.objects.update(email="ada@example.org")
    for address in (page_of(said), page_for(Suggestion, "changelist")):
        assert "ada@example.org" not in desk.get(address).text
    assert "the reader is thanked by mail" in desk.get(page_of(said)).text


def test_an_entry_that_is_gone_leaves_nothing_to_accept(desk: Client, said: Suggestion) -> None:
    Opportunity.objects.all().delete()
    assert "The entry that it was about is no longer there." in desk.get(page_of(said)).text
    assert desk.post(page_of(said), {"_accept": "1", "take-name": "on"}).status_code == 403
