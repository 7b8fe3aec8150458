"""Looking back and going back: earlier versions of a record, restoring one, undoing an operation.

Going back is a change like any other: it is written into the history, and can be undone itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import Place, place_of, records_of, stored_version
from opportunities.curation.merging import MISSING, Facts, by_name, from_names
from opportunities.curation.putting import CannotStoreError, lost_by, put, put_many, refuse_worse
from opportunities.curation.references import referred_to
from opportunities.models import Operation, RecordChange

# A restored version says what an entry states, not whether the public sees it, nor what leads to it.
NOT_RESTORED = ("state", "publish_at", "successor", "former_keys", "uuid")
_AT_ONCE = 500

Held = dict[int, tuple[str, str]]  # keys of changes that could not be taken back yet, each with name and reason


class ChangedMeanwhileError(Exception):
    """The record is no longer what was looked at when this was decided."""


@dataclass
class Undone:
    """What undoing an operation did: the operation that undid it, and what was left as it is.

    `kept` names the record and the fact ("" for the whole record) that was changed again since, or that others rest
    on; `refused` the record and why it cannot be stored any more as it was.
    """

    operation: Operation | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


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


def restored_facts(place: Place, number: int) -> Facts:
    """What the record would say if that version were restored. Raises CannotStoreError where there was none.

    Whether it is published stays as it is; a deleted entry comes back as a draft.
    """
    facts = version_at(place, number)
    if facts is None:
        raise CannotStoreError(_("There was no such entry at that time."))
    now = stored_version(place)
    if place[0] == "opportunities":
        draft = {"state": "draft", "publish_at": None, "successor": None}
        facts |= {name: now[name] for name in NOT_RESTORED} if now else draft
    return facts


def restore(
    place: Place, number: int, by: Any, reason: str | None = None, *, seen: int | None = None
) -> Operation | None:
    """Make the record what it was at that version; gives the operation, None where that changes nothing.

    `seen` is the latest version when this was decided. Raises CannotStoreError; ChangedMeanwhileError where the record
    changed since then.
    """
    with changing("restore", by, reason) as change:
        change.about_to_change(*records_of(place[0], [place[1]]))
        if seen is not None and seen != latest_version(place):
            raise ChangedMeanwhileError
        facts = restored_facts(place, number)
        refuse_worse(stored_version(place), facts)
        put(change, place[0], facts)
    return change.operation


def undo(operation: Operation, by: Any, reason: str | None = None) -> Undone:
    """Take an operation back in all its records at once. What was changed again since is kept, and told.

    Raises CannotStoreError where the operation was undone before.
    """
    result = Undone()
    with changing("undo", by, reason, undoes=operation) as change:
        Operation.objects.select_for_update().get(pk=operation.pk)
        if Operation.objects.filter(undoes=operation).exists():
            raise CannotStoreError(_("This was undone before."))
        waiting = list(operation.changes.order_by("-pk").values_list("pk", flat=True))
        held: Held = {}
        while waiting:
            held = {}
            for start in range(0, len(waiting), _AT_ONCE):
                held |= _undo_part(change, waiting[start : start + _AT_ONCE], result)
                change.settle()
            # What one record waits for may have come back with another: so again, as long as something comes of it.
            waiting = list(held) if len(held) < len(waiting) else []
        result.kept += [(name, "") for name, why in held.values() if not why]
        result.refused += [(name, why) for name, why in held.values() if why]
    result.operation = change.operation
    return result


def changed_again(operation: Operation) -> QuerySet[RecordChange]:
    """Those changes of the operation whose records were changed again since: undoing keeps what was changed twice."""
    later = RecordChange.objects.filter(collection=OuterRef("collection"), key=OuterRef("key"), pk__gt=OuterRef("pk"))
    return operation.changes.filter(Exists(later))


def facts_kept(one: RecordChange, stored: Facts | None) -> list[str]:
    """The facts of a change that undoing leaves as they are stored now; "" stands for the whole record."""
    if one.after is None:
        return [""] if stored is not None else []
    if stored is None:
        return [""] if one.before is not None else []
    named = by_name(stored)
    if one.before is None:
        return [""] if named != one.after else []
    return [name for name in one.facts if named.get(name, MISSING) != one.after.get(name, MISSING)]


def _undo_part(change: Change, pks: list[int], result: Undone) -> Held:
    """Take some hundreds of changes back; gives those that have to wait for others."""
    held: Held = {}
    rows = RecordChange.objects.filter(pk__in=pks).order_by("-pk")
    for collection, group in groupby(rows, key=lambda one: one.collection):
        ones = {one.key: one for one in group}
        records = list(records_of(collection, list(ones)))
        change.about_to_change(*records)
        # What was found right and changed nothing is found right no more: that is written down too.
        change.note(*(record for record in records if not ones[place_of(record)[1]].facts))
        versions = {key: change.before((collection, key)) for key in ones}
        stored = {key: facts for key, facts in versions.items() if facts is not None}
        kept = {key: facts_kept(one, stored.get(key)) for key, one in ones.items()}
        free = [one for one in ones.values() if kept[one.key] != [""]]
        waiting = _remove(collection, [one for one in free if one.before is None and one.key in stored])
        earlier = {one.key: _earlier(one, stored.get(one.key), kept[one.key]) for one in free}
        waiting |= _put_back(change, collection, stored, earlier)
        held |= {ones[key].pk: (ones[key].name, why) for key, why in waiting.items()}
        result.kept += [(ones[key].name, name) for key, names in kept.items() if key not in waiting for name in names]
    return held


def _remove(collection: str, created: list[RecordChange]) -> dict[str, str]:
    """Remove records that the operation created; gives the keys of those on which others rest."""
    records = list(records_of(collection, [one.key for one in created]))
    named = referred_to(records)
    records_of(collection, [one.key for one in created if one.key not in named]).delete()
    return dict.fromkeys(named, "")


def _put_back(
    change: Change, collection: str, stored: Mapping[str, Facts], earlier: Mapping[str, Facts | None]
) -> dict[str, str]:
    """Store what records said earlier, None where nothing is to be stored; gives by key why some could not be."""
    wanted = {key: facts for key, facts in earlier.items() if facts is not None}
    refused = {key: why for key, facts in wanted.items() if (why := lost_by(stored.get(key), facts))}
    return refused | put_many(change, collection, {key: facts for key, facts in wanted.items() if key not in refused})


def _earlier(one: RecordChange, stored: Facts | None, kept: list[str]) -> Facts | None:
    """The record with the change taken back but for what is kept; None where nothing is left to be stored."""
    if one.before is None or len(kept) == len(one.facts):
        return None
    if stored is None:
        return from_names(one.before)
    return from_names(_with(by_name(stored), one.before, [name for name in one.facts if name not in kept]))


def _taken_back(facts: Facts | None, change: RecordChange) -> Facts | None:
    if change.before is None:
        return None
    if change.after is None:
        return dict(change.before)
    return _with(facts, change.before, change.facts) if facts is not None else None


def _with(facts: Facts, earlier: Mapping[str, Any], names: Iterable[str]) -> Facts:
    """The facts with those of these names as they were earlier, where they were there at all."""
    back = {name: earlier[name] for name in names if name in earlier}
    gone = set(names) - back.keys()
    return {name: value for name, value in facts.items() if name not in gone} | back
