"""Applying an import: all that was agreed to, in one transaction and as one operation of the history, or nothing.

Every entry is held against the preview before the transaction, so that it is short; and again under the lock if
anything in the catalogue changed meanwhile, which its revision tells.
"""

from collections.abc import Iterator
from typing import Any

from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import Q, QuerySet

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import records_of, stored_versions
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.importing.columns import STATE_FACTS
from opportunities.curation.importing.previewing import SupersededError, Tell, batched, read_import
from opportunities.curation.importing.proposing import COLLECTION
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.storing import link_successor
from opportunities.curation.storing_many import store_opportunities
from opportunities.models import CatalogueRevision, Import, ImportRow, Opportunity, RecordChange

_AT_ONCE = 250  # records in memory at one time
_MOST_NAMED = 20  # entries in a message
# A KeyError: what an entry refers to went away after it was read.
_REFUSALS = (IntegrityError, DataError, KeyError)


class NotAsReadError(Exception):
    """What was read cannot be applied any more: these entries have changed, or the database refuses them."""

    def __init__(self, keys: list[str], why: str) -> None:
        super().__init__(why)
        self.keys = keys

    def __str__(self) -> str:
        more = f" and {len(self.keys) - _MOST_NAMED} more" if len(self.keys) > _MOST_NAMED else ""
        return (
            f"{super().__str__()}: {', '.join(self.keys[:_MOST_NAMED])}{more}. Nothing was applied, and the file was "
            "compared with the catalogue again: look at these rows, and apply."
        )


def apply_import(pk: int, token: str, by: Any, without_refused: bool = False, tell: Tell = lambda done: None) -> None:
    """Apply an import as it was read. Where that cannot be, nothing is changed, and the import says why.

    Where entries changed since, the file is read again, for the curator to look at what it would do now.
    """
    imported = Import.objects.defer("file").get(pk=pk)
    if not without_refused and imported.results.filter(verdict="refused").exists():
        _back(imported, token, "Some rows are refused. Correct them, or say that they are to be left out.")
        return
    try:
        _apply(imported, token, by, tell)
    except NotAsReadError as error:
        _back(imported, token, state="reading")
        read_import(pk, token, tell, str(error), error.keys)
    except SupersededError:
        return
    except Exception:
        _back(
            imported,
            token,
            "It could not be applied, and nothing was changed. Try again; if it fails again, ask for help.",
        )
        raise


def changes_states(imported: Import) -> bool:
    """Whether the import would publish, retire or otherwise change the state of an entry."""
    changed = Q(verdict="changed") & (Q(after__has_any_keys=STATE_FACTS) | Q(before__has_any_keys=STATE_FACTS))
    return imported.results.filter(changed | Q(verdict="new") & ~Q(facts__state="draft")).exists()


def _apply(imported: Import, token: str, by: Any, tell: Tell) -> None:
    rows = imported.results.filter(verdict__in=("new", "changed"))
    revision = _revision()
    _refuse_stale(rows)
    with changing("import", by, imported.reason) as change:
        _lock(rows)
        if _revision() != revision:
            _refuse_stale(rows)
        done = 0
        successors: list[OpportunityFacts] = []
        for part in _parts(rows):
            successors += _store(change, part)
            done += len(part)
            tell(done)
        _link(successors)
        _finish(imported, token, change, done)
    imported.results.exclude(verdict="refused").update(facts=None)  # from here on the history tells


def _parts(rows: QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    """The rows, some at a time; not by a cursor, which on SQLite would not outlive the writing."""
    numbers = list(rows.order_by("number").values_list("number", flat=True))
    for part in batched(numbers, _AT_ONCE):
        yield list(rows.filter(number__in=part).order_by("number"))


def _store(change: Change, part: list[ImportRow]) -> list[OpportunityFacts]:
    """Store some rows and their history; gives those that name a successor."""
    many = [OpportunityFacts.model_validate(row.facts) for row in part]
    try:
        with transaction.atomic():
            records = store_opportunities(many)
    except _REFUSALS as error:
        refused = [facts.key for facts in many if not _can_be_stored(facts)]
        raise NotAsReadError(refused, "The database refuses these entries as the catalogue is now") from error
    change.worked_out(COLLECTION, [_history(row) for row in part], records)
    return [facts for facts in many if facts.successor]


def _link(successors: list[OpportunityFacts]) -> None:
    for facts in successors:
        try:
            link_successor(facts)
        except Opportunity.DoesNotExist as error:
            raise NotAsReadError([facts.key], "The successor of this entry is not there any more") from error


def _can_be_stored(facts: OpportunityFacts) -> bool:
    """Whether an entry by itself can be stored, within a transaction that is about to be rolled back."""
    try:
        with transaction.atomic():
            store_opportunities([facts])
    except _REFUSALS:
        return False
    return True


def _history(row: ImportRow) -> RecordChange:
    after = by_name(row.facts or {}) if row.verdict == "new" else row.after
    return RecordChange(collection=COLLECTION, key=row.key, name=row.name, before=row.before, after=after)


def _refuse_stale(rows: QuerySet[ImportRow]) -> None:
    """Raise NotAsReadError where entries are not as they were when the rows were read."""
    stale: list[str] = []
    for part in _parts(rows):
        stored = stored_versions(COLLECTION, [row.key for row in part])
        stale += [row.key for row in part if not _is_as_read(row, stored.get(row.key))]
    if stale:
        raise NotAsReadError(stale, "Others changed these entries after you looked")


def _is_as_read(row: ImportRow, stored: Facts | None) -> bool:
    """Whether the stored record is what the row was compared with: what it would become, less what would change."""
    if stored is None or row.verdict == "new":
        return stored is None and row.verdict == "new"
    after: Facts = row.after or {}
    kept = {name: fact for name, fact in by_name(row.facts or {}).items() if name not in after}
    return by_name(stored) == {**kept, **(row.before or {})}


def _lock(rows: QuerySet[ImportRow]) -> None:
    """Keep everybody else from changing the entries, where the database does not keep them from it anyway."""
    if connection.vendor == "sqlite":
        return
    for keys in batched(rows.order_by("key").values_list("key", flat=True), _AT_ONCE):
        list(records_of(COLLECTION, keys).order_by("pk").select_for_update(of=("self",)).values_list("pk"))


def _revision() -> int:
    return CatalogueRevision.objects.values_list("number", flat=True).first() or 0


def _finish(imported: Import, token: str, change: Change, done: int) -> None:
    """Tell that it is applied, within the transaction. Raises SupersededError where another process took it over."""
    mine = Import.objects.filter(pk=imported.pk, token=token, state="applying")
    if not mine.update(state="applied", done=done, operation=change.operation, trouble=None, file=None):
        raise SupersededError


def _back(imported: Import, token: str, trouble: str | None = None, state: str = "read") -> None:
    """Put the import back to where a decision is waited for."""
    Import.objects.filter(pk=imported.pk, token=token).update(state=state, trouble=trouble)
