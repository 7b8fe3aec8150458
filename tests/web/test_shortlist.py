"""The shortlist without JavaScript: kept in a cookie, told plainly, never lost, never overwritten."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from opportunities.finder.named import MOST_NAMED
from opportunities.web.shortlist import LONGEST_COOKIE, Shortlist
from tests.builders import make_opportunity
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
HERE = {"Sec-Fetch-Site": "same-origin"}
ADDRESS = "/shortlist/"


@pytest.fixture(autouse=True)
def awards() -> None:
    for key in ("plum-award", "pine-award", "bamboo-award"):
        make_opportunity(key)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


def post(visitor: Client, **form: str | Iterable[str]) -> Any:
    return visitor.post(ADDRESS, form, headers=HERE)


def follow(visitor: Client, **form: str | Iterable[str]) -> Page:
    response = post(visitor, **form)
    assert response.status_code == 303
    return read_page(visitor.get(response.headers["Location"]).text)


def kept(visitor: Client) -> list[str]:
    text = visitor.get(ADDRESS).text
    return [part.split('"')[0] for part in text.split('data-opportunity="')[1:]]


def test_keeping_shows_the_list_and_says_so(visitor: Client) -> None:
    page = follow(visitor, keep="plum-award")
    assert "“Plum Award” is on your shortlist." in page.text
    follow(visitor, keep="bamboo-award")
    follow(visitor, keep="plum-award")  # again: nothing changes
    assert kept(visitor) == ["plum-award", "bamboo-award"]


def test_the_way_back_leads_to_where_the_button_was(visitor: Client) -> None:
    there = {"Referer": "http://testserver/opportunities/?q=award"}
    assert (
        "http://testserver/opportunities/?q=award"
        in read_page(visitor.get("/shortlist/?kept=plum-award", headers=there).text).links
    )
    elsewhere = {"Referer": "https://example.org/opportunities/"}
    assert "example.org" not in visitor.get("/shortlist/?kept=plum-award", headers=elsewhere).text


def test_removing_can_be_undone_in_its_place(visitor: Client) -> None:
    post(visitor, keep=["plum-award", "pine-award", "bamboo-award"])
    page = follow(visitor, remove="pine-award")
    assert "“Pine Award” was removed from your shortlist." in page.text
    assert kept(visitor) == ["plum-award", "bamboo-award"]
    place = next(a["value"] for a in page.all("input") if a.get("name") == "place")
    post(visitor, keep="pine-award", place=place)
    assert kept(visitor) == ["plum-award", "pine-award", "bamboo-award"]


def test_emptying_leaves_no_cookie_and_can_be_undone(visitor: Client) -> None:
    post(visitor, keep=["plum-award", "pine-award"])
    page = follow(visitor, empty="1")
    assert visitor.cookies["shortlist"].value == ""
    assert kept(visitor) == []
    assert "put them back" in page.text
    post(visitor, keep=[a["value"] for a in page.all("input") if a.get("name") == "keep"])
    assert kept(visitor) == ["plum-award", "pine-award"]


def test_a_shared_address_shows_its_list_and_leaves_mine_alone(visitor: Client) -> None:
    post(visitor, keep="plum-award")
    page = read_page(visitor.get("/shortlist/?o=bamboo-award&o=plum-award&o=pine-award").text)
    assert "A shared shortlist" in page.text
    assert "Your own shortlist is as you left it." in page.text
    assert page.text.index("Bamboo Award") < page.text.index("Plum Award") < page.text.index("Pine Award")
    assert kept(visitor) == ["plum-award"]
    page = follow(visitor, keep=[a["value"] for a in page.all("input") if a.get("name") == "keep"])
    assert "2 opportunities were added to your shortlist." in page.text
    assert kept(visitor) == ["plum-award", "bamboo-award", "pine-award"]
    assert "on your own shortlist already" in visitor.get("/shortlist/?o=bamboo-award").text


def test_the_page_gives_its_own_address_to_share(visitor: Client) -> None:
    post(visitor, keep=["pine-award", "plum-award"])
    page = read_page(visitor.get("/ja/shortlist/").text)
    address = next(a["value"] for a in page.all("input") if a.get("id") == "share")
    assert address == "http://testserver/ja/shortlist/?o=pine-award&o=plum-award"
    assert "/opportunities.csv?o=pine-award&o=plum-award&lang=ja" in page.links


@pytest.mark.parametrize("address", [ADDRESS, "/shortlist/?o=gone-award&o=plum-award"])
def test_what_is_not_there_any_more_is_told(visitor: Client, address: str) -> None:
    visitor.cookies["shortlist"] = "gone-award.plum-award"
    page = read_page(visitor.get(address).text)
    assert "We have no opportunity called “gone-award”." in page.text
    assert "Plum Award" in page.text


def test_a_draft_is_not_there(visitor: Client) -> None:
    make_opportunity("secret-award", state="draft")
    assert follow(visitor, keep="secret-award").text
    assert "secret" not in visitor.cookies.get("shortlist", "")
    assert "Secret Award" not in visitor.get("/shortlist/?o=secret-award").text


def test_what_is_gone_can_be_taken_off(visitor: Client) -> None:
    visitor.cookies["shortlist"] = "gone-award.plum-award.lost-award"
    post(visitor, remove=["gone-award", "lost-award"])
    assert visitor.cookies["shortlist"].value == "plum-award"


@pytest.mark.parametrize(
    "form", [{"keep": "no-such-award"}, {"keep": "x" * 9_000}, {"keep": "<b>"}, {"remove": "x"}, {}]
)
def test_forms_that_name_nothing_change_nothing(visitor: Client, form: dict[str, str]) -> None:
    post(visitor, keep="plum-award")
    assert follow(visitor, **form).text
    assert kept(visitor) == ["plum-award"]


def test_a_full_list_says_so(visitor: Client) -> None:
    for number in range(MOST_NAMED):
        make_opportunity(f"award-{number:03}")
    post(visitor, keep=[f"award-{number:03}" for number in range(MOST_NAMED)])
    page = follow(visitor, keep="plum-award")
    assert f"Your shortlist is full with {MOST_NAMED} opportunities." in page.text
    assert "“Plum Award”" in page.text
    assert len(kept(visitor)) == MOST_NAMED


@pytest.mark.parametrize(
    "cookie",
    [
        "plum-award.pine-aw", "....", "plum-award." * 10_000, ".".join(f"x{n}" for n in range(10_000)), "\"><script>",
        "../../etc/passwd", "plum%2Daward", "a" * 9_000, "学.振".encode().decode("latin-1"), "plum-award,pine-award",
    ],
)  # fmt: skip
def test_a_hostile_cookie_gives_a_usable_page(visitor: Client, cookie: str) -> None:
    response = visitor.get(ADDRESS, headers={"Cookie": f"shortlist={cookie}"})
    page = read_page(response.text)
    assert response.status_code == 200
    assert len(page.all("h1")) == 1
    assert "<script>" not in response.text
    answer = Client().post(ADDRESS, {"keep": "pine-award"}, headers={**HERE, "Cookie": f"shortlist={cookie}"})
    assert answer.status_code == 303
    assert len(answer.cookies["shortlist"].OutputString()) < 4_096 if "shortlist" in answer.cookies else True


@given(st.text() | st.lists(st.from_regex(r"[a-z0-9-]{1,80}", fullmatch=True), max_size=200).map(".".join))
def test_any_cookie_reads_as_a_list_that_fits(cookie: str) -> None:
    shortlist = Shortlist.in_cookie(cookie)
    assert len(shortlist.slugs) == len(set(shortlist.slugs)) <= MOST_NAMED
    assert len(shortlist.cookie) <= LONGEST_COOKIE
    assert Shortlist.in_cookie(shortlist.cookie) == shortlist


def test_nobody_else_can_change_the_list(visitor: Client) -> None:
    for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://example.org"}):
        response = visitor.post(ADDRESS, {"keep": "plum-award"}, headers=headers)
        assert response.status_code == 403
        assert "shortlist" not in response.cookies


def test_only_the_shortlist_depends_on_the_cookie(visitor: Client) -> None:
    """What is kept for everybody is the same for everybody; what is hers is kept by her browser alone."""
    plain = {address: visitor.get(address).text for address in ("/opportunities/", "/opportunities/plum-award/", "/")}
    post(visitor, keep="plum-award")
    for address, text in plain.items():
        response = visitor.get(address)
        assert response.text == text
        assert "no-store" not in response.headers.get("Cache-Control", "")
        assert "Set-Cookie" not in response.headers
    own = visitor.get(ADDRESS)
    assert "private" in own.headers["Cache-Control"]
    assert "Cookie" in own.headers["Vary"]


def test_every_row_and_entry_has_a_button_that_says_what_it_keeps(visitor: Client) -> None:
    for address, names in {"/opportunities/": 3, "/opportunities/plum-award/": 1}.items():
        page = read_page(visitor.get(address).text)
        buttons = [a for a in page.all("button") if a.get("name") == "keep"]
        assert len(buttons) >= names
        assert {a["form"] for a in buttons} == {"keep-form"}
        (form,) = [a for a in page.all("form") if a.get("id") == "keep-form"]
        assert (form["method"], form["action"]) == ("post", ADDRESS)
        assert "Keep Plum Award" in page.text


def test_a_browser_that_refuses_cookies_is_told(visitor: Client) -> None:
    assert "your browser refuses the cookie" in visitor.get("/shortlist/?kept=plum-award").text


@pytest.mark.parametrize(
    "query", ["added=x&full=%00", "removed=plum-award&place=-9", "kept=<b>", "added=99999", "o=&o=%00"]
)
def test_odd_addresses_give_a_page(visitor: Client, query: str) -> None:
    response = visitor.get(f"{ADDRESS}?{query}")
    assert response.status_code == 200
    assert "<b>" not in response.text


def test_a_script_is_answered_with_the_list_and_a_sentence(visitor: Client) -> None:
    response = visitor.post(ADDRESS, {"keep": "plum-award"}, headers={**HERE, "Accept": "application/json"})
    assert response.json() == {"slugs": ["plum-award"], "said": "“Plum Award” is on your shortlist."}
    assert visitor.cookies["shortlist"].value == "plum-award"
    assert visitor.cookies["shortlist"]["samesite"] == "Lax"
