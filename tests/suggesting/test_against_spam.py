"""Machines and floods are kept out, without a third party; people lose nothing by it."""

from datetime import timedelta
from unittest import mock

import pytest
import time_machine
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import Settings

from opportunities.models import Suggestion, SuggestionCount
from opportunities.suggesting.limits import PER_SOURCE
from opportunities.suggesting.stamps import LONGEST, SHORTEST, new_stamp
from tests.suggesting.conftest import ENTRY, NEW, Send

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize("address", [ENTRY, NEW])
def test_a_machine_that_fills_in_the_trap_is_thanked_and_nothing_is_stored(address: str, send: Send) -> None:
    response = send(
        address, name="Pills", application__official_url="https://p.example", your_website="https://p.example"
    )
    assert (response.status_code, response.headers["Location"]) == (303, "/suggest-a-change/thanks/")
    assert not Suggestion.objects.exists()


def test_nobody_sees_the_trap_or_comes_upon_it_by_keyboard(client: Client) -> None:
    page = client.get(ENTRY).text
    trap = page[page.index('<p class="suggesting__trap"') :].partition("</p>")[0]
    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "That was very quick."), (SHORTEST, "That was very quick."), (LONGEST + 1, "24 hours ago")],
)
def test_who_is_too_fast_or_too_late_sends_the_same_again(
    seconds: int, said: str, client: Client, clock: time_machine.Traveller
) -> None:
    typed = {"stamp": new_stamp(), "name": "Sakura Prize"}
    clock.shift(timedelta(seconds=seconds))
    page = client.post(ENTRY, typed, headers=OURS)
    assert page.status_code == 422
    assert said in page.text
    assert 'value="Sakura Prize"' in page.text
    stamp = page.text.partition('name="stamp" value="')[2].partition('"')[0]
    clock.shift(timedelta(seconds=SHORTEST + 1))
    assert client.post(ENTRY, {**typed, "stamp": stamp}, headers=OURS).status_code == 303


@pytest.mark.parametrize("stamp", ["", "form:1abc:forged", "\0"])
def test_a_form_without_our_signature_is_asked_for_again(stamp: str, send: Send) -> None:
    page = send(name="Sakura Prize", stamp=stamp)
    assert page.status_code == 422
    assert 'value="Sakura Prize"' in page.content.decode()


def test_a_flood_from_one_place_is_stopped_for_the_day_and_for_that_place_only(
    send: Send, clock: time_machine.Traveller, settings: Settings
) -> None:
    settings.TRUSTED_PROXIES = 1
    flood, other = {"X-Forwarded-For": "2001:db8::1"}, {"X-Forwarded-For": "2001:db8:0:1::1"}
    answers = [send(headers=flood, name=f"Name {n}").status_code for n in range(PER_SOURCE)]
    assert set(answers) == {303}
    stopped = send(headers={"X-Forwarded-For": "2001:db8::2"}, name="One more")
    assert stopped.status_code == 429
    assert 'value="One more"' in stopped.content.decode()
    assert send(headers=other, name="From elsewhere").status_code == 303
    clock.shift(timedelta(days=1))
    assert send(headers=flood, name="Tomorrow").status_code == 303


def test_where_it_comes_from_is_kept_as_a_hash_that_is_of_no_other_day(
    send: Send, clock: time_machine.Traveller
) -> None:
    send(name="One")
    today = SuggestionCount.objects.get()
    assert "127.0.0.1" not in str(vars(today))
    assert not any("127.0.0.1" in str(vars(said)) for said in Suggestion.objects.all())
    clock.shift(timedelta(days=1))
    send(name="Two")
    assert SuggestionCount.objects.get().source != today.source


def test_only_forms_of_this_site_are_taken(client: Client, clock: time_machine.Traveller) -> None:
    typed = {"stamp": new_stamp(), "name": "Sakura Prize"}
    clock.shift(timedelta(minutes=1))
    foreign: list[dict[str, str]] = [{}, {"Sec-Fetch-Site": "cross-site"}]
    assert [client.post(ENTRY, typed, headers=headers).status_code for headers in foreign] == [403, 403]
    assert not client.get(ENTRY).cookies


def test_the_entry_in_brief_leads_to_the_form_too(client: Client) -> None:
    client.get("/opportunities/sakura-award/")
    with mock.patch.object(CursorWrapper, "execute", side_effect=OperationalError("connection refused")):
        brief = client.get("/opportunities/sakura-award/").content.decode()
    assert "This is the entry in brief" in brief
    assert '"/suggest-a-change/entry/sakura-award/"' in brief


def test_what_was_typed_is_given_back_where_the_database_is_gone(send: Send) -> None:
    with mock.patch.object(CursorWrapper, "execute", side_effect=OperationalError("connection refused")):
        response = send(summary="Two years\nin <Kyoto>.")
    assert response.status_code == 503
    assert "Two years\nin &lt;Kyoto&gt;." in response.content.decode()
