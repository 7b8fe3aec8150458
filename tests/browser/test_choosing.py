"""Choosing with JavaScript: results change in place, and the visitor stays where she was."""

import contextlib
import re

import pytest
from playwright.sync_api import Error, Locator, Page, Route, expect

from tests.browser.conftest import Complaints
from tests.browser.finder_page import FinderPage


@pytest.fixture
def finder(page: Page) -> FinderPage:
    return FinderPage(page)


def test_focus_and_scroll_stay_put(finder: FinderPage) -> None:
    finder.open()
    finder.page.evaluate("window.scrollTo({top: 300, behavior: 'instant'})")
    finder.box("kind-grant").scroll_into_view_if_needed()
    scrolled, height = finder.page.evaluate("window.scrollY"), top_of(finder.box("kind-grant"))
    assert scrolled > 0
    finder.choose("kind-grant")
    expect(finder.box("kind-grant")).to_be_focused()
    assert finder.page.evaluate("window.scrollY") == scrolled
    assert top_of(finder.box("kind-grant")) == pytest.approx(height, abs=1)  # though values above it have gone


def top_of(locator: Locator) -> float:
    """How far below the top of the window it is, in pixels."""
    return float(locator.evaluate("node => node.getBoundingClientRect().top"))


def test_the_new_count_is_announced_in_place(finder: FinderPage) -> None:
    finder.open()
    expect(finder.page.get_by_role("status").and_(finder.count)).to_have_text(re.compile(r"^\d+ opportunities$"))
    region = finder.count.element_handle()
    number = finder.choose("stage-doctoral")
    assert region.evaluate("node => node.isConnected && node.textContent") == f"{number} opportunities"


def test_address_and_title_follow_without_empty_parts(finder: FinderPage) -> None:
    finder.open()
    finder.choose("direction-joint")
    assert finder.page.url.endswith("/opportunities/?direction=joint")
    expect(finder.page).to_have_title(re.compile(rf"^{finder.total()} opportunities – "))


def test_typing_searches_after_a_pause(finder: FinderPage) -> None:
    finder.open()
    asked: list[str] = []
    finder.page.on("request", lambda request: asked.append(request.url) if request.resource_type == "xhr" else None)
    finder.question.press_sequentially("daiwa", delay=30)
    finder.expect_address("?q=daiwa")
    expect(finder.count).not_to_have_text(re.compile("^189 "))
    assert len(asked) == 1
    expect(finder.question).to_be_focused()
    expect(finder.question).to_have_value("daiwa")


def test_typing_on_while_an_answer_comes_loses_no_letter(finder: FinderPage) -> None:
    finder.open()
    finder.question.press_sequentially("daiwa foundation small", delay=120)
    finder.expect_address("?q=daiwa+foundation+small")
    expect(finder.question).to_have_value("daiwa foundation small")


def test_enter_searches_without_leaving_the_page(finder: FinderPage) -> None:
    finder.open()
    finder.page.evaluate("window.still = true")
    finder.question.press_sequentially("daiwa")
    finder.question.press("Enter")
    finder.expect_address("?q=daiwa")
    assert finder.page.evaluate("window.still") is True


def test_asking_the_same_again_makes_no_second_step_of_history(finder: FinderPage) -> None:
    everything = finder.open().total()
    finder.question.press_sequentially("daiwa")
    finder.expect_address("?q=daiwa")
    finder.page.evaluate("addEventListener('htmx:afterSettle', () => document.body.classList.add('settled'))")
    finder.question.press("Enter")
    expect(finder.page.locator("body.settled")).to_be_attached()
    finder.page.go_back()
    finder.expect_address("")
    finder.expect_total(everything)
    expect(finder.question).to_have_value("")


def test_fast_clicks_end_in_the_right_state(finder: FinderPage) -> None:
    finder.open()
    values = ["kind-grant", "kind-prize", "stage-doctoral", "stage-senior", "direction-joint"]
    finder.page.evaluate("ids => ids.forEach(id => document.getElementById(id).click())", values)
    finder.expect_address("?direction=joint&stage=doctoral&stage=senior&kind=grant&kind=prize")
    finder.expect_chosen(*values)
    shown = finder.total()
    finder.page.reload()
    finder.expect_total(shown)
    finder.expect_chosen(*values)


def test_a_late_answer_does_not_undo_a_later_choice(finder: FinderPage) -> None:
    finder.open()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    finder.page.route("**/opportunities/?*", hold_the_first)
    finder.box("kind-grant").check()
    finder.box("direction-joint").check()
    finder.expect_address("?direction=joint&kind=grant")
    shown = finder.total()
    with contextlib.suppress(Error):  # the browser has dropped it already
        held[0].continue_()
    finder.page.reload()
    finder.expect_total(shown)
    finder.expect_chosen("kind-grant", "direction-joint")


def test_an_unfolded_facet_stays_unfolded(finder: FinderPage) -> None:
    finder.open()
    finder.page.locator("#facet-covers > summary").click()
    expect(finder.box("covers-travel")).to_be_visible()
    finder.page.locator("#facet-stage > summary").click()
    expect(finder.box("stage-doctoral")).to_be_hidden()
    finder.choose("kind-grant")
    expect(finder.box("covers-travel")).to_be_visible()
    expect(finder.box("stage-doctoral")).to_be_hidden()


def test_funders_are_found_by_name(finder: FinderPage) -> None:
    everything = finder.open().total()
    finder.page.locator("#facet-funder > summary").click()
    name = finder.page.get_by_label("Find a funder by name")
    name.press_sequentially("royal soc", delay=30)
    labels = finder.page.locator("#facet-funder label.option")
    expect(labels.filter(has_text="Daiwa")).to_have_count(0)
    expect(labels.filter(has_text="Royal Society").first).to_be_visible()
    finder.expect_total(everything)
    expect(name).to_be_focused()
    expect(name).to_have_value("royal soc")


def test_the_pill_that_is_gone_hands_the_focus_to_the_count(finder: FinderPage) -> None:
    finder.open("?kind=grant&stage=doctoral")
    finder.pill("Grant").press("Enter")
    finder.expect_address("?stage=doctoral")
    expect(finder.count).to_be_focused()


def test_a_search_that_fails_is_tried_as_a_plain_page(finder: FinderPage, complaints: Complaints) -> None:
    finder.open()
    finder.page.route("**/opportunities/?*", lambda route: route.abort() if is_in_place(route) else route.continue_())
    promised = finder.beside("kind-grant")
    finder.box("kind-grant").check()
    finder.expect_address("?kind=grant")
    finder.expect_total(promised)
    finder.expect_chosen("kind-grant")
    assert any("ERR_FAILED" in complaint for complaint in complaints.list)
    complaints.list.clear()


def is_in_place(route: Route) -> bool:
    """Whether the script asks, not the browser itself."""
    return route.request.resource_type == "xhr"
