"""Decides what is to be told, once: the mail and the memory of it are written in one transaction, or neither is."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import translation

from opportunities.alerts.baseline import picture_of, store, told_of
from opportunities.alerts.changes import has_deadline_ahead, news
from opportunities.alerts.digest import AlertNews, EntryNews
from opportunities.alerts.facts import Told
from opportunities.alerts.mails import queue_digest
from opportunities.alerts.targets import Target, matches, target_of
from opportunities.alerts.wishes import next_due, wish_of
from opportunities.models import Alert, Subscriber
from opportunities.search.snapshot import Snapshot

logger = logging.getLogger(__name__)

Finds = Callable[[Target], list[int] | None]  # the entries that a target finds now


def plan_all(at: datetime, snapshot: Snapshot) -> int:
    """Decide for every address with something due what it is to be told. Gives the number of mails."""
    due = Q(due_at=None) | Q(due_at__lte=at)
    subscribers = Subscriber.objects.filter(
        pk__in=Alert.objects.exclude(confirmed_at=None).filter(due).values("subscriber")
    ).values_list("pk", flat=True)
    found: dict[Target, list[int] | None] = {}

    def finds(target: Target) -> list[int] | None:
        if target not in found:
            found[target] = matches(target, at, snapshot)
        return found[target]

    return sum(_planned(pk, finds, at, snapshot) for pk in list(subscribers))


def _planned(pk: int, finds: Finds, at: datetime, snapshot: Snapshot) -> bool:
    """The same as `plan`, where whatever goes wrong for one subscriber leaves the others theirs."""
    try:
        return plan(pk, finds, at, snapshot)
    except Exception:  # nothing of it was stored, so the next run tries again
        logger.exception("It could not be decided what subscriber %d is told.", pk)
        return False


@transaction.atomic
def plan(pk: int, finds: Finds, at: datetime, snapshot: Snapshot) -> bool:
    """Decide what one subscriber is told now. Gives whether there is a mail.

    The lock makes jobs that run at once decide one after the other: the second finds everything told.
    """
    subscriber = Subscriber.objects.select_for_update().filter(pk=pk).first()
    if subscriber is None:
        return False
    muted = frozenset(subscriber.muted.values_list("entry", flat=True))
    told: list[AlertNews] = []
    for alert in subscriber.alerts.exclude(confirmed_at=None).filter(Q(due_at=None) | Q(due_at__lte=at)):
        entries = _tell(alert, finds(target_of(alert)), at, snapshot)
        entries = [one for one in entries if one.entry.pk not in muted]
        if entries:
            told.append(AlertNews(alert, target_of(alert), tuple(entries)))
    if not told:
        return False
    with translation.override(subscriber.language):
        queue_digest(subscriber, told, at, snapshot)
    return True


def _tell(alert: Alert, found: list[int] | None, at: datetime, snapshot: Snapshot) -> list[EntryNews]:
    """The news of an alert, in the order of its results; it is remembered as told."""
    alert.due_at = next_due(alert.rhythm, at)
    alert.save(update_fields=["due_at"])
    if found is None:
        return []
    before, wish = told_of(alert), wish_of(alert)
    matching = frozenset(found)
    left = [pk for pk, told in before.items() if pk not in matching and (told.matches or has_deadline_ahead(told, at))]
    after: dict[int, Told] = {}
    entries = []
    for pk in [*found, *left]:
        told, picture = before.get(pk, Told()), picture_of(pk, pk in matching, at, snapshot)
        if picture is None:
            after[pk] = replace(told, matches=False)
            continue
        changes, after[pk] = news(told, picture, wish, at)
        if changes:
            entries.append(EntryNews.of(pk, changes, at, snapshot))
    store(alert, before, after)
    return entries
