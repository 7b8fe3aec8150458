"""The views of calendars and feeds: of a search or a list, and of one opportunity."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.languages import language_asked
from opportunities.feeds.asking import Asked, asked_for, asked_for_one
from opportunities.feeds.atom import atom_file
from opportunities.feeds.calendar import calendar_file
from opportunities.feeds.events import events_of
from opportunities.feeds.facts import catalogue_changed_at, facts_of
from opportunities.feeds.validators import day_of, entity_tag, last_change
from opportunities.search.current import current_snapshot
from opportunities.search.snapshot import Snapshot

TYPES = {"ics": "text/calendar; charset=utf-8", "atom": "application/atom+xml; charset=utf-8"}
FRESH_FOR = 900  # seconds for which nobody need ask again

Asking = Callable[[datetime, Snapshot], Asked | None]


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
@vary_on_headers("Accept-Language")
def search(request: HttpRequest, form: str) -> HttpResponse:
    """All results of a search, or the opportunities that are named, as a calendar or a feed."""
    return _answer(request, form, "opportunities", lambda at, snapshot: asked_for(request.GET, at, snapshot))


@require_safe
@cache_control(public=True, max_age=FRESH_FOR)
@vary_on_headers("Accept-Language")
def one(request: HttpRequest, form: str, slug: str) -> HttpResponse:
    """One opportunity as a calendar or a feed."""
    return _answer(request, form, slug, lambda at, snapshot: asked_for_one(slug, at, snapshot))


def _answer(request: HttpRequest, form: str, name: str, ask: Asking) -> HttpResponse:
    snapshot, at, language = current_snapshot(), timezone.now(), language_asked(request)
    tag = entity_tag(request.build_absolute_uri(), language, at, snapshot)
    changed = last_change(at, snapshot)
    response = get_conditional_response(request, tag, int(changed.timestamp()), None)
    if response is None:
        with translation.override(language):
            asked = ask(at, snapshot)
            if asked is None:
                raise Http404
            body = _calendar(request, asked, at) if form == "ics" else _feed(request, asked, at)
        response = HttpResponse(body, content_type=TYPES[form])
        disposition = "attachment" if form == "ics" else "inline"
        response["Content-Disposition"] = f'{disposition}; filename="uk-japan-funding-{name}.{form}"'
    response["Content-Language"] = language
    response["ETag"] = tag
    response["Last-Modified"] = http_date(changed.timestamp())
    return response


def _calendar(request: HttpRequest, asked: Asked, at: datetime) -> bytes:
    facts = facts_of([hit.entry.pk for hit in (*asked.hits, *asked.over)])
    told = [(hit, False) for hit in asked.hits] + [(hit, True) for hit in asked.over]
    return calendar_file(
        [
            event
            for hit, only_withdrawn in told
            if hit.entry.pk in facts
            for event in events_of(hit, facts[hit.entry.pk], day_of(at), request.build_absolute_uri, only_withdrawn)
        ],
        title=_title(asked),
        remarks=asked.remarks,
        identity=asked.identity,
        page=request.build_absolute_uri(asked.page),
        address=request.build_absolute_uri(),
    )


def _feed(request: HttpRequest, asked: Asked, at: datetime) -> bytes:
    return atom_file(
        asked.hits,
        facts_of([hit.entry.pk for hit in asked.hits]),
        title=_title(asked),
        remarks=asked.remarks,
        identity=asked.identity,
        page=request.build_absolute_uri(asked.page),
        address=request.build_absolute_uri(),
        changed_at=catalogue_changed_at(),
        at=at,
        absolute=request.build_absolute_uri,
    )


def _title(asked: Asked) -> str:
    return _("%(what)s – UK–Japan Funding Finder") % {"what": asked.title}
