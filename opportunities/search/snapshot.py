"""An immutable picture of all published opportunities at one revision of the catalogue."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap

from core.text import fold
from opportunities.deadlines.status import Standing, deadline_sort_key, next_change, standing_at
from opportunities.models import CatalogueRevision, Opportunity
from opportunities.search.bitmaps import Narrowed, Selection, Values, bitmaps_of
from opportunities.search.declaration import FACETS
from opportunities.search.entry import Body, Entry, all_bodies, entry_of, rates_to_the_pound
from opportunities.search.text import TextIndex


@dataclass(frozen=True)
class Moment:
    """Where every programme stands from `since` until, but not at, `until`; by the entries' numbers."""

    since: datetime
    until: datetime | None
    standings: tuple[Standing, ...]
    pictures: Mapping[str, Values]  # of the facets that depend on time
    by_deadline: tuple[int, ...]

    def covers(self, at: datetime) -> bool:
        """Whether this still holds at `at`."""
        return self.since <= at and (self.until is None or at < self.until)


class Snapshot:
    """Entries, numbered by their place in the alphabet, with all that answers a search of them."""

    def __init__(self, entries: Iterable[Entry], bodies: Mapping[str, Body], revision: int) -> None:
        self.revision = revision
        self.bodies = bodies
        self.entries = tuple(sorted(entries, key=lambda entry: (fold(entry.name), entry.slug)))
        self.number_of = {entry.slug: number for number, entry in enumerate(self.entries)}
        self.everything = BitMap(range(len(self.entries)))
        self.text = TextIndex(self.entries)
        self.by_check = tuple(sorted(range(len(self.entries)), key=self._freshest_first))
        self._pictures = {
            facet.parameter: bitmaps_of(facet.of(entry) for entry in self.entries)
            for facet in FACETS
            if facet.of is not None
        }
        self._moment: Moment | None = None
        self._lock = threading.Lock()

    def at(self, at: datetime) -> Moment:
        """Where every programme stands at `at`. Computed anew only when some standing has changed since."""
        moment = self._moment
        if moment is None or not moment.covers(at):
            with self._lock:
                moment = self._moment
                if moment is None or not moment.covers(at):
                    moment = self._moment = self._compute(at)
        return moment

    def with_value(self, parameter: str, value: str) -> BitMap:
        """The entries that yield the value of a facet that does not depend on time."""
        return self._pictures[parameter].get(value, BitMap())

    def narrow(self, selection: Selection, found: BitMap, at: datetime) -> Narrowed:
        """What the selection leaves of `found`."""
        return Narrowed({**self._pictures, **self.at(at).pictures}, selection, found, self.everything)

    def _compute(self, at: datetime) -> Moment:
        standings = tuple(standing_at(entry.schedule, at) for entry in self.entries)
        changes = (next_change(entry.schedule, at) for entry in self.entries)
        return Moment(
            since=at,
            until=min((change for change in changes if change is not None), default=None),
            standings=standings,
            pictures={
                facet.parameter: bitmaps_of(map(facet.at, standings)) for facet in FACETS if facet.at is not None
            },
            by_deadline=tuple(sorted(range(len(standings)), key=lambda number: deadline_sort_key(standings[number]))),
        )

    def _freshest_first(self, number: int) -> tuple[int, int]:
        checked = self.entries[number].last_checked
        return (-checked.toordinal() if checked else 0, number)


def build_snapshot() -> Snapshot:
    """A snapshot of what is published now. The revision is read first, so that a change meanwhile is noticed later."""
    revision = current_revision()
    bodies, rates = all_bodies(), rates_to_the_pound()
    published = Opportunity.objects.published().with_facts()
    return Snapshot([entry_of(row, bodies, rates) for row in published], bodies, revision)


def current_revision() -> int:
    """The number of the catalogue's revision; 0 for a catalogue that was never filled."""
    return CatalogueRevision.objects.values_list("number", flat=True).first() or 0
