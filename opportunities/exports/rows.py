"""The entries of a file, one after the other: what search keeps of them, and their sources from the database."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from opportunities.deadlines.status import Standing
from opportunities.finder import hits_of
from opportunities.models import Source
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from opportunities.wording.standing import StandingWords, standing_in_words

AT_ONCE = 500  # entries that are in memory together; databases allow only so many keys in one question


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as files name it; `supports` are names of facts."""

    ref: str
    url: str | None
    title: str
    publisher: str
    as_of: str | None
    supports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Exported:
    """One entry of a file: its facts, where it stands (in words too), its page, and what it rests on."""

    entry: Entry
    standing: Standing
    words: StandingWords
    page: str
    sources: tuple[Cited, ...]


def exported(
    numbers: Sequence[int], at: datetime, snapshot: Snapshot, absolute: Callable[[str], str]
) -> Iterator[list[Exported]]:
    """The entries with these numbers in their order, some at a time, so that memory does not grow with the file.

    `absolute` makes a whole address of a path. Raises OperationalError where the database is out of reach.
    """
    for start in range(0, len(numbers), AT_ONCE):
        hits = hits_of(list(numbers[start : start + AT_ONCE]), at, snapshot)
        sources = _sources_of([hit.entry.pk for hit in hits])
        yield [
            Exported(
                entry=hit.entry,
                standing=hit.standing,
                words=standing_in_words(hit.standing, at),
                page=absolute(reverse("web:opportunity", args=[hit.entry.slug])),
                sources=tuple(sources[hit.entry.pk]),
            )
            for hit in hits
        ]


def _sources_of(pks: list[int]) -> dict[int, list[Cited]]:
    rows = Source.objects.filter(opportunity_id__in=pks).order_by("opportunity_id", "position", "id")
    sources: dict[int, list[Cited]] = defaultdict(list)
    for pk, ref, url, title, publisher, as_of, supports in rows.values_list(
        "opportunity_id", "ref", "url", "title", "publisher", "as_of", "supports"
    ):
        sources[pk].append(Cited(ref, url, title, publisher, as_of, tuple(supports)))
    return sources
