"""What has changed in the catalogue since a revision, from the log that every change writes."""

from dataclasses import dataclass

from opportunities.models import CatalogueChange, CatalogueRevision


@dataclass(frozen=True, slots=True)
class Changes:
    """What a picture of an earlier revision lacks.

    `revision` is the newest. Where `everything` may differ, the log does not say more; else only the opportunities
    with these primary keys may (some of them may be deleted or no longer published), besides what is no opportunity.
    """

    revision: int
    everything: bool
    opportunities: frozenset[int]


def current_revision() -> int:
    """The number of the catalogue's revision; 0 for a catalogue that was never filled."""
    return CatalogueRevision.objects.values_list("number", flat=True).first() or 0


def changes_since(revision: int) -> Changes:
    """What has changed since `revision`: one small query where nothing has, else two.

    The number is read first, and of the log only what goes up to it: a change that lands in between is told next
    time. Everything may differ where the log no longer reaches back to `revision`, and where that lies ahead, as after
    the database was put back to an older state.
    """
    newest = current_revision()
    if newest == revision:
        return Changes(newest, everything=False, opportunities=frozenset())
    rows = CatalogueChange.objects.filter(revision__gt=revision, revision__lte=newest)
    logged: set[int] = set()
    opportunities: set[int] = set()
    everything = False
    for number, opportunity, is_everything in rows.values_list("revision", "opportunity", "everything"):
        logged.add(number)
        everything = everything or is_everything
        if opportunity is not None:
            opportunities.add(opportunity)
    # Every revision leaves a row, so that one without was pruned.
    if everything or len(logged) != newest - revision:
        return Changes(newest, everything=True, opportunities=frozenset())
    return Changes(newest, everything=False, opportunities=frozenset(opportunities))
