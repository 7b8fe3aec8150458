"""What the search page says of a question: how it was read, why a result is there, and ways on where nothing is."""

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from tests.builders import make_opportunity, make_synonyms
from tests.web.pages import Page

Look = Callable[[str], Page]


def total(page: Page) -> int:
    """How many results the heading states."""
    found = re.search(r"(?<!bears on )\b(\d+) opportunit", page.text)
    assert found
    return int(found[1])


def links_of(page: Page, css_class: str) -> list[str]:
    return [a["href"] for a in page.all("a") if css_class in a.get("class", "").split()]


@pytest.fixture
def gardens(db: None) -> None:
    make_synonyms("early", words=["postdoc", "junior researcher"], means={"stage": ["early-career"]})
    make_opportunity("moss", name="Moss Award", summary="For gardeners.", career_stages=["early-career"])
    make_opportunity(
        "stone",
        name="Stone Award",
        summary=f"For {'all kinds of people and things, ' * 6} and last of all for those who rake gravel by hand.",
        keywords=["karesansui"],
        eligibility={"summary": "You must own a rake of bamboo."},
    )
    make_opportunity("maple", name="Maple Prize", kind="prize", name_ja="楓庭園賞", summary="Autumn & <winter>.")


@pytest.mark.usefixtures("gardens")
class TestMarks:
    def test_without_a_question_nothing_is_marked(self, look: Look) -> None:
        assert not look("/opportunities/").all("mark")

    def test_a_name_is_marked_and_needs_no_reason(self, visitor: Client) -> None:
        html = visitor.get("/opportunities/?q=MAPLE").text
        assert "<mark>Maple</mark> Prize" in html
        assert "Autumn &amp; &lt;winter&gt;." in html
        assert "entry__reason" not in html

    def test_the_other_name_is_marked(self, visitor: Client) -> None:
        assert "楓<mark>庭園</mark>賞" in visitor.get("/opportunities/?q=庭園").text

    def test_a_late_match_is_shown(self, visitor: Client) -> None:
        assert re.search(r"… [^<]{0,40}rake <mark>gravel</mark> by hand", visitor.get("/opportunities/?q=gravel").text)

    @pytest.mark.parametrize(
        ("question", "reason"),
        [
            ("karesansui", "Keywords: <mark>karesansui</mark>"),
            ("bamboo", "Eligibility: You must own a rake of <mark>bamboo</mark>."),
        ],
    )
    def test_what_is_not_in_sight_is_quoted_with_its_place(self, question: str, reason: str, visitor: Client) -> None:
        assert reason in visitor.get(f"/opportunities/?q={question}").text


@pytest.mark.usefixtures("gardens")
def test_values_that_the_words_name_are_offered_one_click_away(look: Look, visitor: Client) -> None:
    page = look("/opportunities/?q=postdoc&kind=grant")
    (link,) = links_of(page, "offer")
    assert parse_qs(urlsplit(link).query) == {"q": ["postdoc"], "kind": ["grant"], "stage": ["early-career"]}
    promised = re.search(r"Career stage: Early career, postdoctoral \(R2\) \((\d+)\)", page.text)
    assert promised and total(look(link)) == int(promised[1])
    assert not links_of(look(link), "offer"), "what is chosen is not offered again"
    (offer,) = [a for a in page.all("a") if "offer" in a.get("class", "").split()]
    assert (offer["hx-get"], offer["hx-target"]) == (link, "#finder")


@pytest.mark.usefixtures("gardens")
def test_a_misspelt_word_is_taken_for_another_and_can_be_insisted_on(look: Look) -> None:
    page = look("/opportunities/?q=mapel")
    assert "Showing results for “maple” (you typed “mapel”)." in page.text
    (exactly,) = [link for link in page.links if "%22mapel%22" in link]
    assert parse_qs(urlsplit(exactly).query) == {"q": ['"mapel"']}
    again = look(exactly)
    assert total(again) == 0
    assert "Showing results for" not in again.text
    assert "Showing results" not in look("/opportunities/?q=maple").text


@pytest.mark.usefixtures("gardens")
def test_that_not_all_words_are_met_is_said(look: Look) -> None:
    note = "Not every result has all of your words."
    assert note in look("/opportunities/?q=moss+gravel").text
    assert note not in look("/opportunities/?q=moss").text


@pytest.mark.usefixtures("gardens")
def test_where_nothing_is_found_each_condition_says_what_dropping_it_gives(look: Look) -> None:
    page = look("/opportunities/?q=moss&kind=prize&stage=early-career")
    assert total(page) == 0
    text = page.text
    assert "Search without “Kind of support: Prize” (1 opportunity)" in text
    assert "Search without the words “moss” (by itself not enough: still nothing)" in text
    assert text.index("Kind of support: Prize” (1") < text.index("Search without “Career stage")
    without_prize = {"q": ["moss"], "stage": ["early-career"]}
    link = next(link for link in page.links if parse_qs(urlsplit(link).query) == without_prize)
    assert total(look(link)) == 1
    assert "Start again with everything" in text


@pytest.mark.usefixtures("gardens")
def test_names_like_an_unknown_word_are_offered(look: Look) -> None:
    page = look("/opportunities/?q=mapelle&kind=grant")
    assert "Did you mean one of these programmes?" in page.text
    assert "/opportunities/maple/" in page.links
    assert "Did you mean one of" not in look("/opportunities/?q=maple&kind=grant").text
    assert "楓庭園賞" in look("/ja/opportunities/?q=mapelle&kind=grant").text
