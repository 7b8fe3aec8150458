"""Marks in a text the words for which it was found."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from opportunities.search.text_fields import AS_WRITTEN
from opportunities.search.words import is_japanese, pairs, plain, runs, stem

Expression = tuple[str, ...]  # terms that stand together
Span = tuple[int, int]  # where something begins in a text, and where it ends
# A term that is looked for: which one of the text it is in order (-1: besides the order), its forms, and its place.
Met = tuple[int, tuple[str, ...], int, int]

# Characters of a summary that are seen even on a phone, and those shown in front of a match that comes later.
_SEEN, _BEFORE = 80, 30
_SEEN_JAPANESE, _BEFORE_JAPANESE = 36, 10

# A stretch of letters, digits, marks upon them, and what joins words, in any script.
_STRETCH = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u3099\u309a'’‘ʼ＇・･\u2010-\u2015\u2212\uff0d-])+")
# What is folded together: a character with its marks, and ヴ with the small vowel that belongs to it.
_CLUSTER = re.compile(r"(?:[ヴウｳ][\u3099ﾞ]?[ァィェォｧｨｪｫ]?|.)[\u0300-\u036f\u3099\u309aﾞﾟ]*", re.DOTALL)


class Highlighter:
    """Marks the words of some expressions: whole words, and in Japanese the very characters."""

    def __init__(self, expressions: Collection[Expression]) -> None:
        self._words = frozenset(terms[0] for terms in expressions if len(terms) == 1)
        self._phrases = [frozenset(terms) for terms in expressions if len(terms) > 1]
        self._terms = self._words.union(*self._phrases)

    def marked(self, text: str) -> SafeString:
        """The text as HTML, with what was looked for in <mark>."""
        return _as_html(text, self.spans(text), 0)

    def snippet(self, text: str) -> SafeString:
        """The same, from a little before the first mark on where that comes late."""
        spans = self.spans(text)
        seen, before = (_SEEN_JAPANESE, _BEFORE_JAPANESE) if is_japanese(text) else (_SEEN, _BEFORE)
        if not spans or spans[0][1] <= seen:
            return _as_html(text, spans, 0)
        start = spans[0][0] - before
        space = text.find(" ", start, spans[0][0])
        return mark_safe("… ") + _as_html(text, spans, start if space < 0 else space + 1)

    def spans(self, text: str) -> list[Span]:
        """Where the text has what was looked for, in order, without overlaps."""
        terms, all_forms = _read_text(text)
        if self._terms.isdisjoint(all_forms):
            return []
        met = [one for one in terms if not self._terms.isdisjoint(one[1])]
        found = [(start, end) for _, forms, start, end in met if not self._words.isdisjoint(forms)]
        return _merged([*found, *self._standing_together(met)] if self._phrases else found)

    def _standing_together(self, met: list[Met]) -> Iterator[Span]:
        """The stretches of terms that are all of a phrase, and all that it has."""
        in_order = [one for one in met if one[0] >= 0]
        present = _all_forms(in_order)
        for terms in self._phrases:
            if not terms <= present:
                continue
            of_it = [one for one in in_order if not terms.isdisjoint(one[1])]
            for _, group in groupby(enumerate(of_it), key=lambda numbered: numbered[1][0] - numbered[0]):
                if stretch := _shortest([one for _, one in group], terms):
                    yield stretch[0][2], stretch[-1][3]


@lru_cache(maxsize=5_000)
def _read_text(text: str) -> tuple[list[Met], frozenset[str]]:
    """Every term of a text with its place, and all their forms. The same entries are shown again and again."""
    met: list[Met] = []
    number = 0
    for match in _STRETCH.finditer(text):
        stretch, at = match[0], match.start()
        if stretch.isascii() and stretch.isalnum():
            met.append((number, _forms(stretch.lower()), at, at + len(stretch)))
            number += 1
        else:
            number = _read(stretch, at, number, met)
    return met, frozenset(_all_forms(met))


def _read(stretch: str, at: int, number: int, met: list[Met]) -> int:
    """Add the terms of a stretch that begins at a place of the text; gives the number of the next term."""
    places = _places(stretch)
    for run, start in _runs(stretch):
        count, terms = _terms_in(run)
        for order, forms, first, last in terms:
            begin, end = places[start + first][0], places[start + last][1]
            met.append((number + order if order >= 0 else order, forms, at + begin, at + end))
        number += count
    return number


def _as_html(text: str, spans: Sequence[Span], start: int) -> SafeString:
    pieces, done = [], start
    for begin, end in spans:
        pieces += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        done = end
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 (every piece is escaped)


def _all_forms(met: Iterable[Met]) -> set[str]:
    return {form for _, forms, _, _ in met for form in forms}


def _shortest(met: list[Met], terms: frozenset[str]) -> list[Met]:
    """Without what is at either end and not needed to have all terms; nothing where some term is missing."""
    if not terms <= _all_forms(met):
        return []
    while terms <= _all_forms(met[1:]):
        del met[0]
    while terms <= _all_forms(met[:-1]):
        del met[-1]
    return met


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=5_000)
def _terms_in(run: str) -> tuple[int, list[Met]]:
    """How many terms a run has in order, and all its terms with their first and last characters.

    Besides the order are hyphenated words taken as one, and each Japanese character by itself.
    """
    last = len(run) - 1
    if is_japanese(run):
        in_order = [(n, (pair,), n, min(n + 1, last)) for n, pair in enumerate(pairs(run))]
        return len(in_order), [*in_order, *((-1, (character,), n, n) for n, character in enumerate(run))]
    found: list[Met] = [(-1, _forms(run.replace("-", "")), 0, last)] if "-" in run else []
    first = 0
    for number, part in enumerate(run.split("-")):
        found.append((number, _forms(part), first, first + len(part) - 1))
        first += len(part) + 1
    return run.count("-") + 1, found


@lru_cache(maxsize=10_000)
def _runs(stretch: str) -> list[tuple[str, int]]:
    """The runs of a stretch, and where each begins in it once it is folded."""
    folded, end = plain(stretch), 0
    found = []
    for run in runs(folded):
        start = folded.index(run, end)
        end = start + len(run)
        found.append((run, start))
    return found


def _places(stretch: str) -> Sequence[Span]:
    """Where each folded character of a stretch stands as it is written."""
    folded = plain(stretch)
    if folded == stretch.lower() and len(folded) == len(stretch):
        return [(n, n + 1) for n in range(len(stretch))]
    clusters = _CLUSTER.finditer(stretch)
    places = [cluster.span() for cluster in clusters for _ in plain(cluster[0])]
    return places + [(len(stretch),) * 2] * (len(folded) - len(places))


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    return stem(word), AS_WRITTEN + word
