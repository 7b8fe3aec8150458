"""The whole way by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.finder_page import FinderPage
from tests.browser.pages import PAGES

OUTLINE = """() => {
    const node = document.activeElement, style = getComputedStyle(node);
    const drawn = node.querySelector(".target");  // in a drawing, a line round the mark says it
    if (drawn) {
        const line = getComputedStyle(drawn);
        return [node.outerHTML.slice(0, 100), line.stroke, parseFloat(line.strokeWidth)];
    }
    return [node.outerHTML.slice(0, 100), style.outlineStyle, parseFloat(style.outlineWidth)];
}"""


def tab_to(page: Page, selector: str, at_most: int = 60) -> None:
    """Press Tab until the element has the focus."""
    for _stop in range(at_most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} was not reached by {at_most} presses of Tab")


def test_from_home_to_the_official_link(page: Page) -> None:
    finder = FinderPage(page)
    page.goto("/")
    tab_to(page, "#q")
    page.keyboard.type("daiwa")
    page.keyboard.press("Enter")
    finder.expect_address("?q=daiwa")
    page.wait_for_load_state()
    tab_to(page, "#direction-uk-to-japan")
    promised = finder.beside("direction-uk-to-japan")
    page.keyboard.press("Space")
    finder.expect_total(promised)
    tab_to(page, "#kind-scholarship")
    promised = finder.beside("kind-scholarship")
    page.keyboard.press("Space")
    finder.expect_total(promised)
    tab_to(page, "article[data-opportunity=daiwa-scholarship] a", at_most=150)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Daiwa Scholarship")
    tab_to(page, "#official-link", at_most=150)


def test_the_skip_link_comes_first_and_leads_past_the_menu(page: Page) -> None:
    for path in ("/", "/opportunities/", "/coverage/"):
        page.goto(path)
        page.keyboard.press("Tab")
        link = page.get_by_role("link", name="Skip to the content")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


@pytest.mark.parametrize("path", PAGES)
def test_every_stop_shows_that_it_has_the_focus(page: Page, path: str) -> None:
    page.goto(path)
    for _stop in range(40):
        page.keyboard.press("Tab")
        where, style, width = page.evaluate(OUTLINE)
        if where.startswith("<body"):
            break
        assert style != "none" and width >= 2, where


def test_the_focus_goes_down_the_page_in_reading_order(page: Page) -> None:
    page.goto("/opportunities/?kind=grant")
    seen = []
    for _stop in range(16):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.name"))
    assert seen[:14] == [
        "Skip to the content",
        "UK–Japan Funding Finder",
        "Search",
        "Can I apply?",
        "Deadlines",
        "Organisations",
        "Case studies",
        "What is covered",
        "Shortlist",
        "日本語",
        "Can you apply? Answer three questions, and each result says so.",
        "q",
        "Search",
        "Direction",
    ]
    assert seen[14:] == ["direction", "direction"]
