"""Marks in a text the words for which it was found."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from opportunities.search.text_fields import AS_WRITTEN
from opportunities.search.words import is_japanese, pairs, plain, runs, stem

Expression = tuple[str, ...]  # terms that stand together
Span = tuple[int, int]  # where something begins in a text, and where it ends
# The forms under which a term is looked for, and its place. Tuples, as a page of results has some thousands of them.
Token = tuple[tuple[str, ...], int, int]

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
        in_order: list[Token] = []
        besides: list[Token] = []
        for match in _STRETCH.finditer(text):
            stretch, at = match[0], match.start()
            if stretch.isascii() and stretch.isalnum():
                in_order.append((_forms(stretch.lower()), at, at + len(stretch)))
            else:
                _read_stretch(stretch, at, in_order, besides)
        words = self._words
        found = [(start, end) for forms, start, end in (*in_order, *besides) if not words.isdisjoint(forms)]
        if self._phrases:
            found += self._standing_together(in_order)
        return _merged(found)

    def _standing_together(self, tokens: list[Token]) -> Iterator[Span]:
        """The stretches of tokens that have all terms of a phrase, and no others."""
        relevant = [token for token in tokens if not self._terms.isdisjoint(token[0])]
        present = _all_forms(relevant)
        for terms in self._phrases:
            if not terms <= present:
                continue
            for is_of_it, group in groupby(tokens, key=lambda token: not terms.isdisjoint(token[0])):
                if is_of_it and (stretch := _shortest(list(group), terms)):
                    yield stretch[0][1], stretch[-1][2]


def _as_html(text: str, spans: Sequence[Span], start: int) -> SafeString:
    pieces, done = [], start
    for begin, end in spans:
        pieces += [escape(text[done:begin]), "<mark>", escape(text[begin:end]), "</mark>"]
        done = end
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308: every piece is escaped


def _all_forms(tokens: Iterable[Token]) -> set[str]:
    return {form for forms, _, _ in tokens for form in forms}


def _shortest(tokens: list[Token], terms: frozenset[str]) -> list[Token]:
    """The tokens without those at either end that are not needed to have all terms; none where some term is missing."""
    if not terms <= _all_forms(tokens):
        return []
    while terms <= _all_forms(tokens[1:]):
        del tokens[0]
    while terms <= _all_forms(tokens[:-1]):
        del tokens[-1]
    return tokens


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _read_stretch(stretch: str, at: int, in_order: list[Token], besides: list[Token]) -> None:
    """Add the tokens of a stretch that begins at a place of the text.

    `besides` are hyphenated words taken as one, and the last character of each Japanese run.
    """
    folded, places = _folded(stretch)
    start = 0
    for run in runs(folded):
        start = folded.find(run, start)
        if start < 0:  # folded otherwise where it stands alone: a script that is none of ours
            return
        begins = [at + place for place, _ in places[start : start + len(run)]]
        ends = [at + place for _, place in places[start : start + len(run)]]
        if is_japanese(run):
            in_order += (((pair,), begins[n], ends[min(n + 1, len(run) - 1)]) for n, pair in enumerate(pairs(run)))
            besides.append(((run[-1],), begins[-1], ends[-1]))
        else:
            first = 0
            for part in run.split("-"):
                in_order.append((_forms(part), begins[first], ends[first + len(part) - 1]))
                first += len(part) + 1
            besides.append((_forms(run.replace("-", "")), begins[0], ends[-1]))
        start += len(run)


def _folded(stretch: str) -> tuple[str, Sequence[Span]]:
    """The stretch folded, and for each of its characters the place where it stands as written."""
    folded = plain(stretch)
    if folded == stretch.lower() and len(folded) == len(stretch):
        return folded, [(n, n + 1) for n in range(len(stretch))]
    clusters = [(plain(cluster[0]), cluster.span()) for cluster in _CLUSTER.finditer(stretch)]
    return "".join(own for own, _ in clusters), [span for own, span in clusters for _ in own]


@lru_cache(maxsize=50_000)
def _forms(word: str) -> tuple[str, ...]:
    return stem(word), AS_WRITTEN + word
