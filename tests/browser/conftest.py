"""A server with the real catalogue, a browser, and pages that complain of what no visitor should meet."""

import fcntl
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, ViewportSize, sync_playwright

from tests.browser.serving import chromium, chromium_flags, copy, prepare, seat, serving

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 360, "height": 740}
PATIENCE = 10_000  # milliseconds that an expected thing may take

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Without Chromium a browser test is skipped; where CI is set, that is a failure."""
    path = chromium()
    if path is None:
        say = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        say("Chromium is not installed: no chromium, chromium-browser or google-chrome on the PATH")
    return path


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the running finder: its database, static files and mails, shared by the workers of one run."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = shared / "finder", shared / "finder-is-ready"
    with (shared / "finder-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            folder.mkdir()
            prepare(folder)
            done.touch()
    return folder


@pytest.fixture(scope="session")
def site(chromium_path: str, site_folder: Path) -> Iterator[str]:
    """The address of a running finder. Each worker has its own server."""
    with serving(site_folder) as address:
        yield address


@pytest.fixture(scope="session")
def desk_site(chromium_path: str, site_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running finder of its own, at whose desk a curator, a colleague and an editor have work to do.

    A module whose tests change the catalogue takes it as its `site`.
    """
    folder = tmp_path_factory.mktemp("desk")
    copy(site_folder, folder)
    seat(folder)
    with serving(folder) as address:
        yield address


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Of the package, not the session: while Playwright runs, Django refuses the database to this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=chromium_flags())
        yield browser
        browser.close()


class Complaints:
    """What a page did that no page of ours may do."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.list: list[str] = []

    def watch(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.list.append(f"script error: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        dropped_for_a_newer_one = message.text.startswith(("htmx:afterRequest", "htmx:sendAbort"))
        not_found_itself = message.page is not None and message.location["url"] == message.page.url
        if message.type in ("error", "warning") and not dropped_for_a_newer_one and not not_found_itself:
            self.list.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.list.append(f"request to another host: {request.url}")


@pytest.fixture
def complaints(site: str) -> Iterator[Complaints]:
    """Errors in the console (breaches of the Content-Security-Policy too) and requests to other hosts fail the test."""
    complaints = Complaints(site)
    yield complaints
    assert complaints.list == []


@pytest.fixture
def new_page(browser: Browser, site: str, complaints: Complaints) -> Iterator[NewPage]:
    """Makes pages, each of a visitor of its own: `new_page(viewport=PHONE, java_script_enabled=False)`."""
    contexts: list[BrowserContext] = []

    def make(**options: Any) -> Page:
        context = browser.new_context(base_url=site, locale="en-GB", **{"viewport": DESKTOP, **options})
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        complaints.watch(page)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A desktop visitor's page."""
    return new_page()


@pytest.fixture
def phone(new_page: NewPage) -> Page:
    """A page 360 px wide."""
    return new_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def plain(new_page: NewPage) -> Page:
    """A desktop page without JavaScript."""
    return new_page(java_script_enabled=False)
