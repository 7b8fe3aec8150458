"""From a few answers to what one can apply for: in a browser, with and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, NewPage
from tests.browser.test_accessibility import violations

PATH = "/eligibility/"
COUNTS = re.compile(r"Of (\d+) opportunities: likely eligible (\d+), cannot tell (\d+), not eligible (\d+)\.")


def counts(page: Page) -> list[int]:
    found = COUNTS.search(page.locator(".tally [role=status]").text_content() or "")
    assert found
    return [int(number) for number in found.groups()]


def unfold(page: Page) -> None:
    """Open every group of questions, as a visitor would one by one."""
    for group in page.locator("details.questions").all():
        group.locator("> summary").click()


def answer_as_a_researcher(page: Page) -> None:
    unfold(page)
    page.locator("#id_nationalities_1").fill("United Kingdom")
    page.locator("#id_residence").fill("United Kingdom")
    page.locator("#id_phd_year").fill("2019")
    page.locator("#id_phd_month").fill("3")
    page.locator("#id_phd_day").fill("14")
    page.get_by_label("Where are you in your career?").select_option("early-career")


@pytest.mark.parametrize("scripted", [True, False])
def test_from_answers_to_the_page_of_an_entry(new_page: NewPage, scripted: bool) -> None:
    page = new_page(java_script_enabled=scripted)
    page.goto(PATH)
    assert counts(page)[3] == 0
    answer_as_a_researcher(page)
    page.get_by_role("button", name="Save my answers").last.click()
    expect(page.get_by_text("Your answers are saved in this browser.")).to_be_visible()
    _total, _likely, cannot_tell, refused = counts(page)
    assert cannot_tell and refused
    page.get_by_role("link", name=re.compile("Not eligible")).click()
    expect(page.locator("#count")).to_have_text(f"{refused} opportunities")
    verdict = page.locator(".row-verdict").first
    expect(verdict).to_contain_text("Not eligible")
    reason = (verdict.locator(".row-verdict__reason").inner_text()).strip()
    assert reason
    page.locator(".entry__name a").first.click()
    expect(page.locator("section[aria-labelledby=who]")).to_contain_text(reason.split(". ")[0])


def test_counts_follow_each_answer_and_the_questions_stay(page: Page) -> None:
    page.goto(PATH)
    before = page.locator(".questions legend, .questions .question > label").all_inner_texts()
    page.get_by_label("Where are you in your career?").select_option("school")
    expect(page.locator(".tally__count--not-eligible")).not_to_have_text(re.compile(r"^\s*0"))
    after = page.locator(".questions legend, .questions .question > label").all_inner_texts()
    strip = re.compile(r"\s*bears on.*")
    assert [strip.sub("", one) for one in after][:5] == [strip.sub("", one) for one in before][:5]
    expect(page.locator(".tally [role=status]")).to_have_count(1)
    expect(page).to_have_url(re.compile(f"{PATH}$"))
    page.reload()
    expect(page.get_by_label("Where are you in your career?")).to_have_value("school")


def test_a_wrong_answer_is_told_beside_its_field_while_she_goes_on(page: Page) -> None:
    page.goto(PATH)
    unfold(page)
    page.locator("#id_phd_year").fill("2019")
    page.locator("#id_phd_month").fill("13")
    page.locator("#id_phd_day").focus()
    expect(page.locator("#question-phd .question__error")).to_contain_text("from 1 to 12")
    expect(page.locator("#id_phd_month")).to_have_value("13")
    expect(page.locator("#id_phd_day")).to_be_focused()
    page.locator("#group-career > summary").click()
    page.locator(".problems a").click()
    expect(page.locator("#id_phd_year")).to_be_focused()


def test_the_three_questions_of_the_search_page(page: Page) -> None:
    page.goto("/opportunities/?kind=fellowship")
    page.locator("#invitation > summary").click()
    page.locator("#direction-uk-to-japan").check()
    expect(page).to_have_url(re.compile("direction=uk-to-japan"))
    address = page.url
    page.locator("#invitation select").first.select_option(index=1)
    page.get_by_role("button", name="Show what I can apply for").click()
    expect(page.get_by_text("You:")).to_be_visible()
    assert page.url == address
    expect(page.locator(".row-verdict").first).to_be_visible()
    page.locator("#eligible-cannot-tell").check()
    expect(page).to_have_url(re.compile("eligible=cannot-tell"))
    page.locator("#sort").select_option(label="Best chance")
    expect(page).to_have_url(re.compile("sort=eligible"))
    page.get_by_role("button", name="Forget me").click()
    expect(page.get_by_text("you have told us nothing about yourself yet")).to_be_visible()
    assert page.context.cookies() == [] or "profile" not in {cookie["name"] for cookie in page.context.cookies()}


def test_by_keyboard_alone(page: Page) -> None:
    page.goto(PATH)
    page.get_by_label("Where are you in your career?").focus()
    page.keyboard.press("E")  # the first choice that begins so: early career
    page.keyboard.press("Tab")
    expect(page.locator(".known")).to_contain_text("Early career")
    page.locator("#group-person > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Japan")
    page.keyboard.press("Enter")  # sends the form
    expect(page.get_by_text("Your answers are saved in this browser.")).to_be_visible()
    expect(page.locator(".known")).to_contain_text("national of Japan")


def test_a_link_to_answers_asks_before_it_replaces_any(new_page: NewPage) -> None:
    mine = new_page()
    mine.goto(PATH)
    mine.get_by_label("Where are you in your career?").select_option("senior")
    expect(mine.locator(".known")).to_contain_text("Senior")
    mine.get_by_role("button", name="Make a link to these answers").click()
    link = mine.locator("#share-address").input_value()
    other = new_page()
    other.goto(link)
    expect(other.get_by_role("button", name="Use these answers")).to_be_visible()
    assert violations(other) == []
    other.get_by_role("button", name="Use these answers").click()
    expect(other.locator(".known")).to_contain_text("Senior")


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_axe_finds_nothing_on_a_page_with_answers_and_mistakes(page: Page, prefix: str) -> None:
    page.goto(prefix + PATH)
    assert violations(page) == []
    unfold(page)
    page.locator("#id_residence").fill("Narnia")
    page.locator("#id_phd_year").fill("2031")
    page.locator("#id_phd_month").focus()
    expect(page.locator(".question__error")).to_have_count(1)
    for size in (DESKTOP, PHONE):
        page.set_viewport_size(size)
        assert violations(page) == []
    page.locator("#id_residence").fill("Japan")
    page.locator("#id_phd_month").focus()
    expect(page.locator(".question__error")).to_have_count(0)
    for path in ("/opportunities/", "/opportunities/daiwa-scholarship/"):
        page.goto(prefix + path)
        assert violations(page) == []


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_nothing_is_wider_than_a_phone(phone: Page, prefix: str) -> None:
    for path in (PATH, "/opportunities/"):
        phone.goto(prefix + path)
        for details in phone.locator("details.questions > summary, #invitation > summary").all():
            details.click()
        assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    phone.goto(prefix + PATH)
    phone.locator("#id_career_stage").select_option("doctoral")
    phone.locator(".questions__save button").first.click()
    phone.goto(prefix + "/opportunities/")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    expect(phone.locator(".row-verdict").first).to_be_visible()
