"""What the values of facets are called, looked up by the beginning of any word of a name."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from opportunities.search.declaration import FACETS
from opportunities.search.entry import Body
from opportunities.search.lexicon import Value, Wording
from opportunities.search.words import is_japanese, runs

_LAST = "\U0010ffff"  # comes after all that begins alike


@lru_cache(maxsize=20_000)
def simply(text: str) -> str:
    """The words of a text, folded, with one space between them; hyphenated ones come apart."""
    return " ".join(runs(text)).replace("-", " ")


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of a facet's value, as it is written and simply."""

    value: Value
    name: str
    simple: str


class Names:
    """All names of all values: labels in both languages, names of organisations, and synonyms."""

    def __init__(self, wordings: Iterable[Wording], bodies: Mapping[str, Body]) -> None:
        namings = {Naming(value, name, simply(name)) for value, name in _names(wordings, bodies)}
        starts = ((naming.simple[at:], naming) for naming in namings for at in _word_starts(naming.simple))
        ordered = sorted(starts, key=lambda start: (start[0], start[1].value, start[1].name))
        self._endings = [ending for ending, _ in ordered]
        self._namings = [naming for _, naming in ordered]

    def with_beginning(self, beginning: str) -> list[Naming]:
        """The names in which `beginning`, which is simple, begins some word; in Japanese, those that contain it."""
        first = bisect_left(self._endings, beginning)
        return self._namings[first : bisect_left(self._endings, beginning + _LAST, lo=first)]


def _names(wordings: Iterable[Wording], bodies: Mapping[str, Body]) -> Iterator[tuple[Value, str]]:
    for facet in FACETS:
        for term in (facet.values or {}).values():
            yield (facet.parameter, term.code), term.en
            yield (facet.parameter, term.code), term.ja
    for body in bodies.values():
        yield from ((("funder", body.slug), name) for name in (body.name, body.name_ja, body.acronym) if name)
    for wording in wordings:
        yield from ((value, word) for value in wording.means for word in wording.words)


def _word_starts(simple: str) -> Iterator[int]:
    start = 0
    for word in simple.split():
        yield from range(start, start + (len(word) if is_japanese(word) else 1))
        start += len(word) + 1
