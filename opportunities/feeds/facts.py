"""What calendars and feeds need besides the snapshot: when a record was changed, and the sources of its dates."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from opportunities.models import CatalogueRevision, Opportunity, Round

_AT_ONCE = 500  # primary keys in one question: databases allow only so many


@dataclass(frozen=True, slots=True)
class Facts:
    """Of one opportunity. `sources` are the title and the address of the page that each round rests on, by label."""

    created_at: datetime
    changed_at: datetime
    sources: dict[str, tuple[str, str | None]] = field(default_factory=dict)


def facts_of(pks: Sequence[int]) -> dict[int, Facts]:
    """The facts of opportunities by their primary keys; one that was deleted a moment ago has none.

    Raises what the database raises where it cannot be reached: a calendar that is not answered keeps what it has.
    """
    found: dict[int, Facts] = {}
    for start in range(0, len(pks), _AT_ONCE):
        found.update(_some_facts(pks[start : start + _AT_ONCE]))
    return found


def _some_facts(pks: Sequence[int]) -> dict[int, Facts]:
    sources: dict[int, dict[str, tuple[str, str | None]]] = defaultdict(dict)
    rounds = Round.objects.filter(opportunity__in=pks, source__isnull=False).order_by()
    for pk, label, title, url in rounds.values_list("opportunity", "label", "source__title", "source__url"):
        sources[pk][label] = (title, url)
    records = Opportunity.objects.filter(pk__in=pks).order_by()
    return {
        pk: Facts(created_at, changed_at, sources[pk])
        for pk, created_at, changed_at in records.values_list("pk", "created_at", "changed_at")
    }


def catalogue_changed_at() -> datetime:
    """When anything of the catalogue was last changed; long ago where nothing was ever loaded."""
    return CatalogueRevision.objects.values_list("changed_at", flat=True).first() or datetime(2020, 1, 1, tzinfo=UTC)
