"""What is said where there is nothing else to show, and what every page with a signed link has in common."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from opportunities.alerts.links import BrokenLinkError, ExpiredLinkError
from opportunities.models import Alert, Subscriber

_Rest = ParamSpec("_Rest")
_View = Callable[Concatenate[HttpRequest, _Rest], HttpResponse]


@dataclass(frozen=True, slots=True)
class Notice:
    """A title, sentences, and a way on."""

    title: str
    sentences: tuple[str, ...]
    link: str = ""
    link_label: str = ""


def notice(request: HttpRequest, said: Notice, status: int = 200) -> HttpResponse:
    """A page that says one thing."""
    return render(request, "alerts/notice.html", {"notice": said}, status=status)


def by_link(view: _View[_Rest]) -> _View[_Rest]:
    """A view whose address is a secret: kept by no cache, found by no search engine, told to no other site.

    Links that are cut off, too old, or of an address that is gone are told from one another, in plain words.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _Rest.args, **kwargs: _Rest.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except BrokenLinkError:
            response = notice(request, _cut_off(), 404)
        except ExpiredLinkError:
            response = notice(request, _expired(), 410)
        except (Subscriber.DoesNotExist, Alert.DoesNotExist):
            response = notice(request, gone(), 410)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "same-origin"  # with no-referrer, browsers would not say where a form comes from
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return guarded


def gone() -> Notice:
    """For a link to what is not there any more."""
    return Notice(
        _("There is nothing behind this link any more"),
        (_("The alert was stopped, or was not confirmed within three days. We keep no address without an alert."),),
        reverse("web:opportunities"),
        _("To the search, where you can set up an alert"),
    )


def too_many() -> Notice:
    """For somebody who asked for too many mails."""
    return Notice(
        _("Too many requests"),
        (
            _("From your connection, too many mails have been asked for within a day. Nothing was sent this time."),
            _("Please try again tomorrow. Alerts that you have go on as before."),
        ),
        reverse("web:opportunities"),
        _("Back to the search"),
    )


def _cut_off() -> Notice:
    return Notice(
        _("This link is not complete"),
        (_("Some mail programs break long links. Please copy the whole link from the mail into the address bar."),),
        reverse("alerts:index"),
        _("Have a new link sent to you"),
    )


def _expired() -> Notice:
    return Notice(
        _("This link is too old"),
        (
            _("Links to confirm an alert last three days, links to manage alerts ninety."),
            _("If you have alerts, we send you a new link. If you wanted to confirm one, please set it up again."),
        ),
        reverse("alerts:index"),
        _("Have a new link sent to you"),
    )
