"""Only pages of this site can post; the browser says where a form stood."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from core.same_origin import posted_from_here


@posted_from_here
def view(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Origin": "https://finder.example"},
    ],
)
def test_our_own_forms_are_taken(headers: dict[str, str], settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://finder.example"]
    assert view(RequestFactory().post("/", headers=headers)).content == b"done"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://testserver"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "null"},
        {"Origin": "https://testserver"},
        {"Origin": "http://testserver.example"},
        {"Referer": "http://testserver/"},
    ],
)
def test_what_others_send_is_refused(headers: dict[str, str]) -> None:
    with pytest.raises(PermissionDenied):
        view(RequestFactory().post("/", headers=headers))


def test_anybody_may_read() -> None:
    assert view(RequestFactory().get("/", headers={"Sec-Fetch-Site": "cross-site"})).content == b"done"
