"""A reader tells us what is wrong, with and without JavaScript, and by keyboard alone."""

import pytest
from playwright.sync_api import Page, expect

from opportunities.suggesting.stamps import SHORTEST
from tests.browser.conftest import PHONE, Complaints, NewPage
from tests.browser.test_accessibility import violations


@pytest.mark.parametrize("has_script", [True, False])
def test_the_whole_way_from_an_entry_to_the_thanks(new_page: NewPage, has_script: bool, complaints: Complaints) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=has_script)
    page.goto("/opportunities/daiwa-scholarship/")
    page.get_by_role("link", name="Something wrong or missing?").click()
    box = page.get_by_label("Amount, what is covered, how long")
    expect(box).to_be_hidden()
    page.get_by_text("The money, or how long it lasts").click()
    expect(page.get_by_text("¥260,000 a month", exact=False).first).to_be_visible()
    box.fill("Since April it is ¥300,000.")
    page.get_by_role("button", name="Send").click()  # within a second of opening the page, as no person does
    expect(page.get_by_role("alert")).to_contain_text("That was very quick.")
    expect(box).to_have_value("Since April it is ¥300,000.")
    if has_script:
        assert violations(page) == []
    page.wait_for_timeout((SHORTEST + 1) * 1000)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    complaints.list = [said for said in complaints.list if "422" not in said]  # what the browser says of our answer


def test_a_section_is_opened_and_filled_by_keyboard_alone(page: Page) -> None:
    page.goto("/suggest-a-change/entry/daiwa-scholarship/")
    page.locator("#links summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("https://dajf.org.uk/new")
    expect(page.get_by_label("Official page")).to_have_value("https://dajf.org.uk/new")


def test_nobody_comes_upon_the_trap(page: Page) -> None:
    page.goto("/suggest-a-change/new/")
    trap = page.locator("[name=your_website]")
    box = trap.bounding_box()
    assert box is not None and box["x"] + box["width"] < 0
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.name || ''"))
    assert "email" in reached
    assert "your_website" not in reached
