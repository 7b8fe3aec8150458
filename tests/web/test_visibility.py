"""Only what is published is public, on every page; and public pages can only be read."""

from collections.abc import Callable

import pytest
from django.test import Client

from opportunities.models import CaseStudy, Opportunity
from tests.builders import make_case_study, make_opportunity, make_organisation
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
DRAFT = "Secret Draft Award"
NAMING_PROGRAMMES = [
    "/",
    "/opportunities/",
    "/opportunities/?status=any&q=secret",
    "/opportunities/open-award/",
    "/organisations/sakura-trust/",
    "/case-studies/two-laboratories/",
    "/coverage/",
]
PUBLIC_PAGES = [*NAMING_PROGRAMMES, "/organisations/", "/case-studies/"]


@pytest.fixture(autouse=True)
def one_public_and_one_draft() -> None:
    """Two awards alike in everything but that one is a draft."""
    make_organisation("sakura-trust")
    facts = {
        "funders": ["sakura-trust"],
        "administered_by": ["sakura-trust"],
        "annexe_section": "platforms",
        "cycle": {"rounds": [{"label": "next", "closes": "2099-01-01"}]},
    }
    make_opportunity("open-award", annexe_label="Open row", **facts)
    make_opportunity("draft-award", name=DRAFT, annexe_label="Draft row", state="draft", **facts)
    study = make_case_study("two-laboratories", opportunities=["open-award", "draft-award"])
    Opportunity.objects.update(related_case_study=study)


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_a_draft_stands_on_no_public_page(address: str, look: Callable[[str], Page]) -> None:
    page = look(address)
    assert DRAFT not in page.text
    assert "Draft row" not in page.text
    assert not [link for link in page.links if "draft-award" in link]


@pytest.mark.parametrize("address", NAMING_PROGRAMMES)
def test_it_stands_there_once_it_is_published(address: str, look: Callable[[str], Page]) -> None:
    """So the test above looks where a draft would be seen."""
    Opportunity.objects.update(state="published")
    assert DRAFT in look(address).text


@pytest.mark.parametrize("kind", ["opportunities", "organisations", "case-studies"])
@pytest.mark.parametrize("slug", ["draft-award", "no-such-thing", "a" * 5_000])
def test_what_is_not_public_is_not_there(kind: str, slug: str, visitor: Client) -> None:
    response = visitor.get(f"/{kind}/{slug}/")
    page = read_page(response.text)
    assert response.status_code == 404
    assert "There is no such page" in page.text
    assert DRAFT not in page.text
    assert any(form.get("action") == "/opportunities/" for form in page.all("form"))


@pytest.mark.parametrize("address", PUBLIC_PAGES)
def test_public_pages_can_be_read_and_nothing_else(address: str, visitor: Client) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(visitor, method)(address).status_code == 405, method
    head = visitor.head(address)
    assert (head.status_code, head.content) == (200, b"")
    assert Opportunity.objects.count() == 2
    assert CaseStudy.objects.count() == 1
