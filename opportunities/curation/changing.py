"""Changing records of the catalogue: the one way in which pages of the desk, imports and commands do it.

Whoever changes records says before which ones, changes them as they please, and leaves the `with` block:

    with changing("edit", by=user, reason=reason) as change:
        change.about_to_change(opportunity)
        …

What differs then is written into the history, fact by fact; the upkeep of the entries is worked out anew; and the
catalogue's revision rises: all in one transaction, or nothing of it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from opportunities.curation.collections import Place, place_of, records_of, stored_versions
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.references import referring_to
from opportunities.curation.revision import raise_revision
from opportunities.curation.touching import touched_by
from opportunities.curation.upkeep import refresh_upkeep
from opportunities.models import Operation, RecordChange

_AT_ONCE = 500  # records whose facts are in memory at one time
_NOT_A_FACT = {"uuid"}


class Change:
    """An operation that is going on. It leaves no trace where it turns out to have changed nothing."""

    def __init__(self, kind: str, by: Any, reason: str | None, undoes: Operation | None) -> None:
        self.kind = kind
        self.reason = reason
        self.operation: Operation | None = None
        self._by = by if isinstance(by, User) else None
        self._undoes = undoes
        self._before: dict[Place, Facts | None] = {}
        self._touches: dict[Place, frozenset[int] | None] = {}  # what each would touch, should it turn out changed
        self._touched: set[int] | None = set()
        self._noted: set[Place] = set()

    def about_to_change(self, *records: Model) -> None:
        """Keep what these stored records are now. Locks them, where the database can, until the end."""
        fresh = {place: record for record in records if (place := place_of(record)) not in self._before}
        new: dict[str, list[str]] = defaultdict(list)
        for collection, key in fresh:
            new[collection].append(key)
        for collection, keys in new.items():
            list(records_of(collection, keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))
            versions = stored_versions(collection, keys)
            self._before |= {(collection, key): versions.get(key) for key in keys}
        self._will_touch(fresh.values())

    def about_to_delete(self, *records: Model) -> None:
        """Keep what these are, and first those that refer to them: their facts change when what they name goes."""
        self.about_to_change(*referring_to(records))
        self.about_to_change(*records)

    def created(self, *records: Model) -> None:
        """Tell of records that were not there before."""
        for record in records:
            self._before.setdefault(place_of(record), None)
        self._will_touch(records)

    def note(self, *records: Model) -> None:
        """Write these into the history even where nothing of them changes: that they were found right is worth it."""
        self.about_to_change(*records)
        self._noted.update(map(place_of, records))

    def before(self, place: Place) -> Facts | None:
        """What a record that was told of was then; None for one that was not there."""
        return self._before.get(place)

    def touches(self, records: Iterable[Model]) -> None:
        """Tell of changed records that have no history, but stand on public pages."""
        self._touch(touched_by(records))

    def worked_out(self, collection: str, changes: list[RecordChange], records: Iterable[Model]) -> None:
        """Write down what became of stored records where that is known already: an import works it out before."""
        self.touches(records)
        self._keep(collection, changes)

    def settle(self) -> None:
        """Write down what changed so far, and forget it: an operation on many records does so now and then."""
        places: dict[str, list[str]] = defaultdict(list)
        for collection, key in self._before:
            places[collection].append(key)
        for collection, keys in places.items():
            for start in range(0, len(keys), _AT_ONCE):
                self._write(collection, keys[start : start + _AT_ONCE])
        self._before.clear()
        self._touches.clear()

    def finish(self) -> None:
        """Write down the rest and raise the revision. Called once, by `changing`."""
        self.settle()
        if self.operation is not None or self._touched is None or self._touched:
            raise_revision(self._touched)

    def _write(self, collection: str, keys: list[str]) -> None:
        versions = stored_versions(collection, keys)
        changes = [change for key in keys if (change := self._change((collection, key), versions.get(key))) is not None]
        for change in changes:
            self._touch(self._touches.get((collection, change.key)))
        self._keep(collection, changes)

    def _keep(self, collection: str, changes: list[RecordChange]) -> None:
        if not changes:
            return
        self.operation = self.operation or self._started()
        for change in changes:
            change.operation = self.operation
        RecordChange.objects.bulk_create(changes)
        if collection == "opportunities":
            refresh_upkeep([change.key for change in changes])

    def _change(self, place: Place, after: Facts | None) -> RecordChange | None:
        """What is written of one record: what differs; of one that was noted at least that it was looked at."""
        before = self._before[place]
        if (change := _difference(place, before, after)) is not None or place not in self._noted:
            return change
        return RecordChange(collection=place[0], key=place[1], name=_name_of(place, after, before), before={}, after={})

    def _will_touch(self, records: Iterable[Model]) -> None:
        """Keep what these touch, asked for all at once: what a few of many touch too much does no harm."""
        records = list(records)
        self._touches |= dict.fromkeys(map(place_of, records), touched_by(records))

    def _touch(self, opportunities: frozenset[int] | None) -> None:
        self._touched = None if opportunities is None or self._touched is None else self._touched | opportunities

    def _started(self) -> Operation:
        return Operation.objects.create(
            kind=self.kind,
            by=self._by,
            by_name=(self._by.get_full_name() or self._by.get_username()) if self._by else "",
            at=timezone.now(),
            reason=self.reason or None,
            undoes=self._undoes,
        )


@contextmanager
def changing(kind: str, by: Any = None, reason: str | None = None, undoes: Operation | None = None) -> Iterator[Change]:
    """A transaction in which records are changed by one operation. `by` is the user; None where a command does it."""
    with transaction.atomic():
        change = Change(kind, by, reason, undoes)
        yield change
        change.finish()


def _difference(place: Place, before: Facts | None, after: Facts | None) -> RecordChange | None:
    """What became of one record; None where nothing did."""
    if before == after:
        return None
    old, new = (by_name(facts) if facts is not None else None for facts in (before, after))
    if old is not None and new is not None:
        same = {name for name in old.keys() & new.keys() if old[name] == new[name]} | _NOT_A_FACT
        old, new = ({name: value for name, value in facts.items() if name not in same} for facts in (old, new))
        if not old and not new:
            return None
    return RecordChange(collection=place[0], key=place[1], name=_name_of(place, after, before), before=old, after=new)


def _name_of(place: Place, *versions: Facts | None) -> str:
    """What a record is called, by the first version that there is."""
    facts = next(filter(None, versions), {})
    return str(facts.get("name") or facts.get("title") or place[1])[:300]
