"""The answer to a search at a given moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from pyroaring import BitMap

from opportunities.deadlines.status import Standing
from opportunities.eligibility.evaluate import Verdict, evaluate
from opportunities.eligibility.profile import Profile
from opportunities.finder.advice import Advice, advice_on
from opportunities.finder.query import PAGE_SIZE, FinderQuery
from opportunities.search.declaration import EVERY_FACET, FACET, FACETS
from opportunities.search.entry import Entry
from opportunities.search.options import FacetOptions, label_of, options_of
from opportunities.search.ordering import Order
from opportunities.search.question import Word
from opportunities.search.ranking import Found
from opportunities.search.snapshot import Snapshot
from opportunities.search.understanding import Understood
from opportunities.search.verdicts import Verdicts

_ABOVE_DEADLINES = 50  # bits: an order by verdict comes before the one by deadline
MOST_OFFERED = 5  # facet values that the question names


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: the entry, where its programme stands, and for who asks whether she can apply."""

    entry: Entry
    standing: Standing
    verdict: Verdict | None = None


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


def find(
    query: FinderQuery, at: datetime, snapshot: Snapshot, path: str | None = None, profile: Profile | None = None
) -> FinderResult:
    """Answer a search at the moment `at`. Links of options are `path` and the query string; without one, empty.

    With a profile every result has its verdict; without one, what depends on who asks is left out of the search.

    Some three hundred links take most of the time of an answer, and a page with boxes to tick has no use for them.
    """
    verdicts = snapshot.verdicts(profile, at) if profile is not None else None
    query = query if verdicts else query.for_anyone()
    found = snapshot.search(query.q, at) if query.q else None
    narrowed = snapshot.narrow(query.selection, found.matched if found else snapshot.live, at, verdicts)
    total = len(narrowed.result)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(query.page, pages)
    order = order_of(query.order, narrowed.result, at, snapshot, found, verdicts)
    facets = EVERY_FACET if verdicts else FACETS
    counts = {facet.parameter: narrowed.counts(facet) for facet in facets}
    return FinderResult(
        query=replace(query, page=page),
        at=at,
        total=total,
        pages=pages,
        hits=hits_of(order.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE), at, snapshot, profile),
        facets=_facets(query, snapshot, counts, path),
        pills=_pills(query, snapshot),
        offers=_offers(query, snapshot, counts, found) if found else (),
        corrections=found.understood.corrections if found else (),
        highlighted=frozenset(_highlighted(found.understood)) if found else frozenset(),
        hidden_ended=0 if query.selection.get("status") else narrowed.hidden(FACET["status"]),
        is_relaxed=found.is_relaxed if found else False,
        advice=None if total else advice_on(query, at, snapshot, found, verdicts),
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


def order_of(
    name: str,
    entries: BitMap,
    at: datetime,
    snapshot: Snapshot,
    found: Found | None = None,
    verdicts: Verdicts | None = None,
) -> Order:
    """Entries in one of the orders; ties by name. Relevance needs what the question found, eligibility the verdicts."""
    if name == "relevance" and found:
        return Order(entries, lambda numbers: -found.scores_of(numbers), snapshot.name_rank)
    if name == "name":
        return Order(entries, snapshot.name_rank.__getitem__, snapshot.name_rank)
    if name == "checked":
        return Order(entries, snapshot.checked.__getitem__, snapshot.name_rank)
    deadline = snapshot.at(at).deadline
    if name == "eligible" and verdicts:
        above = verdicts.ranks << _ABOVE_DEADLINES
        return Order(entries, lambda numbers: above[numbers] + deadline[numbers], snapshot.name_rank)
    return Order(entries, deadline.__getitem__, snapshot.name_rank)


def hits_of(numbers: list[int], at: datetime, snapshot: Snapshot, profile: Profile | None = None) -> tuple[Hit, ...]:
    """The entries with where they stand, and for a profile with their verdicts."""
    return tuple(
        Hit(
            snapshot.entry(number),
            snapshot.standing(number, at),
            verdict_of(number, profile, at, snapshot) if profile is not None else None,
        )
        for number in numbers
    )


def verdict_of(number: int, profile: Profile, at: datetime, snapshot: Snapshot) -> Verdict:
    """The verdict of one entry, with all that was found."""
    return evaluate(snapshot.entry(number).requirements, profile, snapshot.deadline(number, at))


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
        for facet in EVERY_FACET
        if facet.parameter in counts
    )


def _pills(query: FinderQuery, snapshot: Snapshot) -> tuple[Pill, ...]:
    return tuple(
        Pill(facet.label.label, label_of(facet, value, snapshot.bodies), query.toggled(facet.parameter, value))
        for facet in EVERY_FACET
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
