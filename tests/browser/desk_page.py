"""The desk as those who work there use it: by its labels, links and buttons."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.desk_cast import PASSWORD, Person


class DeskPage:
    """The desk in a browser in which somebody has logged in."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page, self.person = page, person
        self.main = page.locator("#content")
        self.told = page.locator("#content-start, body")

    def log_in(self) -> "DeskPage":
        """Go to the first page, as somebody who has not been here today."""
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(self.person.username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        self.expect_title("What needs care")
        return self

    def first_page(self) -> "DeskPage":
        self.page.goto("/admin/")
        return self

    def expect_title(self, title: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_role("heading", name=title).first).to_be_visible()

    def expect_told(self, words: str | re.Pattern[str]) -> None:
        """The page says so, as the answer to what was done last."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def follow(self, name: str | re.Pattern[str]) -> None:
        self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()

    def section(self, title: str) -> Locator:
        """A part of the page, by its heading."""
        return self.page.get_by_role("region", name=title)

    def in_a_new_tab(self, name: str) -> Page:
        """Follow a link that opens a tab of its own."""
        with self.page.context.expect_page() as opened:
            self.follow(name)
        return opened.value
