"""What the search box suggests, by keyboard, mouse and touch, in both languages, and with no script at all."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.finder_page import FinderPage
from tests.browser.test_accessibility import violations

SUGGEST = re.compile(r"/opportunities/suggest\?")


class Box:
    """The search box of a page, as somebody meets it who cannot see it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.input = page.get_by_role("combobox", name=re.compile("Search by name|名称"))
        self.list = page.get_by_role("listbox")
        self.options = self.list.get_by_role("option")
        self.said = page.locator(".combobox [role=status]")

    def type(self, text: str) -> "Box":
        self.input.press_sequentially(text)
        return self

    def expect_open(self) -> None:
        expect(self.input).to_have_attribute("aria-expanded", "true")
        expect(self.list).to_be_visible()
        expect(self.options).not_to_have_count(0)

    def expect_closed(self) -> None:
        expect(self.input).to_have_attribute("aria-expanded", "false")
        expect(self.page.locator("#suggestions")).to_be_hidden()
        expect(self.input).not_to_have_attribute("aria-activedescendant", re.compile(""))

    def expect_active(self, option: Locator) -> None:
        """The option is the one that is read out, while the focus stays in the box."""
        expect(option).to_have_attribute("aria-selected", "true")
        expect(self.list.locator("[aria-selected=true]")).to_have_count(1)
        assert self.input.get_attribute("aria-activedescendant") == option.get_attribute("id")
        expect(self.input).to_be_focused()


@pytest.fixture(params=["/", "/opportunities/"], ids=["home", "search page"])
def box(page: Page, request: pytest.FixtureRequest) -> Box:
    page.goto(request.param)
    return Box(page)


def test_arrows_go_through_the_list_and_back_to_the_box(box: Box) -> None:
    box.type("daiwa").expect_open()
    last = box.options.count() - 1
    for key, option in [("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)]:
        box.input.press(key)
        box.expect_active(box.options.nth(option))
    box.input.press("ArrowUp")
    expect(box.list.locator("[aria-selected=true]")).to_have_count(0)
    box.input.press("ArrowUp")
    box.expect_active(box.options.nth(last))
    expect(box.input).to_have_value("daiwa")
    for key, caret in [("Home", 0), ("End", 5)]:
        box.input.press(key)
        expect(box.list.locator("[aria-selected=true]")).to_have_count(0)
        assert box.input.evaluate("input => input.selectionStart") == caret
        box.input.press("ArrowDown")


def test_enter_leads_where_the_chosen_suggestion_leads(box: Box) -> None:
    box.type("daiwa scholarship").expect_open()
    box.input.press("ArrowDown")
    box.input.press("Enter")
    box.page.wait_for_url("**/opportunities/daiwa-scholarship/")


def test_enter_without_a_choice_searches_for_the_words(box: Box) -> None:
    box.type("daiwa").expect_open()
    box.input.press("Enter")
    box.page.wait_for_url("**/opportunities/?q=daiwa")
    box.expect_closed()


def test_a_value_keeps_what_is_chosen_already_and_gives_what_it_promises(page: Page) -> None:
    finder = FinderPage(page).open("?direction=uk-to-japan")
    box = Box(page)
    box.type("chemical sci").expect_open()
    option = box.list.get_by_role("option", name="Chemical sciences")
    promised = int(re.sub(r"\D", "", option.inner_text()))
    option.click()
    finder.expect_address("?direction=uk-to-japan&discipline=1.4")
    finder.expect_total(promised)
    expect(box.input).to_have_value("")


def test_escape_closes_the_list_before_it_empties_the_box(box: Box) -> None:
    box.type("daiwa").expect_open()
    box.input.press("ArrowDown")
    box.input.press("Escape")
    box.expect_closed()
    expect(box.input).to_have_value("daiwa")
    box.input.press("ArrowDown")
    box.expect_open()
    box.expect_active(box.options.first)


def test_leaving_the_box_closes_the_list(box: Box) -> None:
    box.type("daiwa").expect_open()
    box.input.press("Tab")
    box.expect_closed()
    expect(box.page.get_by_role("button", name="Search", exact=True)).to_be_focused()
    box.input.focus()
    box.type("n").expect_closed()


def test_the_number_is_announced_and_groups_are_named(box: Box) -> None:
    box.type("daiwa").expect_open()
    expect(box.said).to_contain_text(f"{box.options.count()} suggestions")
    expect(box.list.get_by_role("group", name="Programmes").get_by_role("option")).not_to_have_count(0)
    expect(box.list.get_by_role("group", name="Funders").get_by_role("option")).to_have_count(1)
    box.type("zzzz").expect_closed()
    expect(box.said).to_have_text("")


def test_an_answer_that_comes_too_late_is_not_shown(page: Page) -> None:
    held: list[Route] = []
    page.route(SUGGEST, lambda route: held.append(route) if route.request.url.endswith("q=dai") else route.continue_())
    page.goto("/")
    box = Box(page)
    with page.expect_request(SUGGEST):
        box.type("dai")
    box.type("wa adrian").expect_open()
    held[0].fulfill(body='<a role="option" id="old">Late</a>', content_type="text/html")
    expect(box.options).to_have_count(1)
    expect(box.options).to_have_text("Daiwa Adrian Prizes")


def test_live_results_leave_the_open_list_alone(page: Page) -> None:
    finder = FinderPage(page).open()
    box = Box(page)
    box.type("daiwa").expect_open()
    box.input.press("ArrowDown")
    finder.expect_address("?q=daiwa")
    box.expect_open()
    box.expect_active(box.options.first)
    box.input.press("Escape")
    page.get_by_role("link", name="Show ended programmes too").or_(page.locator("#sort")).first.focus()
    box.expect_closed()


@pytest.mark.parametrize("path", ["/ja/", "/ja/opportunities/"])
def test_nothing_is_asked_while_japanese_is_being_converted(page: Page, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "q=" in request.url else None)
    page.goto(path)
    box = Box(page)
    box.input.focus()
    keyboard = page.context.new_cdp_session(page)
    for text in ("し", "しょう", "奨学金"):
        keyboard.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})
        page.wait_for_timeout(450)
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    assert asked == []
    assert box.page.url.endswith(path)
    keyboard.send("Input.insertText", {"text": "奨学金"})
    box.expect_open()
    expect(box.input).to_have_value("奨学金")
    assert len([address for address in asked if "suggest" in address]) == 1


def test_by_touch_a_suggestion_is_a_link(phone: Page) -> None:
    phone.goto("/")
    box = Box(phone)
    box.input.tap()
    box.type("daiwa adr").expect_open()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    box.options.first.tap()
    phone.wait_for_url("**/opportunities/daiwa-adrian-prizes/")


def test_without_a_script_it_is_a_plain_search_box(plain: Page) -> None:
    plain.goto("/")
    box = plain.get_by_role("searchbox", name="Search by name")
    expect(plain.get_by_role("combobox")).to_have_count(0)
    expect(plain.get_by_role("listbox")).to_have_count(0)
    box.fill("daiwa")
    box.press("Enter")
    plain.wait_for_url("**/opportunities/?q=daiwa")


@pytest.mark.parametrize(
    "path", ["/", "/opportunities/", "/ja/", "/ja/opportunities/", "/opportunities/no-such-entry/"]
)
def test_axe_finds_nothing_with_the_list_open(page: Page, path: str) -> None:
    page.goto(path)
    box = Box(page)
    box.type("jsps").expect_open()
    box.input.press("ArrowDown")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        box.expect_open()
        assert violations(page) == []


def test_a_list_that_cannot_be_had_leaves_a_search_box(browser: Browser, site: str) -> None:
    with browser.new_context(base_url=site) as context:  # no fixture's: the browser itself complains of the request
        page = context.new_page()
        page.goto("/")
        page.route(SUGGEST, lambda route: route.abort())
        box = Box(page)
        with page.expect_event("requestfailed"):
            box.type("daiwa")
        box.expect_closed()
        box.input.press("Enter")
        page.wait_for_url("**/opportunities/?q=daiwa")
