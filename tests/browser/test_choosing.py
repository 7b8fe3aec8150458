"""Choosing with JavaScript: results change in place, and the visitor stays where she was."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Complaints
from tests.browser.finder_page import FinderPage


@pytest.fixture
def finder(page: Page) -> FinderPage:
    return FinderPage(page)


def position(page: Page) -> Any:
    """How far the page and the column of facets are scrolled, in pixels."""
    return page.evaluate("[window.scrollY, document.getElementById('filters').scrollTop]")


def test_focus_and_scroll_stay_put(finder: FinderPage) -> None:
    finder.open()
    finder.page.evaluate("window.scrollTo(0, 300)")
    box = finder.box("kind-grant")
    box.scroll_into_view_if_needed()
    before = position(finder.page)
    assert min(before) > 0
    finder.choose("kind-grant")
    expect(box).to_be_focused()
    assert position(finder.page) == before


def test_the_new_count_is_announced_in_place(finder: FinderPage) -> None:
    finder.open()
    expect(finder.page.get_by_role("status")).to_have_text(re.compile(r"^\d+ opportunities$"))
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
    finder.page.on("request", lambda request: asked.append(request.url))
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


def test_enter_searches_at_once_and_makes_one_step_of_history(finder: FinderPage) -> None:
    everything = finder.open().total()
    finder.page.evaluate("window.still = true")
    finder.question.press_sequentially("daiwa")
    finder.question.press("Enter")
    finder.expect_address("?q=daiwa")
    finder.page.wait_for_timeout(600)  # the pause after typing is over, too
    finder.question.blur()
    finder.page.wait_for_load_state("networkidle")
    assert finder.page.evaluate("window.still") is True
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
    late: list[Route] = []

    def hold_first(route: Route) -> None:
        late.append(route) if not late else route.continue_()

    finder.page.route("**/opportunities/?*", hold_first)
    finder.box("kind-grant").check()
    expect.poll if False else finder.page.wait_for_timeout(50)
    finder.choose("direction-joint")
