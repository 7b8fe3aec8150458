"""What visitors see while the database cannot be reached."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from opportunities.search.current import out_of_reach_since
from opportunities.wording.dates import moment_in_words

logger = logging.getLogger(__name__)

RETRY_AFTER = 30  # seconds


def outage(request: HttpRequest) -> dict[str, str | None]:
    """For every template: as of when the catalogue is shown, in words, where the database is out of reach."""
    since = out_of_reach_since()
    if since is None:
        return {"outage": None}
    words = _(
        "We cannot reach our database at the moment. You see the catalogue as it was on %(moment)s; "
        "dates are computed as of now."
    )
    return {"outage": words % {"moment": moment_in_words(since)}}


class OutageMiddleware:
    """Pages that need the database, and cannot have it, say so: the fault passes, so the answer is 503."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer for a view whose database was out of reach; any other fault is not ours."""
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.error("The database cannot be reached: %s", request.path, exc_info=exception)
        response = render(request, "503.html", status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        return response
