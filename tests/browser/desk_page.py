"""The desk as those who work there use it: by its labels, links and buttons."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.desk_cast import PASSWORD, Person
from tests.browser.test_accessibility import violations

# Rules of axe that the frame of the theme breaks on its every page: it has no <main>, and its bars, its buttons and
# the box that scrolls its sidebar are no landmarks, or have none of their own names. Our templates stand inside it.
OF_THE_FRAME = ("landmark-one-main", "landmark-unique", "region")

Words = str | re.Pattern[str]


class DeskPage:
    """The desk in a browser in which somebody is logged in."""

    def __init__(self, page: Page, person: Person) -> None:
        self.page, self.person = page, person

    def log_in(self) -> "DeskPage":
        """Come in by the door, to the first page."""
        self.page.goto("/admin/")
        self.page.get_by_label("Username").fill(self.person.username)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Log in").click()
        self.expect_title("What needs care")
        return self

    def first_page(self) -> None:
        self.page.goto("/admin/")
        self.expect_title("What needs care")

    def find(self, words: str, name: str) -> None:
        """Look for an entry in the list of all, and open it."""
        self.follow("Opportunities")
        self.page.get_by_role("textbox", name="Type to search").first.fill(words)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**q=*")
        self.follow(name)

    def follow(self, name: Words) -> None:
        """Click the first link of that name."""
        self.page.get_by_role("link", name=name).first.click()

    def history(self) -> None:
        """Open the history of the entry whose page this is; the first link of that name leads to that of everything."""
        self.page.get_by_role("link", name="History").last.click()

    def press(self, name: str) -> None:
        """Press the button of exactly that name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def tick(self, label: Words) -> None:
        self.page.get_by_label(label).check()

    def fill(self, label: Words, text: str) -> None:
        self.page.get_by_label(label).first.fill(text)

    def in_a_new_tab(self, name: str) -> Page:
        """Follow a link that opens a tab of its own; gives that, once all of it is there."""
        with self.page.expect_popup() as opened:
            self.follow(name)
        opened.value.wait_for_load_state("networkidle")
        return opened.value

    def download(self, name: Words, folder: Path) -> Path:
        """Take a file along."""
        with self.page.expect_download() as download:
            self.follow(name)
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def expect_title(self, title: Words) -> None:
        expect(self.page.get_by_role("heading", name=title).first).to_be_visible()

    def expect_told(self, words: Words) -> None:
        """The page says so."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def expect_well_made(self) -> None:
        """A machine finds nothing in our part of the page that shuts anybody out."""
        assert violations(self.page, OF_THE_FRAME) == []
