"""Forms of our own pages only, without a cookie: pages that hold such a form stay the same for everybody.

Django's own protection needs a token, and so a cookie for each visitor and a page for each. A browser tells by itself
where a form comes from, in headers that no page can set: Sec-Fetch-Site, and Origin where it is an older browser.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

_View = Callable[..., HttpResponse]


def posted_from_here(view: _View) -> _View:
    """A view that takes what is posted by pages of this site and nobody else; others get a 403."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST" and not _is_from_here(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this site. One that says nothing is not believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin == f"{request.scheme}://{request.get_host()}" or origin in settings.CSRF_TRUSTED_ORIGINS
