"""The cookie with the profile: it comes back as it was, or not at all; and nobody else sees it."""

import logging
from dataclasses import fields
from datetime import timedelta

import pytest
import time_machine
from django.core.signing import TimestampSigner
from django.http import HttpResponse
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from opportunities.eligibility.profile import Profile
from opportunities.web.profile.cookie import COOKIE, LIFETIME, LONGEST_COOKIE, in_cookie, store
from opportunities.web.profile.text import LONGEST_TEXT, read, write
from tests.web.profiles import ANSWERS, ELIGIBILITY, RESEARCHER, answering_visitor, profiles, researcher

PERSONAL = ("/opportunities/", "/opportunities/daiwa-scholarship/", ELIGIBILITY)


def cookie_of(profile: Profile) -> str:
    response = HttpResponse()
    store(profile, response)
    return response.cookies[COOKIE].value


def test_every_answer_is_tried_here() -> None:
    assert set(ANSWERS) == {field.name for field in fields(Profile)}


@given(profiles())
def test_any_profile_comes_back_from_its_cookie(profile: Profile) -> None:
    text = cookie_of(profile)
    assert len(text) <= LONGEST_COOKIE and len(write(profile)) <= LONGEST_TEXT
    assert in_cookie(text or None).profile == (None if profile.is_empty else profile)


@given(profiles(), st.data())
def test_one_changed_letter_makes_a_cookie_worthless(profile: Profile, data: st.DataObject) -> None:
    text = cookie_of(profile)
    if not text:
        return
    place = data.draw(st.integers(0, len(text) - 2))  # the last letter of a signature has bits without meaning
    letter = data.draw(st.sampled_from("aZ0.~-:\x00").filter(lambda one: one != text[place]))
    own = in_cookie(text[:place] + letter + text[place + 1 :])
    assert own.profile is None and own.trouble


@given(st.text(max_size=300))
def test_hostile_text_is_no_profile_but_no_error_either(text: str) -> None:
    assert in_cookie(text).profile is None
    profile, unusable = read(text)
    assert profile.is_empty or not unusable or write(profile)
    assert read(write(profile)) == (profile, [])


@pytest.mark.parametrize(
    "text",
    ["", "x", "nationalities.GB", "nationalities.GB:1:x", "é" * 50, "a" * 100_000, "nationalities.GB:" * 500],
)
def test_a_worthless_cookie_is_told_and_removed(db: None, text: str) -> None:
    visitor = Client(raise_request_exception=False)
    visitor.cookies[COOKIE] = text
    response = visitor.get("/opportunities/")
    assert response.status_code == 200
    assert "have removed them" in response.text
    assert response.cookies[COOKIE]["max-age"] == 0


def test_a_cut_off_cookie_is_worthless() -> None:
    text = cookie_of(Profile(nationalities=("GB",), residence="JP"))
    assert all(in_cookie(text[:length]).profile is None for length in range(len(text)))


def test_the_cookie_of_another_purpose_is_worthless() -> None:
    assert in_cookie(TimestampSigner(salt="something else").sign("residence.JP")).profile is None


def test_after_half_a_year_the_answers_are_gone() -> None:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False) as clock:
        text = cookie_of(Profile(residence="JP"))
        clock.shift(timedelta(seconds=LIFETIME))
        assert in_cookie(text).profile == Profile(residence="JP")
        clock.shift(timedelta(seconds=1))
        own = in_cookie(text)
        assert own.profile is None
        assert own.trouble is not None
        assert "180 days" in own.trouble


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(db: None, settings: Settings) -> None:
    cookie = researcher().cookies[COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["max-age"] == LIFETIME and not cookie["secure"]
    settings.SESSION_COOKIE_SECURE = True
    response = HttpResponse()
    store(Profile(residence="JP"), response)
    assert response.cookies[COOKIE]["secure"]


@pytest.mark.parametrize("path", PERSONAL)
def test_no_cache_keeps_a_page_that_knows_her(loaded_catalogue: None, path: str) -> None:
    response = researcher().get(path)
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("path", PERSONAL)
def test_who_said_nothing_gets_a_page_that_a_cache_may_keep(loaded_catalogue: None, path: str) -> None:
    response = Client().get(path)
    assert "no-store" not in response.headers.get("Cache-Control", "")
    assert "Cookie" in response.headers["Vary"]  # else a cache would give her this one


@pytest.mark.parametrize("path", ["/", "/organisations/", "/coverage/", "/shortlist/"])
def test_other_pages_know_nothing_of_her(loaded_catalogue: None, path: str) -> None:
    assert Client().get(path).text == researcher().get(path).text


def test_answers_are_in_no_log(db: None, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    visitor = researcher()
    visitor.get("/opportunities/")
    visitor.get(ELIGIBILITY)
    answering_visitor().post(ELIGIBILITY, {**RESEARCHER, "phd_day": "31", "phd_month": "2"})
    Client(raise_request_exception=False).post(ELIGIBILITY, RESEARCHER)  # of another site: refused
    assert not [record for record in caplog.records if "early-career" in record.getMessage()]
