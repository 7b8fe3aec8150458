"""The preview of an entry, for those who may see it at the desk; for everybody else there is no such page."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from core.security import PUBLIC_POLICY
from opportunities.models import Opportunity
from opportunities.search.current import current_snapshot
from opportunities.web.preview_page import WIDTHS, frames_context, preview_context

View = Callable[[HttpRequest, str], HttpResponse]


def for_the_desk(view: View) -> View:
    """Only for staff who may look at opportunities; never kept by a cache, nor by a search engine."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        user = request.user
        if not (user.is_active and user.is_staff and user.has_perm("opportunities.view_opportunity")):
            raise Http404
        response = view(request, slug)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(guarded)


@require_safe
@for_the_desk
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """Row and page in both languages, side by side."""
    opportunity = get_object_or_404(Opportunity, slug=slug)
    width = request.GET.get("width", "")
    return render(request, "web/preview.html", frames_context(opportunity, width if width in WIDTHS else "phone"))


@require_safe
@for_the_desk
@xframe_options_sameorigin
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Row and page in one language. Our own page may frame this one, and no other page of ours or of others."""
    opportunity = get_object_or_404(Opportunity.objects.with_facts(), slug=slug)
    context = preview_context(opportunity, current_snapshot(), timezone.now())
    response = render(request, "web/preview_page.html", context)
    response["Content-Security-Policy"] = PUBLIC_POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return response
