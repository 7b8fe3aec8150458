"""What a visitor may mean while she types: programmes, funders, fields, and other values of facets."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

import numpy as np
from django.utils.translation import get_language
from numpy.typing import NDArray
from pyroaring import BitMap

from core.text import fold
from opportunities.search.bitmaps import Selection
from opportunities.search.declaration import FACET
from opportunities.search.entry import Entry
from opportunities.search.layer import Layer
from opportunities.search.lexicon import Value
from opportunities.search.names import simply
from opportunities.search.options import label_of
from opportunities.search.ordering import Order
from opportunities.search.postings import numbers_in
from opportunities.search.snapshot import Snapshot
from opportunities.search.text_fields import AS_WRITTEN
from opportunities.search.words import is_japanese, pairs

GROUPS = ("programme", "funder", "field", "value")
EXACT, BEGINS, A_WORD_BEGINS, MISSPELT = range(4)  # how what was typed is met, the best first

# What is typed shortly may mean nearly everything: as many are weighed, so that an answer takes no time.
_MOST_WORDS = 8
_MOST_TERMS = 50  # words that one beginning is taken for
_MOST_VALUES = 200
_MOST_PROGRAMMES = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that may be meant, in the language in force.

    A programme has a slug; of anything else there are the value, the label of its facet, and how many results the
    search has with it. `matched` is the name by which it was found, where that is not the label.
    """

    group: str
    label: str
    rank: int
    matched: str | None = None
    slug: str | None = None
    facet: str | None = None
    value: Value | None = None
    count: int = 0


def suggest(
    typed: str, at: datetime, snapshot: Snapshot, limit: int = 8, selection: Selection | None = None
) -> tuple[Suggestion, ...]:
    """The most likely meanings, those of one group together. Values are counted within what the selection leaves."""
    simple = simply(typed)
    if not simple:
        return ()
    suggesting = _Suggesting(snapshot, at, selection or {})
    found = suggesting.all(simple, fold(typed.strip()))
    if not found and (corrected := _corrected(simple, snapshot)):
        found = [replace(one, rank=MISSPELT) for one in suggesting.all(corrected, corrected)]
    chosen = list(islice(suggesting.counted(_in_turn(found)), limit))
    first = {group: place for place, group in reversed(list(enumerate(one.group for one in chosen)))}
    return tuple(sorted(chosen, key=lambda one: first[one.group]))


class _Suggesting:
    """Finds what may be meant, in one snapshot at one moment."""

    def __init__(self, snapshot: Snapshot, at: datetime, selection: Selection) -> None:
        self.snapshot, self.at, self.selection = snapshot, at, selection
        self.visible = snapshot.narrow(selection, snapshot.live, at).result

    def all(self, simple: str, folded: str) -> list[Suggestion]:
        return [*self.values(simple), *self.programmes(simple, folded)]

    def values(self, simple: str) -> Iterator[Suggestion]:
        names: dict[Value, list[tuple[str, str]]] = {}
        for naming in self.snapshot.around.names.with_beginning(simple):
            if naming.value in names or len(names) < _MOST_VALUES:
                names.setdefault(naming.value, []).append((naming.name, naming.simple))
        for (parameter, code), known in names.items():
            facet = FACET[parameter]
            label = label_of(facet, code, self.snapshot.bodies)
            if code not in self.selection.get(parameter, ()) and (met := _met(simple, label, known)):
                members = self.snapshot.with_value(parameter, code, self.at)
                yield Suggestion(
                    {"funder": "funder", "discipline": "field"}.get(parameter, "value"),
                    label,
                    *met,
                    facet=facet.label.label,
                    value=(parameter, code),
                    count=members.intersection_cardinality(self.visible),
                )

    def programmes(self, simple: str, folded: str) -> Iterator[Suggestion]:
        words = simple.split()[:_MOST_WORDS]
        layers = ((self.snapshot.prepared, 0), (self.snapshot.changed, len(self.snapshot.prepared)))
        named = [number for layer, first in layers for number in _named(folded, layer, first)]
        named = sorted(set(named).intersection(self.snapshot.live), key=self.snapshot.name_rank.__getitem__)
        for number in dict.fromkeys([*named, *_with_words(words, self.snapshot)]):
            entry = self.snapshot.entry(number)
            label = entry.name_ja if entry.name_ja and (get_language() or "").startswith("ja") else entry.name
            met = _met_in(entry, simple, label)
            if met:
                yield Suggestion("programme", label, *met, slug=entry.slug)

    def counted(self, suggestions: Iterable[Suggestion]) -> Iterator[Suggestion]:
        """Those that lead anywhere, values with the number of results to which they lead."""
        for one in suggestions:
            if one.value is None:
                yield one
                continue
            parameter, code = one.value
            selection = {**self.selection, parameter: (*self.selection.get(parameter, ()), code)}
            if count := len(self.snapshot.narrow(selection, self.snapshot.live, self.at).result):
                yield replace(one, count=count)


def _met(simple: str, label: str, names: list[tuple[str, str]]) -> tuple[int, str | None] | None:
    """How well the best name (as written and simply) is met, and which it is where the label is not met itself."""
    ranked = [(rank, name != label, name) for name, its in names if (rank := _rank(simple, its)) is not None]
    if not ranked:
        return None
    rank, _, name = min(ranked)
    return rank, None if any(not is_other for _, is_other, _ in ranked) else name


def _met_in(entry: Entry, simple: str, label: str) -> tuple[int, str | None] | None:
    """How well a programme is met: in its name, in a keyword, or in its name and those of its funders together."""
    names = [(name, simply(name)) for name in (entry.name, entry.name_ja) if name]
    if met := _met(simple, label, names):
        return met
    if met := _met(simple, label, [(keyword, simply(keyword)) for keyword in entry.keywords]):
        return A_WORD_BEGINS, met[1]  # many have the same keyword: it names none of them
    own, words = " ".join(its for _, its in names), simple.split()
    with_funders = f"{own} {simply(' '.join(f'{body.name} {body.acronym}' for body in entry.funders))}"
    is_met = any(_begins_in(word, own) for word in words) and all(_begins_in(word, with_funders) for word in words)
    return (A_WORD_BEGINS, None) if is_met else None


def _rank(simple: str, name: str) -> int | None:
    if name.startswith(simple):
        return EXACT if name == simple else BEGINS
    return A_WORD_BEGINS if all(_begins_in(word, name) for word in simple.split()) else None


def _begins_in(word: str, name: str) -> bool:
    """Whether a word of the name begins so; Japanese has no words to begin."""
    return word in name if is_japanese(word) else f" {word}" in f" {name}"


def _named(folded: str, layer: Layer, first: int) -> Iterator[int]:
    """The numbers of entries whose names begin so, by the alphabet."""
    place = layer.place_of_name((folded, ""))
    for number in layer.by_name[place : place + _MOST_PROGRAMMES].tolist():
        if not fold(layer.entry(number).name).startswith(folded):
            break
        yield number + first


def _with_words(words: list[str], snapshot: Snapshot) -> list[int]:
    """The numbers of entries with words that begin so, those first in which they weigh most."""
    weights = np.zeros(snapshot.numbers, np.float32)
    having = [_having(word, snapshot, weights) for word in words]
    telling = [entries for entries, is_all in having if is_all] or [entries for entries, _ in having]
    found = BitMap.intersection(*telling)
    return Order(found, lambda numbers: -weights[numbers], snapshot.name_rank).slice(0, _MOST_PROGRAMMES)


def _having(word: str, snapshot: Snapshot, weights: NDArray[np.float32]) -> tuple[BitMap, bool]:
    """The entries that have a word which begins so, and whether it is all of them.

    Adds to the `weights` of each what the word weighs there.
    """
    texts, is_all = snapshot.text, True
    if is_japanese(word) and len(word) > 1:
        postings = [texts.posting(pair) for pair in pairs(word)]
        together = BitMap.intersection(*(posting.numbers if posting else BitMap() for posting in postings))
    else:
        terms = list(islice(texts.with_prefix(word if is_japanese(word) else AS_WRITTEN + word), _MOST_TERMS))
        is_all = len(terms) < _MOST_TERMS
        postings = [texts.posting(term) for term in terms]
        together = BitMap.union(BitMap(), *(posting.numbers for posting in postings if posting))
    for posting in postings:
        if posting:
            weights[numbers_in(posting.numbers)] += posting.impacts
    return together, is_all


def _corrected(simple: str, snapshot: Snapshot) -> str | None:
    """What was typed, with known words for those that nothing begins with; None where that helps nothing."""

    def is_used(known: str) -> bool:
        return snapshot.text.count(AS_WRITTEN + known) > 0 or known in snapshot.around.lexicon.words

    spelling, words = snapshot.text.spelling, simple.split()
    for number, word in enumerate(words):
        if any(map(snapshot.text.count, snapshot.text.with_prefix(AS_WRITTEN + word))):
            continue
        if known := spelling.nearest(word, is_used) or spelling.with_beginning_like(word, is_used):
            words[number] = known[0]
    return " ".join(words) if words != simple.split() else None


def _in_turn(found: Iterable[Suggestion]) -> list[Suggestion]:
    """The best first; among equals the groups take turns, so that none crowds out the others."""
    ordered = sorted(
        found, key=lambda one: (one.rank, one.matched is not None, -one.count, one.label if one.value else "")
    )
    places: dict[tuple[str, int], int] = {}
    turns = []
    for one in ordered:
        turn = places[one.group, one.rank] = places.get((one.group, one.rank), -1) + 1
        turns.append((one.rank, turn, GROUPS.index(one.group)))
    return [one for _, one in sorted(zip(turns, ordered, strict=True), key=lambda pair: pair[0])]
