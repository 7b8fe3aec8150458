"""The list of links, and taking over the addresses of pages that have moved."""

import html
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities.models import Link, Operation, Opportunity
from tests.admin.forms_as_sent import page_for, page_of
from tests.builders import make_opportunity, make_organisation, source_entry

LIST = page_for(Link, "changelist")
OLD, NEW = "http://a.org/grants", "https://www.a.org/grants"
AT = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)


def link(url: str, verdict: str, **more: object) -> Link:
    return Link.objects.create(url=url, host=url.split("/")[2], verdict=verdict, tried_at=AT, **more)


def listed(client: Client, **query: str) -> list[str]:
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [str(record) for record in response.context["cl"].result_list]


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def ask(client: Client, *links: Link) -> tuple[str, dict[str, object]]:
    """The page of the question, and what its form would send."""
    chosen = {"action": "take_new_addresses", "_selected_action": [one.pk for one in links]}
    page = client.post(LIST, chosen).content.decode()
    sent: dict[str, object] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page):
        values = sent.setdefault(name, [])
        assert isinstance(values, list)
        values.append(html.unescape(value))
    return text_of(page), sent


def test_links_are_found_by_verdict_host_use_and_name(desk: Client) -> None:
    pages = {"official_url": "https://a.org/1", "guidance_url": "https://a.org/2"}
    make_opportunity("plum", application=pages, sources=[source_entry(url="https://b.org/3")])
    make_opportunity("draft", state="draft", application={"official_url": "https://b.org/4"})
    make_organisation("cherry-trust", website="https://c.org/5")
    for url, verdict in (("a.org/1", "broken"), ("a.org/2", "works"), ("b.org/3", "broken"), ("b.org/4", "moved")):
        link(f"https://{url}", verdict)
    link("https://c.org/5", "gone", detail="The site answers 404 (Not Found).")
    assert listed(desk, verdict__exact="broken") == ["https://a.org/1", "https://b.org/3"]
    assert listed(desk, verdict__exact="broken", used="official") == ["https://a.org/1"]
    assert listed(desk, used="how") == ["https://a.org/2"]
    assert listed(desk, used="unpublished") == ["https://b.org/4"]
    assert listed(desk, used="source") == ["https://b.org/3"]
    assert listed(desk, used="website") == ["https://c.org/5"]
    assert listed(desk, host="b.org") == ["https://b.org/3", "https://b.org/4"]
    assert listed(desk, host="unknown.org") == []
    assert listed(desk, q="plum") == ["https://a.org/1", "https://a.org/2", "https://b.org/3"]
    assert listed(desk, q="Cherry") == listed(desk, q="c.org") == ["https://c.org/5"]
    said = text_of(desk.get(LIST, {"q": "c.org"}).content.decode())
    assert "c.org/5 The site answers 404 (Not Found). Gone Cherry Trust : website 3 Nov 2026" in said
    assert "used=nonsense" not in said and len(listed(desk, used="nonsense")) == 5


def test_the_page_of_a_link_says_all_and_changes_nothing(desk: Client) -> None:
    for number in range(5):
        make_opportunity(f"award-{number}", application={"official_url": OLD})
    one = link(OLD, "moved", moved_to=NEW, strikes=0)
    said = text_of(desk.get(page_of(one)).content.decode())
    assert all(f"Award {number} : official page" in said for number in range(5))
    assert NEW in said
    assert "Moved: works under another address" in said
    assert "3 Nov 2026, 04:00 UTC" in said
    assert "and 2 more" in text_of(desk.get(LIST).content.decode())
    assert desk.post(page_of(one), {"verdict": "works"}).status_code == 403
    assert desk.get(page_of(one, "delete")).status_code == 403


def test_new_addresses_are_shown_and_taken_over_and_can_be_undone(desk: Client) -> None:
    entry = make_opportunity("plum", application={"official_url": OLD}, sources=[source_entry(url=OLD)])
    moved, fine = link(OLD, "moved", moved_to=NEW), link("https://a.org/", "works")
    question, sent = ask(desk, moved, fine)
    assert f"Now: {OLD} New: {NEW}" in question
    assert "Plum : official page, source s1" in question
    assert "One of the chosen links has no new address and is left out." in question
    entry.refresh_from_db()
    assert entry.official_url == OLD, "nothing happens before the answer"

    answer = desk.post(LIST, {**sent, "_reason": "New website"}, follow=True)
    assert "The new address was taken over." in text_of(answer.content.decode())
    entry.refresh_from_db()
    assert entry.official_url == NEW
    assert entry.sources.get().url == NEW
    operation = Operation.objects.get()
    assert (operation.kind, operation.by_name, operation.reason) == ("bulk", "ume", "New website")


def test_what_has_changed_since_the_question_is_left(desk: Client) -> None:
    entry = make_opportunity("plum", application={"official_url": OLD})
    moved = link(OLD, "moved", moved_to=NEW)
    _question, sent = ask(desk, moved)
    Link.objects.update(moved_to="https://elsewhere.org/")
    assert f"Left as they are, as they were tried again meanwhile or cannot be stored: {OLD}" in text_of(
        desk.post(LIST, sent, follow=True).content.decode()
    )
    sent["new"] = ["https://evil.example.org/"]
    desk.post(LIST, sent)
    entry.refresh_from_db()
    assert entry.official_url == OLD


def test_a_form_holds_so_many_links_and_says_how_many_are_left(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.admin.link.MOST_AT_ONCE", 2)
    links = [link(f"http://a.org/{number}", "moved", moved_to=f"https://a.org/{number}") for number in range(5)]
    question, sent = ask(desk, *links)
    assert sent["old"] == ["http://a.org/0", "http://a.org/1"]
    assert "3 more have moved" in question


def test_links_without_a_new_address_are_not_asked_about(desk: Client) -> None:
    gone = link(OLD, "gone")
    chosen = {"action": "take_new_addresses", "_selected_action": [gone.pk]}
    assert "None of these links has a new address." in text_of(desk.post(LIST, chosen, follow=True).content.decode())


def test_who_may_only_look_takes_nothing_over(reader: Client) -> None:
    entry = make_opportunity("plum", application={"official_url": OLD})
    moved = link(OLD, "moved", moved_to=NEW)
    page = reader.get(LIST).content.decode()
    assert OLD.removeprefix("http://") in page and "Take over the new address" not in page
    sent = {"action": "take_new_addresses", "_selected_action": [moved.pk], "shown": "yes", "old": OLD, "new": NEW}
    reader.post(LIST, sent)
    entry.refresh_from_db()
    assert entry.official_url == OLD


def test_a_long_list_asks_no_more_than_a_short_one(desk: Client) -> None:
    def queries() -> int:
        desk.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            desk.get(LIST)
        return len(captured)

    def add(number: int) -> None:
        make_opportunity(f"award-{number}", application={"official_url": f"https://a.org/{number}"})
        make_organisation(f"trust-{number}", website=f"https://a.org/{number}")
        link(f"https://a.org/{number}", "works")

    add(0)
    add(1)
    few = queries()
    for number in range(2, 12):
        add(number)
    assert queries() == few


@pytest.mark.parametrize("query", [{"host": "\0"}, {"q": "\0"}, {"used": "\0"}, {"host": "%" * 300}, {"p": "-1"}])
def test_nonsense_in_the_address_breaks_nothing(desk: Client, query: dict[str, str]) -> None:
    link(OLD, "works")
    assert desk.get(LIST, query).status_code in (200, 302)
    assert Opportunity.objects.count() == 0
