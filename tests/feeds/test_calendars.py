"""Calendars of searches, lists and single opportunities, as programs fetch them again and again."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from time_machine import Traveller

from opportunities.models import Opportunity
from tests.builders import make_opportunity, make_organisation, round_entry
from tests.feeds.reading import about, by_uid, calendar_at, read_calendar, summaries, title_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def with_rounds(*rounds: dict[str, Any], **cycle: Any) -> dict[str, Any]:
    return {"frequency": "irregular", "timezone": "Europe/London", "rounds": list(rounds), **cycle}


@pytest.mark.usefixtures("loaded_catalogue")
@pytest.mark.parametrize("query", ["", "?lang=ja", "?kind=fellowship&direction=uk-to-japan", "?q=robotics", "?q=英国"])
def test_the_real_catalogue_is_read_alike_by_two_parsers(client: Client, query: str) -> None:
    calendar = calendar_at(client, f"/opportunities.ics{query}")
    assert calendar.events
    assert len(by_uid(calendar)) == len(calendar.events)
    for event in calendar.events:
        assert event["status"] in ("CONFIRMED", "TENTATIVE", "CANCELLED")
        assert str(event["url"]).startswith("http://testserver/")


def test_events_come_in_the_order_of_the_page_whichever_page_is_asked_for(client: Client) -> None:
    make_opportunity("zebra", cycle=with_rounds(round_entry(closes="2026-12-01")))
    make_opportunity("apple", cycle=with_rounds(round_entry(opens="2026-12-20", closes="2027-02-01")))
    for page in ("", "?page=7"):
        calendar = calendar_at(client, f"/opportunities.ics{page}")
        assert summaries(calendar) == ["Closes: Zebra", "Opens: Apple", "Closes: Apple"]
        assert about(calendar) == "http://testserver/opportunities/"
    assert summaries(calendar_at(client, "/opportunities.ics?sort=name"))[0] == "Opens: Apple"


def test_a_search_finds_what_the_page_finds_and_says_what_was_ignored(client: Client) -> None:
    make_opportunity("grant", cycle=with_rounds(round_entry()))
    make_opportunity("prize", kind="prize", cycle=with_rounds(round_entry()))
    calendar = calendar_at(client, "/opportunities.ics?kind=prize&kind=medal&colour=red&lang=xx")
    assert summaries(calendar) == ["Closes: Prize"]
    assert title_of(calendar) == "Prizes – UK–Japan Funding Finder"
    said = about(calendar)
    for words in ("“xx”", "“medal”", "“colour”", "http://testserver/opportunities/?kind=prize"):
        assert words in said


def test_a_shortlist_is_a_calendar_too(client: Client) -> None:
    for key in ("one", "two", "three"):
        make_opportunity(key, cycle=with_rounds(round_entry()))
    calendar = calendar_at(client, "/opportunities.ics?o=three&o=one&o=four")
    assert summaries(calendar) == ["Closes: Three", "Closes: One"]
    assert "four" in about(calendar)


def test_an_event_tells_all_that_one_needs(client: Client) -> None:
    make_opportunity(
        "full",
        eligibility={"host": {"required": True}, "applicant": "nominated"},
        application={"official_url": "https://official.example.org/x"},
        cycle=with_rounds(round_entry("2027", closes="2026-12-16", closes_time="00:00", source="s1")),
    )
    [event] = calendar_at(client, "/opportunities/full.ics").events
    assert event["dtstart"].dt == datetime(2026, 12, 15, 23, 59, tzinfo=ZoneInfo("Europe/London"))
    assert event["url"] == "http://testserver/opportunities/full/"
    for words in (
        "Closes 23:59 on 15 December 2026 (UK time, GMT)",
        "Japan time: 09:00 on 16 December 2026 (JST)",
        "Round: 2027",
        "A host must agree before you apply.",
        "You must be nominated.",
        "Official page, which alone decides: https://official.example.org/x",
        "Source of this date: Page s1 https://example.org/s1",
        "Facts last checked: 22 November 2026.",
    ):
        assert words in event["description"], words


def test_each_side_of_a_joint_call_names_the_other(client: Client) -> None:
    uk = round_entry("2027 (UK side)", closes="2027-01-31")
    japan = round_entry("2027 (Japanese side)", closes="2027-01-20", timezone="Asia/Tokyo")
    make_opportunity("joint", cycle=with_rounds(uk, japan))
    japanese, british = calendar_at(client, "/opportunities/joint.ics").events
    assert japanese["summary"] == "Closes: Joint (Japanese side)"
    assert "Joint call: 2027 (UK side) closes 31 January 2027 (UK time)" in japanese["description"]
    assert british["summary"] == "Closes: Joint (UK side)"
    assert "Joint call: 2027 (Japanese side) closes 20 January 2027 (Japan time)" in british["description"]


def test_an_estimate_is_tentative_and_says_so_and_what_it_rests_on(client: Client) -> None:
    past = [round_entry(str(year), closes=f"{year}-12-15") for year in (2023, 2024)]
    make_opportunity("yearly", cycle=with_rounds(*past, frequency="annual", usual_closes=["12-15"]))
    [event] = calendar_at(client, "/opportunities/yearly.ics").events
    assert event["status"] == "TENTATIVE"
    assert event["summary"] == "Expected closing (not announced): Yearly"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 12, 15), date(2026, 12, 16))
    assert "estimate from past dates: 15 December in 2023 and 2024" in event["description"]


def test_a_month_is_said_to_be_one(client: Client) -> None:
    make_opportunity("monthly", cycle=with_rounds(round_entry(closes="2027-03")))
    [event] = calendar_at(client, "/opportunities/monthly.ics").events
    assert event["summary"] == "Closes: Monthly – some day this month"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2027, 3, 1), date(2027, 4, 1))


def test_an_import_of_today_and_one_after_a_change_leave_one_event_for_each_round(
    client: Client, now: Traveller
) -> None:
    """The date moves, a second round is announced, the record is written anew: what was imported is replaced."""
    first = round_entry("2027", opens="2026-12-01", closes="2027-01-15")
    make_opportunity("moving", cycle=with_rounds(first))
    held = by_uid(calendar_at(client, "/opportunities.ics"))
    now.shift(3600)
    moved = round_entry("2027", opens="2026-12-01", closes="2027-01-29", closes_time="17:00")
    make_opportunity("moving", cycle=with_rounds(round_entry("2028", closes="2028-01-15"), moved))
    again = by_uid(calendar_at(client, "/opportunities.ics"))
    for uid, event in again.items():
        if uid in held:
            assert event["sequence"] > held[uid]["sequence"]
            assert event["last-modified"].dt > held[uid]["last-modified"].dt
    held.update(again)
    assert sorted(str(event["summary"]) for event in held.values()) == [
        "Closes: Moving",
        "Closes: Moving",
        "Opens: Moving",
    ]
    assert datetime(2027, 1, 29, 17, tzinfo=ZoneInfo("Europe/London")) in [
        event["dtstart"].dt for event in held.values()
    ]


def test_the_same_facts_make_the_same_file_a_day_later(client: Client, now: Traveller) -> None:
    make_opportunity("still", cycle=with_rounds(round_entry()))
    before = client.get("/opportunities.ics").content
    now.shift(24 * 3600)
    assert client.get("/opportunities.ics").content == before


def test_once_a_round_is_announced_its_estimate_is_taken_back(client: Client) -> None:
    cycle = with_rounds(frequency="annual", usual_closes=["12-15"])
    make_opportunity("yearly", cycle=cycle)
    held = by_uid(calendar_at(client, "/opportunities.ics"))
    make_opportunity("yearly", cycle={**cycle, "rounds": [round_entry("2026", closes="2026-12-18")]})
    held.update(by_uid(calendar_at(client, "/opportunities.ics")))
    assert _standing(held.values()) == {"No longer expected: Yearly": "CANCELLED", "Closes: Yearly": "CONFIRMED"}


def test_the_rounds_of_a_programme_that_ends_are_cancelled_where_they_were_told(client: Client) -> None:
    """It is left out of the search by then, and yet who imported its dates hears of it."""
    cycle = with_rounds(round_entry(), frequency="annual", usual_closes=["06-15"])
    make_opportunity("ending", cycle=cycle)
    make_opportunity("other", kind="prize", cycle=cycle)
    held = by_uid(calendar_at(client, "/opportunities.ics?kind=grant"))
    make_opportunity("ending", cycle=cycle, programme_status="ended")
    again = calendar_at(client, "/opportunities.ics?kind=grant")
    assert _standing(again.events) == {
        "Withdrawn (closing): Ending": "CANCELLED",
        "No longer expected: Ending": "CANCELLED",
    }
    assert held.keys() <= by_uid(again).keys()
    assert not again.walk("VALARM")
    assert _standing(calendar_at(client, "/opportunities/ending.ics").events) == _standing(again.events)


def test_the_rounds_of_a_paused_programme_are_doubtful(client: Client) -> None:
    make_opportunity("paused", programme_status="paused", cycle=with_rounds(round_entry()))
    [event] = calendar_at(client, "/opportunities.ics").events
    assert (event["status"], event["summary"]) == ("TENTATIVE", "Closes, if the programme goes on: Paused")


def test_a_large_search_is_cut_and_says_so(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.feeds.asking.MOST", 2)
    for key in ("one", "two", "three"):
        make_opportunity(key, cycle=with_rounds(round_entry()))
    calendar = calendar_at(client, "/opportunities.ics")
    assert len(calendar.events) == 2
    assert "Only the first 2 of 3 opportunities" in about(calendar)


def test_names_and_links_follow_the_language(client: Client) -> None:
    make_organisation("jsps", name_ja="学振")
    make_opportunity("sakura", name_ja="桜賞", cycle=with_rounds(round_entry()))
    for address, headers in (
        ("/opportunities.ics?lang=ja", {"accept-language": "en"}),
        ("/opportunities.ics", {"accept-language": "ja,en;q=0.5"}),
        ("/opportunities/sakura.ics?lang=ja", {}),
    ):
        response = client.get(address, headers=headers)
        assert response["Content-Language"] == "ja"
        [event] = read_calendar(response.content).events
        assert event["url"] == "http://testserver/ja/opportunities/sakura/"
        assert event["summary"] == "締切：桜賞"
        assert event["categories"].cats == ["研究助成"]
    english = calendar_at(client, "/opportunities.ics", **{"accept-language": "fr"})
    assert summaries(english) == ["Closes: Sakura"]


def test_what_is_not_published_has_no_calendar(client: Client) -> None:
    make_opportunity("draft", state="draft", cycle=with_rounds(round_entry()))
    assert client.get("/opportunities/draft.ics").status_code == 404
    assert client.get("/opportunities/draft.atom").status_code == 404
    assert client.get("/opportunities/nobody.ics").status_code == 404
    assert calendar_at(client, "/opportunities.ics").events == []


def test_the_identity_of_an_event_hangs_on_the_record_and_the_round_alone(client: Client) -> None:
    """Not on primary keys, nor on the slug: a database that is filled anew gives the same."""
    make_opportunity("steady", cycle=with_rounds(round_entry("2027")))
    before = set(by_uid(calendar_at(client, "/opportunities/steady.ics")))
    uuid = Opportunity.objects.get().uuid
    Opportunity.objects.all().delete()
    make_opportunity("filler", state="draft")
    make_opportunity(
        "steady", uuid=str(uuid), cycle=with_rounds(round_entry("2026", closes="2026-12-01"), round_entry("2027"))
    )
    assert before < set(by_uid(calendar_at(client, "/opportunities/steady.ics")))


def _standing(events: Any) -> dict[str, str]:
    return {str(event["summary"]): str(event["status"]) for event in events}
