"""Whatever comes between opening a form and saving it: nothing that was typed is lost."""

import threading
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from opportunities.curation.changing import changing
from opportunities.models import Operation, Opportunity
from tests.admin.editors import choose, facts, plum, questions, quicker, saved
from tests.admin.forms_as_sent import Sent, form_in, form_on, page_of
from tests.databases import connected_to, new_database

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    """Who is quicker."""
    return User.objects.create(username="matsu", first_name="Matsu", is_staff=True, is_superuser=True)


# --- Nothing is lost --------------------------------------------------------------------------------


def test_what_is_wrong_is_said_first_and_what_was_typed_stays(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Renamed")
    page = saved(desk, address, sent, summary="Mine", currency="pounds", rounds__0__closes_on="2026-02-02")
    assert "is not a currency" in page
    corrected = form_in(page, "opportunity_form")
    assert corrected["summary"] == ["Mine"] and corrected["rounds-0-closes_on"] == ["2026-02-02"]
    page = saved(desk, address, corrected, currency="EUR")
    assert questions(page) == {
        "name": "theirs", "summary": "mine", "funding.currency": "mine", "cycle.rounds[2026]": "mine",
    }  # fmt: skip
    assert choose(desk, address, page).status_code == 302
    assert (facts()["name"], facts()["summary"]) == ("Renamed", "Mine")


def test_a_third_save_between_makes_the_page_come_again(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs", notes="Theirs")
    page = saved(desk, address, sent, name="Mine", notes="Mine")
    quicker(first, name="Theirs again")
    response = choose(desk, address, page, name="mine", notes="mine")
    assert response.status_code == 200
    page = response.content.decode()
    assert "changed once more" in page and "Theirs again" in page
    assert questions(page) == {"name": None, "notes": "mine"}, "what she chose stands where nothing changed since"
    assert choose(desk, address, page, name="mine").status_code == 302
    assert (facts()["name"], facts()["notes"]) == ("Mine", "Mine")


def test_what_does_not_go_together_is_told_and_can_be_chosen_again(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, funding={**facts()["funding"], "min": 400})
    page = saved(desk, address, sent, amount_max="300")
    response = choose(desk, address, page)
    assert response.status_code == 200 and "is above max" in response.content.decode()
    page = response.content.decode()
    assert questions(page) == {"funding.min": "theirs", "funding.max": "mine"}
    assert choose(desk, address, page, funding__min="mine").status_code == 302
    assert (facts()["funding"]["min"], facts()["funding"]["max"]) == (None, 300)


def test_an_unknown_version_asks_about_everything_that_differs(desk: Client) -> None:
    address = page_of(plum())
    sent = {name: values for name, values in form_on(desk, address).items() if name != "_version"}
    page = saved(desk, address, sent, name="Mine")
    assert questions(page) == {"name": None}
    assert choose(desk, address, page, name="mine").status_code == 302
    assert facts()["name"] == "Mine"


def test_who_changed_nothing_overwrites_nothing(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs")
    response = desk.post(address, sent, follow=True)
    assert "nothing was changed" in response.content.decode()
    assert facts()["name"] == "Theirs" and Operation.objects.count() == 1


def test_a_deleted_entry_can_be_saved_as_a_new_draft(desk: Client, first: User) -> None:
    entry = plum()
    address = page_of(entry)
    sent = form_on(desk, address)
    before = facts()
    with changing("delete", by=first, reason="A twin.") as change:
        change.about_to_delete(entry)
        entry.delete()
    page = saved(desk, address, sent, summary="What I typed.", rounds__0__closes_on="2026-02-02")
    assert "Matsu" in page and "A twin." in page and "What I typed." in page
    response = desk.post(address, {**form_in(page, "conflict_form"), "_again": ["1"]})
    assert response.status_code == 302
    stored = facts()
    assert (stored["summary"], stored["state"], stored["uuid"]) == ("What I typed.", "draft", before["uuid"])
    assert stored["cycle"]["rounds"][0]["closes"] == "2026-02-02"
    assert stored["eligibility"] == before["eligibility"]
    assert Operation.objects.first().kind == "create"  # type: ignore[union-attr]


def test_who_may_not_change_is_not_asked(reader: Client, desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs")
    assert reader.post(address, {**sent, "name": ["Mine"]}).status_code == 403
    User.objects.get(username="sasa").user_permissions.add(Permission.objects.get(codename="change_opportunity"))
    assert facts()["name"] == "Theirs"


@pytest.mark.parametrize(("version", "record"), [("x", "opportunities/plum-award"), ("9" * 30, "../x"), ("-1", "\0")])
def test_whatever_stands_in_the_hidden_boxes(desk: Client, version: str, record: str) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    response = desk.post(address, {**sent, "_version": [version], "_record": [record], "_row": ["\0"], "name": "Mine"})
    assert questions(response.content.decode()) == {"name": None}
    assert facts()["name"] == "Plum Award"


# --- The session ends -------------------------------------------------------------------------------


def test_what_is_typed_outlives_the_session(first: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(first)
    address, ours = page_of(plum()), {"Origin": "http://testserver"}
    sent = form_on(client, address)
    client.logout()
    client.cookies["csrftoken"] = "a" * 32
    sent["csrfmiddlewaretoken"] = ["a" * 32]
    held = client.post(address, {**sent, "summary": ["What\r\nI typed."]}, headers=ours)
    assert held.status_code == 403 and "What you typed is not lost" in held.content.decode()
    client.force_login(first)
    client.cookies["csrftoken"] = "b" * 32
    again = client.post(address, form_in(held.content.decode(), "held_form"), headers=ours)
    assert again.status_code == 403 and "send it once more" in again.content.decode()
    assert client.post(address, form_in(again.content.decode(), "held_form"), headers=ours).status_code == 302
    assert facts()["summary"] == "What\nI typed."


def test_no_other_site_gets_its_words_held(first: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(first)
    for headers in ({"Origin": "https://evil.example"}, {}):
        response = client.post(page_of(plum()), {"summary": "Theirs"}, headers=headers)
        assert response.status_code == 403 and "Theirs" not in response.content.decode()
        Opportunity.objects.all().delete()
    client.logout()
    public = client.post(reverse("admin:login"), {"username": "x"}, headers={"Origin": "http://testserver"})
    assert "not lost" not in public.content.decode()


# --- At the same instant ------------------------------------------------------------------------------


def test_of_two_at_the_same_instant_one_is_asked(tmp_path: Path) -> None:
    """On a database of its own: the tests' own one, in memory, does not let anybody wait."""
    ready = threading.Barrier(2)
    answers: list[int] = []

    def save(url: str, client: Client, address: str, sent: Sent) -> None:
        with connected_to(url):
            ready.wait()
            answers.append(client.post(address, sent).status_code)

    with new_database(tmp_path) as url, connected_to(url):
        plum()
        address = page_of(Opportunity.objects.get())
        threads = []
        for name in ("ume", "matsu"):
            client = Client()
            client.force_login(User.objects.create(username=name, is_staff=True, is_superuser=True))
            sent = {**form_on(client, address), "summary": [f"What {name} typed."]}
            threads.append(threading.Thread(target=save, args=(url, client, address, sent)))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answers) == [200, 302]
        assert Operation.objects.count() == 1
        assert facts()["summary"] == f"What {Operation.objects.get().by_name} typed."
