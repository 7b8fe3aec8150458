"""Making snapshots of what the database holds: whole ones, and ones brought up to date with a few changes."""

import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime, timedelta
from itertools import islice, repeat
from pathlib import Path
from typing import TypeVar

from django.utils import timezone

from core.processes import begin_worker
from opportunities.models import Opportunity, SynonymGroup
from opportunities.search.changes import changes_since, current_revision
from opportunities.search.entry import Entry, all_bodies
from opportunities.search.layer import Layer, Prepared, layer_columns, prepare
from opportunities.search.lexicon import Value, Wording
from opportunities.search.reading import one_state, read_entries
from opportunities.search.snapshot import Snapshot, Surroundings
from opportunities.search.storage import newest_index, write_index

T = TypeVar("T")

MOST_CHANGED = 300  # entries that may differ from the prepared layer before all is made anew
LARGE = 20_000  # entries from which on a catalogue is prepared on disk, by a process of its own
_AT_ONCE = 4_000  # entries that are prepared together
# Requests under way began a little earlier, and must find their moment in the new snapshot too.
_MARGIN = timedelta(minutes=1)


def is_large() -> bool:
    """Whether the catalogue is one to be prepared on disk."""
    return Opportunity.objects.published().count() >= LARGE


def build_snapshot() -> Snapshot:
    """A snapshot of all that is published now, in memory."""
    at = timezone.now()
    with one_state():
        revision = current_revision()
        return snapshot_of(read_entries(), read_surroundings(), revision, at)


def snapshot_of(entries: Iterable[Entry], around: Surroundings, revision: int, at: datetime) -> Snapshot:
    """A snapshot of entries as of a moment."""
    return Snapshot(revision, at, _layer_of(entries, at), _layer_of((), at), frozenset(), around)


def build_index(processes: int) -> Path:
    """Prepare all that is published now on disk, where every process of this machine finds it.

    Several processes read the database each for itself, so that not all see the same state of it. The index is of the
    state at the beginning: whoever opens it reads again what has changed since, as the log tells.
    """
    since, revision = timezone.now() - _MARGIN, current_revision()
    keys = list(Opportunity.objects.published().order_by("pk").values_list("pk", flat=True))
    spans = [range(some[0], some[-1] + 1) for some in batched(keys, _AT_ONCE)]
    # Processes of their own, started afresh: a fork would share this one's connection to the database.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=begin_worker)
    try:
        parts = list(pool.map(_prepare_span, spans, repeat(since)))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # they take their time to end, and need not be waited for
    return write_index([prepare((), since), *parts], revision, since)


def _prepare_span(span: range, since: datetime) -> Prepared:
    with one_state():
        return prepare(list(read_entries(span)), since)


def opened_snapshot(after: int = -1) -> Snapshot | None:
    """The newest index on disk of a revision later than `after`, brought up to date; None where none is of use."""
    opened = newest_index(up_to=current_revision(), after=after)
    if opened is None:
        return None
    revision, layer = opened
    at = timezone.now()
    return refreshed(Snapshot(revision, at, layer, _layer_of((), at), frozenset(), read_surroundings()))


def refreshed(snapshot: Snapshot) -> Snapshot | None:
    """The snapshot brought up to the present state of the catalogue: itself, or a new one.

    None where too much has changed, so that all must be made anew.
    """
    at = timezone.now()
    if current_revision() == snapshot.revision:
        return snapshot
    with one_state():
        changes = changes_since(snapshot.revision)
        pks = changes.opportunities | snapshot.differing
        if changes.everything or len(pks) > MOST_CHANGED:
            return None
        changed = _layer_of(read_entries(pks), at)
        around = read_surroundings(like=snapshot.around)
    renewed = Snapshot(changes.revision, at, snapshot.prepared, changed, pks, around)
    if around is snapshot.around:
        renewed.scoring.warm(snapshot.scoring)
    return renewed


def with_entry(entry: Entry, snapshot: Snapshot, at: datetime) -> Snapshot:
    """The snapshot as it would be if this entry were published at `at` as it is: for a preview."""
    changed = map(snapshot.changed.entry, range(len(snapshot.changed)))
    layer = _layer_of([*(other for other in changed if other.pk != entry.pk), entry], at)
    return Snapshot(snapshot.revision, at, snapshot.prepared, layer, snapshot.differing | {entry.pk}, snapshot.around)


def read_surroundings(like: Surroundings | None = None) -> Surroundings:
    """The organisations and synonyms; the very ones of `like` where they are the same."""
    bodies = all_bodies()
    rows = SynonymGroup.objects.values_list("words", "means")
    wordings = tuple(Wording(tuple(words), tuple(_values(means))) for words, means in rows)
    if like and like.bodies == bodies and like.wordings == wordings:
        return like
    return Surroundings(bodies, wordings)


def _values(means: dict[str, list[str]]) -> Iterable[Value]:
    return ((parameter, code) for parameter, codes in means.items() for code in codes)


def _layer_of(entries: Iterable[Entry], at: datetime) -> Layer:
    """A layer of entries, from a little before a moment on."""
    since = at - _MARGIN
    return Layer(
        layer_columns([prepare((), since), *(prepare(some, since) for some in batched(entries, _AT_ONCE))], since)
    )


def batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    stream = iter(items)
    return iter(lambda: list(islice(stream, size)), [])
