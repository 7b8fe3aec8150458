"""The phone: nothing sticks out, and the filters are a sheet."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.finder_page import FinderPage
from tests.browser.pages import PAGES


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def finder(request: pytest.FixtureRequest, new_page: NewPage) -> FinderPage:
    """The search page on a phone, with JavaScript and without."""
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=request.param)
    return FinderPage(page, scripted=request.param)


def open_sheet(finder: FinderPage) -> None:
    finder.page.get_by_role("link", name="Filter", exact=False).click()
    expect(finder.box("direction-uk-to-japan")).to_be_in_viewport()


def sheet_is_closed(finder: FinderPage) -> None:
    expect(finder.page.locator("#filters")).to_be_hidden()
    expect(finder.page.locator("article").first).to_be_in_viewport()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_sticks_out_sideways(page: Page, path: str) -> None:
    for prefix in ("", "/ja"):
        page.goto(prefix + path)
        for width in (360, 320):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_filters_are_chosen_on_the_sheet(finder: FinderPage) -> None:
    finder.open()
    expect(finder.page.locator("#filters")).to_be_hidden()
    open_sheet(finder)
    promised = finder.choose("direction-uk-to-japan")
    if finder.scripted:
        expect(finder.box("direction-uk-to-japan")).to_be_in_viewport()  # the sheet is still open
        expect(finder.box("direction-uk-to-japan")).to_be_focused()
        promised = finder.choose("kind-fellowship")
        finder.page.get_by_role("link", name=f"Show {promised} opportunities").click()
    sheet_is_closed(finder)
    finder.expect_total(promised)


def test_the_sheet_can_be_left_without_choosing(finder: FinderPage) -> None:
    finder.open()
    open_sheet(finder)
    finder.page.get_by_role("link", name="Close").click()
    sheet_is_closed(finder)


def test_escape_closes_the_sheet_also_after_a_choice(phone: Page) -> None:
    finder = FinderPage(phone).open()
    open_sheet(finder)
    phone.keyboard.press("Escape")
    sheet_is_closed(finder)
    open_sheet(finder)
    finder.choose("kind-grant")
    phone.keyboard.press("Escape")
    sheet_is_closed(finder)
    finder.expect_address("?kind=grant")


def test_what_lies_behind_the_sheet_cannot_be_reached(phone: Page) -> None:
    finder = FinderPage(phone).open()
    open_sheet(finder)
    for _stop in range(60):
        phone.keyboard.press("Tab")
        assert phone.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('#filters')"
        )
    phone.mouse.wheel(0, 5000)
    phone.keyboard.press("Escape")
    sheet_is_closed(finder)
