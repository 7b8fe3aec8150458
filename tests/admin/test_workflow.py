"""Moving entries at the desk: the panel and its buttons, the pages of moves, many at once, and what is kept."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from opportunities.curation.history import history_of, latest_version
from opportunities.curation.workflow import MOST_AT_ONCE, submit
from opportunities.models import Operation, Opportunity
from tests.admin.forms_as_sent import form_on, page_for, page_of, send
from tests.admin.roles import browser_of, person
from tests.builders import make_opportunity, round_entry
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


@pytest.fixture
def curator() -> Client:
    """A curator's browser."""
    return browser_of(person("curator"))


@pytest.fixture
def editor() -> Client:
    """An editor's browser."""
    return browser_of(person("editor"))


def entry(key: str = "plum-award", **changes: Any) -> Opportunity:
    """An entry against which nothing stands."""
    return make_opportunity(key, **{"state": "draft", "application": {"official_url": "https://a.org/"}, **changes})


def state(key: str = "plum-award") -> str:
    return str(Opportunity.objects.get(slug=key).state)


def move_page(opportunity: Opportunity, name: str) -> str:
    return reverse("admin:opportunities_opportunity_move", args=[opportunity.pk, name])


def opened(browser: Client, address: str) -> Page:
    response = browser.get(address)
    assert response.status_code == 200
    return read_page(response.text)


def offered(page: Page) -> set[str]:
    """The moves that a page offers: by a link, or together with saving."""
    linked = {found[1] for link in page.links if (found := re.search(r"/move/(\w+)/$", link))}
    return linked | {f"save and {button['name'][1:]}" for button in page.all("button") if button.get("name") in SAVING}


SAVING = ("_submit", "_publish")


def form_values(html: str) -> dict[str, list[str]]:
    """What the boxes of a page's form hold, but for long texts, which are empty on the pages of moves."""
    sent: dict[str, list[str]] = {}
    for box in read_page(html).all("input"):
        if "name" in box and box.get("type") not in ("search", "checkbox"):
            sent.setdefault(box["name"], []).append(box.get("value", ""))
    return sent


def asked(browser: Client, address: str) -> dict[str, list[str]]:
    """What the form of a move would send if nobody touched it."""
    return form_values(browser.get(address).text)


# --- The page of an entry -------------------------------------------------------------------------


def test_each_is_offered_what_state_and_role_allow(curator: Client, editor: Client, reader: Client) -> None:
    expected: dict[str, tuple[set[str], set[str]]] = {
        "draft": ({"submit", "save and submit"}, {"submit", "save and submit"}),
        "in-review": (set(), {"publish", "schedule", "return", "save and publish"}),
        "published": (set(), {"retire"}),
        "retired": (set(), {"publish", "return", "save and publish"}),
    }
    plum = entry()
    for now, (hers, theirs) in expected.items():
        Opportunity.objects.update(state=now)
        assert offered(opened(curator, page_of(plum))) == hers, now
        assert offered(opened(editor, page_of(plum))) == theirs, now
        page = opened(reader, page_of(plum))
        assert offered(page) == set() and "/opportunities/plum-award/preview/" in page.links
        assert not page.all("select") or "state" not in {select.get("name") for select in page.all("select")}


def test_the_panel_points_to_what_blocks_and_what_warns(curator: Client) -> None:
    plum = entry(
        application={}, career_stages=[], cycle={"rounds": [round_entry()]}, funding={"currency": "GBP", "max": 5}
    )
    page = opened(curator, page_of(plum))
    places = {link["data-place"] for link in page.all("a") if "data-place" in link}
    assert {"#id_official_url", "#id_career_stages", "#id_name_ja", "#sources", "#id_timezone"} <= places
    ids = {attributes.get("id") for _name, attributes in page.elements} | {"sources", "rounds"}
    assert {place[1:] for place in places} <= ids, "each place is on the page"
    assert "There is no official page to send readers to." in page.text
    assert "No source for the amount." in page.text


def test_the_panel_tells_who_submitted_and_why_it_came_back(curator: Client, editor: Client) -> None:
    plum = entry()
    submit(plum, person("curator", "mio"))
    assert "Submitted for review by Curator on" in opened(editor, page_of(plum)).text
    sent = asked(editor, move_page(plum, "return"))
    assert editor.post(move_page(plum, "return"), {**sent, "_reason": "The dates are of 2019."}).status_code == 302
    page = opened(curator, page_of(plum))
    assert "Returned to draft by Editor on" in page.text and "The dates are of 2019." in page.text


def test_saving_and_submitting_keeps_what_was_typed_and_tells_both(curator: Client) -> None:
    plum = entry()
    sent = form_on(curator, page_of(plum))
    assert send(curator, page_of(plum), sent, summary="A year in Nara.", _submit="1") == []
    assert (state(), Opportunity.objects.get().summary) == ("in-review", "A year in Nara.")
    kinds = [change.operation.kind for change in history_of(("opportunities", "plum-award"))]
    assert kinds == ["submit", "edit"]


def test_what_was_typed_is_saved_even_where_the_move_is_refused(curator: Client) -> None:
    plum = entry(application={})
    sent = form_on(curator, page_of(plum))
    response = curator.post(page_of(plum), {**sent, "summary": ["A year in Nara."], "_submit": "1"}, follow=True)
    assert "was saved, but “Submit for review” failed: There is no official page" in read_page(response.text).text
    assert (state(), Opportunity.objects.get().summary) == ("draft", "A year in Nara.")
    Opportunity.objects.update(state="in-review", official_url="https://a.org/")
    sent = form_on(curator, page_of(plum))
    response = curator.post(page_of(plum), {**sent, "_publish": "1"}, follow=True)
    assert "ask an editor" in read_page(response.text).text and state() == "in-review"


def test_a_faulty_form_is_not_moved(curator: Client) -> None:
    plum = entry()
    assert send(curator, page_of(plum), form_on(curator, page_of(plum)), name="", _submit="1")
    assert state() == "draft"


def test_a_published_entry_keeps_what_the_public_needs(curator: Client) -> None:
    plum = entry(state="published", directions=["joint"])
    sent = form_on(curator, page_of(plum))
    for field, value in (("official_url", ""), ("directions", []), ("career_stages", [])):
        complaints = send(curator, page_of(plum), sent, **{field: value})
        assert [complaint.split(":")[0] for complaint in complaints] == [field]
        assert "A published entry keeps this." in complaints[0]
    assert send(curator, page_of(plum), sent, summary="Edited by a curator.") == []
    Opportunity.objects.update(state="retired")
    assert send(curator, page_of(plum), form_on(curator, page_of(plum)), official_url="") == []


def test_what_was_amiss_already_does_not_keep_one_from_mending_the_rest(curator: Client) -> None:
    plum = entry(state="published", application={})
    assert send(curator, page_of(plum), form_on(curator, page_of(plum)), summary="Mended.") == []


# --- The page of a move -----------------------------------------------------------------------------


def test_looking_at_a_move_makes_none(editor: Client) -> None:
    plum = entry(state="in-review")
    for name in ("publish", "schedule", "return"):
        assert editor.get(move_page(plum, name)).status_code == 200
    assert state() == "in-review" and not Operation.objects.exists()


def test_a_move_needs_the_token_of_its_form() -> None:
    plum = entry(state="in-review")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(person("editor"))
    assert strict.post(move_page(plum, "publish")).status_code == 403
    assert state() == "in-review"


def test_retiring_names_the_successor_and_the_reason(editor: Client) -> None:
    plum, heir, hidden = entry(state="published"), entry("new-award", state="published"), entry("draft-award")
    sent = asked(editor, move_page(plum, "retire"))
    page = read_page(editor.post(move_page(plum, "retire"), {**sent, "successor": str(heir.pk)}).text)
    assert "Say why" in page.text and state() == "published"
    sent["_reason"] = ["Merged into the new one."]
    page = read_page(editor.post(move_page(plum, "retire"), {**sent, "successor": str(hidden.pk)}).text)
    assert "Only a published entry can be the successor." in page.text and state() == "published"
    response = editor.post(move_page(plum, "retire"), {**sent, "successor": str(heir.pk)}, follow=True)
    assert "“Plum Award” is now: retired." in read_page(response.text).text
    assert Opportunity.objects.get(slug="plum-award").successor == heir
    assert history_of(("opportunities", "plum-award"))[0].operation.reason == "Merged into the new one."


@pytest.mark.parametrize(
    ("day", "clock", "zone", "complaint"),
    [
        ("24/11/2026", "09:00", "Europe/London", "This moment is past already."),
        ("25/11/2026", "12:00", "Europe/London", "This moment is past already."),
        ("25/11/2026", "20:59", "Asia/Tokyo", "This moment is past already."),
        ("28/03/2027", "01:30", "Europe/London", "there is no such time on that day"),
        ("31/12/9999", "23:59", "America/New_York", "This year cannot be meant."),
        ("01/02/2027", "09:00", "Europe/Atlantis", "is not a time zone"),
        ("", "09:00", "Europe/London", "This field is required."),
    ],
)
def test_moments_that_cannot_be_are_refused(
    editor: Client, time_machine: Any, day: str, clock: str, zone: str, complaint: str
) -> None:
    time_machine.move_to(NOW, tick=False)
    plum = entry(state="in-review")
    sent = asked(editor, move_page(plum, "schedule"))
    assert sent["zone"] == ["Europe/London"]
    page = read_page(editor.post(move_page(plum, "schedule"), {**sent, "day": day, "time": clock, "zone": zone}).text)
    assert complaint in page.text
    assert Opportunity.objects.get().publish_at is None


def test_a_moment_is_meant_on_the_clocks_of_its_zone(editor: Client, time_machine: Any) -> None:
    time_machine.move_to(NOW, tick=False)
    plum = entry(state="in-review")
    sent = {**asked(editor, move_page(plum, "schedule")), "day": "01/07/2027", "time": "09:00", "zone": "Asia/Tokyo"}
    response = editor.post(move_page(plum, "schedule"), sent, follow=True)
    assert Opportunity.objects.get().publish_at == datetime(2027, 7, 1, 0, 0, tzinfo=UTC)
    assert "will be published on 1 July 2027, 01:00 (Europe/London)" in read_page(response.text).text
    assert "1 July 2027, 01:00 (Europe/London)" in opened(editor, page_for(Opportunity, "changelist")).text
    assert editor.post(move_page(plum, "unschedule"), asked(editor, move_page(plum, "unschedule"))).status_code == 302
    assert (state(), Opportunity.objects.get().publish_at) == ("in-review", None)


def test_who_looked_at_an_older_version_looks_again_first(editor: Client, curator: Client) -> None:
    plum = entry(state="in-review")
    sent = asked(editor, move_page(plum, "publish"))
    assert send(curator, page_of(plum), form_on(curator, page_of(plum)), summary="Changed meanwhile.") == []
    page = read_page(editor.post(move_page(plum, "publish"), sent).text)
    assert "Curator has changed it since you opened the page" in page.text and state() == "in-review"
    version = str(latest_version(("opportunities", "plum-award")))
    assert editor.post(move_page(plum, "publish"), {**sent, "_seen": version}).status_code == 302
    assert state() == "published"


# --- Many at once -----------------------------------------------------------------------------------


def choose(browser: Client, action: str, entries: list[Opportunity], query: str = "", **more: str) -> Any:
    """Choose entries in the list and an action; `more` is what the page that asks back sends."""
    sent = {"action": action, ACTION_CHECKBOX_NAME: [str(one.pk) for one in entries], **more}
    return browser.post(page_for(Opportunity, "changelist") + query, sent)


def test_many_are_published_once_it_was_said_which_will_not_be(editor: Client) -> None:
    fit = [entry(f"award-{number}", state="in-review") for number in range(2)]
    others = [entry("draft-award"), entry("bare-award", state="in-review", application={})]
    response = choose(editor, "publish_selected", [*fit, *others], "?confidence__exact=high")
    page = read_page(response.text)
    assert "2 entries will be changed Award 0 Award 1" in page.text
    assert "Draft Award : “Publish” is for entries" in page.text
    assert "Bare Award : There is no official page" in page.text
    assert not Operation.objects.exists(), "nothing is done before it is confirmed"
    sent = form_values(response.text)
    response = editor.post(page_for(Opportunity, "changelist"), {**sent, "_reason": "Autumn."}, follow=True)
    text = read_page(response.text).text
    assert "2 entries were changed." in text and "“Draft Award” was left as it is" in text
    assert response.redirect_chain[0][0].endswith("?confidence__exact=high"), "back to the list as it was"
    operation = Operation.objects.get()
    assert (operation.kind, operation.reason, operation.changes.count()) == ("publish", "Autumn.", 2)


def test_an_entry_that_changed_before_it_was_confirmed_is_told_of(editor: Client) -> None:
    plum = entry(state="in-review")
    sent = form_values(choose(editor, "publish_selected", [plum], "?state__exact=in-review").text)
    Opportunity.objects.update(state="draft")
    response = editor.post(page_for(Opportunity, "changelist"), sent, follow=True)
    assert "“Plum Award” was left as it is: “Publish” is for" in read_page(response.text).text
    assert state() == "draft"


def test_returning_many_needs_a_reason(editor: Client) -> None:
    plum = entry(state="in-review")
    response = choose(editor, "return_selected", [plum], _confirmed="yes")
    assert "Say why" in read_page(response.text).text and state() == "in-review"
    assert choose(editor, "return_selected", [plum], _confirmed="yes", _reason="No dates.").status_code == 302
    assert state() == "draft"


def test_no_more_than_can_be_looked_at_are_moved_at_once(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_AT_ONCE >= 100
    monkeypatch.setattr("opportunities.admin.bulk_moves.MOST_AT_ONCE", 1)
    response = choose(editor, "publish_selected", [entry("a-award", state="in-review"), entry(state="in-review")])
    follow = editor.get(response.headers["Location"])
    assert "2 are too many at once: choose at most 1." in read_page(follow.text).text


def test_a_curator_cannot_publish_many(curator: Client) -> None:
    plum = entry(state="in-review")
    choose(curator, "publish_selected", [plum], _confirmed="yes")
    assert state() == "in-review"


# --- Nothing public is deleted --------------------------------------------------------------------------


@pytest.mark.parametrize("now", ["published", "retired"])
def test_what_is_public_is_deleted_by_nobody(desk: Client, now: str) -> None:
    plum, draft = entry(state=now), entry("draft-award")
    assert page_of(plum, "delete") not in opened(desk, page_of(plum)).links
    assert desk.get(page_of(plum, "delete")).status_code == 403
    assert desk.post(page_of(plum, "delete"), {"post": "yes"}).status_code == 403
    page = read_page(choose(desk, "delete_drafts_selected", [plum, draft]).text)
    assert f"Plum Award : It is {now}: public entries are retired, never deleted." in page.text
    assert "1 draft will be deleted Draft Award" in page.text
    choose(desk, "delete_drafts_selected", [plum, draft], _confirmed="yes")
    choose(desk, "delete_selected", [plum], post="yes")
    assert list(Opportunity.objects.values_list("slug", flat=True)) == ["plum-award"]


def test_a_draft_is_deleted_by_an_editor_and_no_curator(curator: Client, editor: Client) -> None:
    plum = entry()
    assert curator.post(page_of(plum, "delete"), {"post": "yes"}).status_code == 403
    assert page_of(plum, "delete") in opened(editor, page_of(plum)).links
    assert editor.post(page_of(plum, "delete"), {"post": "yes"}).status_code == 302
    assert not Opportunity.objects.exists()
