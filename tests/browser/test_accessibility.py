"""What a machine can find wrong for people who see, hear or point differently; and large text."""

from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.pages import PAGES

AXE = Path(__file__).parent / "vendor" / "axe-4.14.1.min.js"
RUN = "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
CUT_OFF = """() => [...document.querySelectorAll('main *')].filter(node =>
    node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 1
    && getComputedStyle(node).overflowX !== 'visible' && !node.matches('.table-scroll, input, select')
).map(node => node.outerHTML.slice(0, 100))"""


@cache
def axe() -> str:
    """The source of axe-core."""
    return AXE.read_text(encoding="utf-8")


def violations(page: Page, besides: Collection[str] = ()) -> list[str]:
    """Breaches of any rule of axe-core besides these, best practice included: rule and where."""
    page.evaluate(axe())
    found: list[dict[str, Any]] = page.evaluate(RUN)
    broken = [rule for rule in found if rule["id"] not in besides]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in broken for node in rule["nodes"]]


@pytest.mark.parametrize("prefix", ["", "/ja"], ids=["english", "japanese"])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(page: Page, path: str, prefix: str) -> None:
    page.goto(prefix + path)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert violations(page) == []


def test_axe_finds_nothing_on_the_open_sheet(phone: Page) -> None:
    phone.goto("/opportunities/?kind=grant")
    phone.get_by_role("link", name="Filter").click()
    assert violations(phone) == []


@pytest.mark.parametrize("path", ["/opportunities/?kind=grant", "/opportunities/daiwa-scholarship/"])
@pytest.mark.parametrize(("width", "text"), [(1280, 32), (320, 16), (360, 24)])
def test_large_text_and_zoom_lose_nothing(new_page: NewPage, path: str, width: int, text: int) -> None:
    """Letters of `text` px, where 16 is usual; a window of 1280 px that is enlarged four times is 320 px wide."""
    page = new_page(viewport={"width": width, "height": 800})
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": text}})
    page.goto(path)
    assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == text
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(CUT_OFF) == []
    if "?" not in path:
        page.locator("#official-link").click(trial=True)
