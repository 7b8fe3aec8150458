"""Signed links. They carry keys, never an address, so that no address stands in a log or a browser's history."""

from datetime import timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest
from django.urls import reverse

from opportunities.models import Alert, Subscriber

CONFIRM, MANAGE, MUTE, STOP = "confirm", "manage", "mute", "stop"
LIFETIME: dict[str, timedelta | None] = {
    CONFIRM: timedelta(days=3),
    MANAGE: timedelta(days=90),
    MUTE: timedelta(days=90),
    STOP: None,  # whoever wants to hear no more may say so at any time
}


class BrokenLinkError(Exception):
    """A link that we did not make, or that was cut off on its way."""


class ExpiredLinkError(Exception):
    """A link of ours that is too old."""


def confirm_path(alert: Alert) -> str:
    """Where an alert is confirmed."""
    return reverse("alerts:confirm", args=[_signed(CONFIRM, alert.key)])


def manage_path(subscriber: Subscriber) -> str:
    """Where somebody sees and changes all of the address's alerts."""
    return reverse("alerts:manage", args=[_signed(MANAGE, subscriber.key)])


def manage_token(subscriber: Subscriber) -> str:
    """The part of `manage_path` that says whose alerts they are."""
    return _signed(MANAGE, subscriber.key)


def mute_path(subscriber: Subscriber, entry: int) -> str:
    """Where an entry is muted."""
    return reverse("alerts:mute", args=[_signed(MUTE, subscriber.key, entry)])


def stop_path(subscriber: Subscriber) -> str:
    """Where all alerts of an address are stopped: by a button, or by one POST of a mail program (RFC 8058)."""
    return reverse("alerts:unsubscribe", args=[_signed(STOP, subscriber.key)])


def key_in(token: str, purpose: str) -> UUID:
    """The key that a link carries. Raises BrokenLinkError or ExpiredLinkError."""
    return _read(token, purpose)[0]


def key_and_entry_in(token: str) -> tuple[UUID, int]:
    """The key and the entry that a link for muting carries. Raises BrokenLinkError or ExpiredLinkError."""
    key, entry = _read(token, MUTE)
    return key, entry


def base_address(request: HttpRequest | None = None) -> str:
    """The beginning of absolute addresses in mails: as configured, or else as the visitor reached us."""
    if settings.SITE_URL:
        return str(settings.SITE_URL).rstrip("/")
    return request.build_absolute_uri("/").rstrip("/") if request is not None else settings.LOCAL_URL


def site_host() -> str:
    """The name of the site, for what identifies mails."""
    return urlsplit(settings.SITE_URL or settings.LOCAL_URL).hostname or "localhost"


def _signed(purpose: str, key: UUID, entry: int = 0) -> str:
    return str(_signer(purpose).sign(f"{key.hex}-{entry}" if entry else key.hex))


def _read(token: str, purpose: str) -> tuple[UUID, int]:
    try:
        value = _signer(purpose).unsign(token, max_age=LIFETIME[purpose])
    except SignatureExpired as error:
        raise ExpiredLinkError from error
    except BadSignature as error:
        raise BrokenLinkError from error
    key, _dash, entry = value.partition("-")
    return UUID(key), int(entry or 0)


def _signer(purpose: str) -> TimestampSigner:
    return TimestampSigner(salt=f"opportunities.alerts.{purpose}", sep=".")
