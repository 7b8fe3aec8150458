"""The first page of the desk: what needs care, each number with the list behind it; and who sees what."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from opportunities.curation.care import ENTRY_CARES, MAIL_CARES
from opportunities.curation.changing import changing
from opportunities.curation.upkeep import refresh_upkeep
from opportunities.models import Import, Link, Mail, Opportunity, Subscriber, Suggestion, UnansweredSearch
from tests.builders import make_opportunity, round_entry, source_entry

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 10, tzinfo=UTC)
WELL = {
    "summary_ja": "要約", "name_ja": "名", "next_check": "2027-11-22", "application": {"official_url": "https://example.org/well"},
    "sources": [source_entry(as_of="2026", supports=["cycle", "funding", "eligibility"])],
}  # fmt: skip
CLOSED = {"frequency": "annual", "rounds": [round_entry("2026", closes="2026-01-15")]}


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    """It is 25 November 2026."""
    with time_machine.travel(NOW, tick=False):
        yield


class Links(HTMLParser):
    """The links of the page, with their words and the words around them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.address: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.address = dict(attrs).get("href")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.address = None

    def handle_data(self, data: str) -> None:
        if self.address:
            self.found[self.address] = " ".join([self.found.get(self.address, ""), data.strip()]).strip()


def page(client: Client) -> str:
    """The first page."""
    response = client.get(reverse("admin:index"))
    assert response.status_code == 200
    return response.text


def linked(client: Client) -> dict[str, str]:
    """The words of each link on the page that leads to some records of a list."""
    return {
        address: words
        for address, words in Links(page(client)).found.items()
        if "_changelist" in address or "?" in address
    }


def staff(*rights: str) -> Client:
    """A browser in which somebody is logged in who has these rights."""
    user = User.objects.create(username="-".join(rights) or "nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    client.force_login(user)
    return client


def make_care() -> None:
    """Entries, of which each matter concerns at least one, with different numbers."""
    make_opportunity("well", **WELL)
    for number in range(2):
        make_opportunity(f"unseen-{number}", **{**WELL, "cycle": CLOSED, "last_checked": "2025-12-01"})
    make_opportunity("seen", **{**WELL, "cycle": CLOSED})
    for number in range(3):
        make_opportunity(
            f"past-{number}",
            **{**WELL, "cycle": {"frequency": "annual", "usual_closes": ["06"]}, "last_checked": "2026-05"},
        )
    for number, verdict in enumerate(("gone", "broken", "suspected", "moved", "forbidden", "works")):
        url = f"https://example.org/{verdict}"
        make_opportunity(f"link-{number}", **{**WELL, "application": {"official_url": url}})
        Link.objects.create(url=url, verdict=verdict)
    make_opportunity("due", **{**WELL, "next_check": "2026-11-24"})
    make_opportunity("never", **{**WELL, "next_check": None, "last_checked": None})
    make_opportunity(
        "unsourced", **{**WELL, "funding": {"currency": "GBP", "max": 5}, "sources": [source_entry(as_of="2026")]}
    )
    make_opportunity("old", **{**WELL, "sources": [source_entry(as_of="2022-12")]})
    make_opportunity("undated", **{**WELL, "sources": [source_entry(as_of="undated")]})
    make_opportunity("low", **{**WELL, "confidence": "low"})
    make_opportunity("english", **{**WELL, "summary_ja": None, "name_ja": None})
    for number, moment in enumerate((None, None, "2026-12-01T09:00:00Z")):
        make_opportunity(
            f"review-{number}", **{**WELL, "state": "in-review", "publish_at": moment, "confidence": "low"}
        )
    make_opportunity("retired", **{**WELL, "state": "retired", "confidence": "low", "cycle": CLOSED})
    refresh_upkeep()


def make_waiting() -> None:
    """Something in each of the queues, and something that is done in each."""
    for state in ("waiting", "accepted"):
        Suggestion.objects.create(about=state, made_at=NOW, state=state)
    for state in ("read", "applied"):
        Import.objects.create(file_name=state, at=NOW, state=state)
    hanako = Subscriber.objects.create(email="hanako@example.org", language="ja", created_at=NOW)
    for number, (state, attempts, day) in enumerate(
        [
            ("failed", 8, 20),
            ("unanswered", 1, 21),
            ("waiting", 2, 24),
            ("waiting", 0, 25),
            ("sent", 1, 25),
            ("failed", 8, 0),
        ]
    ):
        made = NOW.replace(day=day) if day else NOW.replace(month=9)
        Mail.objects.create(
            subscriber=hanako, reason=str(number), subject="secret subject", text="secret text", language="ja",
            state=state, attempts=attempts, not_before=NOW, created_at=made,
        )  # fmt: skip
    for on, words in (("2026-11-01", "zeppelin"), ("2026-11-24", "zeppelin"), ("2026-10-31", "airship")):
        UnansweredSearch.objects.create(day=on, words=words, count=2)
    UnansweredSearch.objects.create(day="2026-11-24", words="settled", count=9, settled_at=NOW)


def test_each_number_is_what_the_click_shows(desk: Client) -> None:
    make_care()
    make_waiting()
    cares = {address: words for address, words in linked(desk).items() if not address.endswith("=published")}
    expected = {care.key for care in (*ENTRY_CARES, *MAIL_CARES)} | {"waiting", "read", "month"}
    assert {address.rpartition("=")[2] for address in cares} >= expected - {"read"}
    for address, words in linked(desk).items():
        response = desk.get(address)
        assert response.status_code == 200, address
        number = re.match(r"\d+", words)
        assert number, (address, words)
        assert response.context["cl"].result_count == int(number.group()), (address, words)


def test_the_numbers_are_right(desk: Client) -> None:
    make_care()
    make_waiting()
    numbers = {
        address.rpartition("=")[2]: int(words.split()[0])
        for address, words in linked(desk).items()
        if "checked=" not in address and not address.startswith("/admin/opportunities/opportunity/?state")
    }
    assert numbers | {
        "round-unseen": 2, "round-seen": 1, "expected-past": 3, "link-broken": 3, "link-moved": 1, "check-due": 1,
        "check-none": 1, "in-review": 2, "scheduled": 1, "unsourced": 1, "source-old": 1, "source-undated": 1,
        "confidence-low": 1, "summary-ja": 1, "name-ja": 1, "waiting": 1, "failed": 2, "retried": 1, "month": 1,
    } == numbers  # fmt: skip


def test_what_is_well_is_folded_and_gives_no_work(desk: Client) -> None:
    make_opportunity("well", **WELL)
    refresh_upkeep()
    html = page(desk)
    assert "Nothing needs care today." in html and "care=" not in html
    assert re.search(r"<summary>All well: \d+ more matters</summary>", html)
    assert "Low confidence: none" in html


def test_what_is_not_counted_yet_is_said(desk: Client) -> None:
    make_opportunity("well", **WELL)
    html = page(desk)
    assert "1 entry is not counted here yet" in html and "Nothing needs care today." not in html
    call_command("refresh_upkeep", "--missing", verbosity=0)
    assert "counted here yet" not in page(desk)


def test_what_is_less_urgent_stays_in_sight_where_the_urgent_is_well(desk: Client) -> None:
    make_opportunity("seen", **{**WELL, "cycle": CLOSED})
    refresh_upkeep()
    html = page(desk)
    assert "Nothing needs care today." in html
    assert linked(desk)["/admin/opportunities/opportunity/?care=round-seen"].startswith("1 ")


def test_each_sees_only_what_her_rights_let_her_do() -> None:
    make_care()
    make_waiting()
    assert "An administrator can give you a role." in page(staff()) and not linked(staff("nothing"))
    viewer = linked(staff("view_opportunity"))
    assert any("care=link-broken" in address for address in viewer)
    assert not [address for address in viewer if "/opportunity/" not in address or "care=in-review" in address]
    assert any("care=in-review" in address for address in linked(staff("change_opportunity", "publish_opportunity")))
    assert list(linked(staff("view_mail"))) == [
        f"/admin/opportunities/mail/?care={key}" for key in ("failed", "retried")
    ]
    assert list(linked(staff("view_unansweredsearch"))) == ["/admin/opportunities/unansweredsearch/?since=month"]
    assert not linked(staff("view_suggestion")), "whoever may not decide has nothing to do there"
    assert linked(staff("change_suggestion"))


def test_coverage_counts_each_cell_and_shows_the_gaps(desk: Client) -> None:
    make_opportunity("one", directions=["joint", "in-uk"], career_stages=["doctoral", "senior"])
    make_opportunity("two", directions=["joint"], career_stages=["doctoral"])
    make_opportunity("three", directions=["joint"], career_stages=["doctoral"], state="draft")
    refresh_upkeep()
    html = page(desk)
    table = html[html.index('<table class="heat"') :]
    rows = [re.sub("<[^>]+>", " ", row).split() for row in re.findall(r"<tr><th.*?</tr>", table, re.DOTALL)]
    joint = next(row for row in rows if row[0] == "Joint")
    assert joint[-9:] == ["0", "0", "0", "2", "0", "0", "1", "0", "0"]
    query = "?state__exact=published&amp;direction=joint&amp;stage=doctoral"
    assert f'class="heat__5"><a href="/admin/opportunities/opportunity/{query}">2</a>' in html
    assert html.count('class="heat__gap"') == 6 * 9 - 4
    assert "Not stated" not in table


def test_freshness_by_month(desk: Client) -> None:
    for key, checked in (
        ("a", "2026-11-24"),
        ("b", "2026-11"),
        ("c", "2025-12-01"),
        ("d", "2025-11-30"),
        ("e", "2019-01"),
    ):
        make_opportunity(key, last_checked=checked)
    bars = {address.partition("checked=")[2]: words for address, words in linked(desk).items() if "checked=" in address}
    assert bars == {"2026-11": "2", "2025-12": "1", "older": "2"}
    address = reverse("admin:opportunities_opportunity_changelist")
    for value in ("2026-13", "x", "0000-01", "１９９９-01"):
        assert desk.get(address, {"checked": value}).context["cl"].result_count == 5


def test_my_drafts_are_those_i_worked_on() -> None:
    curator = staff("change_opportunity")
    me = User.objects.get(username="change_opportunity")
    for key, by, state in (("mine", me, "draft"), ("theirs", None, "draft"), ("public", me, "published")):
        entry = make_opportunity(key, state=state)
        with changing("edit", by=by) as change:
            change.about_to_change(entry)
            entry.notes = "Looked into."
            entry.save()
    html = page(curator)
    drafts = html[html.index('id="drafts"') :].partition("</section>")[0]
    assert re.findall(r'/change/">(.*?)</a>', drafts) == ["Mine"]
    assert 'id="recent"' not in html, "the history is not hers to see"


def test_what_was_done_last_is_told_with_why(desk: Client) -> None:
    for key in ("one", "two", "three", "four"):
        make_opportunity(key)
    with changing("bulk", by=User.objects.get(username="ume"), reason="The funder closed") as change:
        entries = list(Opportunity.objects.order_by("pk"))
        change.about_to_change(*entries)
        for entry in entries:
            entry.programme_status = "ended"
            entry.save()
    html = page(desk)
    recent = html[html.index('id="recent"') :].partition("</section>")[0]
    words = " ".join(re.sub("<[^>]+>", " ", recent).split())
    assert re.search(
        r"Changed many at once : (\w+, ){2}\w+ and more The funder closed 25 Nov 2026, 10:00 UTC · ume", words
    )
    links = re.findall(r'href="(.*?)"', recent)
    assert len(links) == 2 and [desk.get(link).status_code for link in links] == [200, 200]


def test_a_list_says_what_it_was_narrowed_to(desk: Client) -> None:
    make_care()
    html = desk.get("/admin/opportunities/opportunity/?care=link-moved").text
    assert "What needs care: The official link has moved" in html
    assert "Back to what needs care" not in desk.get("/admin/opportunities/opportunity/").text


def test_mails_show_neither_whose_they_are_nor_what_they_say(desk: Client) -> None:
    make_waiting()
    address = reverse("admin:opportunities_mail_changelist")
    pages = [
        desk.get(address).text,
        desk.get(f"/admin/opportunities/mail/{Mail.objects.earliest('id').pk}/change/").text,
    ]
    for html in pages:
        assert "h…@example.org" in html and "Given up after many attempts" in html
        assert "hanako" not in html and "secret" not in html
    assert desk.get(address).context["cl"].result_count == 4, "mails on their way and those that arrived are not listed"
    assert desk.get(f"/admin/opportunities/mail/{Mail.objects.get(state='sent').pk}/change/").status_code == 302
