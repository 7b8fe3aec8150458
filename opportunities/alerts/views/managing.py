"""One's own alerts, by a signed link."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opportunities.alerts import subscribing
from opportunities.alerts.forms import WishForm
from opportunities.alerts.links import MANAGE, key_in
from opportunities.alerts.manage_page import DONE, manage_context
from opportunities.alerts.views.notices import Notice, by_link, notice
from opportunities.models import Alert, Subscriber
from opportunities.search.current import current_snapshot


@by_link
@require_safe
def manage(request: HttpRequest, token: str) -> HttpResponse:
    """See all alerts of an address."""
    return _page(request, token)


@by_link
@require_http_methods(["POST"])
def change(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """Take another rhythm, or other things that matter."""
    alert = _alert(token, key)
    form = WishForm(request.POST, auto_id=f"id_{alert.key.hex}_%s")
    if not form.is_valid():
        return _page(request, token, refused={alert.pk: form})
    subscribing.change(alert, form.wish, timezone.now())
    return _done(token, "changed")


@by_link
@require_POST
def stop(request: HttpRequest, token: str, key: UUID) -> HttpResponse:
    """Stop one alert."""
    if not subscribing.stop(_alert(token, key)):
        return _done(token, "stopped")
    said = _("It was the last one: we have deleted the address and everything that belonged to it.")
    return notice(request, Notice(_("The alert is stopped"), (said,), reverse("web:home"), _("To the finder")))


@by_link
@require_POST
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Tell nothing more of one entry."""
    entry = _entry(request)
    if entry is None:
        return _done(token, "nothing")
    subscribing.mute(_subscriber(token), entry)
    return _done(token, "muted")


@by_link
@require_POST
def unmute(request: HttpRequest, token: str) -> HttpResponse:
    """Tell of an entry again."""
    entry = _entry(request)
    if entry is None:
        return _done(token, "nothing")
    subscribing.unmute(_subscriber(token), entry)
    return _done(token, "unmuted")


@by_link
@require_POST
def language(request: HttpRequest, token: str) -> HttpResponse:
    """Write in another language, and go on in it."""
    code = request.POST.get("language", "")
    if code not in dict(settings.LANGUAGES):
        return _done(token, "nothing")
    subscribing.speak(_subscriber(token), code)
    return redirect(translate_url(_path(token), code) + "?done=language")


def _page(request: HttpRequest, token: str, refused: dict[int, WishForm] | None = None) -> HttpResponse:
    context = manage_context(_subscriber(token), timezone.now(), current_snapshot(), refused or {})
    context |= {"token": token, "done": DONE.get(request.GET.get("done", ""))}
    return render(request, "alerts/manage.html", context, status=422 if refused else 200)


def _subscriber(token: str) -> Subscriber:
    return Subscriber.objects.get(key=key_in(token, MANAGE))


def _alert(token: str, key: UUID) -> Alert:
    return Alert.objects.exclude(confirmed_at=None).get(subscriber=_subscriber(token), key=key)


def _entry(request: HttpRequest) -> int | None:
    """The entry that a form names; its number is at most nine digits, as the database's are."""
    number = request.POST.get("entry", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) <= 9 else None


def _path(token: str) -> str:
    return reverse("alerts:manage", args=[token])


def _done(token: str, what: str) -> HttpResponse:
    """Back to the page, which says what was done."""
    response = redirect(_path(token) + f"?done={what}")
    response.status_code = 303
    return response
