"""Mails that anybody can ask for: within limits, and without telling whether an address is known."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from core.network_source import source_of
from opportunities.alerts.limits import note_request
from opportunities.alerts.links import base_address
from opportunities.alerts.mails import queue_confirmation, queue_link
from opportunities.alerts.outbox import send_now
from opportunities.alerts.subscribing import is_confirmed, sign_up
from opportunities.alerts.targets import Target
from opportunities.alerts.wishes import Wish
from opportunities.models import Subscriber
from opportunities.search.snapshot import Snapshot


def ask_for_confirmation(
    request: HttpRequest, email: str, target: Target, wish: Wish, at: datetime, snapshot: Snapshot
) -> None:
    """Store an alert and send the mail that asks to confirm it. Raises TooManyRequestsError.

    Where the mail server does not answer, the next run of the job sends it.
    """
    with transaction.atomic():
        if not note_request(source_of(request), email, at):
            return
        alert = sign_up(email, target, wish, get_language() or "", at)
        mail = queue_confirmation(alert, base_address(request), at, snapshot)
    send_now(mail, timezone.now)


def ask_for_link(request: HttpRequest, email: str, at: datetime) -> None:
    """Have a new link sent to an address that has alerts. Raises TooManyRequestsError.

    The job sends it, not this request, whose duration would tell whether the address is known.
    """
    with transaction.atomic():
        is_fine = note_request(source_of(request), email, at)
        subscriber = Subscriber.objects.filter(email__iexact=email).first()
        if is_fine and subscriber is not None and is_confirmed(subscriber):
            queue_link(subscriber, base_address(request), at)
