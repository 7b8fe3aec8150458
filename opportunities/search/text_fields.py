"""What of an entry is found by words, and how much a word weighs where it stands."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opportunities.ford import FIELD
from opportunities.search.entry import Entry

# Okapi BM25's length normalisation over weighted fields (BM25F: Robertson, Zaragoza and Taylor, CIKM 2004). The usual
# lengths are constants and not averages, so that what a term weighs in an entry depends on nothing but the entry.
LENGTH_MATTERS = 0.6

GAP = ""  # stands in the sequence of terms where a phrase must not run on
AS_WRITTEN = "="  # begins the terms that are words as they are written, not stems
_PAIR = " "  # joins two stems that stand side by side in a name


@dataclass(frozen=True)
class TextField:
    """A part of an entry. `usual_length` is in terms. `names`: its words may be misspelt, its neighbours count."""

    weight: float
    usual_length: int
    of: Callable[[Entry], Iterable[str | None]]
    names: bool = False

    def weight_of_term(self, length: int) -> float:
        """What a term weighs each time it stands in the field, where all its texts have `length` terms in order."""
        return self.weight / (1 - LENGTH_MATTERS + LENGTH_MATTERS * max(length, 1) / self.usual_length)


TEXT_FIELDS = (
    TextField(6.0, 6, lambda entry: (entry.name,), names=True),
    TextField(6.0, 10, lambda entry: (entry.name_ja,), names=True),
    TextField(4.0, 12, lambda entry: entry.keywords, names=True),
    TextField(3.0, 10, lambda entry: _funders(entry), names=True),
    TextField(1.0, 60, lambda entry: (entry.summary, entry.summary_ja, entry.eligibility_summary)),
    TextField(0.8, 8, lambda entry: _fields(entry)),
)


def _funders(entry: Entry) -> list[str | None]:
    return [name for body in entry.funders for name in (body.name, body.name_ja, body.acronym)]


def _fields(entry: Entry) -> list[str]:
    return [label for code in entry.disciplines if code in FIELD for label in (FIELD[code].en, FIELD[code].ja)]


def pair_term(first: str, second: str) -> str:
    """The term of two stems that stand side by side in a name."""
    return first + _PAIR + second
