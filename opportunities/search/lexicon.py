"""What people call things: synonyms, the labels of facet values, and the names of funders, in both languages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, product

from opportunities.search.declaration import FACETS
from opportunities.search.entry import Body
from opportunities.search.spelling import Spelling
from opportunities.search.words import is_japanese, pairs, runs, stem, terms_of

MOST_TERMS = 8  # of one expression
# Facets whose labels people use as words. Those of the others are sentences, or words with many meanings.
_NAMED_BY_LABEL = ("direction", "stage", "kind", "discipline", "activity", "status")
_BRACKETS = str.maketrans({"(": ",", ")": ",", "（": ",", "）": ",", "・": ",", ";": ",", "、": ",", ":": ","})

Value = tuple[str, str]  # a facet's parameter, and one of its values
Expression = tuple[str, ...]  # stems, and runs of Japanese


@dataclass(frozen=True, slots=True)
class Wording:
    """Words (or expressions) that are taken for one another, and the facet values that they name."""

    words: tuple[str, ...]
    means: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression may be taken for: other words, and facet values."""

    words: tuple[str, ...]
    values: tuple[Value, ...]


NO_MEANING = Meaning((), ())


def expressions(text: str) -> set[Expression]:
    """The ways in which an expression may be met: hyphenated words in parts, and as one."""
    forms = [
        [(run,)] if is_japanese(run) else list({tuple(map(stem, run.split("-"))), (stem(run.replace("-", "")),)})
        for run in runs(text)
    ]
    return {tuple(chain.from_iterable(form)) for form in product(*forms)} - {()}


@lru_cache(maxsize=20_000)
def term_groups(text: str) -> tuple[tuple[str, ...], ...]:
    """The terms that an entry must have, all of one group, to have the expression."""
    found = (
        tuple(dict.fromkeys(chain.from_iterable([part] if part.isascii() else pairs(part) for part in expression)))
        for expression in expressions(text)
    )
    return tuple(sorted(found))


class Lexicon:
    """Expressions with their meanings."""

    def __init__(self, wordings: Iterable[Wording], bodies: Mapping[str, Body]) -> None:
        words: dict[Expression, dict[str, None]] = defaultdict(dict)
        values: dict[Expression, dict[Value, None]] = defaultdict(dict)
        for wording in (*wordings, *_labels(), *map(_name, bodies.values())):
            for word in wording.words:
                for expression in expressions(word):
                    words[expression].update(dict.fromkeys(wording.words))
                    values[expression].update(dict.fromkeys(wording.means))
        self._meanings = {key: Meaning(tuple(words[key]), tuple(values[key])) for key in words}
        self._japanese = {key[0]: self._meanings[key] for key in words if len(key) == 1 and not key[0].isascii()}
        self._longest = max(map(len, self._japanese), default=0)
        self.words = frozenset(word for names in words.values() for name in names for word in terms_of(name).words)
        self.spelling = Spelling(self.words)

    def longest(self, stems: Sequence[str], start: int) -> tuple[int, Meaning] | None:
        """The longest expression that begins at `start`: how many stems it takes, and its meaning."""
        for length in range(min(MOST_TERMS, len(stems) - start), 0, -1):
            if meaning := self._meanings.get(tuple(stems[start : start + length])):
                return length, meaning
        if start + 1 < len(stems) and (meaning := self._meanings.get((stems[start] + stems[start + 1],))):
            return 2, meaning
        return None

    def longest_in_run(self, run: str, start: int) -> tuple[int, Meaning] | None:
        """The longest Japanese expression that begins at `start`: how many characters it takes, and its meaning."""
        for length in range(min(self._longest, len(run) - start), 0, -1):
            if meaning := self._japanese.get(run[start : start + length]):
                return length, meaning
        return None


def _labels() -> Iterable[Wording]:
    """The labels of facet values, whole and in the parts that commas and brackets make."""
    for facet in FACETS:
        if facet.parameter in _NAMED_BY_LABEL and facet.values is not None:
            for term in facet.values.values():
                labels = (term.en, term.ja)
                parts = (part.strip() for label in labels for part in label.translate(_BRACKETS).split(","))
                yield Wording(tuple(dict.fromkeys(part for part in parts if part)), ((facet.parameter, term.code),))


def _name(body: Body) -> Wording:
    names = (body.name, body.name_ja, body.acronym)
    return Wording(tuple(name for name in names if name), (("funder", body.slug),))
