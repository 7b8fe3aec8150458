"""The search page and the page of one opportunity."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from opportunities.finder import find, parse_query
from opportunities.models import FormerSlug, Opportunity
from opportunities.search.current import UNREACHABLE, current_snapshot, out_of_reach_since
from opportunities.web.brief_page import brief_context
from opportunities.web.opportunity_page import opportunity_context
from opportunities.web.profile.cookie import OwnProfile, with_profile
from opportunities.web.profile.panel import panel_context, verdict_context, words_for
from opportunities.web.results_page import results_context
from opportunities.web.retired_page import retired_context
from opportunities.web.suggestions import suggestion_groups
from opportunities.web.unanswered import note_search


@require_safe
@vary_on_headers("HX-Request")
@with_profile
def search(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """Narrow the opportunities by words and facets. The whole search is in the address, but for who asks."""
    path = reverse("web:opportunities")
    snapshot = current_snapshot()
    query, messages = parse_query(_parameters(request), snapshot)
    result = find(query, timezone.now(), snapshot, profile=own.profile)
    note_search(request, result, snapshot)
    messages += [own.trouble] if own.trouble else []
    context = results_context(result, messages, path, words_for(own.profile, snapshot))
    context |= panel_context(own, query, result, snapshot, path)
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        response = render(request, "web/_finder_update.html", context)
        if not _is_at(request, path + query.address):
            response["HX-Push-Url"] = path + query.address
        return response
    return render(request, "web/opportunities.html", context)


@require_safe
@cache_control(max_age=60)
@vary_on_headers("Accept")
def suggest(request: HttpRequest) -> HttpResponse:
    """What the words in the search box may mean: the options of its list, or JSON for who asks for it."""
    snapshot = current_snapshot()
    query, _messages = parse_query(_parameters(request), snapshot)
    groups = suggestion_groups(query, timezone.now(), snapshot)
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        return JsonResponse({"q": query.q, "groups": [asdict(group) for group in groups]})
    count = sum(len(group.choices) for group in groups)
    return render(request, "web/_suggestions.html", {"groups": groups, "count": count})


@require_safe
@with_profile
def detail(request: HttpRequest, own: OwnProfile, slug: str) -> HttpResponse:
    """Everything known of one opportunity, and how fresh it is; and whether she who asks can apply."""
    snapshot, at = current_snapshot(), timezone.now()
    eligibility = verdict_context(slug, own, snapshot, at)
    if out_of_reach_since() is None:
        with suppress(*UNREACHABLE):
            opportunity = Opportunity.objects.shown().with_facts().filter(slug=slug).first()
            if opportunity is None:
                return _moved(slug)
            context = opportunity_context(opportunity, snapshot, at)
            if opportunity.state == "retired":
                return _retired(request, {**context, **retired_context(opportunity)})
            return render(request, "web/opportunity.html", {**context, **eligibility})
    number = snapshot.number_of(slug)
    if number is None:
        raise Http404
    return render(request, "web/opportunity_in_brief.html", {**brief_context(number, snapshot, at), **eligibility})


def _moved(slug: str) -> HttpResponse:
    """Lead from the address of an entry that was merged into another to that one. Raises Http404."""
    former = get_object_or_404(FormerSlug.objects.select_related("opportunity"), slug=slug)
    if former.opportunity.state not in ("published", "retired"):
        raise Http404
    return HttpResponsePermanentRedirect(former.opportunity.get_absolute_url())


def _retired(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """The page stays, so that links to it say what became of the programme; search engines may forget it."""
    response = render(request, "web/opportunity.html", context)
    response["X-Robots-Tag"] = "noindex"
    return response


def _is_at(request: HttpRequest, address: str) -> bool:
    """Whether the browser shows the address already: a second entry in its history would make "back" do nothing."""
    with suppress(ValueError):  # a header can say anything
        shown = urlsplit(request.headers.get("HX-Current-URL", ""))
        return address == (f"{shown.path}?{shown.query}" if shown.query else shown.path)
    return False


def _parameters(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        for value in values:
            yield name, str(value)
