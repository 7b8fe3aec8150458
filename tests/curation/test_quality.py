"""What keeps an entry from being published, and what only warns: each remark with the fact that it is about."""

from datetime import date
from typing import Any

import pytest

from opportunities.curation.collections import stored_version
from opportunities.curation.quality import blocking, made_worse, warnings
from opportunities.models import Link, Opportunity
from tests.builders import Entry, make_opportunity, make_organisation, round_entry, source_entry

TODAY = date(2026, 11, 25)
OFFICIAL = {"official_url": "https://example.org/award"}


def whole(**changes: Any) -> Entry:
    """Facts against which nothing can be said."""
    facts = {
        "state": "published", "name": "Plum Award", "summary": "A year in Kyoto.", "directions": ["joint"],
        "career_stages": ["doctoral"], "application": OFFICIAL, "sources": [source_entry()],
        "funding": {"currency": "GBP", "min": 100, "max": 200}, "cycle": {"rounds": [round_entry()]},
    }  # fmt: skip
    return {**facts, **changes}


def test_nothing_is_said_against_a_whole_entry() -> None:
    assert blocking(whole()) == []


@pytest.mark.parametrize(
    ("changes", "code", "fact"),
    [
        ({"application": {"official_url": None}}, "no-official-page", "application.official_url"),
        ({"sources": []}, "no-source", "sources"),
        ({"summary": ""}, "no-summary", "summary"),
        ({"name": ""}, "no-name", "name"),
        ({"directions": []}, "no-direction", "directions"),
        ({"career_stages": []}, "no-stage", "career_stages"),
        ({"funding": {"max": 100}}, "no-currency", "funding.currency"),
        ({"funding": {"currency": "GBP", "min": 0, "max": None}}, None, None),
        ({"funding": {"currency": "GBP", "min": 300, "max": 200}}, "amounts-reversed", "funding.min"),
    ],
)
def test_what_blocks(changes: dict[str, Any], code: str | None, fact: str | None) -> None:
    found = [(remark.code, remark.fact) for remark in blocking(whole(**changes))]
    assert found == ([(code, fact)] if code else [])


@pytest.mark.parametrize(
    ("dates", "is_wrong"),
    [
        ({"opens": "2027-02-01", "closes": "2027-01-31"}, True),
        ({"opens": "2027-01-31", "closes": "2027-01-31"}, False),
        ({"opens": "2027-01-31", "opens_time": "12:00", "closes": "2027-01-31", "closes_time": "11:59"}, True),
        ({"opens": "2027-01-31", "opens_time": "12:00", "closes": "2027-01-31", "closes_time": "12:01"}, False),
        ({"opens": "2027-01-31", "closes": "2027-01"}, False),
        ({"opens": "2027-02", "closes": "2027-01-31"}, True),
        ({"opens": "2027-02-01", "closes": None}, False),
    ],
)
def test_a_round_cannot_close_before_it_opens(dates: dict[str, Any], is_wrong: bool) -> None:
    found = blocking(whole(cycle={"rounds": [{"label": "2027", **dates}]}))
    assert [remark.fact for remark in found] == (["cycle.rounds[2027]"] if is_wrong else [])
    assert not is_wrong or "“2027”" in found[0].words


def test_a_published_entry_is_not_made_worse_but_may_keep_what_was_amiss() -> None:
    bare = whole(application={"official_url": None})
    assert [remark.code for remark in made_worse(whole(), bare)] == ["no-official-page"]
    assert made_worse(bare, bare) == [], "who mends a typing error need not find the official page first"
    assert made_worse(whole(state="draft"), {**bare, "state": "draft"}) == []
    assert made_worse(whole(), {**bare, "state": "retired"}) == []


# --- Warnings ---------------------------------------------------------------------------------------


def said(**changes: Any) -> dict[str, str]:
    """The codes of the warnings about an entry, with the facts that they are about."""
    make_organisation()
    usual = {
        "name_ja": "梅", "summary_ja": "京都で一年。", "funders": ["sakura-trust"], "application": OFFICIAL,
        "cycle": {"timezone": "Europe/London", "rounds": [round_entry(source="s1")]},
        "sources": [source_entry(as_of="2025", supports=["eligibility"])],
    }  # fmt: skip
    make_opportunity("plum-award", **{**usual, **changes})
    stored = Opportunity.objects.with_facts().get()
    return {remark.code: remark.fact for remark in warnings(stored, TODAY)}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "code", "fact"),
    [
        ({}, None, None),
        ({"name_ja": None}, "no-japanese-name", "name_ja"),
        ({"summary_ja": None}, "no-japanese-summary", "summary_ja"),
        ({"funders": []}, "no-funder", "funders"),
        ({"confidence": "low"}, "low-confidence", "confidence"),
        ({"funding": {"currency": "GBP", "max": 5}}, "no-source-for-funding", "funding"),
        ({"eligibility": {"summary": "All."}, "sources": [source_entry(as_of="2025")]}, "no-source-for-eligibility",
         "eligibility"),
        ({"cycle": {"timezone": "UTC", "rounds": [round_entry()]}}, "no-source-for-cycle", "cycle.rounds[2027]"),
        ({"sources": [source_entry(as_of="2022-05")]}, "old-sources", "sources"),
        ({"sources": [source_entry(as_of="2023")]}, None, None),
        ({"cycle": {"rounds": [round_entry(source="s1")]}}, "no-time-zone", "cycle.timezone"),
        ({"cycle": {"rounds": []}}, "no-dates-ahead", "cycle.usual_closes"),
        ({"cycle": {"frequency": "rolling"}}, None, None),
        ({"cycle": {"rounds": []}, "programme_status": "ended"}, None, None),
    ],
)  # fmt: skip
def test_what_warns(changes: dict[str, Any], code: str | None, fact: str | None) -> None:
    assert said(**changes) == ({code: fact} if code else {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("verdict", "code"),
    [("broken", "broken-link"), ("gone", "broken-link"), ("moved", "moved-link"), ("works", None), ("down", None)],
)
def test_a_link_that_does_not_lead_there(verdict: str, code: str | None) -> None:
    Link.objects.create(url=OFFICIAL["official_url"], verdict=verdict, moved_to="https://example.org/new")
    assert said() == ({code: "application.official_url"} if code else {})


@pytest.mark.django_db
def test_a_retired_entry_is_only_warned_of_its_successor() -> None:
    heir = make_opportunity("new-award", state="draft")
    make_opportunity("old-award", state="retired", successor="new-award", confidence="low")
    old = Opportunity.objects.with_facts().get(slug="old-award")
    assert [remark.code for remark in warnings(old, TODAY)] == ["successor-hidden"]
    for state, codes in (("retired", ["successor-retired"]), ("published", [])):
        Opportunity.objects.filter(pk=heir.pk).update(state=state)
        old = Opportunity.objects.with_facts().get(slug="old-award")
        assert [remark.code for remark in warnings(old, TODAY)] == codes


@pytest.mark.django_db
def test_a_stored_entry_is_looked_at_by_its_facts() -> None:
    make_opportunity("plum-award", career_stages=[])
    stored = stored_version(("opportunities", "plum-award"))
    assert stored is not None
    assert [remark.code for remark in blocking(stored)] == ["no-stage", "no-official-page"]
