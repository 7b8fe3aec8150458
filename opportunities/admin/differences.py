"""What differs between two versions of a record, fact by fact, as pages of the desk show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from opportunities.admin.fact_labels import label_of, place_among_facts
from opportunities.admin.fact_words import lines_of
from opportunities.admin.marking import marked
from opportunities.curation.merging import MISSING, Facts, by_name


@dataclass(frozen=True)
class Difference:
    """A fact that differs, in words: what it was and what it is, with the changed words marked; empty: not stated."""

    name: str
    label: str
    old: list[SafeString]
    new: list[SafeString]


@dataclass(frozen=True)
class FactInWords:
    """A fact as it stands."""

    label: str
    lines: list[str]


def difference(name: str, old: Any, new: Any) -> Difference:
    """One fact, old and new. MISSING stands for a round or a source that is not there."""
    was, now = marked(lines_of(name, old), lines_of(name, new))
    return Difference(name, label_of(name), was, now)


def differences(old: Facts | None, new: Facts | None) -> list[Difference]:
    """What differs between two versions, both by name of the fact; None where there was no record."""
    before, after = old or {}, new or {}
    names = [n for n in {**before, **after} if before.get(n, MISSING) != after.get(n, MISSING)]
    found = (difference(name, before.get(name, MISSING), after.get(name, MISSING)) for name in in_order(names))
    return [one for one in found if one.old or one.new]


def whole_in_words(facts: Facts) -> list[FactInWords]:
    """All that a version states."""
    named = by_name(facts)
    stated = (FactInWords(label_of(name), lines_of(name, named[name])) for name in in_order(named))
    return [fact for fact in stated if fact.lines]


def in_order(names: Iterable[str]) -> list[str]:
    """The names of facts in the order in which they are shown."""
    return sorted(names, key=lambda name: (place_among_facts(name), name))
