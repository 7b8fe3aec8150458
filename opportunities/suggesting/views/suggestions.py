"""Suggesting a change, or a programme that we lack."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.same_origin import posted_from_here
from opportunities.models import FormerSlug, Opportunity
from opportunities.suggesting.entry_page import entry_context
from opportunities.suggesting.forms import ChangeForm, NewProgrammeForm
from opportunities.suggesting.views.taking import TAKEN, nothing_lost, take

_METHODS = ["GET", "HEAD", "POST"]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The two things that one can tell us."""
    return render(request, "suggesting/index.html")


@never_cache
@posted_from_here
@require_http_methods(_METHODS)
@nothing_lost(ChangeForm)
def change(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what is wrong or missing in an entry, which may be known by the name of one that was merged into it."""
    merged = FormerSlug.objects.filter(slug=slug).values("opportunity")
    entries = Opportunity.objects.shown().with_facts()
    opportunity = get_object_or_404(entries, Q(slug=slug) | Q(pk__in=merged))
    form = ChangeForm(request.POST if request.method == "POST" else None)
    status = take(request, form, opportunity)
    if status == TAKEN:
        return _thanks()
    return render(request, "suggesting/change.html", entry_context(opportunity, form), status=status)


@never_cache
@posted_from_here
@require_http_methods(_METHODS)
@nothing_lost(NewProgrammeForm)
def new(request: HttpRequest) -> HttpResponse:
    """Tell us of a programme that we lack."""
    form = NewProgrammeForm(request.POST if request.method == "POST" else None)
    status = take(request, form, None)
    if status == TAKEN:
        return _thanks()
    return render(request, "suggesting/new.html", {"form": form}, status=status)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens now: the same for everybody."""
    return render(request, "suggesting/thanks.html")


def _thanks() -> HttpResponse:
    response = redirect("suggesting:thanks")
    response.status_code = TAKEN
    return response
