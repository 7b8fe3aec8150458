"""A question as it was typed, taken apart: words, quoted phrases, and what must not be there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from opportunities.search.idle_words import IDLE_WORDS
from opportunities.search.words import is_japanese, plain, runs, stem, terms_of

MAX_WORDS = 40  # that are looked for
_MOST_NAMED = 6  # words of a question that is no sentence
_LONG_RUN = 14  # characters of a run of Japanese that is one
# "…" and 「…」; a hyphen in front, at the start of a word, excludes.
_MARKED = re.compile(
    r'(?P<minus>(?<!\S)-)?(?:["“”„](?P<quoted>[^"“”„]+)["“”„]|「(?P<japanese>[^」]+)」)|(?<!\S)-(?P<word>[^\s"]+)'
)
_KANJI = re.compile(r"[\u3005\u3400-\u9fff]")
_HIRAGANA = re.compile(r"[\u3040-\u309f]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the question, folded. Hyphenated words come apart; those of Japanese are whole runs."""

    text: str
    stem: str
    is_japanese: bool = False

    @property
    def is_idle(self) -> bool:
        """Whether it says nothing of what is wanted."""
        return self.text in IDLE_WORDS


@dataclass(frozen=True, slots=True)
class Question:
    """Words in order, phrases that must stand as they are, and what excludes an entry (each as terms in order)."""

    text: str  # the whole question, folded
    words: tuple[Word, ...]
    phrases: tuple[tuple[str, ...], ...]
    excluded: tuple[tuple[str, ...], ...]

    @property
    def is_sentence(self) -> bool:
        """Whether somebody tells what she is looking for, rather than naming it."""
        return len(self.words) > _MOST_NAMED or any(
            len(word.text) > _LONG_RUN for word in self.words if word.is_japanese
        )

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to look for."""
        return not (self.words or self.phrases or self.excluded)


def parse_question(typed: str) -> Question:
    """The parts of a question."""
    text = plain(typed)
    phrases: list[tuple[str, ...]] = []
    excluded: list[tuple[str, ...]] = []
    for match in _MARKED.finditer(text):
        marked = tuple(terms_of(match["quoted"] or match["japanese"] or match["word"]).in_order)
        if marked:
            (excluded if match["minus"] or match["word"] else phrases).append(marked)
    words = tuple(_words(_MARKED.sub(" ", text)))[:MAX_WORDS]
    return Question(text, words, tuple(phrases), tuple(excluded))


def _words(text: str) -> Iterator[Word]:
    for run in runs(text):
        if is_japanese(run):
            yield Word(run, run, is_japanese=True)
        else:
            yield from (Word(part, stem(part)) for part in run.split("-"))


def japanese_words(run: str) -> list[str]:
    """A run cut where the script changes, without what only holds it together: 留学を支援する gives 留学, 支援.

    Hiragana is grammar, and a single kanji before hiragana a verb, mostly. A run of nothing else is left whole.
    """
    parts = ["".join(part) for _script, part in groupby(run, key=_script)]
    kept = [
        part
        for part, following in zip(parts, [*parts[1:], ""], strict=True)
        if not _HIRAGANA.match(part) and not (len(part) == 1 and _HIRAGANA.match(following or " "))
    ]
    return kept or [run]


def is_hiragana(part: str) -> bool:
    """Whether a part of a run begins with hiragana, and so is mostly grammar."""
    return _HIRAGANA.match(part) is not None


def _script(character: str) -> str:
    if _KANJI.match(character):
        return "kanji"
    return "hiragana" if _HIRAGANA.match(character) else "katakana"
