"""Asking for an alert, or for the link to those one has. Known and unknown addresses get the same answer."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from opportunities.alerts.asking import ask_for_confirmation, ask_for_link
from opportunities.alerts.forms import AddressForm, SignUpForm
from opportunities.alerts.limits import TooManyRequestsError
from opportunities.alerts.new_page import new_context
from opportunities.alerts.targets import target_in
from opportunities.alerts.views.notices import Notice, notice, too_many
from opportunities.search.current import current_snapshot


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set up an alert for the search or the entry that the address names."""
    snapshot, at = current_snapshot(), timezone.now()
    target, messages = target_in(_parameters(request), snapshot)
    if target is None:
        said = Notice(_("No alert can be set up here"), tuple(messages), reverse("web:opportunities"), _("Search"))
        return notice(request, said, 404)
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_confirmation(request, form.cleaned_data["email"], target, form.wish, at, snapshot)
        except TooManyRequestsError:
            return notice(request, too_many(), 429)
        return redirect("alerts:sent")
    context = {**new_context(target, at, snapshot), "form": form, "messages_about_address": messages}
    return render(request, "alerts/new.html", context, status=422 if form.errors else 200)


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What to do now: the same for everybody."""
    sentences = (
        _("Open the mail and follow its link, within three days. Nothing is sent to you before that."),
        _("No mail after some minutes? Look among the unwanted mail, and check the address that you gave."),
        _("To protect people from unwanted mail, at most ten such mails go to one address in a day."),
    )
    return notice(request, Notice(_("Now look into your mail"), sentences, *_onwards()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """What alerts are, and a new link to one's own."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_for_link(request, form.cleaned_data["email"], timezone.now())
        except TooManyRequestsError:
            return notice(request, too_many(), 429)
        return redirect("alerts:link-sent")
    return render(request, "alerts/index.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
def link_sent(request: HttpRequest) -> HttpResponse:
    """What to do now: the same for everybody."""
    sentences = (
        _("If this address has alerts, a mail with the link comes within a quarter of an hour."),
        _("If it has none, no mail comes, and nothing was stored."),
    )
    return notice(request, Notice(_("Thank you"), sentences, *_onwards()))


def _onwards() -> tuple[str, str]:
    return reverse("web:opportunities"), _("Back to the search")


def _parameters(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.GET.lists():
        for value in values:
            yield name, str(value)
