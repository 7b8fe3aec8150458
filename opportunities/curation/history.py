"""Looking back and going back: earlier versions of a record, restoring one, undoing an operation.

Going back is a change like any other: it is written into the history, and can be undone itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import Place, records_of, stored_version
from opportunities.curation.merging import Facts, by_name, from_names
from opportunities.curation.putting import CannotStoreError, put
from opportunities.models import Operation, RecordChange

# A restored version says what an entry states, not whether the public sees it, nor what leads to it.
NOT_RESTORED = ("state", "publish_at", "successor", "former_keys", "uuid")
_AT_ONCE = 500


@dataclass
class Undone:
    """What undoing an operation did: the operation that undid it, and what was left as it is, with the reason."""

    operation: Operation | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)  # name of the record, and what was kept


def history_of(place: Place) -> QuerySet[RecordChange]:
    """All changes of a record, the latest first."""
    return RecordChange.objects.filter(collection=place[0], key=place[1]).select_related("operation__by")


def latest_version(place: Place) -> int:
    """The number of the record's present version: the key of its latest change, 0 where it never changed."""
    return history_of(place).values_list("pk", flat=True).first() or 0


def version_at(place: Place, number: int) -> Facts | None:
    """The record as it was when the change with this key was the latest (0: before all); None where it was not there.

    Read backwards from what is stored now, so that it holds what changes without a history have done since.
    """
    current = stored_version(place)
    facts = by_name(current) if current is not None else None
    for change in history_of(place).filter(pk__gt=number):
        facts = _taken_back(facts, change)
    return from_names(facts) if facts is not None else None


def restore(place: Place, number: int, by: Any, reason: str | None = None) -> Operation | None:
    """Make the record what it was at that version; gives the operation, None where that changes nothing.

    Whether it is published stays as it is; a deleted one comes back as a draft. Raises CannotStoreError.
    """
    with changing("restore", by, reason) as change:
        stored = _about_to_change(change, place)
        facts = version_at(place, number)
        if facts is None:
            raise CannotStoreError("There was no such entry at that time.")
        now = stored_version(place) if stored else None
        if place[0] == "opportunities":
            facts |= {name: now[name] for name in NOT_RESTORED} if now else {"state": "draft", "publish_at": None}
        put(change, place[0], facts)
    return change.operation


def undo(operation: Operation, by: Any, reason: str | None = None) -> Undone:
    """Take an operation back in all its records at once. What was changed again since is kept, and told.

    Raises CannotStoreError where the operation was undone before, or where what it changed cannot be stored again.
    """
    if Operation.objects.filter(undoes=operation).exists():
        raise CannotStoreError("This was undone before.")
    result = Undone()
    with changing("undo", by, reason, undoes=operation) as change:
        for part in _in_parts(operation.changes.order_by("-pk")):
            for one in part:
                result.kept += [(one.name, kept) for kept in _undo_one(change, one)]
            change.settle()
    result.operation = change.operation
    return result


def _in_parts(changes: QuerySet[RecordChange]) -> Iterable[list[RecordChange]]:
    rows = list(changes.values_list("pk", flat=True))
    for start in range(0, len(rows), _AT_ONCE):
        yield list(changes.filter(pk__in=rows[start : start + _AT_ONCE]))


def _undo_one(change: Change, one: RecordChange) -> list[str]:
    """Take one change back; gives the names of the facts that stay as they are, "" for a whole record."""
    place = one.collection, one.key
    stored = _about_to_change(change, place)
    current = stored_version(place)
    if one.before is None:
        return _remove(place, one, current)
    if one.after is None:
        if current is None:
            put(change, place[0], from_names(one.before))
        return []
    if current is None or not stored:
        return [""]
    named = by_name(current)
    missing = object()
    kept = [name for name in one.facts if named.get(name, missing) != one.after.get(name, missing)]
    taken_back = [name for name in one.facts if name not in kept]
    if taken_back:
        put(change, place[0], from_names(_with(named, one.before, taken_back)))
    return kept


def _remove(place: Place, one: RecordChange, current: Facts | None) -> list[str]:
    """Remove a record that the change created, unless somebody worked on it since."""
    if current is None:
        return []
    if by_name(current) != one.after:
        return [""]
    try:
        with transaction.atomic():
            records_of(place[0], [place[1]]).delete()
    except ProtectedError:
        return [""]
    return []


def _taken_back(facts: Facts | None, change: RecordChange) -> Facts | None:
    if change.before is None:
        return None
    if change.after is None or facts is None:
        return dict(change.before)
    return _with(facts, change.before, change.facts)


def _with(facts: Facts, earlier: Mapping[str, Any], names: Iterable[str]) -> Facts:
    """The facts with those of these names as they were earlier, where they were there at all."""
    changed = {name: value for name, value in facts.items() if name not in set(names)}
    return changed | {name: earlier[name] for name in names if name in earlier}


def _about_to_change(change: Change, place: Place) -> bool:
    """Tell that the record is about to be changed; gives whether it is there."""
    records = list(records_of(place[0], [place[1]]))
    change.about_to_change(*records)
    return bool(records)
