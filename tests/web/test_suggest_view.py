"""Suggestions at their address: options for the search box, JSON for who asks, and no harm from what is typed."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.pages import read_page

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
ADDRESS = "/opportunities/suggest"


def test_options_link_to_what_they_name(visitor: Client) -> None:
    response = visitor.get(ADDRESS, {"q": "daiwa"})
    page = read_page(response.text)
    options = [a for a in page.all("a") if a["role"] == "option"]
    assert {"/opportunities/daiwa-scholarship/", "/opportunities/?funder=daiwa-foundation"} <= {
        a["href"] for a in options
    }
    assert all(visitor.get(a["href"]).status_code == 200 for a in options)
    assert len({a["id"] for a in options}) == len(options)
    assert {a["tabindex"] for a in options} == {"-1"}, "the list is one stop, as the box"
    groups = [a["aria-labelledby"] for name, a in page.elements if a.get("role") == "group"]
    assert groups and set(groups) <= {a["id"] for _, a in page.elements if "id" in a}
    assert f"{len(options)} suggestions" in page.text
    assert "<html" not in response.text


def test_json_for_who_asks_for_it(visitor: Client) -> None:
    response = visitor.get(ADDRESS, {"q": "jsps"}, headers={"Accept": "application/json"})
    assert response.headers["Content-Type"] == "application/json"
    groups = {group["code"]: group for group in json.loads(response.content)["groups"]}
    (funder,) = groups["funder"]["choices"]
    assert (funder["label"], funder["matched"]) == ("Japan Society for the Promotion of Science", "JSPS")
    assert funder["link"] == "/opportunities/?funder=jsps"
    assert f"{funder['count']} opportunities" in read_page(visitor.get(funder["link"]).text).text
    assert all(choice["count"] is None for choice in groups["programme"]["choices"])


def test_in_japanese_labels_and_links_are_japanese(visitor: Client) -> None:
    assert reverse("web:suggest") == ADDRESS
    page = read_page(visitor.get("/ja" + ADDRESS, {"q": "postdoc"}).text)
    assert "若手研究者・ポスドク（R2）" in page.text
    assert "研究段階・身分" in page.text
    assert page.links and all(link.startswith("/ja/opportunities/") for link in page.links)


def test_what_is_chosen_stays_chosen(visitor: Client) -> None:
    page = read_page(visitor.get(ADDRESS, {"q": "doctoral res", "direction": "uk-to-japan", "sort": "name"}).text)
    assert "/opportunities/?direction=uk-to-japan&stage=doctoral&sort=name" in page.links


@pytest.mark.parametrize(
    "question",
    [
        "",
        "   ",
        "zzzqqq",
        "\x00\x01",
        "%",
        "'; DROP TABLE x; --",
        "<script>zzz</script>",
        "(((((",
        "🌸",
        "q" * 5000,
    ],
)
def test_hostile_and_hopeless_input_gives_an_empty_list(question: str, visitor: Client) -> None:
    response = visitor.get(ADDRESS, {"q": question})
    assert response.status_code == 200
    assert "<script" not in response.text
    assert 'role="option"' not in response.text
    assert (
        json.loads(visitor.get(ADDRESS, {"q": question}, headers={"Accept": "application/json"}).content)["groups"]
        == []
    )


def test_a_long_question_is_cut(visitor: Client) -> None:
    response = visitor.get(ADDRESS, {"q": "daiwa " * 100}, headers={"Accept": "application/json"})
    assert len(json.loads(response.content)["q"]) <= 200


def test_caches_keep_it_for_a_minute_and_tell_its_forms_apart(visitor: Client) -> None:
    headers = visitor.get(ADDRESS, {"q": "jsps"}).headers
    assert headers["Cache-Control"] == "max-age=60"
    assert "Accept" in re.split(", *", headers["Vary"])
    assert "Set-Cookie" not in headers
    assert visitor.post(ADDRESS).status_code == 405
    assert visitor.head(ADDRESS, {"q": "jsps"}).status_code == 200


@pytest.mark.parametrize("address", ["/", "/opportunities/", "/ja/", "/opportunities/no-such-entry/"])
def test_without_a_script_the_box_is_a_plain_one(address: str, visitor: Client) -> None:
    page = read_page(visitor.get(address).text)
    (box,) = [a for a in page.all("input") if a.get("name") == "q"]
    assert (box["type"], "role" in box, "aria-expanded" in box) == ("search", False, False)
    (suggestions,) = [a for name, a in page.elements if a.get("role") == "listbox"]
    assert "hidden" in suggestions
    (wrapper,) = [a for _, a in page.elements if "data-suggest" in a]
    assert wrapper["data-suggest"] == ("/ja" if address == "/ja/" else "") + ADDRESS
