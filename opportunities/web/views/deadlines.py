"""The calendar of deadlines."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from opportunities.finder import find
from opportunities.search.current import current_snapshot
from opportunities.web.deadlines_page import Calendar, month_context, timeline_context
from opportunities.web.profile.cookie import OwnProfile, with_profile
from opportunities.web.timeline.axis import Axis
from opportunities.web.timeline.query import parse_calendar


@require_safe
@with_profile
def deadlines(request: HttpRequest, own: OwnProfile) -> HttpResponse:
    """The twelve months from now, or one of them, of the programmes that a search finds for who asks."""
    snapshot, at = current_snapshot(), timezone.now()
    items = [(name, str(value)) for name, values in request.GET.lists() for value in values]
    axis = Axis.at(at)
    asked, messages = parse_calendar(items, snapshot, axis)
    calendar = Calendar(
        asked, find(asked.search, at, snapshot, profile=own.profile), axis, snapshot, reverse("web:deadlines")
    )
    if asked.month is None:
        return render(request, "web/deadlines.html", timeline_context(calendar, messages))
    return render(request, "web/deadlines_month.html", month_context(calendar, asked.month, messages))
