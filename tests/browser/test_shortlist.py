"""Keeping, noting and comparing in a browser: with JavaScript and without, by keyboard, on a phone, on paper."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.test_accessibility import violations

THREE = "o=daiwa-scholarship&o=jsps-postdoctoral-standard&o=butterfield-awards"
PAGES = [
    "/shortlist/",
    f"/shortlist/?{THREE}",
    "/shortlist/?o=nothing",
    "/compare/",
    f"/compare/?{THREE}",
    f"/compare/?{THREE}&only=differences",
    "/compare/?o=daiwa-scholarship&o=nope",
]


def keep_three(page: Page) -> list[str]:
    """Keep the first three results; gives their names."""
    page.goto("/opportunities/")
    for number in range(3):
        page.locator("button.keep").nth(number).click()
        expect(page.locator("[data-shortlist-count]")).to_have_text(f" ({number + 1})")
    return page.locator(".entry__name").all_inner_texts()[:3]


def test_keeping_needs_no_page_load_and_is_told_once(page: Page) -> None:
    page.goto("/opportunities/")
    page.evaluate("window.same = true")
    button, said = page.locator("button.keep").first, page.locator("[data-shortlist-said]")
    name = page.locator(".entry__name").first.inner_text()
    expect(button).to_have_attribute("aria-pressed", "false")
    page.evaluate("""() => { window.told = [];
        new MutationObserver(() => window.told.push(document.querySelector('[data-shortlist-said]').textContent))
            .observe(document.querySelector('[data-shortlist-said]'), {childList: true}); }""")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(said).to_have_text(f"“{name}” is on your shortlist.")
    assert page.evaluate("window.told.length") == 1
    button.click()
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(said).to_have_text(f"“{name}” was removed from your shortlist.")
    expect(page.locator("[data-shortlist-count]")).to_have_text("")
    assert page.evaluate("window.same")


def test_quick_clicks_lose_nothing_and_new_results_show_what_is_kept(page: Page) -> None:
    page.goto("/opportunities/")
    page.evaluate("document.querySelectorAll('button.keep').forEach((button, n) => n < 8 && button.click())")
    expect(page.locator("[data-shortlist-count]")).to_have_text(" (8)")
    kept = page.locator("button.keep[aria-pressed=true]").first.get_attribute("value")
    page.get_by_label("Sort by").select_option("name")
    expect(page).to_have_url(re.compile("sort=name"))
    page.go_back()
    expect(page.locator(f"button.keep[value='{kept}']")).to_have_attribute("aria-pressed", "true")
    page.goto(f"/opportunities/{kept}/")
    expect(page.locator(".page-head button.keep")).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_the_whole_way_by_keyboard(new_page: NewPage, scripted: bool) -> None:
    page = new_page(java_script_enabled=scripted)
    for key in ("daiwa-scholarship", "butterfield-awards"):
        page.goto(f"/opportunities/{key}/")
        page.locator(".page-head button.keep").focus()
        page.keyboard.press("Enter")
        if scripted:
            expect(page.locator("[data-shortlist-said]")).not_to_be_empty()
            page.get_by_role("link", name="Shortlist").focus()
            page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Your shortlist")
    expect(page.locator(".entry__name")).to_have_text(
        ["Daiwa Scholarship", "Butterfield Awards in Medicine and Health"]
    )
    page.get_by_role("button", name="Remove from the list Daiwa Scholarship").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".entry__name")).to_have_count(1)
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".entry__name").first).to_have_text("Daiwa Scholarship")
    page.get_by_role("button", name="Compare what is ticked").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader")).to_have_count(2)
    page.get_by_role("link", name="Show only the differences").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Show all lines")).to_be_visible()


def test_notes_stay_in_the_browser(page: Page) -> None:
    keep_three(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data} {request.headers}"))
    page.goto("/shortlist/")
    note = page.get_by_label("Your note").first
    note.fill("<b>Ask Tanaka</b>")
    page.get_by_label("Your note").nth(1).fill("second")
    page.reload()
    expect(page.get_by_label("Your note").first).to_have_value("<b>Ask Tanaka</b>")
    page.get_by_role("button", name="Compare what is ticked").click()
    page.goto("/shortlist/")
    assert not [one for one in sent if "Tanaka" in one]
    assert "Tanaka" not in str(page.context.cookies())
    page.emulate_media(media="print")
    expect(page.locator(".note__printed").first).to_have_text("<b>Ask Tanaka</b>")
    expect(page.locator(".note__printed").first).to_be_visible()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="Delete the note").first.click()
    expect(page.get_by_label("Your note").first).to_have_value("")
    page.get_by_role("button", name="Delete all my notes").click()
    assert page.evaluate("localStorage.length") == 0
    expect(page.get_by_role("button", name="Delete all my notes")).to_be_hidden()


def test_without_javascript_notes_are_explained(plain: Page) -> None:
    plain.goto("/opportunities/daiwa-scholarship/")
    plain.get_by_role("button", name="Keep Daiwa Scholarship").click()
    expect(plain.get_by_text("Notes on entries are kept by your browser alone")).to_be_visible()
    expect(plain.get_by_role("textbox", name="Your note")).to_be_hidden()
    expect(plain.get_by_role("button", name="Print")).to_be_hidden()


def test_broken_notes_do_no_harm(page: Page) -> None:
    keep_three(page)
    for broken in ("{", "[]", "null", '{"x": 1, "gates-cambridge": {}}'):
        page.evaluate("text => localStorage.setItem('shortlist-notes', text)", broken)
        page.goto("/shortlist/")
        expect(page.get_by_label("Your note").first).to_have_value("")


def test_a_shared_list_can_be_taken_over(page: Page) -> None:
    mine = keep_three(page)
    page.goto("/shortlist/?o=daiwa-scholarship&o=butterfield-awards")
    expect(page.get_by_text("Your own shortlist is as you left it")).to_be_visible()
    page.get_by_role("button", name="Add all 2 to my shortlist").click()
    assert page.locator(".entry__name").all_inner_texts()[:3] == mine
    expect(page.locator(".entry__name")).to_have_count(5)


@pytest.mark.parametrize("prefix", ["", "/ja"], ids=["english", "japanese"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_sticks_out(page: Page, path: str, prefix: str) -> None:
    if path == "/shortlist/":
        keep_three(page)
    page.goto(prefix + path)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize(
    ("path", "pages"),
    [("/opportunities/harasawa-fellowship/", 1), ("/opportunities/daiwa-scholarship/", 2), (f"/compare/?{THREE}", 2)],
)
def test_an_entry_prints_on_few_sheets_with_its_sources(page: Page, path: str, pages: int) -> None:
    page.goto(path)
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) <= pages
    page.emulate_media(media="print")
    expect(page.get_by_text(re.compile("Printed on .* from http://127.0.0.1"))).to_be_visible()
    expect(page.get_by_role("navigation", name="Main")).to_be_hidden()
    expect(page.locator("button:visible")).to_have_count(0)
    if "opportunities" in path:
        expect(page.locator(".sources li").first).to_be_visible()
