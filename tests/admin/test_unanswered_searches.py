"""Searches that found nothing: the list that adds them up, and what is made of one in a click."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from opportunities.models import Opportunity, SynonymGroup, UnansweredSearch
from tests.admin.forms_as_sent import form_on, page_for, send
from tests.builders import make_synonyms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def searches() -> Iterator[None]:
    """It is 25 November 2026, and people searched for zeppelins and airships."""
    days = ("2026-11-25", "2026-11-02", "2026-10-20", "2026-01-09", "2025-11-01")
    for count, day in enumerate(days, 1):
        UnansweredSearch.objects.create(words="zeppelin", day=day, count=10**count)
    UnansweredSearch.objects.create(words="飛行船 研究", day="2026-11-03", count=500)
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        yield


ADDRESS = "/admin/opportunities/unansweredsearch/"


def listed(client: Client, query: str = "") -> list[tuple[str, int, str]]:
    """Words, searches and last day of each row, in order."""
    rows = client.get(ADDRESS + query).context["cl"].result_list
    return [(row.words, row.total, f"{row.last:%m-%d}") for row in rows]


def test_days_are_added_up_and_this_month_is_shown_first(desk: Client) -> None:
    month = [("飛行船 研究", 500, "11-03"), ("zeppelin", 110, "11-25")]
    assert listed(desk) == listed(desk, "?since=month") == listed(desk, "?since=nonsense") == month
    assert listed(desk, "?since=week") == [("zeppelin", 10, "11-25")]
    assert listed(desk, "?since=quarter") == [("zeppelin", 1110, "11-25"), ("飛行船 研究", 500, "11-03")]
    assert listed(desk, "?since=year")[0] == ("zeppelin", 11110, "11-25")
    assert listed(desk, "?q=zepp") == month[1:]


def ways_on(client: Client, words: str) -> dict[str, str]:
    """The links beside some words, by their labels."""
    rows = re.findall(r"<tr.*?</tr>", client.get(ADDRESS).text, re.DOTALL)
    row = next(row for row in rows if words in row)
    return {label: unescape(address) for address, label in re.findall(r'class="ways__way" href="(.*?)">(.*?)</a>', row)}


def test_words_become_a_synonym_in_one_click(desk: Client) -> None:
    address = ways_on(desk, "飛行船 研究")["Make a synonym"]
    sent = form_on(desk, address)
    assert sent["words"] == ["飛行船 研究"]
    assert send(desk, page_for(SynonymGroup, "add"), sent, words="飛行船 研究\nballoon") == []
    assert SynonymGroup.objects.get().words == ["飛行船 研究", "balloon"]


def test_words_become_an_entry_in_one_click(desk: Client) -> None:
    sent = form_on(desk, ways_on(desk, "zeppelin")["Make an entry"])
    assert (sent["name"], sent["slug"]) == (["zeppelin"], ["zeppelin"])
    assert form_on(desk, ways_on(desk, "飛行船 研究")["Make an entry"])["slug"] == [""]


def test_what_stands_in_the_synonyms_by_now_is_said(desk: Client) -> None:
    make_synonyms(words=["airship", "Zeppelin"])
    assert set(ways_on(desk, "zeppelin")) == {"Make an entry"}
    assert "Stands in the synonyms by now" in desk.get(ADDRESS).text


def test_settled_words_are_gone_and_the_list_stays_as_it_was(desk: Client) -> None:
    buttons = re.findall(r'name="words" value="(.*?)" formaction="(.*?)"', desk.get(ADDRESS + "?since=year").text)
    assert {unescape(words) for words, _address in buttons} == {"zeppelin", "飛行船 研究"}
    response = desk.post(unescape(buttons[0][1]), {"words": "zeppelin"}, follow=True)
    assert response.redirect_chain == [(ADDRESS + "?since=year", 302)]
    assert "“zeppelin”" in response.text
    assert [row.words for row in response.context["cl"].result_list] == ["飛行船 研究"]
    assert not UnansweredSearch.objects.filter(words="zeppelin", settled_at=None).exists(), "on any day"
    assert desk.get(buttons[0][1]).status_code == 405


def test_many_are_settled_at_once(desk: Client) -> None:
    chosen = [row.pk for row in desk.get(ADDRESS).context["cl"].result_list]
    desk.post(ADDRESS, {"action": "settle_chosen", "_selected_action": chosen, "index": "0"})
    assert listed(desk, "?since=year") == []


def test_who_may_look_may_not_settle(client: Client) -> None:
    user = User.objects.create(username="sasa", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename="view_unansweredsearch"))
    client.force_login(user)
    html = client.get(ADDRESS).text
    assert "zeppelin" in html and 'class="ways"></div>' in html and "settle" not in html
    assert client.post(reverse("admin:opportunities_unansweredsearch_settle"), {"words": "zeppelin"}).status_code == 403
    assert UnansweredSearch.objects.filter(settled_at=None).count() == 6
    assert client.get(page_for(Opportunity, "changelist")).status_code == 403
