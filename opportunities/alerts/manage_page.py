"""What the page shows on which one manages one's alerts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy

from opportunities.alerts.forms import WishForm
from opportunities.alerts.links import stop_path
from opportunities.alerts.targets import Target, entries_with, matches, name_of, page_of, target_in_words, target_of
from opportunities.alerts.wishes import wish_of
from opportunities.alerts.wishes_in_words import wish_in_words
from opportunities.models import Alert, Subscriber
from opportunities.models.alerts import UNANSWERED
from opportunities.search.snapshot import Snapshot
from opportunities.wording.dates import day_in_words

MOST_NAMED = 300  # entries among which one can choose what to mute

DONE = {
    "changed": gettext_lazy("Your choice is saved."),
    "stopped": gettext_lazy("The alert is stopped."),
    "muted": gettext_lazy("The entry is muted."),
    "unmuted": gettext_lazy("You will hear of the entry again."),
    "language": gettext_lazy("From now on we write to you in this language."),
    "nothing": gettext_lazy("Nothing was changed: please choose from the list."),
}


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert with its form."""

    key: str
    title: str
    link: str | None
    wish: str
    form: WishForm
    is_answerable: bool


def manage_context(
    subscriber: Subscriber, at: datetime, snapshot: Snapshot, refused: Mapping[int, WishForm]
) -> dict[str, Any]:
    """The confirmed alerts, what is muted and can be, and mails that may not have come."""
    alerts = list(subscriber.alerts.exclude(confirmed_at=None))
    found = {alert.pk: matches(target_of(alert), at, snapshot) for alert in alerts}
    muted = list(subscriber.muted.values_list("entry", flat=True))
    to_mute = dict.fromkeys(pk for pks in found.values() for pk in pks or () if pk not in muted)
    return {
        "alerts": [_row(alert, found[alert.pk], snapshot, refused.get(alert.pk)) for alert in alerts],
        "refused": next(iter(refused.values()), None),
        "muted": [(pk, target_in_words(Target(entry=pk), snapshot)) for pk in muted],
        "to_mute": [(entry.pk, name_of(entry)) for entry in entries_with(list(to_mute)[:MOST_NAMED], snapshot)],
        "doubtful": [
            (day_in_words(mail.created_at.date()), mail.subject, mail.text)
            for mail in subscriber.mails.filter(state=UNANSWERED)
        ],
        "languages": [(code, name) for code, name in _LANGUAGES.items() if code != subscriber.language],
        "language": _LANGUAGES.get(subscriber.language, ""),
        "stop_link": stop_path(subscriber),
    }


_LANGUAGES = {code: {"ja": "日本語"}.get(code, "English") for code, _name in settings.LANGUAGES}


def _row(alert: Alert, found: list[int] | None, snapshot: Snapshot, refused: WishForm | None) -> AlertRow:
    target = target_of(alert)
    chosen = {"rhythm": alert.rhythm, "matters": alert.matters, "days": alert.days}
    return AlertRow(
        key=str(alert.key),
        title=target_in_words(target, snapshot),
        link=page_of(target, snapshot),
        wish=wish_in_words(wish_of(alert)),
        form=refused or WishForm(initial=chosen, auto_id=f"id_{alert.key.hex}_%s"),
        is_answerable=bool(found) if target.entry is not None else found is not None,
    )
