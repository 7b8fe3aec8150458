"""A few opportunities side by side: every fact, differences marked, and a way on from any address."""

import pytest
from django.test import Client

from tests.builders import make_exchange_rate, make_opportunity
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def awards() -> None:
    make_exchange_rate("JPY", units_per_gbp="200")
    money = {"currency": "JPY", "max": 200000, "basis": "per-month"}
    make_opportunity("plum-award", funding=money, application={"official_url": "https://example.org/plum"})
    make_opportunity("pine-award", kind="fellowship")
    for number in range(5):
        make_opportunity(f"award-{number}")


def compare(*slugs: str, more: str = "") -> Page:
    response = Client().get("/compare/?" + "&".join([f"o={slug}" for slug in slugs]) + more)
    assert response.status_code == 200
    page = read_page(response.text)
    assert len(page.all("h1")) == 1
    return page


def test_facts_stand_in_rows_and_opportunities_in_columns() -> None:
    page = compare("plum-award", "pine-award")
    heads = page.all("th")
    assert len([a for a in heads if a.get("scope") == "col"]) == 2
    assert len([a for a in heads if a.get("scope") == "row"]) > 15
    for label in (
        "Kind",
        "Direction",
        "Nationality",
        "Degree",
        "Host",
        "Who applies",
        "Amount",
        "How long",
        "Last checked",
    ):
        assert f" {label} " in page.text
    assert "Up to ¥200,000 a month" in page.text
    assert "About £12,000 a year" in page.text
    assert "https://example.org/plum" in page.links
    assert page.text.index("Plum Award") < page.text.index("Pine Award")


def test_differences_are_marked_in_words_and_can_stand_alone() -> None:
    page = compare("plum-award", "pine-award")
    assert "Kind differs Grant Fellowship" in page.text
    assert "Career stage Doctoral" in page.text
    alone = compare("plum-award", "pine-award", more="&only=differences")
    assert "Kind differs Grant Fellowship" in alone.text
    assert "Career stage" not in alone.text
    assert "/compare/?o=plum-award&o=pine-award&only=differences" in page.links
    assert "/compare/?o=plum-award&o=pine-award" in alone.links


def test_two_alike_differ_in_nothing() -> None:
    page = compare("award-1", "award-2")
    assert "They differ in 0 lines" in page.text
    assert " differs " not in page.text.replace("marked “differs”", "")


def test_one_can_be_taken_out() -> None:
    links = compare("plum-award", "pine-award", "award-1").links
    assert "/compare/?o=plum-award&o=award-1" in links


@pytest.mark.parametrize(
    ("slugs", "message"),
    [
        ((), "Nothing is chosen for comparing."),
        (("nope",), "We have no opportunity called “nope”."),
        (("plum-award",), "One alone cannot be compared"),
        (("plum-award", "plum-award"), "One alone cannot be compared"),
        (("plum-award", "pine-award", "nope"), "We have no opportunity called “nope”."),
        (
            ("award-0", "award-1", "award-2", "award-3", "award-4", "plum-award"),
            "Here are the first 5 opportunities; 1 more was left out.",
        ),
        (tuple(f"x{n}" for n in range(900)), "and 895 more"),
    ],
)
def test_too_few_too_many_and_unknown_ones_have_a_message_and_a_way_on(slugs: tuple[str, ...], message: str) -> None:
    page = compare(*slugs)
    assert message in page.text
    assert {"/shortlist/", "/opportunities/"} <= set(page.links)


def test_what_is_left_out_is_named() -> None:
    page = compare(*(f"award-{n}" for n in range(5)), "plum-award")
    assert len([a for a in page.all("th") if a.get("scope") == "col"]) == 5
    assert "/opportunities/plum-award/" in page.links


def test_other_parameters_are_told() -> None:
    assert "We do not know the search parameter “foo”" in compare("plum-award", more="&foo=1").text
