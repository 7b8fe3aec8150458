"""What a reader can tell us, and what becomes of it."""

import pytest
from django.core import mail
from django.test import Client

from opportunities.models import Opportunity, Suggestion
from tests.builders import make_opportunity
from tests.suggesting.conftest import AT, ENTRY, NEW, Send


def test_each_box_stands_beside_what_the_entry_says_now(client: Client) -> None:
    page = client.get(ENTRY).text
    for now in (
        "A year in Kyoto.",
        "Amount: up to £500",
        "Paid in May.",
        "2027: Closes: 15 January 2027 · UK time",
        "https://sakura.example.org/award",
        "not stated",
    ):
        assert now in page
    for box in ("name", "eligibility", "funding", "cycle", "application.official_url", "other"):
        assert f'aria-describedby="id_{box}_now"' in page
        assert f'id="id_{box}_now"' in page


def test_a_suggestion_waits_and_changes_nothing(send: Send, entry: Opportunity) -> None:
    response = send(
        name=" Sakura  Prize ",
        cycle="It closes on 1 February.\r\nSays the page.",
        application__official_url="sakura.example.org/prize",
        source_url="https://sakura.example.org/news",
        message="I was a fellow.",
        email="ada@example.org",
    )
    assert (response.status_code, response.headers["Location"]) == (303, "/suggest-a-change/thanks/")
    said = Suggestion.objects.get()
    assert (said.opportunity, said.is_new, said.about, said.state) == (entry, False, "Sakura Award", "waiting")
    assert said.facts == {
        "name": "Sakura Prize",
        "cycle": "It closes on 1 February.\nSays the page.",
        "application.official_url": "https://sakura.example.org/prize",
    }
    assert (said.source_url, said.message) == ("https://sakura.example.org/news", "I was a fellow.")
    assert (said.email, said.language) == ("ada@example.org", "en-gb")
    assert (said.made_at - AT).total_seconds() == 60
    entry.refresh_from_db()
    assert entry.name == "Sakura Award"
    assert mail.outbox == []  # nobody can have mail sent to somebody else


def test_a_programme_that_we_lack(send: Send) -> None:
    response = send("/ja" + NEW, name="桜基金", application__official_url="https://kikin.example.jp/", summary="渡航費")
    assert (response.status_code, response.headers["Location"]) == (303, "/ja/suggest-a-change/thanks/")
    said = Suggestion.objects.get()
    assert (said.opportunity, said.is_new, said.about, said.language) == (None, True, "桜基金", "ja")
    assert said.facts == {
        "name": "桜基金",
        "application.official_url": "https://kikin.example.jp/",
        "summary": "渡航費",
    }


def test_a_message_alone_says_something_too(send: Send) -> None:
    assert send(message="It was given up in 2024.").status_code == 303
    said = Suggestion.objects.get()
    assert (said.facts, said.message) == ({"other": "It was given up in 2024."}, None)


def test_what_is_sent_twice_waits_once(send: Send) -> None:
    assert [send(name="Sakura Prize").status_code for _ in range(2)] == [303, 303]
    assert Suggestion.objects.count() == 1


@pytest.mark.parametrize(
    ("address", "typed", "said"),
    [
        (ENTRY, {}, "Please choose what is wrong or missing"),
        (ENTRY, {"application__apply_url": "not a link"}, "This is not a web address."),
        (ENTRY, {"application__apply_url": "javascript:alert(1)"}, "This is not a web address."),
        (ENTRY, {"source_url": "https://user:secret@example.org/", "name": "A"}, "This is not a web address."),
        (ENTRY, {"name": "a\u202eb"}, "There is a character in it that cannot be seen."),
        (ENTRY, {"summary": "a\0b"}, "There is a character in it that cannot be seen."),
        (ENTRY, {"name": "a" * 301}, "at most 300 characters"),
        (ENTRY, {"cycle": "a" * 4001}, "at most 4000 characters"),
        (ENTRY, {"cycle": "https://a.example www.b.example", "message": "http://c http://d"}, "There are 4 links"),
        (ENTRY, {"name": "A", "email": "ada@example"}, "This is not an e-mail address."),
        (ENTRY, {"name": "A", "email": "ada@example.org\r\nBcc: all@example.org"}, "This is not an e-mail address."),
        (ENTRY, {"name": "A", "email": '"ada"@example.org'}, "We cannot write to this address."),
        (NEW, {"application__official_url": "https://example.org/"}, "Please give the name of the programme."),
        (NEW, {"name": "Kikin"}, "Please give the address of its official page."),
    ],
)
def test_what_cannot_be_taken_comes_back_with_the_reason(
    address: str, typed: dict[str, str], said: str, send: Send
) -> None:
    response = send(address, **typed, other="kept words") if typed else send(address)
    assert response.status_code == 422
    assert said in response.text
    assert "<title>Problem: " in response.text
    if address == ENTRY and typed:
        assert "kept words</textarea>" in response.text
    assert not Suggestion.objects.exists()


def test_a_section_in_which_something_was_typed_is_open_when_the_form_comes_back(send: Send) -> None:
    page = send(cycle="15 March", email="no address").text
    assert '<details class="suggesting__section" id="dates" open>' in page
    assert '<details class="suggesting__section" id="money">' in page


def test_entries_that_the_public_cannot_see_take_no_suggestions(client: Client) -> None:
    make_opportunity("hidden-award", state="draft")
    make_opportunity("old-award", state="retired")
    make_opportunity("joined-award", former_keys=["joining-award"])
    answers = {
        slug: client.get(f"/suggest-a-change/entry/{slug}/").status_code
        for slug in ("hidden-award", "no-such-award", "old-award", "joining-award")
    }
    assert answers == {"hidden-award": 404, "no-such-award": 404, "old-award": 200, "joining-award": 200}


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/opportunities/sakura-award/", '"/suggest-a-change/entry/sakura-award/"'),
        ("/ja/opportunities/sakura-award/", '"/ja/suggest-a-change/entry/sakura-award/"'),
        ("/opportunities/?q=zzzqqq", '"/suggest-a-change/new/" rel="nofollow"'),
        ("/coverage/", '"/suggest-a-change/new/"'),
    ],
)
def test_the_pages_lead_to_the_forms(address: str, link: str, client: Client) -> None:
    assert link in client.get(address).text
