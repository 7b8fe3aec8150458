"""A visitor who sees what visitors see: a page, never a traceback."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.pages import Page, read_page


@pytest.fixture
def visitor() -> Client:
    """A browser of somebody who is not logged in. An error on the server is a page with status 500, as on the site."""
    return Client(raise_request_exception=False)


@pytest.fixture
def look(visitor: Client) -> Callable[[str], Page]:
    """Opens a page that must be there."""

    def open_page(address: str) -> Page:
        response = visitor.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return read_page(response.text)

    return open_page
