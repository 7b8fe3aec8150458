"""The one place where the benches call the search."""

from datetime import datetime

from django.db import transaction

from benchmarks.questions import AT, Selection
from opportunities.curation.revision import raise_revision
from opportunities.eligibility.profile import Profile
from opportunities.finder.answer import order_of
from opportunities.models import Opportunity
from opportunities.search.current import current_snapshot
from opportunities.search.declaration import EVERY_FACET, FACETS
from opportunities.search.snapshot import Snapshot

Counts = dict[str, dict[str, int]]
PREPARE = "build_search_index"  # the command of manage.py that prepares an index on disk


def ready() -> Snapshot:
    """This process's snapshot: taken from disk where one is prepared, else built from the database."""
    return current_snapshot()


def facet_counts(snapshot: Snapshot, selection: Selection, at: datetime, profile: Profile | None = None) -> Counts:
    """The counts of all values of all facets, each facet's with its own selection left out; verdicts for a profile."""
    verdicts = snapshot.verdicts(profile, at) if profile else None
    narrowed = snapshot.narrow(selection, snapshot.live, at, verdicts)
    return {facet.parameter: narrowed.counts(facet) for facet in (EVERY_FACET if profile else FACETS)}


def best(snapshot: Snapshot, text: str, number: int) -> list[str]:
    """The slugs of the best entries for a text."""
    found = snapshot.search(text, AT)
    if found is None:
        return []
    order = order_of("relevance", found.matched, AT, snapshot, found)
    return [snapshot.entry(entry).slug for entry in order.slice(0, number)]


def name_shown(slug: str) -> str:
    """The name under which this process's snapshot has an entry; empty where it has none."""
    snapshot = current_snapshot()
    number = snapshot.number_of(slug)
    return "" if number is None else snapshot.entry(number).name


def rename(slug: str, name: str) -> None:
    """A curator's edit, committed when this returns."""
    with transaction.atomic():
        opportunity = Opportunity.objects.get(slug=slug)
        opportunity.name = name
        opportunity.save(update_fields=["name", "changed_at"])
        raise_revision({opportunity.pk})
