"""While the database cannot be reached, pages say so: those of search go on, the others come back later."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from unittest import mock

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from opportunities.search.current import current_snapshot
from tests.builders import make_opportunity
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db


@contextmanager
def database_gone() -> Iterator[None]:
    """Every query fails as it does where nobody answers."""
    gone = OperationalError("connection refused")
    with mock.patch.object(CursorWrapper, "execute", side_effect=gone):
        yield


@pytest.fixture(autouse=True)
def catalogue() -> None:
    make_opportunity("sakura-award")
    with time_machine.travel(datetime(2026, 11, 25, 14, 2, 31, tzinfo=UTC), tick=False):
        current_snapshot()


@pytest.mark.parametrize("address", ["/", "/opportunities/", "/opportunities/?q=sakura"])
def test_search_goes_on_and_says_how_old_it_is(address: str, visitor: Client) -> None:
    with database_gone():
        response = visitor.get(address)
    page = read_page(response.text)
    assert response.status_code == 200
    assert (
        "You see the catalogue as it was on 25 November 2026 at 14:02 (UTC); dates are computed as of now." in page.text
    )
    assert [a["role"] for a in page.all("p") if a.get("class") == "outage"] == ["status"]


def test_the_notice_is_japanese_on_japanese_pages(visitor: Client) -> None:
    with database_gone():
        text = visitor.get("/ja/opportunities/").text
    assert "2026年11月25日 14:02（協定世界時）時点" in text


def test_once_it_is_back_nothing_is_said(visitor: Client, look: Callable[[str], Page]) -> None:
    with database_gone():
        assert visitor.get("/opportunities/").text.count('class="outage"') == 1
    for address in ("/", "/opportunities/", "/organisations/"):
        assert not [a for a in look(address).all("p") if a.get("class") == "outage"]


@pytest.mark.parametrize("address", ["/organisations/x/", "/case-studies/", "/case-studies/x/", "/ja/case-studies/"])
def test_what_needs_the_database_comes_back_later(
    address: str, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with database_gone():
        response = visitor.get(address)
    assert response.status_code == 503
    assert 0 < int(response.headers["Retry-After"]) <= 120
    page = read_page(response.text)
    assert ("現在表示できません" if address.startswith("/ja") else "out of reach at the moment") in page.text
    assert ("/ja" if address.startswith("/ja") else "") + "/opportunities/" in page.links
    assert "Traceback" not in response.text
    assert address in caplog.text, "written down for who looks after the site"


def test_the_desk_comes_back_later_too(client: Client) -> None:
    client.raise_request_exception = False
    client.force_login(User.objects.create_superuser("curator"))
    with database_gone():
        assert client.get("/admin/opportunities/opportunity/").status_code == 503


def test_a_fault_of_ours_is_still_a_fault(visitor: Client) -> None:
    with mock.patch("opportunities.web.views.pages.home_context", side_effect=ValueError):
        assert visitor.get("/").status_code == 500
