"""A public address is kept: a retired entry says so and leads on, a merged one redirects; drafts are hidden."""

from collections.abc import Callable

import pytest
from django.test import Client

from opportunities.curation.workflow import publish
from opportunities.models import FormerSlug, Operation, Opportunity
from tests.admin.roles import browser_of, person
from tests.builders import make_opportunity
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
ROUND = {"rounds": [{"label": "next", "closes": "2099-01-01"}]}


@pytest.fixture
def old() -> Opportunity:
    """A retired award whose dates would make it look open."""
    return make_opportunity("old-award", state="retired", cycle=ROUND, application={"official_url": "https://a.org/"})


@pytest.mark.parametrize(
    ("prefix", "notice", "kept"),
    [("", "This entry is retired.", "Money for old-award."), ("/ja", "", "Money for old-award.")],
)
def test_the_page_stays_and_says_so(visitor: Client, old: Opportunity, prefix: str, notice: str, kept: str) -> None:
    response = visitor.get(f"{prefix}/opportunities/old-award/")
    page = read_page(response.text)
    assert response.status_code == 200
    assert notice in page.text and kept in page.text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert {"name": "robots", "content": "noindex"} in page.all("meta")
    assert [element["class"] for element in page.all("div") if "notice--warning" in element.get("class", "")]


def test_nothing_on_it_lets_one_plan_by_it(look: Callable[[str], Page], old: Opportunity) -> None:
    page = look("/opportunities/old-award/")
    Opportunity.objects.update(state="published")
    published = look("/opportunities/old-award/")
    misleading = (".ics", ".atom", "webcal:", "/alerts/new", "/eligibility/?next", "/suggest-a-change/entry/old-award")
    for part in misleading:
        assert any(part in link for link in published.links), part
        assert not any(part in link for link in page.links), part
    for words in ("Can I apply?", "Next deadline", "closes 1 January 2099"):
        assert words in published.text.replace("Closes", "closes"), words
        assert page.text.count(words) == (1 if words == "Can I apply?" else 0), words  # once in the menu
    assert any(button.get("name") == "keep" for button in published.all("button"))
    assert not any(button.get("name") == "keep" for button in page.all("button"))


def test_it_is_in_no_list(look: Callable[[str], Page], old: Opportunity) -> None:
    for address in ("/", "/opportunities/?status=any", "/deadlines/", "/coverage/"):
        assert "old-award" not in "".join(look(address).links), address


def test_it_leads_to_the_last_of_its_successors(look: Callable[[str], Page], old: Opportunity) -> None:
    assert "/opportunities/" in look("/opportunities/old-award/").links
    make_opportunity("new-award", name="New Award", name_ja="新しい賞")
    make_opportunity("middle-award", state="retired", successor="new-award")
    Opportunity.objects.filter(slug="old-award").update(successor=Opportunity.objects.get(slug="middle-award"))
    page = look("/opportunities/old-award/")
    assert "/opportunities/new-award/" in page.links and "/opportunities/middle-award/" not in page.links
    assert "Look at this entry instead: New Award" in page.text
    assert "新しい賞" in look("/ja/opportunities/old-award/").text
    Opportunity.objects.filter(slug="new-award").update(state="retired")
    assert "which is retired too: New Award" in look("/opportunities/old-award/").text


def test_a_successor_that_is_not_public_is_not_named(look: Callable[[str], Page], old: Opportunity) -> None:
    heir = make_opportunity("new-award", name="Secret Award")
    Opportunity.objects.filter(slug="old-award").update(successor=heir)
    Opportunity.objects.filter(pk=heir.pk).update(state="draft")
    assert "Secret Award" not in look("/opportunities/old-award/").text


def test_successors_that_go_round_in_a_circle_end(look: Callable[[str], Page], old: Opportunity) -> None:
    other = make_opportunity("other-award", state="retired", successor="old-award")
    Opportunity.objects.filter(slug="old-award").update(successor=other)
    assert "/opportunities/other-award/" in look("/opportunities/old-award/").links


@pytest.mark.parametrize("prefix", ["", "/ja"])
def test_a_former_address_leads_to_the_entry_for_good(visitor: Client, prefix: str) -> None:
    plum = make_opportunity("plum-award")
    FormerSlug.objects.create(opportunity=plum, slug="former-award")
    response = visitor.get(f"{prefix}/opportunities/former-award/")
    assert (response.status_code, response.headers["Location"]) == (301, f"{prefix}/opportunities/plum-award/")
    Opportunity.objects.update(state="retired")
    assert visitor.get(f"{prefix}/opportunities/former-award/").status_code == 301
    Opportunity.objects.update(state="draft")
    assert visitor.get(f"{prefix}/opportunities/former-award/").status_code == 404


# --- Preview ----------------------------------------------------------------------------------------


@pytest.fixture
def curator() -> Client:
    """A curator's browser."""
    return browser_of(person("curator"))


@pytest.mark.parametrize(("prefix", "name", "other"), [("", "Plum Award", "日本語"), ("/ja", "梅の賞", "English")])
def test_the_preview_is_row_and_page_as_they_will_be(
    curator: Client, visitor: Client, prefix: str, name: str, other: str
) -> None:
    def main_of(page: Page) -> str:
        """What follows the menu, the end of which is the link to the other language."""
        return page.text.partition(other)[2]

    make_opportunity("alike-award", cycle=ROUND)
    official = {"official_url": "https://example.org/plum"}
    plum = make_opportunity("plum-award", state="in-review", name_ja="梅の賞", cycle=ROUND, application=official)
    response = curator.get(f"{prefix}/opportunities/plum-award/preview/page/")
    preview = read_page(response.text.replace("preview/page/", ""))  # the address that would be printed
    publish(plum, None)
    Operation.objects.all().delete()  # the page would tell of the publication, of which no preview can know
    results = read_page(visitor.get(f"{prefix}/opportunities/").text)
    page = read_page(visitor.get(f"{prefix}/opportunities/plum-award/").text)
    assert main_of(preview).endswith(main_of(page)) and len(main_of(page)) > 1000, "the page, with what is similar"
    row = main_of(preview).removesuffix(main_of(page)).partition("Money for")[2].rpartition(name)[0]
    assert len(row) > 100 and row in results.text
    assert "noindex" in response.headers["X-Robots-Tag"] and "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(("state", "is_hidden"), [("draft", True), ("in-review", True), ("published", False)])
def test_the_preview_says_whether_the_public_sees_it(curator: Client, state: str, is_hidden: bool) -> None:
    make_opportunity("plum-award", state=state)
    for address in ("/opportunities/plum-award/preview/", "/opportunities/plum-award/preview/page/"):
        assert ("not public yet" in curator.get(address).text) == is_hidden


def test_both_languages_stand_side_by_side_in_frames_that_only_we_may_make(curator: Client) -> None:
    make_opportunity("plum-award", state="draft")
    page = read_page(curator.get("/opportunities/plum-award/preview/?width=desk").text)
    addresses = [frame["src"] for frame in page.all("iframe")]
    assert addresses == [f"{prefix}/opportunities/plum-award/preview/page/" for prefix in ("", "/ja")]
    for address in addresses:
        headers = curator.get(address).headers
        assert headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert curator.get("/opportunities/plum-award/preview/").headers["X-Frame-Options"] == "DENY"
    assert curator.get("/opportunities/no-such-award/preview/").status_code == 404


def test_a_preview_shows_what_was_just_saved_and_changes_nothing(curator: Client, look: Callable[[str], Page]) -> None:
    plum = make_opportunity("plum-award", summary="As it is.")
    look("/opportunities/?q=plum")
    Opportunity.objects.filter(pk=plum.pk).update(summary="As it will be.")  # not through the desk: no search knows
    preview = read_page(curator.get("/opportunities/plum-award/preview/page/").text)
    assert "As it will be." in preview.text and "As it is." not in preview.text
    assert "As it is." in look("/opportunities/?q=plum").text


def test_the_preview_of_a_retired_entry_is_its_page(curator: Client, old: Opportunity) -> None:
    page = read_page(curator.get("/opportunities/old-award/preview/page/").text)
    assert "This entry is retired." in page.text and "No search finds a retired entry." in page.text
