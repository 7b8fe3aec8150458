"""What each thing that people ask for is worth to each entry: worked out once for a snapshot, and kept for a while."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.search.declaration import NOT_STATED
from opportunities.search.indexing import FULL_IMPACT, Numbers
from opportunities.search.postings import numbers_in
from opportunities.search.recent import Recent
from opportunities.search.text import Texts
from opportunities.search.understanding import Alternative, Wanted

Scores = NDArray[np.float32]
Having = Callable[[str, str], BitMap]  # the live entries that yield a value of a facet

VALUE_IMPACT = 0.35  # of having the facet value that a word names
# What an entry's score is multiplied by that has none of the values of a facet that the question names, and by what
# where its values are not stated.
MISMATCH = {
    "direction": 0.45,
    "stage": 0.65,
    "kind": 0.85,
    "discipline": 0.7,
    "activity": 0.85,
    "status": 0.6,
    "applicant": 0.9,
    "covers": 0.95,
    "funder": 0.8,
}
UNSTATED = 0.85

_KEPT_ANSWERS = 64
_WARMED = 12  # answers that a new snapshot works out before it is asked, the last ones of the old
_KEPT_FITS = 16
_SHARES = np.arange(FULL_IMPACT + 1, dtype=np.float32) / np.float32(FULL_IMPACT)


def rarity(having: int, size: int) -> float:
    """The inverse document frequency of BM25: more, the fewer of `size` entries have something."""
    return log(1 + (size - having + 0.5) / (having + 0.5))


@dataclass(frozen=True, slots=True)
class Answer:
    """The entries that have what is wanted in one way or another, and the score of each that has some of it."""

    having: BitMap
    numbers: Numbers
    scores: Scores
    rarity: float


class Scoring:
    """Answers over the live entries of a snapshot; `numbers` is one more than the highest number."""

    def __init__(self, texts: Texts, having: Having, live: BitMap, numbers: int) -> None:
        self._texts, self._having, self._live, self.numbers = texts, having, live, numbers
        self.answer = Recent(self._answer, _KEPT_ANSWERS)
        self.fit = lru_cache(maxsize=_KEPT_FITS)(self._fit)

    def warm(self, like: "Scoring") -> None:
        """Work out the last answers of an earlier snapshot, so that after an edit no request has to wait for them."""
        for wanted in like.answer.keys()[-_WARMED:]:
            self.answer(wanted)

    def rarity(self, having: int) -> float:
        """How rare something is that so many entries have."""
        return rarity(having, len(self._live))

    def of_term(self, term: str, share: float) -> tuple[Numbers, Scores] | None:
        """The entries that have a term, with `share` of what it is worth to each; None where none has."""
        posting = self._texts.posting(term)
        if posting is None:
            return None
        weight = np.float32(share * self.rarity(len(posting.numbers)))
        return numbers_in(posting.numbers), (_SHARES * weight)[posting.impacts]

    def _answer(self, wanted: Wanted) -> Answer:
        of_values = [self._having(*value) for value in wanted.values]
        having = BitMap.union(BitMap(), *map(self._with_all_terms, wanted.alternatives), *of_values)
        usual = self.rarity(len(having))
        best = np.zeros(self.numbers, np.float32)
        for alternative in wanted.alternatives:
            self._score(alternative, usual, best)
        for members in of_values:
            numbers = numbers_in(members)
            best[numbers] = np.maximum(best[numbers], np.float32(VALUE_IMPACT * usual))
        scored = np.flatnonzero(best).astype(np.uint32)
        return Answer(having, scored, best[scored], usual)

    def joined(self, answer: Answer, members: BitMap) -> Answer:
        """The answer with further entries that have a facet value that is wanted. Other scores stay as they are."""
        having = answer.having | members
        usual = self.rarity(len(having))
        best = np.zeros(self.numbers, np.float32)
        best[answer.numbers] = answer.scores
        numbers = numbers_in(members)
        best[numbers] = np.maximum(best[numbers], np.float32(VALUE_IMPACT * usual))
        scored = np.flatnonzero(best).astype(np.uint32)
        return Answer(having, scored, best[scored], usual)

    def _with_all_terms(self, alternative: Alternative) -> BitMap:
        postings = [self._texts.posting(term) for term in alternative.terms]
        if not all(postings):
            return BitMap()
        return BitMap.intersection(*(posting.numbers for posting in postings if posting))

    def _score(self, alternative: Alternative, usual: float, best: Scores) -> None:
        """Raise `best` to what an alternative is worth, where that is more.

        It is the mean over its terms; an entry that has only some of them gets less than their part. The very words
        that were asked for are as rare as they are; what stands for them, as rare as all of it together.
        """
        postings = [posting for term in alternative.terms if (posting := self._texts.posting(term))]
        score, met = np.zeros_like(best), np.zeros_like(best) if len(alternative.terms) > 1 else None
        for posting in postings:
            own = self.rarity(len(posting.numbers))
            weight = np.float32(alternative.weight * (own if alternative.is_own else usual))
            numbers = numbers_in(posting.numbers)
            score[numbers] += (_SHARES * weight)[posting.impacts]
            if met is not None:
                met[numbers] += 1
        if met is not None:
            score *= met / np.float32(len(alternative.terms) ** 2)
        np.maximum(best, score, out=best)

    def _fit(self, parameter: str, values: tuple[str, ...]) -> Scores:
        return fit(self._having, self.numbers, parameter, values)


def fit(having: Having, numbers: int, parameter: str, values: Sequence[str]) -> Scores:
    """By what each entry's score is multiplied for the values of one facet that a question names."""
    factors = np.full(numbers, np.float32(MISMATCH.get(parameter, 1.0)))
    factors[numbers_in(having(parameter, NOT_STATED))] = np.float32(UNSTATED)
    for value in values:
        factors[numbers_in(having(parameter, value))] = 1
    return factors
