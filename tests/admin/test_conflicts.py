"""Two editors at one record: the second is shown what the first changed, and chooses."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import models
from django.test import Client

from opportunities.curation.changing import changing
from opportunities.curation.collections import place_of
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.putting import put
from opportunities.models import Criterion, Operation, Opportunity, RecordChange, Round, Source
from tests.admin.editors import FULL, choose, facts, plum, questions, quicker, saved
from tests.admin.forms_as_sent import Sent, form_in, form_on, page_of, send, with_row
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_organisation,
    make_synonyms,
    round_entry,
    source_entry,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> User:
    """Who is quicker."""
    return User.objects.create(username="matsu", first_name="Matsu", is_staff=True, is_superuser=True)


# --- Different facts, and the same one ----------------------------------------------------------------


def test_the_second_is_shown_what_the_first_changed_and_both_changes_are_kept(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, reason="The page has a new name.", name="Plum Fellowship")
    page = saved(desk, address, sent, summary="What I typed.")
    assert "Matsu" in page and "The page has a new name." in page
    assert questions(page) == {"name": "theirs", "summary": "mine"}
    assert facts()["summary"] == "Money for plum-award.", "nothing is stored yet"
    assert choose(desk, address, page).status_code == 302
    assert (facts()["name"], facts()["summary"]) == ("Plum Fellowship", "What I typed.")
    assert [operation.by_name for operation in Operation.objects.all()] == ["ume", "Matsu"]


@pytest.mark.parametrize(("side", "stored"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_of_what_both_changed_nothing_is_chosen_for_her(desk: Client, first: User, side: str, stored: str) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs", notes="A note.")
    page = saved(desk, address, sent, name="Mine", _reason="It was wrong.")
    assert questions(page) == {"name": None, "notes": "theirs"}
    again = choose(desk, address, page)
    assert again.status_code == 200 and "Choose for each fact" in again.content.decode()
    assert facts()["name"] == "Theirs"
    assert choose(desk, address, again.content.decode(), name=side).status_code == 302
    assert (facts()["name"], facts()["notes"]) == (stored, "A note.")
    if side == "mine":
        assert Operation.objects.first().reason == "It was wrong."  # type: ignore[union-attr]


@pytest.mark.parametrize(("button", "stored"), [("theirs", "Theirs"), ("mine", "Mine")])
def test_one_button_answers_all(desk: Client, first: User, button: str, stored: str) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs", summary="Theirs", keywords=["theirs"])
    page = saved(desk, address, sent, name="Mine", summary="Mine", notes="Only mine")
    assert choose(desk, address, page, _all=button).status_code == 302
    assert (facts()["name"], facts()["summary"]) == (stored, stored)
    assert (facts()["keywords"], facts()["notes"]) == (["theirs"], "Only mine")


def test_she_may_decide_against_what_only_one_changed(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Theirs")
    page = saved(desk, address, sent, summary="Mine")
    assert choose(desk, address, page, name="mine", summary="theirs").status_code == 302
    assert (facts()["name"], facts()["summary"]) == ("Plum Award", "Money for plum-award.")


# Boxes of the form with what is typed there; the fact, and what the first made of it.
FIELDS: list[tuple[str, Any, str, Any]] = [
    ("name_ja", "プラム", "name_ja", "梅"),
    ("kind", "prize", "kind", "network"),
    ("summary_ja", "概要", "summary_ja", "まとめ"),
    ("directions", ["uk-to-japan"], "directions", ["japan-to-uk"]),
    ("activities", ["event"], "activities", ["networking"]),
    ("disciplines", ["1"], "disciplines", ["6"]),
    ("career_stages", ["doctoral", "senior", "masters"], "career_stages", ["doctoral"]),
    ("keywords", "mine", "keywords", ["theirs"]),
    ("programme_status", "paused", "programme_status", "ended"),
    ("status_note", "mine", "status_note", "theirs"),
    ("eligibility_summary", "mine", "eligibility.summary", "theirs"),
    ("eligibility_terms", "mine", "eligibility.terms", ["theirs"]),
    ("amount_max", "700", "funding.max", 900),
    ("amount_min", "70", "funding.min", 90),
    ("currency", "JPY", "funding.currency", "EUR"),
    ("amount_basis", "per-year", "funding.basis", "per-month"),
    ("funding_note", "mine", "funding.note", "theirs"),
    ("covers", ["travel"], "funding.covers", ["tuition"]),
    ("duration_min_months", "2", "duration.min_months", 3),
    ("duration_max_months", "12", "duration.max_months", 14),
    ("duration_note", "mine", "duration.note", "theirs"),
    ("frequency", "annual", "cycle.frequency", "rolling"),
    ("timezone", "Asia/Tokyo", "cycle.timezone", "Europe/London"),
    ("usual_opens", "03", "cycle.usual_opens", "04"),
    ("usual_closes", "03", "cycle.usual_closes", ["04"]),
    ("official_url", "https://example.org/mine", "application.official_url", "https://example.org/theirs"),
    ("apply_url", "https://example.org/mine", "application.apply_url", "https://example.org/theirs"),
    ("guidance_url", "https://example.org/mine", "application.guidance_url", "https://example.org/theirs"),
    ("route", "mine", "application.route", "theirs"),
    ("annexe_section", "platforms", "annexe_section", "study-exchanges"),
    ("confidence", "low", "confidence", "medium"),
    ("last_checked_on", "2026-11-23", "last_checked", "2026-11-24"),
    ("next_check_due", "2027-05-01", "next_check", "2027-06-01"),
    ("notes", "mine", "notes", "theirs"),
    ("rounds-0-closes_on", "2026-02-02", "cycle.rounds[2026]", {"label": "2026", "closes": "2026-03-03"}),
    ("rounds-1-timezone", "Asia/Tokyo", "cycle.rounds[2027]", {"label": "2027", "closes": "2027-03-03"}),
    ("sources-0-title", "mine", "sources[s1]", source_entry("s1", title="theirs")),
    ("eligibility_routes-0-name", "mine", "eligibility.routes", []),
    ("AGE-maximum", "35", "eligibility.age", {"max": 40}),
    ("NATIONALITY-places", "JP", "eligibility.nationality", {"rule": "only", "values": ["GB"]}),
    ("WORK-minimum", "5", "eligibility.either", []),
]


KINDS = {"AGE": "age", "NATIONALITY": "nationality", "WORK": "work-experience"}


def with_fact(whole: Facts, name: str, value: Any) -> Facts:
    """The record with one fact changed, by its name."""
    place, bracket, member = name.partition("[")
    group, _dot, fact = place.rpartition(".")
    holder = whole[group] if group else whole
    if bracket:
        key = "id" if fact == "sources" else "label"
        holder[fact] = [value if row[key] == member[:-1] else row for row in holder[fact]]
    else:
        holder[fact] = value
    return whole


def both_typed_everywhere(desk: Client, entry: Opportunity) -> tuple[str, Sent, Facts]:
    """All boxes typed over what somebody else changed; gives the address, the form, and what is stored now."""
    address = page_of(entry)
    sent = form_on(desk, address)
    kinds = [criterion.kind for criterion in entry.criteria.all()]
    stored = facts(place_of(entry))
    for box, typed, fact, theirs in FIELDS:
        kind, _dash, rest = box.partition("-")
        name = f"criteria-{kinds.index(KINDS[kind])}-{rest}" if kind in KINDS else box
        sent[name] = typed if isinstance(typed, list) else [typed]
        stored = with_fact(stored, fact, theirs)
    quicker(None, place_of(entry), **stored)
    return address, sent, facts(place_of(entry))


def test_every_field_and_each_kind_of_row(desk: Client) -> None:
    """Whatever both changed is asked about; theirs stays, or hers becomes what she would have stored alone."""
    address, sent, theirs = both_typed_everywhere(desk, plum())
    page = saved(desk, address, sent)
    assert questions(page) == {fact: None for _box, _typed, fact, _theirs in FIELDS}
    assert choose(desk, address, page, _all="theirs").status_code == 302
    assert facts() == theirs
    assert choose(desk, address, page, _all="mine").status_code == 302
    assert by_name(facts()) == by_name(hers(desk, sent))


def test_any_mixture_of_theirs_and_hers(desk: Client) -> None:
    address, sent, theirs = both_typed_everywhere(desk, plum())
    page = saved(desk, address, sent)
    chosen = {fact: ("theirs", "mine")[number % 2] for number, (_b, _t, fact, _o) in enumerate(FIELDS)}
    answers = {f"_keep:{fact}": [side] for fact, side in chosen.items()}
    assert desk.post(address, {**form_in(page, "conflict_form"), **answers}).status_code == 302
    stored, mine, old = by_name(facts()), by_name(hers(desk, sent)), by_name(theirs)
    assert {fact: stored[fact] for fact in chosen} == {
        fact: (mine if side == "mine" else old)[fact] for fact, side in chosen.items()
    }


def hers(desk: Client, sent: Sent) -> Facts:
    """What she would have stored, had she been alone: the same boxes sent for an entry that nobody else touched."""
    Opportunity.objects.all().delete()
    RecordChange.objects.all().delete()
    address = page_of(plum())
    fresh = form_on(desk, address)
    own = {name: values for name, values in fresh.items() if re.search(r"-(id|opportunity)$", name) or name[0] == "_"}
    assert send(desk, address, {**sent, **own}) == []
    return facts()


# --- Rows ---------------------------------------------------------------------------------------------


def test_rows_of_both_are_kept(desk: Client, first: User) -> None:
    """New rounds, sources and conditions of both; a source that both called s3; a round that rests on hers."""
    address = page_of(plum())
    sent = form_on(desk, address)
    theirs = facts()
    theirs["cycle"]["rounds"].append(round_entry("2028", source="s3"))
    theirs["sources"].append(source_entry("s3", title="Theirs"))
    theirs["eligibility"]["residence"] = {"rule": "only", "values": ["GB"]}
    quicker(first, **theirs)
    sent = with_row(sent, "sources", ref="s3", title="Mine", publisher="news")
    sent = with_row(sent, "rounds", label="2029", closes_on="2029-01-15", source="s3")
    sent = with_row(sent, "criteria", kind="age", route="study", maximum="20", sources=["s3"])
    sent["rounds-0-DELETE"] = ["on"]
    page = saved(desk, address, sent)
    assert None not in questions(page).values()
    assert choose(desk, address, page).status_code == 302
    stored = facts()
    assert [(call["label"], call["source"]) for call in stored["cycle"]["rounds"]] == [
        ("2027", None),
        ("2028", "s3"),
        ("2029", "s4"),
    ]
    assert {source["id"]: source["title"] for source in stored["sources"]}["s4"] == "Mine"
    assert stored["eligibility"]["residence"]["values"] == ["GB"]
    assert stored["eligibility"]["routes"][0]["age"]["source"] == ["s4"]


def test_a_round_that_one_deletes_and_the_other_mends_is_asked_about(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    cycle = facts()["cycle"]
    quicker(first, cycle={**cycle, "rounds": [{**cycle["rounds"][0], "closes": "2026-05-05"}]})
    page = saved(desk, address, sent, rounds__0__DELETE="on", rounds__1__closes_on="2027-06-06")
    assert questions(page) == {"cycle.rounds[2026]": None, "cycle.rounds[2027]": None}
    answers = {"_keep:cycle.rounds[2026]": ["mine"], "_keep:cycle.rounds[2027]": ["mine"]}
    assert desk.post(address, {**form_in(page, "conflict_form"), **answers}).status_code == 302
    assert [(call["label"], call["closes"]) for call in facts()["cycle"]["rounds"]] == [("2027", "2027-06-06")]


@pytest.mark.parametrize("model", [Round, Source, Criterion])
def test_a_row_on_its_own_page(desk: Client, first: User, model: type[models.Model]) -> None:
    """Also one that was stored anew meanwhile under another primary key."""
    box, typed, fact, theirs = {
        Round: ("label", "2026", "cycle.rounds[2026]", {"label": "2026", "closes": "2026-03-03"}),
        Source: ("title", "Mine", "sources[s1]", source_entry("s1", title="Theirs")),
        Criterion: ("maximum", "35", "eligibility.age", {"max": 40}),
    }[model]
    plum()
    row = model._default_manager.filter(**({"kind": "age"} if model is Criterion else {})).first()
    assert row is not None
    address = page_of(row)
    sent = form_on(desk, address)
    with changing("edit") as change:
        put(change, "opportunities", with_fact({**facts(), "name": "Renamed"}, fact, theirs))
    if model is Round:
        sent["closes_on"] = ["2026-02-02"]
    page = saved(desk, address, sent, **{box: typed})
    assert questions(page) == {fact: None, "name": "theirs"}
    assert choose(desk, address, page, _all="mine").status_code == 302
    stored = facts()
    assert stored["name"] == "Renamed"
    assert stored["cycle"]["rounds"][0]["closes"] == ("2026-02-02" if model is Round else "2027-01-15")
    assert stored["sources"][0]["title"] == ("Mine" if model is Source else "Page s1")
    assert stored["eligibility"]["age"]["max"] == (35 if model is Criterion else 30)


def test_conditions_that_were_only_stored_anew_are_no_conflict(desk: Client, first: User) -> None:
    address = page_of(plum())
    sent = form_on(desk, address)
    quicker(first, name="Renamed")
    quicker(first, name="Plum Award")
    assert send(desk, address, sent, summary="Mine", rounds__0__closes_on="2026-02-02") == []
    assert facts()["summary"] == "Mine"
    assert facts()["eligibility"]["age"] == FULL["eligibility"]["age"] | {
        "text": None, "note": None, "min": None, "counted": None, "on_date": None, "on_year": None, "breaks": None,
        "less_than_max": False,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["organisation", "case study", "rate", "synonyms"])
def test_every_other_kind_of_record(desk: Client, first: User, kind: str) -> None:
    make, box, fact = {
        "organisation": (make_organisation, "summary", "summary"),
        "case study": (make_case_study, "title", "title"),
        "rate": (make_exchange_rate, "source_title", "source_title"),
        "synonyms": (make_synonyms, "note", "note"),
    }[kind]
    record: models.Model = make()
    place = place_of(record)
    address = page_of(record)
    sent = form_on(desk, address)
    quicker(first, place, **{fact: "Theirs"})
    page = saved(desk, address, sent, **{box: "Mine"})
    assert questions(page) == {fact: None}
    assert choose(desk, address, page, **{fact: "mine"}).status_code == 302
    assert facts(place)[fact] == "Mine"
