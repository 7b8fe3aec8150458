"""The answer to a search at a given moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pyroaring import BitMap

from opportunities.deadlines.status import Standing
from opportunities.finder.advice import Advice, advice_on
from opportunities.finder.query import PAGE_SIZE, FinderQuery
from opportunities.search.declaration import FACET, FACETS
from opportunities.search.entry import Entry
from opportunities.search.options import FacetOptions, label_of, options_of
from opportunities.search.ordering import Order
from opportunities.search.question import Word
from opportunities.search.ranking import Found
from opportunities.search.snapshot import Snapshot
from opportunities.search.understanding import Understood

MOST_OFFERED = 5  # facet values that the question names


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: the entry, and where its programme stands."""

    entry: Entry
    standing: Standing


@dataclass(frozen=True, slots=True)
class Pill:
    """A chosen value, and the search without it."""

    facet: str
    label: str
    without: FinderQuery


@dataclass(frozen=True, slots=True)
class Offer:
    """A facet value that the question names and nobody chose: how many results it leaves, and the search with it."""

    facet: str
    label: str
    count: int
    with_it: FinderQuery


@dataclass(frozen=True)
class FinderResult:
    """The answer: one page of hits in order, the facets with their counts, and what should be said of it.

    `advice` is there where nothing was found. `corrections` are words that were taken for others.
    """

    query: FinderQuery
    at: datetime
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetOptions, ...]
    pills: tuple[Pill, ...]
    offers: tuple[Offer, ...]
    corrections: tuple[tuple[str, str], ...]
    highlighted: frozenset[tuple[str, ...]]  # terms for which hits were found; those of one tuple stand together
    hidden_ended: int  # matching programmes that are left out because they have ended
    is_relaxed: bool  # no entry has all the words
    advice: Advice | None
    order: Order
    beyond_last_page: bool = False

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all results, in order."""
        return tuple(self.order.all())


def find(query: FinderQuery, at: datetime, snapshot: Snapshot, path: str | None = None) -> FinderResult:
    """Answer a search at the moment `at`. Links of options are `path` and the query string; without one, empty.

    Some three hundred links take most of the time of an answer, and a page with boxes to tick has no use for them.
    """
    found = snapshot.search(query.q, at) if query.q else None
    narrowed = snapshot.narrow(query.selection, found.matched if found else snapshot.live, at)
    total = len(narrowed.result)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(query.page, pages)
    order = order_of(query.order, narrowed.result, at, snapshot, found)
    counts = {facet.parameter: narrowed.counts(facet) for facet in FACETS}
    return FinderResult(
        query=replace(query, page=page),
        at=at,
        total=total,
        pages=pages,
        hits=hits_of(order.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), at, snapshot),
        facets=_facets(query, snapshot, counts, path),
        pills=_pills(query, snapshot),
        offers=_offers(query, snapshot, counts, found) if found else (),
        corrections=found.understood.corrections if found else (),
        highlighted=frozenset(_highlighted(found.understood)) if found else frozenset(),
        hidden_ended=0 if query.selection.get("status") else narrowed.hidden(FACET["status"]),
        is_relaxed=found.is_relaxed if found else False,
        advice=None if total else advice_on(query, at, snapshot, found),
        order=order,
        beyond_last_page=query.page > pages,
    )


def _highlighted(understood: Understood) -> Iterator[tuple[str, ...]]:
    """The expressions to be marked: words of the question each by itself, what stands for them as a whole."""
    needed = (wanted for wanted in understood.wanted if not wanted.is_idle)
    for alternative in (alternative for wanted in needed for alternative in wanted.alternatives):
        if alternative.weight == 1.0 and all(map(str.isascii, alternative.terms)):
            yield from ((term,) for term in alternative.terms if not Word(term, term).is_idle)
        else:
            yield alternative.terms
    yield from understood.question.phrases


def order_of(name: str, entries: BitMap, at: datetime, snapshot: Snapshot, found: Found | None = None) -> Order:
    """Entries in one of the orders; ties by name. Relevance needs what the question found."""
    if name == "relevance" and found:
        return Order(entries, lambda numbers: -found.scores_of(numbers), snapshot.name_rank)
    if name == "name":
        return Order(entries, snapshot.name_rank.__getitem__, snapshot.name_rank)
    if name == "checked":
        return Order(entries, snapshot.checked.__getitem__, snapshot.name_rank)
    return Order(entries, snapshot.at(at).deadline.__getitem__, snapshot.name_rank)


def hits_of(numbers: list[int], at: datetime, snapshot: Snapshot) -> tuple[Hit, ...]:
    """The entries with where they stand."""
    return tuple(Hit(snapshot.entry(number), snapshot.standing(number, at)) for number in numbers)


def _facets(
    query: FinderQuery, snapshot: Snapshot, counts: Mapping[str, Mapping[str, int]], path: str | None
) -> tuple[FacetOptions, ...]:
    def link(parameter: str, value: str) -> str:
        return f"{path}{query.toggled(parameter, value).address}"

    return tuple(
        options_of(
            facet,
            counts[facet.parameter],
            query.selection.get(facet.parameter, ()),
            snapshot.around.named_bodies,
            None if path is None else link,
            query.name_part,
        )
        for facet in FACETS
    )


def _pills(query: FinderQuery, snapshot: Snapshot) -> tuple[Pill, ...]:
    return tuple(
        Pill(facet.label.label, label_of(facet, value, snapshot.bodies), query.toggled(facet.parameter, value))
        for facet in FACETS
        for value in query.selection.get(facet.parameter, ())
    )


def _offers(
    query: FinderQuery, snapshot: Snapshot, counts: Mapping[str, Mapping[str, int]], found: Found
) -> tuple[Offer, ...]:
    """What the question names and would narrow the results; of a facet in use nothing more is offered."""
    offers = (
        Offer(
            FACET[parameter].label.label,
            label_of(FACET[parameter], value, snapshot.bodies),
            counts[parameter].get(value, 0),
            query.toggled(parameter, value),
        )
        for parameter, value in found.understood.values
        if not query.selection.get(parameter)
    )
    return tuple(offer for offer in offers if offer.count)[:MOST_OFFERED]
