"""Organisations: the tree of them, and what each runs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from opportunities.models import Organisation
from opportunities.search.current import current_snapshot
from opportunities.web.organisation_page import index_context, organisation_context


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All organisations, grouped by country, those that belong to another under it."""
    return render(request, "web/organisations.html", index_context(current_snapshot()))


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: what it is, what belongs to it, what it funds and runs."""
    organisations = Organisation.objects.select_related("parent__parent").prefetch_related("sources", "children")
    organisation = get_object_or_404(organisations, slug=slug)
    context = organisation_context(organisation, current_snapshot(), timezone.now())
    return render(request, "web/organisation.html", context)
