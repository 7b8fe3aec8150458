"""Feeds of searches and single opportunities."""

from xml.etree import ElementTree

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from time_machine import Traveller

from tests.builders import make_opportunity, round_entry
from tests.feeds.invented import feed_of
from tests.feeds.reading import feed_at
from tests.web.pages import read_page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.usefixtures("loaded_catalogue")
@pytest.mark.parametrize("query", ["", "?lang=ja", "?kind=fellowship&q=doctoral", "?q=zzzzzz"])
def test_the_real_catalogue_makes_a_sound_feed(client: Client, query: str) -> None:
    feed = feed_at(client, f"/opportunities.atom{query}")
    page = client.get(f"/opportunities/{query}".replace("lang=ja", ""))
    assert len(feed.entries) == page.context["result"].total
    assert len({entry.id for entry in feed.entries}) == len(feed.entries)
    assert [entry.link for entry in feed.entries if not entry.link.startswith("http://testserver/")] == []


def test_entries_come_in_the_order_of_the_page(client: Client) -> None:
    for number in range(25):
        make_opportunity(f"award-{number:02}", cycle={"rounds": [round_entry(closes=f"2027-01-{31 - number:02}")]})
    titles = [entry.title for entry in feed_at(client, "/opportunities.atom?page=2").entries]
    assert titles == [f"Award {number:02}" for number in reversed(range(25))]


def test_a_feed_says_what_it_is_and_where_it_belongs(client: Client) -> None:
    make_opportunity("sakura", kind="prize")
    feed = feed_at(client, "/opportunities.atom?kind=prize&colour=red").feed
    assert feed.title == "Prizes – UK–Japan Funding Finder"
    assert feed.author == "UK–Japan Funding Finder"
    assert {link.rel: link.href for link in feed.links} == {
        "self": "http://testserver/opportunities.atom?kind=prize&colour=red",
        "alternate": "http://testserver/opportunities/?kind=prize",
    }
    assert "“colour”" in feed.subtitle
    assert feed.id == feed_at(client, "/opportunities.atom?colour=blue&kind=prize").feed.id
    assert feed.id != feed_at(client, "/opportunities.atom").feed.id


def test_an_entry_says_where_the_programme_stands(client: Client) -> None:
    opportunity = make_opportunity("sakura", directions=["uk-to-japan"], cycle={"rounds": [round_entry()]})
    [entry] = feed_at(client, "/opportunities/sakura.atom").entries
    assert entry.id == opportunity.uuid.urn
    assert entry.link == "http://testserver/opportunities/sakura/"
    text = read_page(entry.summary).text
    assert text.startswith("Open now: Closes 15 January 2027 (time zone not stated) Money for sakura.")
    assert "days left" not in text  # it would be wrong tomorrow
    assert ("http://testserver/opportunities/?direction=", "uk-to-japan", "UK to Japan") in [
        (tag.scheme, tag.term, tag.label) for tag in entry.tags
    ]


def test_an_entry_is_as_new_as_its_last_change(client: Client, now: Traveller) -> None:
    make_opportunity("old")
    now.shift(3600)
    make_opportunity("new")
    now.shift(3600)
    make_opportunity("old", summary="Other words.")
    now.shift(3600)
    feed = feed_at(client, "/opportunities.atom?sort=name")
    assert [(entry.title, entry.updated[:16], entry.published[:16]) for entry in feed.entries] == [
        ("New", "2026-11-25T13:00", "2026-11-25T13:00"),
        ("Old", "2026-11-25T14:00", "2026-11-25T12:00"),
    ]
    assert feed.feed.updated[:16] == "2026-11-25T14:00"


def test_an_empty_feed_is_as_new_as_the_catalogue(client: Client, now: Traveller) -> None:
    assert feed_at(client, "/opportunities.atom").entries == []
    make_opportunity("sakura")
    now.shift(3600)
    feed = feed_at(client, "/opportunities.atom?kind=prize")
    assert feed.entries == []
    assert feed.feed.updated[:16] == "2026-11-25T12:00"


@settings(max_examples=60, deadline=None)
@given(
    st.text(min_size=1, max_size=60)
    | st.sampled_from(["</title><script>", "]]>", "&amp;&#0;", "<![CDATA[", "\x00\x0b\x1f", "\ufffe\uffff", "\"'<>&"])
)
def test_no_name_breaks_the_feed(name: str) -> None:
    """What a curator types is stored as it is, whatever it holds; the reader sees the same text."""
    content = feed_of(name)
    root = ElementTree.fromstring(content)  # noqa: S314 - our own
    [entry] = root.findall(f"{ATOM}entry")
    shown = "".join(c if _fits_xml(c) else "\ufffd" for c in name)
    assert entry.findtext(f"{ATOM}title") == shown.replace("\r\n", "\n").replace("\r", "\n")
    assert {element.tag for element in entry} <= {
        f"{ATOM}{part}" for part in ("title", "link", "published", "updated", "id", "summary", "category")
    }
    assert read_page(entry.findtext(f"{ATOM}summary") or "").all("script") == []


def _fits_xml(character: str) -> bool:
    point = ord(character)
    return point in (9, 10, 13) or 0x20 <= point < 0xD800 or 0xE000 <= point < 0xFFFE or point > 0xFFFF
