"""What readers have of an entry, alerts above all, once it is joined to another: it follows, and nothing is told twice.

All functions take primary keys, and belong into the transaction in which the entries are joined.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from opportunities.models import Alert, MutedEntry, Subscriber, Suggestion, ToldEntry
from opportunities.models.alerts import AT_ONCE, DEADLINES, MONTHLY, WEEKLY

_SOONEST_FIRST = (AT_ONCE, DEADLINES, WEEKLY, MONTHLY)


@dataclass(frozen=True, slots=True)
class Followers:
    """How many alerts watch an entry by itself, and how many suggestions speak of it."""

    alerts: int
    suggestions: int


def followers_of(entry: int) -> Followers:
    """Who and what would follow the entry."""
    return Followers(Alert.objects.filter(entry=entry).count(), Suggestion.objects.filter(opportunity=entry).count())


def move_followers(going: int, staying: int, labels: Mapping[str, str]) -> None:
    """Let everything follow from one entry to the other. `labels` are the new labels of its rounds, by the old ones."""
    _lock_subscribers(going)
    _move_muted(going, staying)
    _move_alerts(going, staying)
    _move_told(going, staying, labels)
    Suggestion.objects.filter(opportunity=going).update(opportunity=staying)


def _lock_subscribers(entry: int) -> None:
    """Have nobody decide meanwhile what these subscribers are told."""
    concerned = Q(alerts__entry=entry) | Q(alerts__told__entry=entry) | Q(muted__entry=entry)
    pks = Subscriber.objects.filter(concerned).values("pk")
    list(Subscriber.objects.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk", flat=True))


def _move_muted(going: int, staying: int) -> None:
    """Who wanted to hear nothing of the one wants nothing of both, unless she watches the other by itself."""
    wanting = Alert.objects.filter(entry=staying).values("subscriber")
    muted = MutedEntry.objects.filter(entry=going)
    muted.filter(subscriber__in=wanting).delete()
    muted.filter(subscriber__in=MutedEntry.objects.filter(entry=staying).values("subscriber")).delete()
    muted.update(entry=staying)


def _move_alerts(going: int, staying: int) -> None:
    """Of two confirmed alerts of one subscriber, one for each entry, one is left, with the wishes of both."""
    kept = {alert.subscriber_id: alert for alert in Alert.objects.filter(entry=staying).exclude(confirmed_at=None)}
    for alert in Alert.objects.filter(entry=going).exclude(confirmed_at=None):
        if (other := kept.get(alert.subscriber_id)) is not None:
            _unite(other, alert)
            alert.delete()
    Alert.objects.filter(entry=going).update(entry=staying)


def _unite(kept: Alert, other: Alert) -> None:
    """One alert that tells of all that either told, as soon as either did; what was told by either is told."""
    sooner = min(kept, other, key=lambda alert: _SOONEST_FIRST.index(alert.rhythm))
    kept.rhythm, kept.due_at = sooner.rhythm, sooner.due_at
    kept.matters = sorted({*kept.matters, *other.matters})
    kept.days = max(kept.days, other.days)
    kept.save(update_fields=["rhythm", "due_at", "matters", "days"])
    already = kept.told.values("entry")
    other.told.exclude(entry__in=already).update(alert=kept)


def _move_told(going: int, staying: int, labels: Mapping[str, str]) -> None:
    there = {row.alert_id: row for row in ToldEntry.objects.filter(entry=staying)}
    for row in ToldEntry.objects.filter(entry=going):
        rounds = {labels.get(label, label): told for label, told in row.rounds.items()}
        if (kept := there.get(row.alert_id)) is None:
            row.entry, row.rounds = staying, rounds
            row.save(update_fields=["entry", "rounds"])
        else:
            kept.matches = kept.matches or row.matches
            kept.matched_round = kept.matched_round or row.matched_round
            kept.rounds = _united([rounds, kept.rounds])
            kept.save(update_fields=["matches", "matched_round", "rounds"])
            row.delete()


def _united(told: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rounds as they were told under either entry; the later ones count, but what was said once was said."""
    rounds: dict[str, Any] = {}
    for one in told:
        for label, facts in one.items():
            earlier = rounds.get(label, {"opened": False, "reminded": None})
            rounds[label] = {
                **facts,
                "opened": facts["opened"] or earlier["opened"],
                "reminded": facts["reminded"] or earlier["reminded"],
            }
    return rounds
