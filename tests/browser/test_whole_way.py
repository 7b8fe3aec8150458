"""The whole way of a researcher: what she says of herself, verdicts, a comparison, a calendar file, an alert."""

import re
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, NewPage
from tests.browser.serving import manage
from tests.browser.test_eligibility import answer_as_a_researcher

ENTRY = "/opportunities/canon-foundation-fellowships/"


def mail_to(address: str, folder: Path) -> str:
    """The text of the newest mail to an address."""
    mails = [mail for mail in (folder / "mail").glob("*.eml") if address in mail.read_text(errors="replace")]
    newest = max(mails, key=lambda mail: mail.stat().st_mtime_ns)
    return newest.with_suffix(".txt").read_text()


def link_in(text: str, part: str, site: str) -> str:
    """The path of the link whose address has a part."""
    found = re.search(rf"https?://[^/\s]+(/\S*{part}\S*)", text)
    assert found, text
    return site + found[1]


def sign_up(page: Page, address: str) -> None:
    page.get_by_role("link", name="Get changes by e-mail").click()
    page.get_by_label(re.compile("e-mail address", re.IGNORECASE)).fill(address)
    page.get_by_role("button", name="Send me the link to confirm").click()


@pytest.mark.parametrize("scripted", [True, False], ids=["scripted", "plain"])
@pytest.mark.parametrize("viewport", [None, PHONE], ids=["desktop", "phone"])
def test_the_whole_way(
    new_page: NewPage, site: str, site_folder: Path, scripted: bool, viewport: dict[str, int] | None
) -> None:
    options = {"viewport": viewport} if viewport else {}
    page = new_page(java_script_enabled=scripted, **options)
    page.goto("/eligibility/")
    answer_as_a_researcher(page)
    page.get_by_role("button", name="Save my answers").last.click()
    expect(page.get_by_text("Your answers are saved in this browser.")).to_be_visible()

    page.goto("/opportunities/?q=canon+foundation&sort=eligible")
    expect(page.locator(".row-verdict").first).to_be_visible()
    page.goto(ENTRY)
    expect(page.locator("section[aria-labelledby=who]")).to_contain_text("Condition by condition")

    page.goto("/compare/?o=canon-foundation-fellowships&o=daiwa-scholarship")
    for_her = page.get_by_role("row", name=re.compile("^For you"))
    expect(for_her).to_contain_text(re.compile("Likely eligible|Cannot tell|Not eligible"))

    page.goto(ENTRY)
    address = page.get_by_role("link", name="Calendar (.ics)").get_attribute("href")
    assert address is not None
    calendar = Calendar.from_ical(page.request.get(site + address).body())
    events = calendar.walk("VEVENT")
    assert events
    assert all("Canon Foundation" in str(event["SUMMARY"]) for event in events)

    email = f"way-{scripted}-{bool(viewport)}@example.org".lower()
    sign_up(page, email)
    expect(page.locator("main")).to_contain_text(re.compile("sent|mail", re.IGNORECASE))
    manage(site_folder, ["send_alerts"])
    page.goto(link_in(mail_to(email, site_folder), "/confirm/", site))
    page.get_by_role("button", name="Yes, send me these alerts").click()
    expect(page.locator("main")).to_contain_text("Your alert is set up")
    page.get_by_role("link", name="See and change your alerts").click()
    expect(page.locator("main")).to_contain_text("Canon Foundation")
    page.get_by_role("button", name="Stop all alerts").first.click()
    expect(page.locator("main")).to_contain_text(re.compile("deleted|stopped", re.IGNORECASE))


def test_the_way_by_keyboard_alone(page: Page, site: str, site_folder: Path) -> None:
    """From the answers to the alert, every link and button is reached and used without a mouse."""
    page.goto("/eligibility/")
    page.get_by_label("Where are you in your career?").focus()
    page.keyboard.press("E")
    page.keyboard.press("Tab")
    expect(page.locator(".known")).to_contain_text("Early career")
    page.goto(ENTRY)
    reach(page, "Keep")
    page.keyboard.press("Enter")
    reach(page, "Calendar (.ics)")
    reach(page, "Get changes by e-mail")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/alerts/new/"))
    reach(page, "E-mail")
    page.keyboard.type("keyboard@example.org")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/alerts/sent/"))
    manage(site_folder, ["send_alerts"])
    assert "/confirm/" in mail_to("keyboard@example.org", site_folder)


def reach(page: Page, name: str) -> None:
    """Press Tab until what has the focus is called so."""
    for _ in range(150):
        page.keyboard.press("Tab")
        called = page.evaluate(
            """() => { const one = document.activeElement;
            return (one.labels && one.labels.length ? one.labels[0].textContent : one.textContent || '').trim(); }"""
        )
        if name.lower() in called.lower():
            return
    pytest.fail(f"no {name!r} within reach of the keyboard")
