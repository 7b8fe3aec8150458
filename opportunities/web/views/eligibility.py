"""What a visitor says of herself, and what comes of it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.querystrings import query_string
from core.same_origin import posted_from_here
from opportunities.search.current import current_snapshot
from opportunities.web.profile.cookie import OwnProfile, forget, store, with_profile
from opportunities.web.profile.form import ProfileForm, asked_in
from opportunities.web.profile.page import award_names, eligibility_context, told_of
from opportunities.web.profile.shared import shared_context
from opportunities.web.profile.text import read, write


@posted_from_here
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@with_profile
def eligibility(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """The questions with what is known; answers that somebody shares; what is posted changes her own answers."""
    if request.method == "POST":
        return _ACTIONS.get(request.POST.get("do", ""), _answer)(request, own)
    if "profile" in request.GET:
        return _shared(request, own)
    context = eligibility_context(own.known, timezone.now(), current_snapshot())
    way_on = _next(request.GET.get("next"), request)
    return render(request, "web/eligibility.html", {**context, **told_of(own, request.GET), "next": way_on})


def _shared(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    context = shared_context(request.GET["profile"], own, timezone.now(), current_snapshot())
    response = render(request, "web/eligibility_shared.html", context)
    response["Referrer-Policy"] = "same-origin"  # no other site learns the address
    response["Cache-Control"] = "private, no-store"
    return response


def _answer(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """Keeps what can be read, and asks again for what cannot. A script that asks along the way gets the form anew."""
    form, way_on = _form(request, own), _next(request.POST.get("next"), request)
    is_along_the_way = "HX-Request" in request.headers
    if form.is_valid() and not is_along_the_way:
        response = _see_other(way_on or reverse("web:eligibility") + query_string([("saved", "1")]))
    else:
        template = "web/eligibility/_form.html" if is_along_the_way else "web/eligibility.html"
        response = render(request, template, {**_filled_in(form, request), "next": way_on})
    store(form.told(), response)
    return response


def _forget(request: HttpRequest, _own: OwnProfile) -> HttpResponse:
    way_on = _next(request.POST.get("next"), request)
    response = _see_other(way_on or reverse("web:eligibility") + query_string([("forgotten", "1")]))
    forget(response)
    return response


def _use(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """Takes over the answers of a link."""
    profile, _unusable = read(request.POST.get("profile", ""))
    response = _see_other(reverse("web:eligibility") + query_string([("saved", "1")]))
    store(own.known if profile.is_empty else profile, response)
    return response


def _link(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """Makes the link that she asked for; answers that she has not saved yet belong to it."""
    form = _form(request, own)
    profile = form.told()
    path = reverse("web:eligibility") + query_string([("profile", write(profile))])
    address = None if profile.is_empty else request.build_absolute_uri(path)
    response = render(request, "web/eligibility.html", {**_filled_in(form, request), "share_address": address})
    store(profile, response)
    return response


_ACTIONS: dict[str, Callable[[HttpRequest, OwnProfile], HttpResponse]] = {
    "forget": _forget,
    "use": _use,
    "link": _link,
}


def _form(request: HttpRequest, own: OwnProfile) -> ProfileForm:
    at = timezone.now()
    awards = award_names(at, current_snapshot())
    return ProfileForm(asked_in(request.POST), own.known, at.date(), awards, request.POST)


def _filled_in(form: ProfileForm, request: HttpRequest) -> dict[str, object]:
    """The page's context after an answer: the questions keep their order."""
    return eligibility_context(form.told(), timezone.now(), current_snapshot(), form, request.POST.getlist("first"))


def _see_other(address: str) -> HttpResponse:
    response = redirect(address)
    response.status_code = 303
    return response


def _next(address: str | None, request: HttpRequest) -> str | None:
    """The page of ours to go back to; None where none is named, or one of somebody else."""
    if not address or not address.startswith("/"):
        return None
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if is_ours else None
