"""The search page as a visitor uses it."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from playwright.sync_api import Locator, Page, expect

PATH = "/opportunities/"


class FinderPage:
    """The search page in a browser, with or without JavaScript (`scripted`)."""

    def __init__(self, page: Page, *, scripted: bool = True) -> None:
        self.page, self.scripted = page, scripted
        self.count = page.locator("#count")
        self.question = page.get_by_role("combobox" if scripted else "searchbox", name="Search by name")

    def open(self, query: str = "") -> "FinderPage":
        self.page.goto(PATH + query)
        return self

    def box(self, value: str) -> Locator:
        """The checkbox of a value, named as in the page: "kind-grant"."""
        return self.page.locator(f"input#{value}")

    def beside(self, value: str) -> int:
        """The number beside a value: what choosing it promises."""
        text = self.page.locator(f"label:has(input#{value}) .option__count").inner_text()
        return int(re.sub(r"\D", "", text))

    def total(self) -> int:
        """The number of results that the heading states."""
        return int(self.count.inner_text().split()[0].replace(",", ""))

    def expect_total(self, number: int) -> None:
        expect(self.count).to_have_text(re.compile(rf"^{number} opportunit(y|ies)$"))

    def choose(self, value: str) -> int:
        """Tick a value as a visitor does, and wait for the promised number, which is given."""
        promised = self.beside(value)
        self.box(value).check()
        self.apply()
        self.expect_total(promised)
        return promised

    def apply(self) -> None:
        """Send the form where no script does it."""
        if not self.scripted:
            self.page.get_by_role("button", name="Apply filters").click()

    def pill(self, label: str) -> Locator:
        return self.page.locator(".pill").filter(has_text=label)

    def expect_address(self, query: str) -> None:
        """The address is that of the search page with this query string; a plain form may add its empty fields."""

        def is_it(address: str) -> bool:
            parts = urlsplit(address)
            said = parts.query if self.scripted else urlencode(parse_qsl(parts.query))
            return (parts.path, said) == (PATH, query.removeprefix("?"))

        self.page.wait_for_url(is_it, wait_until="commit")

    def expect_chosen(self, *values: str) -> None:
        """Exactly these values are ticked."""
        expect(self.page.locator("#finder input:checked")).to_have_count(len(values))
        for value in values:
            expect(self.box(value)).to_be_checked()
