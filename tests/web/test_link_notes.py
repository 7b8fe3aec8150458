"""Beside a link that does not work any more the page says so, with the day, in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from opportunities.models import Link
from tests.builders import make_opportunity
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
URL = "https://a.example.org/grants"
WORKED, TRIED = datetime(2026, 10, 20, 4, 0, tzinfo=UTC), datetime(2026, 11, 3, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def entry() -> None:
    make_opportunity("plum", application={"official_url": URL, "guidance_url": "https://a.example.org/guide"})


def tried(verdict: str, url: str = URL, **more: object) -> None:
    Link.objects.create(url=url, host="a.example.org", verdict=verdict, **{"tried_at": TRIED, **more})


@pytest.mark.parametrize(
    "verdict, words",
    [
        ("broken", "This link did not work when we last tried it, on 3 November 2026."),
        ("gone", "When we last tried this link, on 3 November 2026, the site said that there is no such page."),
        ("suspected", "When we last tried this link, on 3 November 2026, it led to what reads like an error page."),
    ],
)
def test_a_link_that_does_not_lead_there_is_said_to(verdict: str, words: str, look: Callable[[str], Page]) -> None:
    tried(verdict, answered_at=WORKED)
    page = look("/opportunities/plum/")
    said = f"{words} It last worked for us on 20 October 2026. The programme may well go on: look for it by its name."
    assert page.text.count(said) == 2, "below the button, and beside the address"
    (button,) = [link for link in page.all("a") if link.get("id") == "official-link"]
    assert button["aria-describedby"] == "official-link-note"
    assert button["href"] == URL, "whoever wants to try it can"


def test_a_link_that_never_worked_is_not_said_to_have_worked(look: Callable[[str], Page]) -> None:
    tried("broken")
    assert "last worked" not in look("/opportunities/plum/").text


@pytest.mark.parametrize(
    "new, words",
    [
        ("https://a.example.org/funding", "The page has a new address."),
        (
            "https://b.example.org/",
            "The page has moved. When we last tried this link, on 3 November 2026, it led on to b.",
        ),
    ],
)
def test_a_page_that_has_moved(new: str, words: str, look: Callable[[str], Page]) -> None:
    tried("moved", moved_to=new, answered_at=TRIED)
    assert words in look("/opportunities/plum/").text


@pytest.mark.parametrize("new", ["http://a.example.org/grants", "https://www.a.example.org/Grants/"])
def test_another_way_to_write_the_same_address_is_no_news(new: str, look: Callable[[str], Page]) -> None:
    tried("moved", moved_to=new)
    assert "new address" not in look("/opportunities/plum/").text


def test_each_link_has_its_own_note(look: Callable[[str], Page]) -> None:
    tried("gone", url="https://a.example.org/guide")
    page = look("/opportunities/plum/")
    assert page.text.count("the site said that there is no such page") == 1
    assert "official-link-note" not in [link.get("aria-describedby") for link in page.all("a")]


@pytest.mark.parametrize("verdict", ["untried", "works", "forbidden", "down", "refused"])
def test_nothing_is_said_of_what_works_or_is_not_known(verdict: str, look: Callable[[str], Page]) -> None:
    before = look("/opportunities/plum/").text
    tried(verdict, answered_at=WORKED)
    assert look("/opportunities/plum/").text == before
