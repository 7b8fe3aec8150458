"""Signing up, confirming, changing, muting and stopping. An address is stored only as long as it has an alert."""

from datetime import datetime, timedelta
from enum import Enum
from uuid import UUID

from django.db import transaction

from opportunities.alerts.baseline import remember_as_known
from opportunities.alerts.links import CONFIRM, LIFETIME
from opportunities.alerts.targets import Target, target_of
from opportunities.alerts.wishes import Wish, next_due
from opportunities.models import Alert, Subscriber
from opportunities.search.snapshot import Snapshot

UNCONFIRMED_FOR = LIFETIME[CONFIRM] or timedelta()  # an address waits as long as its link lasts
MOST_ALERTS = 20  # of one address


class Confirmation(Enum):
    """What came of following a link to confirm."""

    DONE = "done"
    ALREADY = "already"
    GONE = "gone"
    TOO_MANY = "too many"


@transaction.atomic
def sign_up(email: str, target: Target, wish: Wish, language: str, at: datetime) -> Alert:
    """Store an alert that waits for its confirmation. Nothing that is confirmed changes."""
    subscriber, _is_new = Subscriber.objects.get_or_create(
        email__iexact=email, defaults={"email": email, "language": language, "created_at": at}
    )
    return Alert.objects.create(
        subscriber=subscriber,
        search=target.search,
        entry=target.entry,
        rhythm=wish.rhythm,
        matters=sorted(wish.matters),
        days=wish.days,
        language=language,
        created_at=at,
    )


@transaction.atomic
def confirm(key: UUID, at: datetime, snapshot: Snapshot) -> tuple[Confirmation, Alert | None]:
    """Confirm an alert. What it finds now counts as known; an older alert for the same gives way to it."""
    alert = Alert.objects.select_related("subscriber").filter(key=key).first()
    if alert is None:
        return Confirmation.GONE, None
    if alert.confirmed_at is not None:
        return Confirmation.ALREADY, alert
    subscriber = locked(alert.subscriber)
    confirmed = subscriber.alerts.exclude(confirmed_at=None)
    older = confirmed.filter(search=alert.search, entry=alert.entry)
    if not older and confirmed.count() >= MOST_ALERTS:
        return Confirmation.TOO_MANY, alert
    older.delete()
    alert.confirmed_at, alert.due_at = at, next_due(alert.rhythm, at)
    alert.save(update_fields=["confirmed_at", "due_at"])
    Subscriber.objects.filter(pk=subscriber.pk).update(language=alert.language)
    remember_as_known(alert, target_of(alert), at, snapshot)
    return Confirmation.DONE, alert


@transaction.atomic
def change(alert: Alert, wish: Wish, at: datetime) -> None:
    """Take another rhythm, and other things that matter, from now on."""
    locked(alert.subscriber)
    alert.rhythm, alert.matters, alert.days = wish.rhythm, sorted(wish.matters), wish.days
    alert.due_at = next_due(wish.rhythm, at)
    alert.save(update_fields=["rhythm", "matters", "days", "due_at"])


@transaction.atomic
def mute(subscriber: Subscriber, entry: int) -> None:
    """Tell nothing more of an entry."""
    locked(subscriber).muted.get_or_create(entry=entry)


@transaction.atomic
def unmute(subscriber: Subscriber, entry: int) -> None:
    """Tell of an entry again: of what happens from now on."""
    locked(subscriber).muted.filter(entry=entry).delete()


@transaction.atomic
def speak(subscriber: Subscriber, language: str) -> None:
    """Write to somebody in another language."""
    Subscriber.objects.filter(pk=subscriber.pk).update(language=language)


@transaction.atomic
def stop(alert: Alert) -> bool:
    """Stop one alert. Gives whether the address was deleted, as it was its last."""
    subscriber = locked(alert.subscriber)
    alert.delete()
    return _delete_without_alerts(subscriber)


def stop_all(key: UUID) -> None:
    """Delete an address with everything that belongs to it. One that is gone already stays gone."""
    Subscriber.objects.filter(key=key).delete()


@transaction.atomic
def forget_unconfirmed(at: datetime) -> int:
    """Delete alerts that nobody confirmed in time, and addresses that have no other. Gives how many alerts."""
    stale = Alert.objects.filter(confirmed_at=None, created_at__lte=at - UNCONFIRMED_FOR)
    subscribers = list(Subscriber.objects.select_for_update().filter(alerts__in=stale).values_list("pk", flat=True))
    count = stale.count()
    stale.delete()
    Subscriber.objects.filter(pk__in=subscribers, alerts=None).delete()
    return count


def is_confirmed(subscriber: Subscriber) -> bool:
    """Whether anybody ever said that the address wants alerts."""
    return subscriber.alerts.exclude(confirmed_at=None).exists()


def locked(subscriber: Subscriber) -> Subscriber:
    """The subscriber, whose alerts nobody else changes until the transaction ends.

    Raises Subscriber.DoesNotExist where the address has been deleted meanwhile.
    """
    return Subscriber.objects.select_for_update().get(pk=subscriber.pk)


def _delete_without_alerts(subscriber: Subscriber) -> bool:
    """Delete an address without a confirmed alert; with it goes what waits for a confirmation."""
    if is_confirmed(subscriber):
        return False
    subscriber.delete()
    return True
