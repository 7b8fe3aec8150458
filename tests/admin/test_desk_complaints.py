"""What cannot be is refused in words, beside the field, with nothing stored; and never with an error page."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import models
from django.test import Client
from django.urls import reverse

from opportunities.models import CaseStudy, CatalogueRevision, ExchangeRate, Opportunity, Organisation
from tests.admin.forms_as_sent import form_on, page_for, page_of, send, with_row
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    round_entry,
    source_entry,
)


def complaints(desk: Client, record: models.Model, **changes: Any) -> str:
    """What the record's page says when its form is sent with these changes, none of which is stored."""
    before = type(record)._default_manager.filter(pk=record.pk).values().get()
    revision = CatalogueRevision.objects.get().number
    said = send(desk, page_of(record), form_on(desk, page_of(record)), **changes)
    assert said, "it was accepted"
    assert type(record)._default_manager.filter(pk=record.pk).values().get() == before
    assert CatalogueRevision.objects.get().number == revision
    return "\n".join(said)


def row_complaints(desk: Client, prefix: str, **row: Any) -> str:
    """What the page of an opportunity with one round, one criterion and one source says to one more row."""
    opportunity = make_opportunity(
        cycle={"rounds": [round_entry("2027")]},
        eligibility={"nationality": {"rule": "any"}},
        sources=[source_entry("s1")],
    )
    sent = with_row(form_on(desk, page_of(opportunity)), prefix, **row)
    said = send(desk, page_of(opportunity), sent)
    assert said, "it was accepted"
    assert (opportunity.rounds.count(), opportunity.criteria.count(), opportunity.sources.count()) == (1, 1, 1)
    return "\n".join(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "name: This field is required."),
        ({"name": "x" * 301}, "name: Ensure this value has at most 300 characters"),
        ({"name": "NUL\x00"}, "name: Null characters are not allowed."),
        ({"name": "Bell\x07"}, "name: This text has a control character in it"),
        ({"summary": "Turned \u202e round"}, "summary: This text has a control character in it"),
        ({"keywords": "one\x00"}, "keywords: This text has a control character in it"),
        ({"kind": "loan"}, "kind: Select a valid choice."),
        ({"directions": ["to-the-moon"]}, "directions: Select a valid choice."),
        ({"directions": ["joint\x00"]}, "directions: Select a valid choice."),
        ({"official_url": "javascript:alert(1)"}, "official_url: “javascript:alert(1)” must begin with http"),
        ({"apply_url": "https://user@example.org/"}, "apply_url: “https://user@example.org/” must not carry a user"),
        ({"guidance_url": "https://example.org/" + "x" * 1000}, "guidance_url: Ensure this value has at most 1000"),
        ({"amount_min": "5", "amount_max": "4", "currency": "GBP"}, "amount_min: This is above the upper limit."),
        ({"amount_min": "5"}, "currency: This is needed along with “Amount, at least”."),
        ({"amount_min": "5", "currency": "gbp"}, "currency: “gbp” is not a currency such as GBP or JPY."),
        ({"amount_max": "1" + "0" * 30, "currency": "GBP"}, "amount_max: Ensure this value is less than"),
        (
            {"duration_min_months": "6", "duration_max_months": "3"},
            "duration_min_months: This is above the upper limit.",
        ),
        ({"duration_max_months": "0"}, "duration_max_months: Ensure this value is greater than or equal to 0.01"),
        ({"duration_max_months": "NaN"}, "duration_max_months: Enter a number."),
        ({"usual_closes": "13"}, "usual_closes: “13” is neither a month"),
        ({"usual_closes": "02-30"}, "usual_closes: “02-30” is neither a month"),
        ({"usual_closes": "12-15, 12-15"}, "usual_closes: A date stands twice."),
        ({"usual_opens": "03, 09"}, "usual_opens: One date only."),
        ({"timezone": "Europe"}, "timezone: “Europe” is not a time zone"),
        ({"annexe_label": "Daiwa"}, "annexe_section: This is needed along with “Label in the annexe”."),
        ({"last_checked_on": "0206-11-22"}, "last_checked_on: 0206-11-22 cannot be right: look at the year."),
        ({"last_checked_on": "2026-11-31"}, "last_checked_on: Enter a valid date."),
        ({"last_checked_precision": "minute"}, "last_checked_precision: Select a valid choice."),
        ({"next_check_due": "2026-01-01"}, "next_check_due: The next check cannot be due before the last one."),
        ({"funders": "999999"}, "funders: Select a valid choice."),
        ({"sources__0__DELETE": "on"}, "An entry needs at least one source"),
        ({"sources__0__ref": ""}, "ref: This field is required."),
        ({"sources__0__ref": "S 1"}, "ref: “S 1” is not a short name"),
        ({"sources__0__url": "javascript:alert(1)"}, "url: “javascript:alert(1)” must begin with http"),
        ({"sources__0__supports": ["weather"]}, "supports: Select a valid choice."),
    ],
)
def test_an_opportunity(desk: Client, changes: dict[str, Any], said: str) -> None:
    assert said in complaints(desk, make_opportunity(), **changes)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"label": "2027", "closes_on": "2028-01-01"}, "label: Another row already has this."),
        ({"label": "2028"}, "closes_on: A round needs an opening or a closing date."),
        ({"label": "", "closes_on": "2028-01-01"}, "label: This field is required."),
        ({"label": "2028", "opens_on": "2028-02-01", "closes_on": "2028-01-01"}, "closes_on: This round closes before"),
        ({"label": "2028", "closes_on": "2028-01-01", "closes_time": "17:00"}, "closes_precision: With a time, this"),
        (
            {"label": "2028", "closes_on": "2028-01-01", "closes_precision": "minute"},
            "closes_time: What is precise to the minute needs a time.",
        ),
        ({"label": "2028", "closes_on": "2028-01-01", "opens_time": "09:00"}, "opens_time: A time needs its day."),
        ({"label": "2028", "closes_on": "2028-01-01", "closes_time": "25:00"}, "closes_time: Enter a valid time."),
        ({"label": "2028", "closes_on": "0001-01-01"}, "closes_on: 0001-01-01 cannot be right"),
        ({"label": "2028", "closes_on": "2028-01-01", "timezone": "JST+9"}, "timezone: “JST+9” is not a time zone"),
        (
            {
                "label": "2028", "opens_on": "2028-01-01", "opens_time": "17:00", "opens_precision": "minute",
                "closes_on": "2028-01-01", "closes_time": "09:00", "closes_precision": "minute",
            },
            "closes_on: This round closes before it opens.",
        ),
    ],
)  # fmt: skip
def test_a_round(desk: Client, row: dict[str, str], said: str) -> None:
    assert said in row_complaints(desk, "rounds", **row)


def test_a_round_rests_on_its_own_entry(desk: Client) -> None:
    make_opportunity("other-award", sources=[source_entry("s1"), source_entry("s2")])
    said = row_complaints(desk, "rounds", label="2028", closes_on="2028-01-01", source="s2")
    assert "source: “s2” is not one of this entry's sources: s1." in said


@pytest.mark.parametrize(
    ("prefix", "row", "field"),
    [
        ("rounds", {"label": "2031", "closes_on": "2031-01-01"}, "label"),
        ("criteria", {"kind": "residence", "rule": "any"}, "kind"),
        ("eligibility_routes", {"key": "study", "name": "To study"}, "key"),
        ("sources", {"ref": "s9", "title": "A page", "publisher": "news"}, "ref"),
    ],
)
def test_two_equal_rows_at_once(desk: Client, prefix: str, row: dict[str, str], field: str) -> None:
    opportunity = make_opportunity()
    sent = with_row(with_row(form_on(desk, page_of(opportunity)), prefix, **row), prefix, **row)
    assert f"{field}: Another row already has this." in send(desk, page_of(opportunity), sent)


def test_two_conditions_of_a_repeatable_kind_are_no_fault(desk: Client) -> None:
    opportunity = make_opportunity()
    sent = with_row(form_on(desk, page_of(opportunity)), "criteria", kind="other", text="A letter.")
    assert send(desk, page_of(opportunity), with_row(sent, "criteria", kind="other", text="A plan.")) == []
    assert opportunity.criteria.count() == 2


def test_names_that_change_places(desk: Client) -> None:
    opportunity = make_opportunity(
        sources=[source_entry("s1"), source_entry("s2")], cycle={"rounds": [round_entry("2026"), round_entry("2027")]}
    )
    for prefix, field, one, two in (("rounds", "label", "2026", "2027"), ("sources", "ref", "s1", "s2")):
        changes = {f"{prefix}__0__{field}": two, f"{prefix}__1__{field}": one}
        assert f"{field}: Another row already has this." in complaints(desk, opportunity, **changes)
        taken_over = {f"{prefix}__0__{field}": two, f"{prefix}__1__DELETE": "on"}
        assert f"{field}: Another row already has this." in complaints(desk, opportunity, **taken_over)


def test_a_new_row_may_take_the_name_of_one_that_goes(desk: Client) -> None:
    opportunity = make_opportunity(cycle={"rounds": [round_entry("2027")]})
    sent = with_row(form_on(desk, page_of(opportunity)), "rounds", label="2027", closes_on="2027-03-01")
    assert send(desk, page_of(opportunity), sent, rounds__0__DELETE="on") == []
    assert [str(call.closes_on) for call in opportunity.rounds.all()] == ["2027-03-01"]


def test_a_slug_in_use_or_out_of_form(desk: Client) -> None:
    make_opportunity("sakura-award")
    address = page_for(Opportunity, "add")
    sent = form_on(desk, address)
    assert "slug: Opportunity with this Slug already exists." in send(desk, address, sent, slug="sakura-award")
    assert any("cannot be a slug" in said for said in send(desk, address, sent, slug="Sakura--Award"))
    assert Opportunity.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"country": "Japan"}, "country: Ensure this value has at most 3 characters"),
        ({"country": "gb"}, "country: “gb” is not a country"),
        ({"ror": "https://example.org/0abc"}, "ror: “https://example.org/0abc” is not a ROR id"),
        ({"website": "javascript:alert(1)"}, "website: “javascript:alert(1)” must begin with http"),
        ({"summary": "NUL\x00"}, "summary: Null characters are not allowed."),
    ],
)
def test_an_organisation(desk: Client, changes: dict[str, str], said: str) -> None:
    assert said in complaints(desk, make_organisation(), **changes)


def test_an_organisation_above_itself(desk: Client) -> None:
    trust = make_organisation("trust")
    office = make_organisation("office", parent="trust")
    assert "parent: An organisation cannot stand above itself." in complaints(desk, trust, parent=str(trust.pk))
    assert "parent: An organisation cannot stand above itself." in complaints(desk, trust, parent=str(office.pk))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": "eight"}, "number: “eight” is not a number of the annexe"),
        ({"people": " | Reader"}, "a person is written as name | role | institution"),
        ({"people": "A | B | C | D"}, "people: Too many parts"),
        ({"institutions": "Britain | Leeds"}, "an institution is written as country | name"),
        ({"links": "x | A page"}, "a link is written as number of the footnote"),
        ({"links": "1 | A page | javascript:alert(1)"}, "a link is written as number of the footnote"),
        ({"outcomes": "one\x00"}, "outcomes: This text has a control character in it"),
        ({"people": "Mary\x00 | Reader"}, "a person is written as name | role | institution"),
    ],
)
def test_a_case_study(desk: Client, changes: dict[str, str], said: str) -> None:
    assert said in complaints(desk, make_case_study(), **changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"units_per_gbp": "0"}, "units_per_gbp: Ensure this value is greater than"),
        ({"currency": "yen"}, "currency: “yen” is not a currency"),
        ({"as_of": "last week"}, "as_of: “last week” is neither a month"),
        ({"source_url": ""}, "source_url: This field is required."),
    ],
)
def test_an_exchange_rate(desk: Client, changes: dict[str, str], said: str) -> None:
    assert said in complaints(desk, make_exchange_rate(), **changes)


def test_rows_on_their_own_pages(desk: Client) -> None:
    opportunity = make_opportunity(
        cycle={"rounds": [round_entry("2026"), round_entry("2027")]},
        eligibility={"nationality": {"rule": "any"}, "residence": {"rule": "any"}},
        sources=[source_entry("s1"), source_entry("s2")],
    )
    last = opportunity.rounds.get(label="2027")
    assert "closes_on: This round closes before it opens." in complaints(desk, last, opens_on="2029-01-01")
    assert "label: Call round with this" in complaints(desk, last, label="2026")
    assert "ref: " in complaints(desk, opportunity.sources.get(ref="s2"), ref="s1")
    said = complaints(desk, opportunity.criteria.get(kind="residence"), kind="nationality")
    assert "kind: This condition is already there." in said


def test_very_long_text_is_stored_or_refused_but_no_error_page(desk: Client) -> None:
    opportunity = make_opportunity()
    assert send(desk, page_of(opportunity), form_on(desk, page_of(opportunity)), notes="word " * 100_000) == []
    desk.raise_request_exception = False
    too_long = {**form_on(desk, page_of(opportunity)), "notes": ["x" * 3_000_000]}
    assert desk.post(page_of(opportunity), too_long).status_code == 400


def test_what_others_rest_on_is_not_deleted(desk: Client) -> None:
    make_organisation("trust")
    make_organisation("office", parent="trust")
    make_case_study("two-laboratories")
    make_opportunity(related_case_study="two-laboratories")
    trust, study = Organisation.objects.get(slug="trust"), CaseStudy.objects.get()
    for record, keeper in ((trust, "Office"), (study, "Sakura Award")):
        html = desk.get(page_of(record, "delete")).content.decode()
        assert "would require deleting the following protected related objects" in html and keeper in html
        assert desk.post(page_of(record, "delete"), {"post": "yes"}).status_code == 200
        address = page_for(type(record), "changelist")
        action = {"action": "delete_selected", ACTION_CHECKBOX_NAME: [str(record.pk)], "post": "yes"}
        assert desk.post(address, action).status_code == 200
        assert type(record)._default_manager.filter(pk=record.pk).exists()


@pytest.mark.parametrize(
    "query",
    ["check=never", "section=%00", "year=99999999999", "year=x", "kind__exact=%00", "p=-1", "p=999999", "q=%00",
     "q=" + "x" * 5000, "discipline=-", "o=99", "kind__nonsense=1", "stage=doctoral&stage=school", "owner=moon"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["opportunity", "round", "source"])
def test_lists_bear_any_query(desk: Client, name: str, query: str) -> None:
    make_opportunity(cycle={"rounds": [round_entry()]})
    address = f"{reverse(f'admin:opportunities_{name}_changelist')}?{query}"
    assert desk.get(address, follow=True).status_code == 200


def test_nothing_was_made_on_the_way(desk: Client) -> None:
    address = page_for(ExchangeRate, "add")
    assert send(desk, address, form_on(desk, address), currency="JPY")
    assert not ExchangeRate.objects.exists()
