"""Making the index of some entries: their texts cut into terms, counted, weighed."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from opportunities.search.entry import Entry
from opportunities.search.text_fields import AS_WRITTEN, GAP, TEXT_FIELDS, TextField, pair_term
from opportunities.search.words import runs, terms_of_run

Numbers = NDArray[np.uint32]
Impacts = NDArray[np.uint8]

SATURATION = 1.2  # BM25's k1: how soon more of the same word says no more
FULL_IMPACT = 255  # impacts are kept in a byte
_SHORT = 100  # characters: names of funders and fields come again and again


@dataclass(frozen=True, slots=True)
class Portion:
    """The index of some entries in a row, which are numbered from 0; terms are numbered in their order."""

    terms: list[str]  # in the order of code points
    sizes: NDArray[np.int64]  # how many entries have each term
    entries: Numbers  # those of each term, one term after the other
    impacts: Impacts  # of the term in each of those
    sequences: Numbers  # the terms in order, one entry after the other
    lengths: NDArray[np.int64]  # of each entry's sequence


# The numbers of terms, as the bytes of unsigned integers: in order, and besides.
Numbered = tuple[bytes, bytes]


class _Numbering(dict[str, int]):
    """Numbers terms as they come."""

    def __init__(self) -> None:
        self.terms: list[str] = []

    def __missing__(self, term: str) -> int:
        number = self[term] = len(self)
        self.terms.append(term)
        return number

    def numbers(self, terms: Iterable[str]) -> bytes:
        return array("I", map(self.__getitem__, terms)).tobytes()


class _Runs(dict[str, Numbered]):
    """The numbered terms of runs, each worked out once."""

    def __init__(self, numbering: _Numbering) -> None:
        self._numbering = numbering

    def __missing__(self, run: str) -> Numbered:
        terms = terms_of_run(run)
        besides = self._numbering.numbers(terms.besides) if terms.besides else b""
        numbered = self[run] = self._numbering.numbers(terms.in_order), besides
        return numbered


class _Indexer:
    """Collects, entry by entry, every term that stands somewhere, with what it weighs there."""

    def __init__(self) -> None:
        self.numbering = _Numbering()
        self.gap = self.numbering.numbers([GAP])
        self.runs = _Runs(self.numbering)
        self.known: list[dict[str, tuple[bytes, bytes]]] = [{} for _ in TEXT_FIELDS]  # for each field
        self.tokens, self.sequences = array("I"), array("I")
        self.run_weights, self.run_lengths = array("d"), array("q")  # of tokens that weigh the same
        self.token_counts, self.lengths = array("q"), array("q")  # of each entry

    def add(self, entry: Entry) -> None:
        tokens, sequence, gap = len(self.tokens), len(self.sequences), self.gap
        for field, known in zip(TEXT_FIELDS, self.known, strict=True):
            texts = [known.get(text) or self.text(field, text, known) for text in field.of(entry) if text]
            before = len(self.tokens)
            in_order = [text for text, _besides in texts]
            self.tokens.frombytes(b"".join(chain.from_iterable(texts)))
            self.sequences.frombytes(gap.join([*in_order, b""]))
            self.run_lengths.append(len(self.tokens) - before)
            self.run_weights.append(field.weight_of_term(sum(map(len, in_order)) // len(gap)))
        self.token_counts.append(len(self.tokens) - tokens)
        self.lengths.append(len(self.sequences) - sequence)

    def text(self, field: TextField, text: str, known: dict[str, tuple[bytes, bytes]]) -> tuple[bytes, bytes]:
        """The terms of a text in order, and all others by which it is found."""
        cut = runs(text)
        found = [self.runs[run] for run in cut]
        in_order, besides = b"".join([terms for terms, _ in found]), b"".join([terms for _, terms in found])
        if field.names:
            words = [AS_WRITTEN + word for run in cut for word in terms_of_run(run).words]
            besides += self.numbering.numbers([*words, *self.neighbours(in_order)])
        numbered = in_order, besides
        if len(text) < _SHORT:
            known[text] = numbered
        return numbered

    def neighbours(self, in_order: bytes) -> list[str]:
        """The terms of stems that stand side by side."""
        terms = [self.numbering.terms[number] for number in memoryview(in_order).cast("I")]
        return [pair_term(a, b) for a, b in pairwise(terms) if a.isascii() and b.isascii()]


def portion_of(entries: Iterable[Entry]) -> Portion:
    """The index of entries."""
    indexer = _Indexer()
    for entry in entries:
        indexer.add(entry)
    came = indexer.numbering.terms
    in_order = sorted(range(len(came)), key=came.__getitem__)
    place = np.empty(len(came), np.int64)
    place[in_order] = np.arange(len(came))
    weights = np.repeat(np.array(indexer.run_weights), np.array(indexer.run_lengths, np.int64))
    terms, of, summed = _summed(
        place[np.array(indexer.tokens, np.uint32)], weights, np.array(indexer.token_counts, np.int64)
    )
    return Portion(
        terms=[came[number] for number in in_order],
        sizes=np.bincount(terms, minlength=len(came)),
        entries=of.astype(np.uint32),
        impacts=impacts_of(summed),
        sequences=place[np.array(indexer.sequences, np.uint32)].astype(np.uint32),
        lengths=np.array(indexer.lengths, np.int64),
    )


def _summed(
    tokens: NDArray[np.int64], weights: NDArray[np.float64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The terms in order, each once for every entry that has it; those entries; and what the term weighs in all."""
    size = max(len(counts), 1)
    keys = tokens * size + np.repeat(np.arange(len(counts)), counts)
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    firsts = np.flatnonzero(np.diff(ordered, prepend=-1))
    summed = np.add.reduceat(weights[order], firsts) if len(firsts) else np.zeros(0)
    once = ordered[firsts]
    return once // size, once % size, summed


def impacts_of(weights: NDArray[Any]) -> Impacts:
    """The saturated weights of terms, from 1 to FULL_IMPACT."""
    return np.maximum(np.rint(weights / (SATURATION + weights) * FULL_IMPACT), 1).astype(np.uint8)
