"""Pages ask the database little, however much there is to show; and notice when something has changed."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from opportunities.curation.revision import raise_revision
from opportunities.models import Opportunity
from tests.builders import Entry, make_opportunity, make_organisation, round_entry, source_entry
from tests.web.pages import Page


def queries(visitor: Client, address: str) -> int:
    """How many queries the second look at a page takes."""
    assert visitor.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert visitor.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "address",
    [
        "/opportunities/",
        "/opportunities/?q=research",
        "/opportunities/?status=any&sort=name&page=10",
        "/opportunities/?q=no-such-word-anywhere",
        "/opportunities/?kind=grant&kind=prize&direction=uk-to-japan&stage=not-stated&funder=jsps&funder=ukri",
        "/opportunities/?discipline=1&discipline=all&amount=5000-15000&duration=1-2-years&funder_name=society",
        "/opportunities/?wrong=1&kind=wrong&page=99",
        "/",
    ],
)
def test_a_search_of_the_real_catalogue_asks_one_question(
    address: str, visitor: Client, loaded_catalogue: None
) -> None:
    """The number of the revision: everything else is in memory."""
    assert queries(visitor, address) == 1


def facts(rounds: int, sources: int) -> Entry:
    return {
        "cycle": {
            "rounds": [round_entry(str(2000 + n), source="s1", closes=f"{2000 + n}-01-15") for n in range(rounds)]
        },
        "sources": [source_entry(f"s{n}") for n in range(1, sources + 1)],
        "eligibility": {"other": [f"Condition {n}." for n in range(rounds)]},
    }


@pytest.mark.django_db
def test_the_page_of_an_opportunity_asks_no_more_where_more_is_known(visitor: Client) -> None:
    make_organisation("sakura-trust")
    make_opportunity("little", funders=["sakura-trust"], **facts(1, 1))
    make_opportunity("much", funders=["sakura-trust"], **facts(25, 25))
    assert queries(visitor, "/opportunities/much/") == queries(visitor, "/opportunities/little/")


@pytest.mark.django_db
def test_the_page_of_an_organisation_asks_no_more_where_it_funds_more(visitor: Client) -> None:
    make_organisation("one-award")
    make_opportunity("first", funders=["one-award"])
    make_organisation("ten-awards")
    for number in range(10):
        make_opportunity(f"award-{number}", funders=["ten-awards"])
        make_organisation(f"branch-{number}", parent="ten-awards")
    assert queries(visitor, "/organisations/ten-awards/") == queries(visitor, "/organisations/one-award/")
    few = queries(visitor, "/coverage/"), queries(visitor, "/organisations/")
    for number in range(10):
        make_opportunity(f"more-{number}", funders=["one-award"], annexe_section="platforms", annexe_label=f"{number}")
    assert (queries(visitor, "/coverage/"), queries(visitor, "/organisations/")) == few


@pytest.mark.django_db
def test_a_change_shows_once_the_revision_is_raised(look: Callable[[str], Page]) -> None:
    make_opportunity("sakura-award", name="Cherry Award")
    assert "Cherry Award" in look("/opportunities/").text
    Opportunity.objects.update(name="Blossom Award")
    raise_revision()
    text = look("/opportunities/").text
    assert "Blossom Award" in text
    assert "Cherry Award" not in text
    make_opportunity("plum-award", name="Plum Award", kind="prize")
    page = look("/opportunities/?kind=prize")
    assert [a["data-opportunity"] for a in page.all("article")] == ["plum-award"]
    Opportunity.objects.update(state="draft")
    raise_revision()
    assert look("/opportunities/").all("article") == []
