"""Words nearest to a misspelt one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby, islice
from operator import itemgetter

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEAREST = 8  # as many are tried
_LOOSE = 3  # letters by which lengths may differ
_LIKE = 0.6  # of 1, the likeness from which on a word is worth naming


def allowed_distance(word: str) -> int:
    """How many letters may be wrong, missing, too many or swapped: one from four letters, two from eight."""
    if len(word) < 4 or not word.isascii() or word.isdigit():
        return 0
    return 1 if len(word) < 8 else 2


class Spelling:
    """Known words, by their length; those of `others` are known too."""

    def __init__(self, words: Iterable[str], *others: "Spelling") -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in filter(str.isascii, words):
            self._by_length[len(word)].append(word)
        self._parts: tuple[Spelling, ...] = (self, *(part for other in others for part in other._parts))

    def nearest(self, word: str, is_used: Callable[[str], bool]) -> list[str]:
        """The words in use at the least allowed distance from `word` (Damerau's, optimal string alignment)."""
        furthest = allowed_distance(word)
        choices = self._of_lengths(range(len(word) - furthest, len(word) + furthest + 1)) if furthest else []
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        by_distance = sorted({(distance, known) for known, distance, _index in found})
        for _distance, group in groupby(by_distance, key=itemgetter(0)):
            if used := [known for _, known in group if is_used(known)]:
                return used[:NEAREST]
        return []

    def similar(self, word: str, is_used: Callable[[str], bool]) -> list[str]:
        """Words in use that resemble `word` though more of it is wrong than a search forgives, the likest first."""
        choices = self._of_lengths(range(max(3, len(word) - _LOOSE), len(word) + _LOOSE + 1))
        found = process.extract(word, choices, scorer=OSA.normalized_similarity, score_cutoff=_LIKE, limit=None)
        ranked = sorted({(-likeness, known) for known, likeness, _index in found})
        return list(islice((known for _, known in ranked if is_used(known)), NEAREST))

    def with_beginning_like(self, beginning: str, is_used: Callable[[str], bool]) -> list[str]:
        """Words in use that begin nearly so, with the same letter: those with the fewest letters wrong come first."""
        furthest, length = allowed_distance(beginning), len(beginning)
        lengths = {of for part in self._parts for of in part._by_length if of > length} if furthest else ()
        choices = [known for known in self._of_lengths(lengths) if known[0] == beginning[0]]
        beginnings = [known[:length] for known in choices]
        found = process.extract(beginning, beginnings, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        ranked = sorted({(distance, len(choices[index]), choices[index]) for _, distance, index in found})
        return list(islice((known for _, _, known in ranked if is_used(known)), NEAREST))

    def _of_lengths(self, lengths: Iterable[int]) -> list[str]:
        return [word for length in lengths for part in self._parts for word in part._by_length.get(length, ())]
