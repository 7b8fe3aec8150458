"""The catalogue's revision: raised in the same transaction as every change that the public can see."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from opportunities.models import CatalogueChange, CatalogueRevision

MOST_NAMED = 1_000  # opportunities that one change names; where there are more, everything is read anew
KEPT = 10_000  # rows of the log, about


def raise_revision(changed: Collection[int] | None = None) -> None:
    """Tell every process that its picture of the catalogue is out of date, and in which opportunities.

    `changed` are the primary keys of the opportunities whose public picture may have changed, deleted ones among them;
    None where that may be any. Where it is empty only what stands beside the opportunities has changed: organisations
    as such, synonyms, case studies.

    To be called in the transaction that holds the changes, best as its last step: the UPDATE locks the one row until
    that transaction ends, so that of two transactions one waits and gets the next number, and the numbers become
    visible in their order. Who reads number n therefore finds the changes up to n, and the log of them, complete.
    """
    with transaction.atomic():
        if not _rise():
            CatalogueRevision.objects.bulk_create([CatalogueRevision()], ignore_conflicts=True)
            _rise()
        number = CatalogueRevision.objects.values_list("number", flat=True).get()
        CatalogueChange.objects.bulk_create(_rows(number, changed))
        _prune()


def _rise() -> int:
    """Raise the number; gives the rows that were there to raise: 1, or 0 in a catalogue that was never filled."""
    return CatalogueRevision.objects.filter(pk=CatalogueRevision.ONLY).update(
        number=F("number") + 1, changed_at=timezone.now()
    )


def _rows(number: int, changed: Collection[int] | None) -> list[CatalogueChange]:
    if changed is None or len(changed) > MOST_NAMED:
        return [CatalogueChange(revision=number, everything=True)]
    if not changed:
        return [CatalogueChange(revision=number)]
    return [CatalogueChange(revision=number, opportunity=pk) for pk in sorted(set(changed))]


def _prune() -> None:
    """Drop the oldest revisions whole, so that a reader who needs one of them finds none of its rows."""
    newest_first = CatalogueChange.objects.order_by("-revision").values_list("revision", flat=True)
    for superfluous in newest_first[KEPT : KEPT + 1]:
        CatalogueChange.objects.filter(revision__lte=superfluous).delete()
