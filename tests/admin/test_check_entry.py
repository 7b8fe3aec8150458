"""The screen of a check and the page of the next round, as a curator uses them."""

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from opportunities.curation.history import history_of
from opportunities.models import Link, Operation, Opportunity
from tests.admin.forms_as_sent import FormReader, Sent, form_on, page_of, send
from tests.builders import make_opportunity, make_organisation, round_entry, source_entry
from tests.web.pages import Page, read_page

TODAY = "2026-11-25T12:00Z"
ENTRY = "admin:opportunities_opportunity"


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def award(db: None) -> Opportunity:
    make_organisation("sakura-trust")
    return make_opportunity(
        "plum-award",
        last_checked="2026-05-01",
        next_check="2026-11-01",
        funders=["sakura-trust"],
        funding={"currency": "GBP", "max": 5000},
        duration={"max_months": 12},
        eligibility={"summary": "Researchers.", "age": {"max": 39}},
        application={"official_url": "https://example.org/plum"},
        cycle={
            "frequency": "annual",
            "usual_closes": ["12-15"],
            "timezone": "Europe/London",
            "rounds": [round_entry("2026", closes="2025-12-15", closes_time="16:00", source="s1")],
        },
        sources=[
            source_entry("s1", title="The call", supports=["cycle", "eligibility"], as_of="2025"),
            source_entry("s2", title="An old leaflet", supports=["funding"], as_of="2019-03"),
        ],
    )


def page_for_check(award: Opportunity) -> str:
    return reverse(f"{ENTRY}_check_entry", args=[award.pk])


def look(desk: Client, address: str) -> Page:
    response = desk.get(address)
    assert response.status_code == 200, address
    return read_page(response.text)


def version(award: Opportunity) -> str:
    change = history_of(("opportunities", award.slug)).first()
    return str(change.pk if change else 0)


def stored() -> Opportunity:
    return Opportunity.objects.with_facts().get(slug="plum-award")


def test_facts_stand_beside_what_supports_them(desk: Client, award: Opportunity) -> None:
    Link.objects.create(
        url="https://example.org/s1", host="example.org", verdict="moved", moved_to="https://example.org/new",
        tried_at=timezone.now(),
    )  # fmt: skip
    text = desk.get(page_for_check(award)).text
    sections = {part.split('"')[0]: part for part in text.split('<section class="check" id="')[1:]}
    assert list(sections) == ["what", "who", "money", "duration", "dates", "how"]
    assert "up to £5,000" in sections["money"] and "An old leaflet" in sections["money"]
    assert "more than three years old" in sections["money"] and "The call" not in sections["money"]
    assert "39" in sections["who"]
    assert "16:00 on 15 December 2025 (UK time, GMT)" in sections["dates"]
    assert "Moved: works under another address (tried on 25 November 2026)" in sections["dates"]
    assert 'href="https://example.org/new"' in sections["dates"]
    assert "No source of this entry supports this section." in sections["duration"]
    assert "due since" in sections["dates"] and "due since" not in sections["who"]


def test_the_screen_takes_no_more_queries_where_more_is_known(
    desk: Client, award: Opportunity, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(30):
        desk.get(page_for_check(award))


def test_one_tick_for_all(desk: Client, award: Opportunity) -> None:
    sent = {"all": "1", "_reason": "By telephone.", "seen": version(award), "_save": ""}
    answer = desk.post(page_for_check(award), sent, follow=True)
    assert "“Plum Award” was checked. It is due again on" in answer.text
    assert stored().last_checked_on == date(2026, 11, 25)
    operation = Operation.objects.get()
    assert (operation.kind, operation.by_name, operation.reason) == (
        "check", "ume", "Everything is still right. By telephone.",
    )  # fmt: skip


def test_some_sections_and_no_section(desk: Client, award: Opportunity) -> None:
    page = page_for_check(award)
    assert "Tick what you found right" in desk.post(page, {"seen": version(award)}).text
    desk.post(page, {"section": ["dates", "nonsense"], "seen": version(award)})
    assert stored().last_checked_on == date(2026, 5, 1)
    assert Operation.objects.get().reason == "Still right: Dates."


def test_what_somebody_changed_meanwhile_is_shown_again_with_the_ticks(desk: Client, award: Opportunity) -> None:
    before = version(award)
    desk.post(page_for_check(award), {"section": "money", "seen": before})
    for seen in (before, "nonsense", ""):
        answer = desk.post(page_for_check(award), {"section": ["who"], "seen": seen, "_reason": "Mine"}).text
        assert "Somebody has changed this entry" in answer
        assert 'value="who" checked' in answer and 'value="Mine"' in answer
    assert Operation.objects.count() == 1


def test_an_hour_of_work_without_a_list(desk: Client, award: Opportunity) -> None:
    later = make_opportunity("pine-award", next_check="2026-11-20")
    soon = make_opportunity("oak-award", next_check="2026-12-24")
    start = reverse(f"{ENTRY}_check_next")
    answer = desk.get(start)
    assert answer.headers["Location"] == page_for_check(award)
    assert "2 entries are due." in desk.get(page_for_check(award)).text
    answer = desk.post(page_for_check(award), {"all": "1", "seen": version(award), "_next": ""})
    answer = desk.get(answer.headers["Location"])
    assert answer.headers["Location"] == page_for_check(later), "the one that was just checked does not come back"
    skip = next(link for link in look(desk, page_for_check(later)).links if "check/next" in link)
    assert desk.get(skip).headers["Location"] == page_for_check(stored()), "due on 22 December by now"
    skip = next(link for link in look(desk, page_for_check(stored())).links if "check/next" in link)
    assert desk.get(skip).headers["Location"] == page_for_check(soon)
    skip = next(link for link in look(desk, page_for_check(soon)).links if "check/next" in link)
    assert "the last entry of the worklist" in desk.get(skip, follow=True).text


@pytest.mark.parametrize("after", ["", "x", "2026-13-01.1", "-.99999999999999999999", "2026-11-01.-1", "\0"])
def test_any_position_in_an_address_will_do(desk: Client, award: Opportunity, after: str) -> None:
    assert desk.get(reverse(f"{ENTRY}_check_next"), {"after": after}).headers["Location"] == page_for_check(award)


def test_mending_a_section_leads_back_to_it(desk: Client, award: Opportunity) -> None:
    mend = next(link for link in look(desk, page_for_check(award)).links if "check=money" in link)
    assert mend.endswith("#id_amount_min")
    address = page_of(award)
    sent = form_on(desk, address)
    answer = desk.post(f"{address}?check=money", {**sent, "amount_max": ["6000"]})
    assert answer.headers["Location"] == f"{page_for_check(award)}#money"
    assert stored().amount_max == 6000


def test_the_form_works_out_the_next_check_from_the_rounds(desk: Client, award: Opportunity) -> None:
    address = page_of(award)
    sent = form_on(desk, address)
    assert (
        send(desk, address, sent, next_check_due="", last_checked_on="2026-11-25", rounds__0__closes_on="2026-12-01")
        == []
    )
    assert stored().next_check_due == date(2026, 12, 8)


# --- The next round -----------------------------------------------------------------------------------


def next_round(award: Opportunity) -> str:
    return reverse(f"{ENTRY}_next_round", args=[award.pk])


def offered(desk: Client, award: Opportunity) -> Sent:
    reader = FormReader("round_form")
    reader.feed(desk.get(next_round(award)).text)
    return reader.sent


def test_nothing_is_stored_before_each_date_was_confirmed(desk: Client, award: Opportunity) -> None:
    sent = offered(desk, award)
    assert (sent["round0-label"], sent["round0-closes_time"]) == (["2027"], ["16:00"])
    answer = desk.post(next_round(award), sent)
    assert "This is an estimate. Tick it if the source says so" in answer.text
    assert stored().rounds.count() == 1 and not Operation.objects.exists()
    answer = desk.post(next_round(award), {**sent, "round0-closes_seen": "on"})
    assert answer.headers["Location"] == f"{page_of(award)}#rounds"
    added = stored().rounds.get(label="2027")
    assert (added.closes_on, str(added.closes_time), added.closes_precision) == (
        date(2026, 12, 15),
        "16:00:00",
        "minute",
    )
    assert added.source is not None and added.source.ref == "s1"
    assert stored().next_check_due == date(2026, 12, 22), "the dates are checked; a week after the deadline again"


def test_a_date_that_was_changed_needs_no_tick_and_a_new_source_is_stored_too(desk: Client, award: Opportunity) -> None:
    source = {"source-title": "Call 2027", "source-url": "https://example.org/2027", "source-as_of": "2026-10"}
    sent = {**offered(desk, award), "round0-closes_on": "2026-12-14", **source}
    answer = desk.post(f"{next_round(award)}?check", sent)
    assert answer.headers["Location"] == f"{page_for_check(award)}#dates"
    added = stored().rounds.get(label="2027")
    assert added.source is not None
    assert (added.closes_on, added.source.ref, added.source.title) == (date(2026, 12, 14), "s3", "Call 2027")
    assert added.source.supports == ["cycle", "rounds"]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"label": "2026", "closes_seen": "on"}, "Another round of this entry has this label"),
        ({"closes_on": "", "closes_time": "", "closes_precision": "day"}, "needs an opening or a closing date"),
        ({"opens_on": "2026-12-20", "closes_seen": "on"}, "closes before it opens"),
        ({"closes_seen": "on", "source-url": "javascript:alert(1)", "source-title": "x"}, "must begin with http"),
        ({"closes_seen": "on", "source-url": "https://example.org/x"}, "This field is required"),
    ],
)
def test_what_cannot_be_right_is_refused_as_on_the_form(
    desk: Client, award: Opportunity, changes: dict[str, str], complaint: str
) -> None:
    sent = {name if "-" in name else f"round0-{name}": value for name, value in changes.items()}
    answer = desk.post(next_round(award), {**offered(desk, award), **sent})
    assert answer.status_code == 200
    assert complaint in answer.text
    assert stored().rounds.count() == 1


def test_of_a_joint_call_one_side_alone_can_be_added(desk: Client, award: Opportunity) -> None:
    rounds = [
        round_entry("2026 (UK side)", closes="2026-01-20"),
        round_entry("2026 (Japanese side)", closes="2026-01-25", timezone="Asia/Tokyo"),
    ]
    joint = make_opportunity("joint", cycle={"frequency": "annual", "timezone": "Europe/London", "rounds": rounds})
    sent = offered(desk, joint)
    assert sorted([sent["round0-label"][0], sent["round1-label"][0]]) == ["2027 (Japanese side)", "2027 (UK side)"]
    japanese = "round0" if "Japanese" in sent["round0-label"][0] else "round1"
    other = {"round0": "round1", "round1": "round0"}[japanese]
    del sent[f"{other}-wanted"]
    without = {name: value for name, value in sent.items() if name != f"{japanese}-wanted"}
    assert "No round is chosen." in desk.post(next_round(joint), without).text
    assert desk.post(next_round(joint), {**sent, f"{japanese}-closes_seen": "on"}).status_code == 302
    added = Opportunity.objects.get(slug="joint").rounds.exclude(label__startswith="2026").get()
    assert (added.label, added.closes_on, added.timezone) == ("2027 (Japanese side)", date(2027, 1, 25), "Asia/Tokyo")
