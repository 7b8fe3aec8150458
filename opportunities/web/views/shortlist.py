"""The shortlist, and the comparison of a few opportunities."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe
from django.views.decorators.vary import vary_on_headers

from core.same_origin import posted_from_here
from opportunities.finder.former import present_slugs
from opportunities.search.current import current_snapshot
from opportunities.web.compare_page import compare_context
from opportunities.web.profile.cookie import OwnProfile, with_profile
from opportunities.web.shortlist import COOKIE, Shortlist
from opportunities.web.shortlist_changes import changed
from opportunities.web.shortlist_page import shortlist_context


@posted_from_here
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_cache=True)
@vary_on_headers("Cookie", "Accept")
def shortlist(request: HttpRequest) -> HttpResponse:
    """The visitor's own list, or one that the address names; what is posted changes her own."""
    kept = Shortlist.in_cookie(request.COOKIES.get(COOKIE, ""))
    own = Shortlist(present_slugs(kept.slugs, current_snapshot()))
    if request.method == "POST":
        return _change(request, own)
    context = shortlist_context(request.GET, own, timezone.now(), current_snapshot(), request.build_absolute_uri)
    response = render(request, "web/shortlist.html", {**context, "way_back": _way_back(request)})
    if own != kept:  # something on it was merged with another entry
        own.store(response)
    return response


@require_safe
@with_profile
def compare(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """Up to five opportunities side by side, with the verdicts of who asks."""
    context = compare_context(request.GET, timezone.now(), current_snapshot(), own.profile)
    return render(request, "web/compare.html", context)


def _change(request: HttpRequest, own: Shortlist) -> HttpResponse:
    """Answers a script with the new list and a sentence, anybody else with the page that tells of the change."""
    change = changed(own, request.POST, current_snapshot())
    response: HttpResponse
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response = JsonResponse({"slugs": change.after.slugs, "said": change.sentence})
    else:
        response = redirect(reverse("web:shortlist") + change.told)
        response.status_code = 303
    if change.after != own or COOKIE in request.COOKIES:
        change.after.store(response)
    return response


def _way_back(request: HttpRequest) -> str | None:
    """The page of ours from which somebody came to keep an entry."""
    came_from = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if "kept" in request.GET and is_ours and reverse("web:shortlist") not in came_from else None
