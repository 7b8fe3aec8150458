"""What a question asks for, once it is read against the catalogue: words with what may stand for them, facet values."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise
from typing import Protocol

from opportunities.search.directions import direction_of
from opportunities.search.idle_words import IDLE_WORDS
from opportunities.search.lexicon import NO_MEANING, Lexicon, Meaning, Value, term_groups
from opportunities.search.question import Question, Word, is_hiragana, japanese_words
from opportunities.search.spelling import Spelling
from opportunities.search.text_fields import AS_WRITTEN, pair_term
from opportunities.search.words import pairs, stem

# How much a match counts that is not of the very word.
SYNONYM = 0.7
MISSPELT = 0.7
ANYWHERE = 1.0  # within a longer run of Japanese
PAIR_ANYWHERE = 0.6  # two characters, which may stand side by side by chance, of a body's short name
BEGINNING = 0.6

MOST_WANTED = 20  # things that are looked for
SHORTEST_BEGINNING = 2  # letters of a word that is taken for the beginning of another
MOST_BEGUN = 40  # words that a beginning is taken for
MOST_BEGUN_BY_CHARACTER = 300  # pairs of characters that a single one begins
_PAIR = 2
_SHORTEST_PART = 3  # letters of a word that was written together with the next
_LANDS = frozenset({"uk", "japan", "japanes", "british", "britain", "日本", "英国", "イギリス", "日英"})


class Vocabulary(Protocol):
    """The terms in use."""

    def count(self, term: str) -> int:
        """How many entries have the term."""
        ...

    def with_prefix(self, prefix: str) -> Iterable[str]:
        """The terms that begin so, in order."""
        ...

    @property
    def spelling(self) -> Spelling:
        """The words of names as they are written, and those of the lexicon."""
        ...


@dataclass(frozen=True, slots=True)
class Alternative:
    """Terms that stand, together, for what is wanted, and how much that counts.

    `is_own`: they are the very words, so that it tells how rare they are themselves.
    """

    terms: tuple[str, ...]
    weight: float = 1.0
    is_own: bool = True


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing that is asked for: a word or an expression. What is idle only helps to rank."""

    typed: str
    alternatives: tuple[Alternative, ...]
    values: tuple[Value, ...] = ()
    is_idle: bool = False

    def without(self, values: Collection[Value]) -> "Wanted":
        """The same without some of its facet values."""
        return replace(self, values=tuple(value for value in self.values if value not in values))


@dataclass(frozen=True, slots=True)
class Understood:
    """All that is asked for, the facet values that it names, and for misspelt words those that were taken instead."""

    question: Question
    wanted: tuple[Wanted, ...]
    values: tuple[Value, ...]
    corrections: tuple[tuple[str, str], ...]
    neighbours: tuple[str, ...]  # terms of words that stand side by side


def understand(question: Question, lexicon: Lexicon, vocabulary: Vocabulary) -> Understood:
    """Read a question against a lexicon and the terms in use."""
    return _Reader(question, lexicon, vocabulary).understood()


class _Reader:
    """Goes through the words of one question."""

    def __init__(self, question: Question, lexicon: Lexicon, vocabulary: Vocabulary) -> None:
        self.question, self.lexicon, self.vocabulary = question, lexicon, vocabulary
        self.words = question.words
        self.taken = [self._spelt(number) for number in range(len(self.words))]
        self.stems = [
            stem(spelt[0]) if spelt else word.stem for word, spelt in zip(self.words, self.taken, strict=True)
        ]

    def understood(self) -> Understood:
        direction = direction_of(self.question.text)
        wanted = list(self._wanted(has_direction=direction is not None))
        if all(one.is_idle for one in wanted):
            wanted = [replace(one, is_idle=False) for one in wanted or self._idle_words()]
        values = [value for one in wanted for value in one.values]
        if direction:
            values = [("direction", direction), *(value for value in values if value[0] != "direction")]
        return Understood(
            question=self.question,
            wanted=tuple(wanted[:MOST_WANTED]),
            values=tuple(dict.fromkeys(values)),
            corrections=tuple((word.text, s[0]) for word, s in zip(self.words, self.taken, strict=True) if s),
            neighbours=tuple(pair_term(a, b) for a, b in pairwise(self.stems) if a.isascii() and b.isascii()),
        )

    def _spelt(self, number: int) -> list[str]:
        """The words that a misspelt one is taken for, the commonest first; none where it needs no correction."""
        word = self.words[number]
        if word.is_japanese or word.is_idle or self._is_known(word) or self._is_part(number):
            return []
        found = self.vocabulary.spelling.nearest(word.text, self._is_used)
        return sorted(found, key=lambda known: (-self.vocabulary.count(AS_WRITTEN + known), known))

    def _is_known(self, word: Word) -> bool:
        return self.vocabulary.count(word.stem) > 0 or word.text in self.lexicon.words

    def _is_used(self, word: str) -> bool:
        return word in self.lexicon.words or self.vocabulary.count(AS_WRITTEN + word) > 0

    def _is_part(self, number: int) -> bool:
        """Whether the word, with one beside it, makes a known one, or is the beginning of one, or two in one."""
        return bool(self._begun(number) or self._two_in_one(self.words[number]) or self._joins(number))

    def _joins(self, number: int) -> bool:
        return any(
            self._joined(first) is not None for first in (number - 1, number) if 0 <= first < len(self.words) - 1
        )

    def _joined(self, first: int) -> str | None:
        """The term of a word and the next written as one, where something has it."""
        one, other = self.words[first], self.words[first + 1]
        if one.is_japanese or other.is_japanese:
            return None
        joined = stem(one.text + other.text)
        return joined if self.vocabulary.count(joined) else None

    def _begun(self, number: int) -> list[str]:
        """The terms that the last word, where nothing has it as it is, begins."""
        word = self.words[number]
        if number < len(self.words) - 1 or len(word.text) < SHORTEST_BEGINNING:
            return []
        begun: list[str] = []
        for prefix in (AS_WRITTEN + word.text, word.text):
            for term in self.vocabulary.with_prefix(prefix):
                if " " not in term and self.vocabulary.count(term):
                    begun.append(term)
                if len(begun) >= MOST_BEGUN:
                    return begun
        return begun

    def _two_in_one(self, word: Word) -> tuple[str, str] | None:
        for cut in range(_SHORTEST_PART, len(word.text) - _SHORTEST_PART + 1):
            first, second = stem(word.text[:cut]), stem(word.text[cut:])
            if self.vocabulary.count(first) and self.vocabulary.count(second):
                return first, second
        return None

    def _wanted(self, has_direction: bool) -> Iterator[Wanted]:
        number = 0
        while number < len(self.words):
            word = self.words[number]
            found = self.lexicon.longest(self.stems, number)
            if found and not (found[0] == 1 and word.is_idle):
                length, meaning = found
                tells_way = self._tells_way(" ".join(self.stems[number : number + length]), meaning)
                yield self._expression(number, length, meaning, is_idle=has_direction and tells_way)
            elif word.is_japanese:
                length = 1
                yield from self._run(word.text, has_direction)
            elif word.is_idle:
                length = 1
            else:
                length = 2 if number + 1 < len(self.words) and self._joined(number) else 1
                yield self._word(number, length)
            number += length

    def _expression(self, number: int, length: int, meaning: Meaning, is_idle: bool) -> Wanted:
        typed = " ".join(word.text for word in self.words[number : number + length])
        return _with_meaning(typed, self._own(number, length, meaning), meaning, is_idle)

    def _own(self, number: int, length: int, meaning: Meaning = NO_MEANING) -> list[Alternative]:
        """The very words, as they were typed or as they are spelt."""
        if length == 1 and (spelt := self.taken[number]):
            return [Alternative((AS_WRITTEN + known,), MISSPELT, is_own=False) for known in spelt]
        if length == 1 and self.words[number].is_japanese:
            return self._known_japanese(self.words[number].text, meaning)
        terms: list[str] = []
        for word, own in zip(self.words[number : number + length], self.stems[number : number + length], strict=True):
            terms += pairs(word.text) if word.is_japanese else [own]
        own_words = [Alternative(tuple(dict.fromkeys(terms)))]
        if length == 2 and (joined := self._joined(number)):
            own_words.append(Alternative((joined,)))
        return own_words

    def _word(self, number: int, length: int) -> Wanted:
        """A word of which the lexicon knows nothing."""
        word, own = self.words[number], self._own(number, length)
        if length == 1 and not self._is_known(word):
            own += [Alternative((term,), BEGINNING, is_own=False) for term in self._begun(number)]
            if two := self._two_in_one(word):
                own.append(Alternative(two))
        typed = " ".join(word.text for word in self.words[number : number + length])
        return Wanted(typed, tuple(own))

    def _tells_way(self, expression: str, meaning: Meaning) -> bool:
        """Whether an expression only says where from or where to, which the whole question tells better."""
        return expression in _LANDS or (bool(meaning.values) and all(name == "direction" for name, _ in meaning.values))

    def _idle_words(self) -> list[Wanted]:
        return [self._word(number, 1) for number in range(len(self.words))]

    def _run(self, run: str, has_direction: bool) -> Iterator[Wanted]:
        """The words of a Japanese run: those of the lexicon, and what lies between them."""
        cut = list(_cut(run, self.lexicon))
        between = [part for text, meaning in cut if meaning is None for part in japanese_words(text)]
        is_grammar = any(meaning is not None for _text, meaning in cut)
        for text, meaning in cut:
            if meaning is not None:
                is_idle = has_direction and self._tells_way(text, meaning)
                yield _with_meaning(text, self._known_japanese(text, meaning), meaning, is_idle)
        for part in between:
            if not (is_grammar and is_hiragana(part)):
                idle = (is_grammar and len(part) == 1) or part in IDLE_WORDS
                yield Wanted(part, tuple(self._own_japanese(part, ANYWHERE)), is_idle=idle)

    def _known_japanese(self, text: str, meaning: Meaning) -> list[Alternative]:
        """An expression of the lexicon. A short name of a body may stand elsewhere by chance: 学振 in 科学振興."""
        is_short_name = len(text) <= _PAIR and any(parameter == "funder" for parameter, _ in meaning.values)
        return self._own_japanese(text, PAIR_ANYWHERE if is_short_name else ANYWHERE)

    def _own_japanese(self, text: str, anywhere: float) -> list[Alternative]:
        """A Japanese word: as a name has it, or anywhere."""
        whole = Alternative((AS_WRITTEN + text,), is_own=False)
        if len(text) > 1:
            return [whole, Alternative(tuple(dict.fromkeys(pairs(text))), anywhere, is_own=anywhere == ANYWHERE)]
        beginning = (term for term in self.vocabulary.with_prefix(text) if self.vocabulary.count(term))
        return [whole, *(Alternative((term,), anywhere) for term in islice(beginning, MOST_BEGUN_BY_CHARACTER))]


def _cut(run: str, lexicon: Lexicon) -> Iterator[tuple[str, Meaning | None]]:
    """A run cut into the longest expressions of the lexicon, and what lies between them."""
    start = unknown = 0
    while start < len(run):
        found = lexicon.longest_in_run(run, start)
        if found is None:
            start += 1
            continue
        if unknown < start:
            yield run[unknown:start], None
        length, meaning = found
        yield run[start : start + length], meaning
        start = unknown = start + length
    if unknown < len(run):
        yield run[unknown:], None


def _with_meaning(typed: str, own: Sequence[Alternative], meaning: Meaning, is_idle: bool) -> Wanted:
    known = {alternative.terms for alternative in own}
    groups = dict.fromkeys(group for word in meaning.words for group in term_groups(word) if group not in known)
    return Wanted(
        typed, (*own, *(Alternative(group, SYNONYM, is_own=False) for group in groups)), meaning.values, is_idle
    )
