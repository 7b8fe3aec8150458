"""What was typed while the session ran out, or the form's own key did: held on a page from which it is sent again.

Only for forms that came from our own pages: another site could otherwise have its own words sent with one click.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.views.csrf import csrf_failure as refuse

_FORMS = ("_add", "_change")


class HeldFormsMiddleware:
    """Instead of sending somebody whose session has ended to the login page, holds what she typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """The page that holds a form of somebody who is logged in no more."""
        if request.method == "POST" and not request.user.is_authenticated and _is_ours(request):
            return _held(request, is_logged_in=False)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The answer to a form without its key, as whoever logged in meanwhile sends it."""
    if request.method == "POST" and _is_ours(request):
        user = getattr(request, "user", None)
        return _held(request, is_logged_in=user is not None and user.is_authenticated)
    return refuse(request, reason)


def _is_ours(request: HttpRequest) -> bool:
    """Whether a form of a record of the desk was sent from one of our own pages."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    sent_from = urlsplit(origin)
    if (sent_from.scheme, sent_from.netloc) != (request.scheme, request.get_host()):
        return False
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    name = match.url_name or ""
    return "admin" in match.app_names and name.startswith("opportunities_") and name.endswith(_FORMS)


def _held(request: HttpRequest, is_logged_in: bool) -> HttpResponse:
    typed = [
        (name, str(value)) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken" for value in values
    ]
    context = {"typed": typed, "is_logged_in": is_logged_in}
    response = render(request, "admin/history/held.html", context, status=403)
    response["Cache-Control"] = "private, no-store"
    return response
