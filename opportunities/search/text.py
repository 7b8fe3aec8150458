"""The texts of all entries of a snapshot: those of its prepared part, and those of the few that changed since."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from heapq import merge
from itertools import groupby

import numpy as np
from pyroaring import BitMap

from opportunities.search.lexicon import Lexicon
from opportunities.search.postings import Posting, TermIndex, numbers_in
from opportunities.search.spelling import Spelling
from opportunities.search.text_fields import AS_WRITTEN


class Texts:
    """Terms over a prepared index and one of changed entries, whose numbers follow on; only live entries count."""

    def __init__(
        self, prepared: TermIndex, changed: TermIndex, first_changed: int, live: BitMap, lexicon: Lexicon
    ) -> None:
        self._prepared, self._changed, self._first_changed = prepared, changed, first_changed
        self._live = live
        self._all_live = BitMap(range(first_changed)).issubset(live)
        self._lexicon = lexicon
        self.posting = lru_cache(maxsize=64)(self._posting)
        self.count = lru_cache(maxsize=4096)(self._count)

    def _posting(self, term: str) -> Posting | None:
        """The live entries that have the term, with their impacts; None where none has."""
        parts = [part for part in (self._live_part(term), self._changed_part(term)) if part and part.numbers]
        if len(parts) < 2:
            return parts[0] if parts else None
        return Posting(parts[0].numbers | parts[1].numbers, np.concatenate([part.impacts for part in parts]))

    def _live_part(self, term: str) -> Posting | None:
        posting = self._prepared.posting(term)
        if posting is None or self._all_live or posting.numbers.issubset(self._live):
            return posting
        numbers = posting.numbers & self._live
        kept = np.isin(numbers_in(posting.numbers), numbers_in(numbers), assume_unique=True)
        return Posting(numbers, posting.impacts[kept])

    def _changed_part(self, term: str) -> Posting | None:
        posting = self._changed.posting(term)
        return Posting(posting.numbers.shift(self._first_changed), posting.impacts) if posting else None

    def _count(self, term: str) -> int:
        """How many live entries have the term."""
        posting = self.posting(term)
        return len(posting.numbers) if posting else 0

    def with_prefix(self, prefix: str) -> Iterator[str]:
        """The terms that begin so, in order. Some may be those of entries that are gone."""
        return (
            term for term, _ in groupby(merge(self._prepared.with_prefix(prefix), self._changed.with_prefix(prefix)))
        )

    @cached_property
    def spelling(self) -> Spelling:
        """The words of names as they are written, and those of the lexicon."""
        return Spelling((), self._prepared.spelling, self._changed.spelling, self._lexicon.spelling)

    def with_name_like(self, word: str) -> Iterator[BitMap]:
        """For each word like `word`, the likest first: the entries with it in their names or those of their funders."""
        for known in self.spelling.similar(word, lambda candidate: self.count(AS_WRITTEN + candidate) > 0):
            if posting := self.posting(AS_WRITTEN + known):
                yield posting.numbers

    def with_phrase(self, phrase: Sequence[str]) -> BitMap:
        """The live entries in which the terms follow one another."""
        postings = [self.posting(term) for term in phrase]
        if not all(postings):
            return BitMap()
        having = BitMap.intersection(*(posting.numbers for posting in postings if posting))
        if len(phrase) == 1:
            return having
        prepared = having & BitMap(range(self._first_changed))
        changed = (having - prepared).shift(-self._first_changed)
        found = self._changed.with_phrase(phrase, changed).shift(self._first_changed)
        return found | self._prepared.with_phrase(phrase, prepared)

    def sequence(self, number: int) -> list[str]:
        """The terms of an entry, in order."""
        if number < self._first_changed:
            return self._prepared.sequence(number)
        return self._changed.sequence(number - self._first_changed)
