"""What the links in mails open. Following one changes nothing, as programs that check mails follow links too: a button
does."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from opportunities.alerts.links import CONFIRM, STOP, key_and_entry_in, key_in, manage_path
from opportunities.alerts.subscribing import Confirmation, stop_all
from opportunities.alerts.subscribing import confirm as confirm_alert
from opportunities.alerts.subscribing import mute as mute_entry
from opportunities.alerts.targets import Target, page_of, target_in_words, target_of
from opportunities.alerts.views.notices import Notice, by_link, gone, notice
from opportunities.alerts.wishes import wish_of
from opportunities.alerts.wishes_in_words import wish_in_words
from opportunities.models import Alert, Subscriber
from opportunities.search.current import current_snapshot

_METHODS = ["GET", "HEAD", "POST"]


@by_link
@require_http_methods(_METHODS)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an alert."""
    key, snapshot = key_in(token, CONFIRM), current_snapshot()
    if request.method == "POST":
        return _confirmed(request, *confirm_alert(key, timezone.now(), snapshot))
    alert = Alert.objects.select_related("subscriber").get(key=key)
    if alert.confirmed_at is not None:
        return _confirmed(request, Confirmation.ALREADY, alert)
    context = {"title": target_in_words(target_of(alert), snapshot), "wish": wish_in_words(wish_of(alert))}
    return render(request, "alerts/confirm.html", context)


def _confirmed(request: HttpRequest, came: Confirmation, alert: Alert | None) -> HttpResponse:
    """What came of it. A link that is used twice leads to the same as before."""
    if alert is None:
        return notice(request, gone(), 410)
    said = {
        Confirmation.DONE: (_("Your alert is set up"), _("From now on you hear of what happens.")),
        Confirmation.ALREADY: (_("This alert is confirmed already"), _("You need do nothing more.")),
        Confirmation.TOO_MANY: (
            _("This address has twenty alerts"),
            _("More would be hard to keep track of. Stop one of them, and follow the link in the mail again."),
        ),
    }
    title, sentence = said[came]
    way_on = manage_path(alert.subscriber), _("See and change your alerts")
    return notice(request, Notice(title, (sentence,), *way_on), 409 if came is Confirmation.TOO_MANY else 200)


@by_link
@require_http_methods(_METHODS)
def mute(request: HttpRequest, token: str) -> HttpResponse:
    """Tell nothing more of one entry."""
    (key, entry), snapshot = key_and_entry_in(token), current_snapshot()
    subscriber = Subscriber.objects.get(key=key)
    target = Target(entry=entry)
    name = target_in_words(target, snapshot)
    if request.method != "POST":
        return render(request, "alerts/mute.html", {"name": name, "entry_link": page_of(target, snapshot)})
    mute_entry(subscriber, entry)
    said = _("You hear nothing more of “%(name)s”. Your alerts go on for everything else.") % {"name": name}
    way_on = manage_path(subscriber), _("See and change your alerts")
    return notice(request, Notice(_("Muted"), (said,), *way_on))


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the signed link is all that they have
@by_link
@require_http_methods(_METHODS)
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop all alerts of an address and delete it. Doing so again changes nothing, and is no mistake."""
    key = key_in(token, STOP)
    if request.method == "POST":
        stop_all(key)
    subscriber = Subscriber.objects.filter(key=key).first()
    if subscriber is None:
        said = _("We have deleted the address and everything that belonged to it. No more alerts are sent to it.")
        return notice(request, Notice(_("All alerts are stopped"), (said,), reverse("web:home"), _("To the finder")))
    return render(request, "alerts/unsubscribe.html", {"manage_link": manage_path(subscriber)})
