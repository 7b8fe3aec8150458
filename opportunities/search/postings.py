"""The inverted index: for each term the entries that have it, and with what impact."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.search.columns import Blobs, Columns, SortedTexts
from opportunities.search.indexing import Impacts, Numbers, Portion
from opportunities.search.spelling import Spelling
from opportunities.search.text_fields import AS_WRITTEN


@dataclass(frozen=True, slots=True)
class Posting:
    """The entries of one term by their numbers, and the impact of each in the order of the numbers."""

    numbers: BitMap
    impacts: Impacts


def numbers_in(entries: BitMap) -> Numbers:
    """The numbers of a set, ascending."""
    return np.frombuffer(entries.to_array(), np.uint32)


def set_of(numbers: NDArray[Any]) -> BitMap:
    """The set of these numbers."""
    return BitMap(numbers.astype(np.uint32, copy=False).data)


def index_columns(portions: Sequence[Portion]) -> Columns:
    """The columns of an index over portions that follow one another."""
    terms = sorted(set().union(*(portion.terms for portion in portions)))
    place = {term: number for number, term in enumerate(terms)}
    renumbered = [np.array([place[term] for term in portion.terms], np.uint32) for portion in portions]
    sizes = np.zeros(len(terms), np.int64)
    for portion, new in zip(portions, renumbered, strict=True):
        sizes[new] += portion.sizes
    starts = np.concatenate([np.zeros(1, np.int64), np.cumsum(sizes)])
    numbers, its_impacts = np.empty(starts[-1], np.uint32), np.empty(starts[-1], np.uint8)
    filled, first = starts[:-1].copy(), 0
    for portion, new in zip(portions, renumbered, strict=True):
        _place(portion, new, first, filled, numbers, its_impacts)
        first += len(portion.lengths)
    sets = (set_of(numbers[starts[i] : starts[i + 1]]).serialize() for i in range(len(terms)))
    lengths = np.concatenate([np.zeros(1, np.int64), *(portion.lengths for portion in portions)])
    return {
        **Blobs.of(term.encode() for term in terms).columns("terms"),
        **Blobs.of(sets).columns("sets"),
        "impacts": its_impacts,
        "impacts_offsets": starts,
        "sequences": np.concatenate([n[p.sequences] for p, n in zip(portions, renumbered, strict=True)] or [numbers]),
        "sequences_offsets": np.cumsum(lengths),
    }


def _place(
    portion: Portion, new: NDArray[Any], first: int, filled: NDArray[Any], numbers: Numbers, impacts: Impacts
) -> None:
    """Put a portion's postings where each term's next ones go; `filled` says where that is, and moves on."""
    begins = np.cumsum(portion.sizes) - portion.sizes
    target = np.repeat(filled[new] - begins, portion.sizes) + np.arange(len(portion.entries))
    numbers[target] = portion.entries + np.uint32(first)
    impacts[target] = portion.impacts
    filled[new] += portion.sizes


class TermIndex:
    """An inverted index over columns."""

    def __init__(self, columns: Columns) -> None:
        self.terms = SortedTexts(Blobs.in_columns(columns, "terms"))
        self._sets = Blobs.in_columns(columns, "sets")
        self._impacts, self._offsets = columns["impacts"], columns["impacts_offsets"]
        self._sequences, self._sequence_offsets = columns["sequences"], columns["sequences_offsets"]

    def posting(self, term: str) -> Posting | None:
        """The entries that have the term; None where none has."""
        number = self.terms.find(term)
        if number is None:
            return None
        impacts = self._impacts[self._offsets[number] : self._offsets[number + 1]]
        return Posting(BitMap.deserialize(self._sets[number]), impacts)

    def with_prefix(self, prefix: str) -> Iterator[str]:
        """All terms that begin with `prefix`, in order."""
        return (self.terms[number] for number in self.terms.with_prefix(prefix))

    @cached_property
    def spelling(self) -> Spelling:
        """The words of names as they are written."""
        return Spelling(term[len(AS_WRITTEN) :] for term in self.with_prefix(AS_WRITTEN))

    def sequence(self, number: int) -> list[str]:
        """The terms of an entry, in order."""
        return [self.terms[int(term)] for term in self._sequence(number)]

    def with_phrase(self, phrase: Sequence[str], among: BitMap) -> BitMap:
        """Those entries of `among` that have the terms of `phrase` one after the other."""
        places = [self.terms.find(term) for term in phrase]
        if None in places:
            return BitMap()
        wanted = np.array(places, np.uint32).tobytes()
        return BitMap(number for number in among if _has_run(self._sequence(number).tobytes(), wanted))

    def _sequence(self, number: int) -> Numbers:
        return self._sequences[self._sequence_offsets[number] : self._sequence_offsets[number + 1]]


def _has_run(sequence: bytes, wanted: bytes, size: int = 4) -> bool:
    at = sequence.find(wanted)
    while at % size and at != -1:  # found across the border of two terms
        at = sequence.find(wanted, at + 1)
    return at != -1
