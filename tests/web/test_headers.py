"""Every page tells the browser what it may do, and needs nothing that it may not."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.builders import make_case_study, make_opportunity, make_organisation
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
PAGES = [
    "/",
    "/opportunities/",
    "/opportunities/sakura-award/",
    "/eligibility/",
    "/deadlines/",
    "/shortlist/",
    "/compare/?o=sakura-award",
    "/alerts/",
    "/alerts/new/?entry=sakura-award",
    "/organisations/",
    "/organisations/sakura-trust/",
    "/case-studies/",
    "/case-studies/two-laboratories/",
    "/coverage/",
    "/ja/opportunities/",
]


@pytest.fixture(autouse=True)
def one_of_each() -> None:
    make_organisation()
    make_opportunity(funders=["sakura-trust"])
    make_case_study(opportunities=["sakura-award"])


@pytest.mark.parametrize(
    "address", [*PAGES, "/no-such-page/", "/opportunities/?" + "&".join(f"p{n}=" for n in range(5000))]
)
def test_security_headers(address: str, visitor: Client) -> None:
    """On pages and error pages alike."""
    headers = visitor.get(address).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers  # nobody is followed


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_no_inline_code_and_nothing_from_elsewhere(address: str, look: Callable[[str], Page]) -> None:
    page = look(address)
    assets = [a["src"] for name in ("script", "img", "source") for a in page.all(name)]
    assets += [a["href"] for a in page.all("link") if a["rel"] not in ("alternate", "canonical")]
    assert assets
    assert all(asset.startswith("/static/") for asset in assets), assets
    assert not page.all("style")
    assert not page.all("iframe")
    for name, attributes in page.elements:
        assert not [a for a in attributes if a == "style" or re.match(r"on[a-z]|hx-on", a)], (name, attributes)


@pytest.mark.parametrize("address", PAGES)
def test_outward_links_keep_to_themselves(address: str, look: Callable[[str], Page]) -> None:
    for link in look(address).all("a"):
        assert link["href"].startswith(("/", "#", "?", "http://", "https://", "webcal://testserver/")), link


def test_a_page_of_results_is_not_mistaken_for_its_part(visitor: Client) -> None:
    """The same address gives a whole page, or with htmx only what changes: caches must know."""
    whole, part = visitor.get("/opportunities/"), visitor.get("/opportunities/", headers={"HX-Request": "true"})
    assert "HX-Request" in whole.headers["Vary"]
    assert "HX-Request" in part.headers["Vary"]
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert 'data-opportunity="sakura-award"' in part.text


def test_the_address_that_htmx_shows_is_the_tidy_one(visitor: Client) -> None:
    response = visitor.get("/opportunities/?kind=&q=&kind=grant&sort=", headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/opportunities/?kind=grant"
    back = visitor.get("/opportunities/", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.text
