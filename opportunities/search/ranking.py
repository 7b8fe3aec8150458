"""Which entries a question finds, and how well each answers it."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from math import ceil

import numpy as np
from pyroaring import BitMap

from opportunities.search.declaration import FACET
from opportunities.search.indexing import Numbers
from opportunities.search.postings import numbers_in, set_of
from opportunities.search.scoring import Answer, Having, Scores, Scoring, fit
from opportunities.search.text import Texts
from opportunities.search.understanding import Understood, Wanted

MOST_STRICT = 3  # things asked for of which an entry must have all: a longer question is a sentence
NEIGHBOURS = 0.5  # what two words side by side in a name add, of what a word of their rarity would
ENOUGH = 0.4  # of the things a sentence asks for
IDLE = 0.3  # what words count that hold the sentence together
COVERAGE = 0.3  # how much it tells which part of a sentence an entry answers at all


class Found:
    """The answer to a question: the entries found, whether some have only a part of it, and a score for each."""

    def __init__(self, understood: Understood, texts: Texts, scoring: Scoring, having: Having, live: BitMap) -> None:
        self.understood = understood
        self._texts, self._scoring, self._having, self._live = texts, scoring, having, live
        self._answers = [(wanted, self._answer(wanted)) for wanted in understood.wanted]
        self.is_relaxed = False
        self.matched = self._match()

    def _answer(self, wanted: Wanted) -> Answer:
        """What is kept, and where a value depends on time, that besides."""
        passing = [value for value in wanted.values if FACET[value[0]].at is not None]
        if not passing:
            return self._scoring.answer(wanted)
        answer = self._scoring.answer(wanted.without(passing))
        return self._scoring.joined(answer, BitMap.union(*(self._having(*value) for value in passing)))

    def _match(self) -> BitMap:
        within = self._live
        for phrase in self.understood.question.phrases:
            within = within & self._texts.with_phrase(phrase)
        for excluded in self.understood.question.excluded:
            within = within - self._texts.with_phrase(excluded)
        needed = [answer.having for wanted, answer in self._answers if not wanted.is_idle]
        with_all = BitMap.intersection(within, *needed)
        if not needed or (with_all and len(needed) <= MOST_STRICT and not self.understood.question.is_sentence):
            return with_all
        some = with_all | self._with_most(needed, within)
        self.is_relaxed = bool(some)
        return some

    def _with_most(self, needed: Sequence[BitMap], within: BitMap) -> BitMap:
        """The entries that have enough of what is wanted and any entry has; where none has, those with any of it."""
        counts = np.zeros(self._scoring.numbers, np.uint8)
        for having in needed:
            counts[numbers_in(having)] += 1
        for enough in (max(1, ceil(sum(map(bool, needed)) * ENOUGH)), 1):
            if some := within & set_of(np.flatnonzero(counts >= enough)):
                return some
        return BitMap()

    def unknown_words(self) -> list[str]:
        """The words of the question that no entry has, in any way."""
        return [wanted.typed for wanted, answer in self._answers if not answer.having]

    def scores_of(self, numbers: Numbers) -> Scores:
        """How well each of these entries, which must be among those found, answers."""
        total = np.zeros(len(numbers), np.float32)
        for part in self._parts(numbers):
            total += part
        if self.is_relaxed:
            total *= self._coverage(numbers)
        for parameter, values in self._named:
            total *= self._fit(parameter, values)[numbers]
        return total

    def _parts(self, numbers: Numbers) -> Iterator[Scores]:
        scratch = np.zeros(self._scoring.numbers, np.float32)
        for wanted, answer in self._answers:
            scratch[answer.numbers] = answer.scores * np.float32(IDLE) if wanted.is_idle else answer.scores
            yield scratch[numbers]
            scratch[answer.numbers] = 0
        for term in self.understood.neighbours:
            if found := self._scoring.of_term(term, NEIGHBOURS):
                scratch[found[0]] = found[1]
                yield scratch[numbers]
                scratch[found[0]] = 0

    def _coverage(self, numbers: Numbers) -> Scores:
        """Which part of what is wanted each entry has, by rarity."""
        weights = [answer.rarity * (IDLE if wanted.is_idle else 1.0) for wanted, answer in self._answers]
        covered = np.zeros(self._scoring.numbers, np.float32)
        for (_wanted, answer), weight in zip(self._answers, weights, strict=True):
            covered[numbers_in(answer.having)] += np.float32(weight)
        return (covered[numbers] / np.float32(sum(weights) or 1.0)) ** np.float32(COVERAGE)

    @cached_property
    def _named(self) -> list[tuple[str, tuple[str, ...]]]:
        """The facets that the question names, with the values."""
        values = self.understood.values
        return [(one, tuple(v for p, v in values if p == one)) for one in dict.fromkeys(p for p, _ in values)]

    def _fit(self, parameter: str, values: tuple[str, ...]) -> Scores:
        if FACET[parameter].at is None:
            return self._scoring.fit(parameter, values)
        return fit(self._having, self._scoring.numbers, parameter, values)
