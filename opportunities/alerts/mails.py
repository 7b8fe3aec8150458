"""Puts mails together and stores them to be sent. All that they say is decided here; sending adds nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.alerts.digest import AlertNews, sections_of, subject_of
from opportunities.alerts.links import CONFIRM, LIFETIME, base_address, confirm_path, manage_path, stop_path
from opportunities.alerts.targets import target_in_words, target_of
from opportunities.alerts.wishes import wish_of
from opportunities.alerts.wishes_in_words import wish_in_words
from opportunities.models import Alert, Mail, Subscriber
from opportunities.models.alerts import UNANSWERED
from opportunities.search.snapshot import Snapshot
from opportunities.wording.dates import day_in_words

FORGOTTEN_AFTER = timedelta(days=30)  # what was sent, and when; its text goes at once


def queue_confirmation(alert: Alert, base: str, at: datetime, snapshot: Snapshot) -> Mail:
    """The mail that asks whether an address wants an alert, in the language in force."""
    days = LIFETIME[CONFIRM]
    assert days is not None  # a link to confirm does not last for ever
    context = {
        "home_link": base,
        "title": target_in_words(target_of(alert), snapshot),
        "wish": wish_in_words(wish_of(alert)),
        "link": base + confirm_path(alert),
        "days": days.days,
    }
    return _queue(alert.subscriber, f"confirm-{alert.key.hex}", _("Please confirm your alert"), "confirm", context, at)


def queue_link(subscriber: Subscriber, base: str, at: datetime) -> Mail:
    """The mail with a new link to the alerts of an address, in the language in force."""
    context = {"home_link": base, "link": base + manage_path(subscriber)}
    reason = f"link-{at.isoformat()}"
    return _queue(subscriber, reason, _("The link to your alerts"), "link", context, at)


def queue_digest(subscriber: Subscriber, told: Sequence[AlertNews], at: datetime, snapshot: Snapshot) -> Mail:
    """The mail that tells what is new, in the language in force."""
    base = base_address()
    doubtful = subscriber.mails.filter(state=UNANSWERED, is_mentioned=False)
    context: dict[str, Any] = {
        "home_link": base,
        "sections": sections_of(told, subscriber, base, at, snapshot),
        "manage_link": base + manage_path(subscriber),
        "unsubscribe_link": base + stop_path(subscriber),
        "doubtful": [(day_in_words(mail.created_at.date()), mail.subject) for mail in doubtful],
    }
    Subscriber.objects.filter(pk=subscriber.pk).update(digests=F("digests") + 1)
    mail = _queue(subscriber, f"digest-{subscriber.digests + 1}", subject_of(told), "digest", context, at)
    doubtful.update(is_mentioned=True)
    mail.unsubscribe_link = context["unsubscribe_link"]
    mail.save(update_fields=["unsubscribe_link"])
    return mail


def _queue(subscriber: Subscriber, reason: str, subject: str, name: str, context: dict[str, Any], at: datetime) -> Mail:
    context = {**context, "subject": subject}
    return Mail.objects.create(
        subscriber=subscriber,
        reason=reason,
        subject=subject,
        text=render_to_string(f"emails/{name}.txt", context).strip() + "\n",
        html=render_to_string(f"emails/{name}.html", context),
        language=get_language() or subscriber.language,
        not_before=at,
        created_at=at,
    )
