"""From the home page to the official page, with JavaScript and without."""

import re
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints, NewPage
from tests.browser.finder_page import FinderPage

ENTRY = "daiwa-scholarship"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def finder(request: pytest.FixtureRequest, new_page: NewPage) -> FinderPage:
    """The search page for a visitor with JavaScript, and for one without."""
    return FinderPage(new_page(java_script_enabled=request.param), scripted=request.param)


def official_address(catalogue_files: Path) -> str:
    """The official page of the entry, as the catalogue's file gives it."""
    text = (catalogue_files / "opportunities" / "scholarships.yaml").read_text(encoding="utf-8")
    return next(str(entry["application"]["official_url"]) for entry in yaml.safe_load(text) if entry["key"] == ENTRY)


def follow_outward_link(page: Page, site: str) -> str:
    """Click the official link; gives the address that the browser asks for, which is not let out."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="the official page", content_type="text/plain")

    page.route(lambda address: not address.startswith(site), answer)
    page.locator("#official-link").click()
    expect(page.get_by_text("the official page")).to_be_visible()
    return asked[0]


def test_from_a_question_to_the_official_page(
    finder: FinderPage, site: str, complaints: Complaints, catalogue_files: Path
) -> None:
    page = finder.page
    page.goto("/")
    finder.question.fill("daiwa")
    finder.question.press("Enter")
    finder.expect_address("?q=daiwa")
    everything = finder.total()
    first = finder.choose("direction-uk-to-japan")
    second = finder.choose("kind-scholarship")
    assert everything > first > second > 0
    finder.expect_address("?q=daiwa&direction=uk-to-japan&kind=scholarship")
    rows = page.locator("article[data-opportunity]")
    expect(rows).to_have_count(second)
    for kicker in page.locator(".entry__kicker").all_inner_texts():
        assert kicker.startswith("Scholarship")
        assert "UK to Japan" in kicker
    page.locator(f"article[data-opportunity={ENTRY}] a").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Daiwa Scholarship")
    asked = follow_outward_link(page, site)
    assert asked == official_address(catalogue_files)
    assert complaints.list == [f"request to another host: {asked}"]
    complaints.list.clear()


def test_values_of_one_facet_add_up_and_facets_narrow(finder: FinderPage) -> None:
    finder.open()
    fellowships, scholarships = finder.beside("kind-fellowship"), finder.beside("kind-scholarship")
    finder.choose("kind-fellowship")
    assert finder.beside("kind-scholarship") == scholarships  # a facet does not narrow itself
    finder.box("kind-scholarship").check()
    finder.apply()
    finder.expect_total(fellowships + scholarships)
    assert finder.choose("stage-doctoral") < fellowships + scholarships


def test_a_pill_takes_its_filter_away_and_clear_all_takes_all(finder: FinderPage) -> None:
    everything = finder.open().total()
    fellowships = finder.choose("kind-fellowship")
    finder.choose("direction-uk-to-japan")
    finder.pill("UK to Japan").click()
    finder.expect_total(fellowships)
    finder.expect_address("?kind=fellowship")
    finder.expect_chosen("kind-fellowship")
    finder.choose("stage-doctoral")
    finder.pill("Fellowship").click()
    finder.expect_address("?stage=doctoral")
    finder.expect_chosen("stage-doctoral")
    finder.choose("kind-grant")
    finder.page.get_by_role("link", name="Clear all").click()
    finder.expect_address("")
    finder.expect_total(everything)
    finder.expect_chosen()


def test_unticking_a_box_gives_the_results_back(finder: FinderPage) -> None:
    everything = finder.open().total()
    finder.choose("kind-grant")
    finder.box("kind-grant").uncheck()
    finder.apply()
    finder.expect_total(everything)
    finder.expect_address("")


def test_back_forward_and_reload_keep_the_search(finder: FinderPage) -> None:
    everything = finder.open().total()
    one = finder.choose("kind-fellowship")
    two = finder.choose("stage-doctoral")
    for move, query, total, chosen in (
        (finder.page.go_back, "?kind=fellowship", one, ["kind-fellowship"]),
        (finder.page.go_back, "", everything, []),
        (finder.page.go_forward, "?kind=fellowship", one, ["kind-fellowship"]),
        (finder.page.go_forward, "?stage=doctoral&kind=fellowship", two, ["kind-fellowship", "stage-doctoral"]),
        (finder.page.reload, "?stage=doctoral&kind=fellowship", two, ["kind-fellowship", "stage-doctoral"]),
    ):
        move()
        finder.expect_address(query)
        finder.expect_total(total)
        finder.expect_chosen(*chosen)


def test_back_from_an_entry_finds_the_results_again(finder: FinderPage) -> None:
    finder.open()
    total = finder.choose("kind-exchange")
    finder.page.locator("article[data-opportunity] a").first.click()
    expect(finder.page.locator("#official-link, .aside-card")).not_to_have_count(0)
    finder.page.go_back()
    finder.expect_address("?kind=exchange")
    finder.expect_total(total)
    finder.expect_chosen("kind-exchange")


def test_pages_of_results_follow_on(finder: FinderPage) -> None:
    finder.open("?kind=fellowship&sort=name")
    first = finder.page.locator("article h3").all_inner_texts()
    finder.page.get_by_role("link", name="Next").click()
    finder.expect_address("?kind=fellowship&sort=name&page=2")
    second = finder.page.locator("article h3").all_inner_texts()
    assert len(first) == 20
    assert not set(first) & set(second)
    expect(finder.page.locator("[aria-current=page]").filter(has_text=re.compile("Page 2"))).to_have_count(1)


def test_the_order_of_results_can_be_chosen(finder: FinderPage) -> None:
    finder.open("?kind=prize")
    finder.page.get_by_label("Sort by").select_option("name")
    if not finder.scripted:
        finder.page.get_by_role("button", name="Sort").click()
    finder.expect_address("?kind=prize&sort=name")
    names = finder.page.locator("article h3").all_inner_texts()
    assert names == sorted(names, key=str.casefold)


def test_when_nothing_matches_the_page_offers_ways_on(finder: FinderPage) -> None:
    finder.open("?q=zzzqqq&kind=prize")
    finder.expect_total(0)
    finder.page.get_by_role("link", name="Search without the words").click()
    finder.expect_address("?kind=prize")
    assert finder.total() > 0
