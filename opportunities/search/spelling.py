"""Words nearest to a misspelt one."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import groupby
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
    """Known words, by their length."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in filter(str.isascii, words):
            self._by_length[len(word)].append(word)

    def nearest(self, word: str, is_used: Callable[[str], bool]) -> list[str]:
        """The words in use at the least allowed distance from `word` (Damerau's, optimal string alignment)."""
        furthest = allowed_distance(word)
        lengths = range(len(word) - furthest, len(word) + furthest + 1) if furthest else ()
        choices = [known for length in lengths for known in self._by_length.get(length, ())]
        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=furthest, limit=None)
        by_distance = sorted({(distance, known) for known, distance, _index in found})
        for _distance, group in groupby(by_distance, key=itemgetter(0)):
            if used := [known for _, known in group if is_used(known)]:
                return used[:NEAREST]
        return []

    def similar(self, word: str, is_used: Callable[[str], bool]) -> list[str]:
        """Words in use that resemble `word` though more of it is wrong than a search forgives, the likest first."""
        lengths = range(max(3, len(word) - _LOOSE), len(word) + _LOOSE + 1)
        choices = [known for length in lengths for known in self._by_length.get(length, ())]
        found = process.extract(word, choices, scorer=OSA.normalized_similarity, score_cutoff=_LIKE, limit=4 * NEAREST)
        return [known for known, _likeness, _index in found if is_used(known)][:NEAREST]

    def with_beginning_like(self, beginning: str, is_used: Callable[[str], bool]) -> list[str]:
        """Words in use that begin nearly so, with the same letter: those with the fewest letters wrong come first."""
        furthest, length = allowed_distance(beginning), len(beginning)
        longer = (words for of, words in self._by_length.items() if of > length) if furthest else ()
        choices = [known for words in longer for known in words if known[0] == beginning[0]]
        beginnings = [known[:length] for known in choices]
        found = process.extract(beginning, beginnings, scorer=OSA.distance, score_cutoff=furthest, limit=4 * NEAREST)
        return [choices[index] for _, _, index in found if is_used(choices[index])][:NEAREST]
