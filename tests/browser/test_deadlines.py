"""The calendar in a browser: by keyboard, on a phone, on paper, and for machines that check."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.test_accessibility import violations

PAGES = ["/deadlines/", "/deadlines/?group=stage&direction=uk-to-japan", "/deadlines/?q=zzzqqq"]
PLOTS = "() => [...document.querySelectorAll('.plan__picture')].slice(0, 20).map(node => node.clientWidth)"


def next_month(page: Page) -> str:
    """The address of a month that has something: the second of the towers."""
    page.goto("/deadlines/")
    address = page.locator(".tower").nth(1).get_attribute("href")
    assert address is not None
    return address


@pytest.mark.parametrize("prefix", ["", "/ja"], ids=["english", "japanese"])
def test_axe_finds_nothing(page: Page, prefix: str) -> None:
    for path in (*PAGES, next_month(page)):
        page.goto(prefix + path)
        page.locator(".narrowing > summary").click()
        for size in (DESKTOP, PHONE):
            page.set_viewport_size(size)
            assert violations(page) == [], path


def test_nothing_sticks_out_sideways(page: Page) -> None:
    for path in (*PAGES, next_month(page)):
        for prefix in ("", "/ja"):
            page.goto(prefix + path)
            for width in (1280, 768, 360, 320):
                page.set_viewport_size({"width": width, "height": 740})
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_on_a_phone_each_programme_has_its_picture_over_the_whole_width(phone: Page) -> None:
    phone.goto("/deadlines/")
    widths = phone.evaluate(PLOTS)
    assert widths and all(width >= 320 for width in widths)
    row = phone.locator(".plan tbody tr").first
    for part in (row.locator("th a"), row.locator(".plan__dates"), row.locator(".bar, .mark, .wide-mark").first):
        expect(part).to_be_visible()


def test_on_a_phone_a_month_is_a_list(phone: Page) -> None:
    phone.goto(next_month(phone))
    expect(phone.locator("table.month")).to_be_hidden()
    expect(phone.locator(".day-list .item").first).to_be_visible()


def test_large_text_loses_nothing(new_page: NewPage) -> None:
    for width, text in ((1280, 32), (320, 16), (360, 24)):
        page = new_page(viewport={"width": width, "height": 800})
        page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
        for path in ("/deadlines/", next_month(page)):
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_by_keyboard_from_a_month_to_a_programme(page: Page) -> None:
    page.goto("/deadlines/")
    page.locator(".tower").nth(1).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/deadlines/?month=*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Deadlines in")
    page.get_by_role("link", name="All twelve months").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/deadlines/$"))
    row = page.locator(".plan tbody tr").first
    row.locator("th a").focus()
    page.keyboard.press("Tab")
    name = row.locator("th a").inner_text()
    assert page.evaluate("document.activeElement.closest('svg.plot') !== null")
    assert page.evaluate("document.activeElement.querySelector('title').textContent").startswith(f"{name}: ")
    stroke = page.evaluate("getComputedStyle(document.activeElement.querySelector('.target')).strokeWidth")
    assert float(stroke.removesuffix("px")) >= 2  # that it has the focus can be seen
    page.keyboard.press("Enter")
    page.wait_for_url("**/opportunities/*/#when")
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_marks_stand_where_their_months_stand_at_every_width(page: Page) -> None:
    """The mark of a closing lies within the column of its month."""
    page.goto("/deadlines/?group=none")
    for width in (1280, 800, 360):
        page.set_viewport_size({"width": width, "height": 900})
        columns = page.locator(".plan .months__one").evaluate_all(
            "nodes => nodes.map(n => n.getBoundingClientRect().x)"
        )
        assert len(columns) == 13 and all(one < other for one, other in pairwise(columns))
        expect(page.locator(".plot .wide-mark").first).to_be_visible()
        marks = page.locator(".plot .wide-mark").evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().x)")
        assert all(min(abs(mark - column) for column in columns) < 3 for mark in marks)


@pytest.mark.parametrize("scripted", [True, False], ids=["script", "no-script"])
def test_it_is_narrowed_with_the_form(new_page: NewPage, scripted: bool) -> None:
    page = new_page(java_script_enabled=scripted)
    page.goto("/deadlines/?group=stage")
    page.locator(".narrowing > summary").click()
    page.locator("#direction-japan-to-uk").check()
    page.get_by_role("button", name="Apply filters").first.click()
    page.wait_for_url("**direction=japan-to-uk**")
    assert "group=stage" in page.url
    expect(page.locator(".pill")).to_contain_text("Japan to UK")
    for directions in page.locator(".plan__directions").all_inner_texts():
        assert "Japan to UK" in directions
    page.locator(".pill").click()
    page.wait_for_url("**/deadlines/?group=stage")


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_on_paper_a_month_fits_one_landscape_page(page: Page, tmp_path: Path) -> None:
    page.goto("/deadlines/")
    months = [link.get_attribute("href") or "" for link in page.locator(".tower").all()]
    busiest = max(months, key=lambda month: _happenings(page, month))
    for month in {months[1], busiest}:
        page.goto(month)
        pdf = page.pdf(prefer_css_page_size=True)
        assert pages_of(pdf) == 1, month
        box = re.search(rb"/MediaBox\s*\[\s*0 0 ([0-9.]+) ([0-9.]+)", pdf)
        assert box is not None and float(box[1]) > float(box[2])


def test_on_paper_the_timeline_keeps_its_rows_whole_and_leaves_the_form_out(page: Page) -> None:
    page.goto("/deadlines/?direction=uk-to-japan&stage=doctoral")
    page.emulate_media(media="print")
    expect(page.locator(".narrowing")).to_be_hidden()
    expect(page.locator(".plan .plot").first).to_be_visible()
    assert page.locator(".plan tbody tr").first.evaluate("node => getComputedStyle(node).breakInside") == "avoid"
    assert 1 <= pages_of(page.pdf(prefer_css_page_size=True)) <= 6


def _happenings(page: Page, month: str) -> int:
    page.goto(month)
    return page.locator(".some-time .item, .day-list .item").count()
