"""What text search means, written afresh in plain Python: one entry after the other, one word after the other.

Shared with the search itself are the weights of fields and the other constants, the stemmer, and (for scores) how a
question is read; what its words find is written here once more.
"""

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import ceil, log

from Stemmer import Stemmer

from opportunities.search import indexing, ranking, scoring, text_fields
from opportunities.search.declaration import FACET
from opportunities.search.entry import Entry
from opportunities.search.spelling import Spelling
from opportunities.search.understanding import Alternative, Understood, Wanted

stem = Stemmer("english").stemWord
HYPHENS = "‐‑‒–—―−－"
Value = tuple[str, str]


def folded(text: str) -> str:
    """Without case, accents, macrons and width; apostrophes dropped; every hyphen a plain one."""
    text = "".join("-" if character in HYPHENS else character for character in text if character not in "'’‘ʼ＇・･")
    kept = [c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c) or c in "\u3099\u309a"]
    return unicodedata.normalize("NFKC", "".join(kept)).casefold()


def _script(character: str) -> str:
    is_kana = "\u3040" <= character <= "\u30ff" and character != "・"
    if is_kana or "\u3400" <= character <= "\u9fff" or character == "々":
        return "japanese"
    return "word" if character.isalnum() else "other"


def runs(text: str) -> list[str]:
    """Runs of Japanese, and words with the hyphens within them."""
    found: list[str] = []
    before = "other"
    text = folded(text)
    for place, character in enumerate(text):
        script = _script(character)
        is_joint = character == "-" and before == "word" and _script(text[place + 1 : place + 2] or " ") == "word"
        if is_joint:
            script = "word"
        if script != "other":
            if script == before:
                found[-1] += character
            else:
                found.append(character)
        before = script
    return found


def is_japanese(run: str) -> bool:
    return _script(run[0]) == "japanese"


def in_order(text: str) -> list[str]:
    """The terms of a text as they follow one another: stems, and pairs of Japanese characters."""
    terms: list[str] = []
    for run in runs(text):
        if is_japanese(run):
            terms += [run[place : place + 2] for place in range(max(len(run) - 1, 1))]
        else:
            terms += map(stem, run.split("-"))
    return terms


def as_written(text: str) -> Iterator[str]:
    """Its words, those with hyphens in parts and as one; runs of Japanese as they are."""
    for run in runs(text):
        parts = run.split("-")
        yield from [*parts, "".join(parts)] if len(parts) > 1 else parts


def besides(text: str, is_name: bool) -> Iterator[str]:
    """The terms that have no place in the order."""
    for run in runs(text):
        if is_japanese(run) and len(run) > 1:
            yield run[-1]
        elif "-" in run:
            yield stem(run.replace("-", ""))
    if is_name:
        yield from ("=" + word for word in as_written(text))
        terms = in_order(text)
        yield from (f"{a} {b}" for a, b in pairwise(terms) if (a + b).isascii())


def distance(one: str, other: str) -> int:
    """Letters wrong, missing, too many, or swapped with the next."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            least = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                least = min(least, rows[-2][j - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]


def nearest(word: str, known: Iterable[str]) -> set[str]:
    """The known words with the fewest wrong letters: at most one from four letters on, two from eight."""
    allowed = 0 if len(word) < 4 or not word.isascii() or word.isdigit() else 1 if len(word) < 8 else 2
    apart = {other: distance(word, other) for other in known if other.isascii() and abs(len(other) - len(word)) <= 2}
    least = min(apart.values(), default=99)
    return {other for other, wrong in apart.items() if wrong == least <= allowed}


class PlainSpelling(Spelling):
    """Looks at every known word."""

    def __init__(self, words: Iterable[str]) -> None:
        self.known = set(words)

    def nearest(self, word: str, is_used: Callable[[str], bool]) -> list[str]:
        return sorted(nearest(word, filter(is_used, self.known)))[:8]


@dataclass
class PlainTexts:
    """The texts of some entries. `other_words` are known too when spelling is corrected."""

    entries: Sequence[Entry]
    other_words: frozenset[str] = frozenset()
    sequences: list[list[list[str]]] = field(init=False)  # of each entry, of each of its texts
    weights: list[Counter[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.sequences, self.weights = [], []
        for entry in self.entries:
            weights: Counter[str] = Counter()
            sequences = []
            for part in text_fields.TEXT_FIELDS:
                texts = list(filter(None, part.of(entry)))
                length = sum(len(in_order(text)) for text in texts)
                relative = max(length, 1) / part.usual_length
                weight = part.weight / (1 - text_fields.LENGTH_MATTERS + text_fields.LENGTH_MATTERS * relative)
                for text in texts:
                    sequences.append(in_order(text))
                    for term in [*in_order(text), *besides(text, part.names)]:
                        weights[term] += weight  # type: ignore[assignment]  # a Counter of floats
            self.sequences.append(sequences)
            self.weights.append(weights)

    # --- A vocabulary, for reading questions

    def count(self, term: str) -> int:
        return sum(term in weights for weights in self.weights)

    def with_prefix(self, prefix: str) -> list[str]:
        return sorted({term for weights in self.weights for term in weights if term.startswith(prefix)})

    @cached_property
    def spelling(self) -> Spelling:
        return PlainSpelling({term[1:] for term in self.with_prefix("=")} | self.other_words)

    # --- Who has what

    def having(self, terms: Iterable[str]) -> set[int]:
        """The entries that have all the terms."""
        wanted = set(terms)
        return {place for place, weights in enumerate(self.weights) if wanted <= weights.keys()}

    def with_phrase(self, phrase: Sequence[str]) -> set[int]:
        """The entries with a text in which the terms follow one another; a lone term may stand anywhere."""
        size = len(phrase)
        if size == 1:
            return self.having(phrase)
        return {
            place
            for place, sequences in enumerate(self.sequences)
            if any(list(phrase) == text[at : at + size] for text in sequences for at in range(len(text)))
        }

    def with_value(self, value: Value) -> set[int]:
        """The entries that yield a value of a facet which does not depend on time."""
        parameter, code = value
        of = FACET[parameter].of
        assert of is not None, parameter
        return {place for place, entry in enumerate(self.entries) if code in (set(of(entry)) or {"not-stated"})}


@dataclass
class PlainFound:
    """What a question finds among some entries, by their places, and how well each answers it."""

    understood: Understood
    texts: PlainTexts
    is_relaxed: bool = False

    def __post_init__(self) -> None:
        self.matched = self._match()

    def _match(self) -> set[int]:
        question = self.understood.question
        within = set(range(len(self.texts.entries)))
        for phrase in question.phrases:
            within &= self.texts.with_phrase(phrase)
        for excluded in question.excluded:
            within -= self.texts.with_phrase(excluded)
        needed = [self.anyhow(wanted) for wanted in self.understood.wanted if not wanted.is_idle]
        with_all = within.intersection(*needed)
        is_long = len(needed) > ranking.MOST_STRICT or question.is_sentence
        if not needed or (with_all and not is_long):
            return with_all
        met = {place: sum(place in having for having in needed) for place in within}
        least = max(1, ceil(sum(map(bool, needed)) * ranking.ENOUGH))
        with_most = {place for place in within if met[place] >= least} or {p for p in within if met[p]}
        self.is_relaxed = bool(with_all | with_most)
        return with_all | with_most

    def anyhow(self, wanted: Wanted) -> set[int]:
        """The entries that have what is wanted, in one way or another."""
        ways = [self.texts.having(alternative.terms) for alternative in wanted.alternatives]
        return set().union(*ways, *map(self.texts.with_value, wanted.values))

    def score(self, place: int) -> float:
        total = sum(self._share(wanted, place) for wanted in self.understood.wanted)
        for pair in self.understood.neighbours:
            total += ranking.NEIGHBOURS * self._rarity(self.texts.count(pair)) * self._impact(pair, place)
        if self.is_relaxed:
            total *= self._coverage(place)
        for parameter in {parameter for parameter, _ in self.understood.values}:
            total *= self._fit(parameter, place)
        return total

    def _rarity(self, having: int) -> float:
        return log(1 + (len(self.texts.entries) - having + 0.5) / (having + 0.5))

    def _impact(self, term: str, place: int) -> float:
        """What a term weighs in an entry, from 0 to 1: the more, the less each further time adds; kept in a byte."""
        weight: float = self.texts.weights[place][term]
        if not weight:
            return 0
        return max(round(weight / (weight + indexing.SATURATION) * 255), 1) / 255

    def _share(self, wanted: Wanted, place: int) -> float:
        """The best of the ways in which an entry has what is wanted."""
        usual = self._rarity(len(self.anyhow(wanted)))
        ways = [self._worth(alternative, usual, place) for alternative in wanted.alternatives]
        ways += [scoring.VALUE_IMPACT * usual for value in wanted.values if place in self.texts.with_value(value)]
        return max(ways, default=0) * (ranking.IDLE if wanted.is_idle else 1)

    def _worth(self, alternative: Alternative, usual: float, place: int) -> float:
        """The mean over the terms, times the part of them that the entry has."""
        total, met = 0.0, 0
        for term in alternative.terms:
            rarity = self._rarity(self.texts.count(term)) if alternative.is_own else usual
            total += alternative.weight * rarity * self._impact(term, place)
            met += term in self.texts.weights[place]
        return total / len(alternative.terms) * met / len(alternative.terms)

    def _coverage(self, place: int) -> float:
        parts = [
            (self._rarity(len(having)) * (ranking.IDLE if wanted.is_idle else 1), place in having)
            for wanted in self.understood.wanted
            for having in [self.anyhow(wanted)]
        ]
        whole = sum(weight for weight, _ in parts) or 1.0
        return float((sum(weight for weight, is_met in parts if is_met) / whole) ** ranking.COVERAGE)

    def _fit(self, parameter: str, place: int) -> float:
        named = [value for value in self.understood.values if value[0] == parameter]
        if any(place in self.texts.with_value(value) for value in named):
            return 1
        if place in self.texts.with_value((parameter, "not-stated")):
            return scoring.UNSTATED
        return scoring.MISMATCH.get(parameter, 1.0)
