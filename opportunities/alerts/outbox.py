"""Sends what was decided, each mail once.

A mail goes through these states, each step one statement that succeeds for one process only:

waiting ─▶ claimed ─▶ handed over ─▶ sent

It is handed over in the very moment before the line that makes it complete for the server. What a killed process left
as claimed was therefore never accepted, and is sent again; what it left as handed over was, unless the journal of the
job tells that the line was not begun, and is never sent again. docs/decisions/0010-alerts.md weighs this.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F, Q, QuerySet

from core.mail import HandedOver, NoAnswerError
from opportunities.alerts.journal import JOB, Journal
from opportunities.alerts.links import site_host
from opportunities.models import Mail
from opportunities.models.alerts import CLAIMED, FAILED, HANDED, SENT, UNANSWERED, WAITING

logger = logging.getLogger(__name__)

PAGE = "page"  # claims for a visitor who waits; a job claims under the name of its run
LEASE = timedelta(minutes=10)  # after which a claim of a request is that of one that was killed
# How long to wait after each failure; after the last the mail is given up. The first is tried again at the next run.
DELAYS = tuple(timedelta(minutes=minutes) for minutes in (0, 15, 60, 240, 720, 1440, 1440))


class ServerUnreachableError(Exception):
    """No mail can be sent at all now."""


class _OvertakenError(Exception):
    """The mail is not ours any more: its address was deleted, or another process took it."""


@dataclass
class Deliveries:
    """How many mails were accepted, are to be tried again, were given up, and got no answer."""

    sent: int = 0
    postponed: int = 0
    given_up: int = 0
    unanswered: int = 0


def recover(at: datetime, journal: Journal) -> tuple[int, int]:
    """Free what killed processes left. Gives how many mails will be sent again, and how many never.

    Who holds the journal is the only job at work, so that all claims of jobs are those of dead ones.
    """
    left = Mail.objects.filter(claimed_at__lte=at - LEASE) | Mail.objects.filter(claimed_by__startswith=JOB)
    not_begun = Q(state=HANDED, claimed_by=journal.last_run) & ~Q(key=journal.last_mail or None)
    unsent = Q(state=CLAIMED) | not_begun if journal.last_run else Q(state=CLAIMED)
    again = left.filter(unsent).update(state=WAITING, claimed_by="", claimed_at=None)
    never = left.filter(state=HANDED).update(state=UNANSWERED, html="", claimed_by="", claimed_at=None)
    return again, never


def send_all(now: Callable[[], datetime], journal: Journal) -> Deliveries:
    """Send every mail that is due. The failure of one leaves the others untouched.

    Raises ServerUnreachableError where none can be sent.
    """
    deliveries = Deliveries()
    connection = get_connection()
    due = Mail.objects.filter(state=WAITING, not_before__lte=now()).values_list("pk", flat=True)
    try:
        for pk in list(due):
            outcome = send(pk, journal.run, now, connection, journal.begin)
            if outcome is not None:
                setattr(deliveries, outcome, getattr(deliveries, outcome) + 1)
    finally:
        _close(connection)
    return deliveries


def send_now(mail: Mail, now: Callable[[], datetime]) -> None:
    """Send one mail for a visitor who waits for it. Where that fails, the next run tries again."""
    connection = get_connection()
    try:
        send(mail.pk, PAGE, now, connection)
    except ServerUnreachableError as error:
        logger.warning("A mail is left for the next run: %s", type(error.__cause__).__name__)
    finally:
        _close(connection)


def send(
    pk: int,
    who: str,
    now: Callable[[], datetime],
    connection: BaseEmailBackend,
    note: Callable[[UUID], None] = lambda _mail: None,
) -> str | None:
    """Claim a mail and send it; `note` is told of it in the last moment.

    Gives the field of Deliveries that counts it; None where it was not ours to send.
    """
    claimed = Mail.objects.filter(pk=pk, state=WAITING).update(
        state=CLAIMED, claimed_by=who, claimed_at=now(), attempts=F("attempts") + 1
    )
    mail = Mail.objects.select_related("subscriber").filter(pk=pk).first() if claimed else None
    if mail is None:
        return None
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        _claimed(mail).update(state=WAITING, claimed_by="", claimed_at=None, attempts=F("attempts") - 1)
        raise ServerUnreachableError from error
    try:
        _hand_to(connection, mail, note)
    except _OvertakenError:
        _close(connection)
        return None
    except NoAnswerError:
        _close(connection)
        return _finish(mail, UNANSWERED, html="")
    except Exception as error:  # whatever is wrong with this mail, the others are to go out
        _close(connection)
        return _postpone(mail, error, now())
    return _finish(mail, SENT, subject="", text="", html="", unsubscribe_link="")


def composed(mail: Mail) -> HandedOver:
    """The mail as it goes out. All of it, its Message-ID too, is the same at every attempt."""
    headers = {
        "Message-ID": f"<{mail.key.hex}@{site_host()}>",
        "Date": mail.created_at.strftime("%a, %d %b %Y %H:%M:%S +0000"),
        "Auto-Submitted": "auto-generated",
        "Content-Language": mail.language,
    }
    if mail.unsubscribe_link:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        headers["List-Id"] = f"<alerts.{site_host()}>"
    email = HandedOver(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.subscriber.email], headers=headers)
    email.attach_alternative(mail.html, "text/html")
    return email


def _hand_to(connection: BaseEmailBackend, mail: Mail, note: Callable[[UUID], None]) -> None:
    email = composed(mail)

    def hand_over() -> None:
        if not _claimed(mail).update(state=HANDED):
            raise _OvertakenError
        note(mail.key)

    email.hand_over = hand_over
    if not getattr(connection, "calls_hand_over", False):
        hand_over()
    connection.send_messages([email])


def _claimed(mail: Mail) -> QuerySet[Mail]:
    """The mail, if it is still claimed by this attempt."""
    return Mail.objects.filter(pk=mail.pk, state=CLAIMED, attempts=mail.attempts)


def _finish(mail: Mail, state: str, **changes: str) -> str:
    Mail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(
        state=state, claimed_by="", claimed_at=None, **changes
    )
    return {SENT: "sent", UNANSWERED: "unanswered", FAILED: "given_up"}[state]


def _postpone(mail: Mail, error: Exception, at: datetime) -> str:
    """Try a refused mail again later, or give it up. What is logged names no address, so not the server's words."""
    code = getattr(error, "smtp_code", "")
    logger.warning("Mail %s failed (attempt %d): %s %s", mail.key.hex, mail.attempts, type(error).__name__, code)
    if mail.attempts > len(DELAYS):
        return _finish(mail, FAILED, text="", html="")
    Mail.objects.filter(pk=mail.pk, attempts=mail.attempts).update(
        state=WAITING, claimed_by="", claimed_at=None, not_before=at + DELAYS[mail.attempts - 1]
    )
    return "postponed"


def _close(connection: BaseEmailBackend) -> None:
    """Say goodbye to the server; whether it listens is no concern of ours."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("The mail server did not say goodbye: %s", type(error).__name__)
