"""The floor of a page: its template, rendered by an empty view from what the real view once gave it."""

import os
from typing import Any
from unittest.mock import patch

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import resolve
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from benchmarks.engine import name_shown
from opportunities.web.views import opportunities

_contexts: dict[str, tuple[str, dict[str, Any]]] = {}


@require_safe
@vary_on_headers("HX-Request")
def canned(request: HttpRequest, path: str) -> HttpResponse:
    """The page at `path`, without any work of its view; that is done at the first request of each address."""
    request.path = request.path_info = f"/{path}"  # templates look at the address
    request.resolver_match = resolve(request.path_info)
    address = request.get_full_path()
    if address not in _contexts:
        _contexts[address] = _captured(request)
    template, context = _contexts[address]
    return render(request, template, context)


def forget() -> None:
    """Drop all canned data, which is large."""
    _contexts.clear()


def _captured(request: HttpRequest) -> tuple[str, dict[str, Any]]:
    """The template and the context with which the real view renders. To be called by one request at a time."""
    found: list[tuple[str, dict[str, Any]]] = []

    def keep(_request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        found.append((template, context))
        return HttpResponse()

    match = resolve(request.path_info)
    with patch.object(opportunities, "render", keep):
        match.func(request, *match.args, **match.kwargs)
    return found[0]


@require_safe
def seen(_request: HttpRequest, slug: str) -> JsonResponse:
    """Which process answers, and under which name its snapshot has an entry."""
    return JsonResponse({"worker": os.getpid(), "name": name_shown(slug)})
