"""What is remembered as told: read and written in one go for an alert."""

from collections.abc import Mapping
from datetime import datetime

from opportunities.alerts.changes import Picture, known
from opportunities.alerts.facts import Told, from_json, to_json
from opportunities.alerts.targets import Target, matches, number_with
from opportunities.models import Alert, ToldEntry
from opportunities.search.snapshot import Snapshot


def remember_as_known(alert: Alert, target: Target, at: datetime, snapshot: Snapshot) -> None:
    """Store what an alert finds now as known: its subscriber has just seen it, or can see it with one click."""
    pictures = {pk: picture_of(pk, True, at, snapshot) for pk in matches(target, at, snapshot) or ()}
    store(alert, {}, {pk: known(picture, at) for pk, picture in pictures.items() if picture})


def told_of(alert: Alert) -> dict[int, Told]:
    """What was told of each entry."""
    return {row.entry: Told(row.matches, row.matched_round, from_json(row.rounds)) for row in alert.told.all()}


def store(alert: Alert, before: Mapping[int, Told], after: Mapping[int, Told]) -> None:
    """Write what differs between what was told before and what has been told now."""
    differing = [
        ToldEntry(
            alert=alert,
            entry=pk,
            matches=told.matches,
            matched_round=told.matched_round,
            rounds=to_json(told.rounds),
        )
        for pk, told in after.items()
        if before.get(pk) != told
    ]
    ToldEntry.objects.bulk_create(
        differing,
        batch_size=100,
        update_conflicts=True,
        unique_fields=["alert", "entry"],
        update_fields=["matches", "matched_round", "rounds"],
    )


def picture_of(pk: int, is_match: bool, at: datetime, snapshot: Snapshot) -> Picture | None:
    """An entry as it is now; None where it is gone from the catalogue."""
    number = number_with(pk, snapshot)
    if number is None:
        return None
    return Picture(is_match, snapshot.entry(number).schedule, snapshot.standing(number, at))
