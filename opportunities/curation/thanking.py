"""Thanks by mail to readers whose suggestions were taken up, once each; with them their addresses are erased.

An accepted suggestion that still has an address waits for its thanks. The address is erased by one conditional
statement, right before the line that makes the mail complete for the server (see `core.mail`): so two processes never
thank twice. Where the mail is refused after all, the address is put back for the next run.
"""

import logging
import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.mail import HandedOver, NoAnswerError
from opportunities.models import Opportunity, Suggestion, SuggestionCount

logger = logging.getLogger(__name__)

TRIED_FOR = timedelta(days=7)  # after which an address that cannot be written to is erased all the same
_FOR_GOOD = 500  # from this answer on a mail server will never take the mail


class _ThankedAlreadyError(Exception):
    """Another process was quicker."""


class _UnreachableError(Exception):
    """No mail can be sent at all now."""


def thank(pk: int) -> bool:
    """Thank for a suggestion that was accepted and has not been thanked for; gives whether a mail went out.

    A mail server that does not answer changes nothing: the next run tries again.
    """
    try:
        return _thank(pk)
    except _UnreachableError as error:
        logger.warning("Thanks for suggestion %d are left for the next run: %s", pk, type(error.__cause__).__name__)
        return False


def thank_all(at: datetime) -> int:
    """Thank whoever waits for it; gives how many mails went out.

    Addresses to which nothing could be sent for a week are erased, and so are the counts of suggestions of past days.
    """
    _unthanked().filter(decided_at__lte=at - TRIED_FOR).update(email=None)
    SuggestionCount.objects.filter(day__lt=at.date()).delete()
    sent = 0
    try:
        for pk in list(_unthanked().values_list("pk", flat=True)):
            sent += _thank(pk)
    except _UnreachableError as error:
        logger.warning("Thanks are left for the next run: %s", type(error.__cause__).__name__)
    return sent


def _thank(pk: int) -> bool:
    suggestion = _unthanked().filter(pk=pk).select_related("opportunity").first()
    if suggestion is None or suggestion.email is None:
        return False
    try:
        _send(suggestion, suggestion.email)
    except _ThankedAlreadyError:
        return False
    except NoAnswerError:
        logger.warning("Thanks for suggestion %d were handed over, and not answered", pk)
    except _UnreachableError:
        raise
    except Exception as error:  # whatever is wrong with this mail; the log names no address, so not the server's words
        logger.warning("Thanks for suggestion %d could not be sent: %s", pk, type(error).__name__)
        Suggestion.objects.filter(pk=pk).update(email=None if _is_for_good(error) else suggestion.email)
        return False
    return True


def _unthanked() -> QuerySet[Suggestion]:
    return Suggestion.objects.filter(state="accepted").exclude(email=None)


def _send(suggestion: Suggestion, address: str) -> None:
    mail, connection = _composed(suggestion, address), get_connection()

    def erase_address() -> None:
        if not _unthanked().filter(pk=suggestion.pk).update(email=None):
            raise _ThankedAlreadyError

    mail.hand_over = erase_address
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise _UnreachableError from error
    try:
        if not getattr(connection, "calls_hand_over", False):
            erase_address()
        connection.send_messages([mail])
    finally:
        _close(connection)


def _close(connection: BaseEmailBackend) -> None:
    """Say goodbye to the server; whether it listens says nothing of the mail."""
    try:
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        logger.info("The mail server did not say goodbye: %s", type(error).__name__)


def _composed(suggestion: Suggestion, address: str) -> HandedOver:
    """The mail in the reader's language. None of her own words stand in it: she may have given another's address."""
    base = (settings.SITE_URL or settings.LOCAL_URL).rstrip("/")
    with override(suggestion.language):
        entry = suggestion.opportunity
        subject = _("Thank you for your suggestion")
        context = {
            "subject": subject,
            "home_link": base,
            "is_new": suggestion.is_new,
            "name": _name_of(entry, suggestion.language) if entry else "",
            "link": base + entry.get_absolute_url() if entry and entry.state in ("published", "retired") else "",
        }
        text = render_to_string("emails/suggestion_thanks.txt", context).strip() + "\n"
        html = render_to_string("emails/suggestion_thanks.html", context)
    headers = {"Auto-Submitted": "auto-generated", "Content-Language": suggestion.language}
    mail = HandedOver(subject, text, settings.DEFAULT_FROM_EMAIL, [address], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _name_of(entry: Opportunity, language: str) -> str:
    return entry.name_ja if language.startswith("ja") and entry.name_ja else entry.name


def _is_for_good(error: Exception) -> bool:
    """Whether the server will never take a mail for this address, rather than that it cannot now, or not from us."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _words in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= _FOR_GOOD
