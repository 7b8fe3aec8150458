"""Reading an uploaded file: what each row would do, kept in the database for the curator to look at."""

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from opportunities.curation.importing.files import rows_of
from opportunities.curation.importing.proposing import Proposal, Proposer
from opportunities.curation.importing.refusal import RefusedFileError
from opportunities.curation.workflow import PUBLISHING
from opportunities.models import Import, ImportRow

_AT_ONCE = 250  # rows whose records are in memory at one time

T = TypeVar("T")
Tell = Callable[[int], None]  # rows done


class SupersededError(Exception):
    """Another process took the import over; this one has nothing more to say."""


def read_import(
    pk: int, token: str, tell: Tell = lambda done: None, trouble: str | None = None, stale: Collection[str] = ()
) -> None:
    """Read the file of an import, and keep what each row would do. Does nothing where another process took it over.

    `trouble` is kept with it: why the file is read again; `stale` are the entries that gave the reason for that.
    """
    imported = Import.objects.select_related("by").get(pk=pk)
    try:
        _begin(imported, token)
        proposer = Proposer(may_publish=imported.by is None or imported.by.has_perm(PUBLISHING))
        done = 0
        for rows in batched(rows_of(imported.file_name, bytes(imported.file or b"")), _AT_ONCE):
            done += len(rows)
            _keep(imported, token, proposer.proposals(rows), done, stale)
            tell(done)
        if not done:
            raise RefusedFileError("There is no entry under the headings.")
        _refuse(imported, proposer)
        _finish(imported, token, state="read", rows=done, done=done, trouble=trouble)
    except RefusedFileError as error:
        _give_up(imported, token, str(error))
    except SupersededError:
        return


def _begin(imported: Import, token: str) -> None:
    """Drop what a process before has read."""
    with transaction.atomic():
        _finish(imported, token, rows=0, done=0)
        imported.results.all().delete()


def _give_up(imported: Import, token: str, why: str) -> None:
    """Refuse the file as a whole; nothing of it is kept."""
    with suppress(SupersededError), transaction.atomic():
        _finish(imported, token, state="refused", trouble=why, rows=0, done=0, file=None)
        imported.results.all().delete()


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """The things, some at a time."""
    remaining = iter(things)
    while part := list(islice(remaining, size)):
        yield part


def _keep(imported: Import, token: str, proposals: list[Proposal], done: int, stale: Collection[str]) -> None:
    rows = [_row(imported, proposal, stale) for proposal in proposals]
    with transaction.atomic():
        _finish(imported, token, done=done, seen_alive_at=timezone.now())
        ImportRow.objects.bulk_create(rows)


def _row(imported: Import, proposal: Proposal, stale: Collection[str]) -> ImportRow:
    verdict = proposal.verdict
    warnings = list(proposal.warnings)
    if verdict != "same" and proposal.key in stale:
        warnings.append("This could not be applied as you had seen it: this is what the file would change now.")
    return ImportRow(
        of=imported,
        number=proposal.row.number,
        key=proposal.key,
        name=proposal.name,
        verdict=verdict,
        facts=_kept_facts(proposal, verdict),
        before=proposal.before if verdict == "changed" else None,
        after=proposal.after if verdict == "changed" else None,
        faults=proposal.faults,
        warnings=warnings,
    )


def _kept_facts(proposal: Proposal, verdict: str) -> object:
    if verdict == "refused":
        return proposal.row.as_given()
    return None if verdict == "same" else proposal.facts


def _refuse(imported: Import, proposer: Proposer) -> None:
    """Refuse the rows that only turn out to be wrong once all are read."""
    for proposal in proposer.unanswered():
        imported.results.filter(number=proposal.row.number).update(
            verdict="refused", faults=proposal.faults, facts=proposal.row.as_given(), before=None, after=None
        )


def _finish(imported: Import, token: str, **values: object) -> None:
    """Write to the import. Raises SupersededError where another process took it over."""
    if not Import.objects.filter(pk=imported.pk, token=token, state="reading").update(**values):
        raise SupersededError
