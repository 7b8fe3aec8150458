"""Two editors at one record: what each of them changed since the version from which the second one started.

Facts are compared by name (see `merging`). A fact that only one of the two changed is hers; of a fact that both changed
differently, somebody has to choose.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from opportunities.curation.merging import MISSING, Facts, by_name, from_names

Side = Literal["theirs", "mine"]

# Lists of which the order is no fact, as a form does not keep it …
_CODES = ("directions", "career_stages", "disciplines", "activities", "funding.covers", "sources[", "eligibility.")
# … but for those that are typed line by line.
_TYPED = ("eligibility.terms",)


@dataclass(frozen=True)
class Compared:
    """A fact in which the two differ; MISSING stands for a member of a list that is not there."""

    name: str
    base: Any
    theirs: Any
    mine: Any
    side: Side | None  # who alone changed it; None where both did, or where nobody can know

    def value(self, side: Side) -> Any:
        """The fact as that side has it."""
        return self.theirs if side == "theirs" else self.mine


def compare(base: Facts | None, theirs: Facts, mine: Facts) -> list[Compared]:
    """The facts in which `theirs` (what is stored) and `mine` differ. `base` is None where it is not known."""
    old, stored, typed = (by_name(facts) if facts is not None else {} for facts in (base, theirs, mine))
    compared = []
    for name in dict.fromkeys([*typed, *stored]):
        was, now, wanted = (facts.get(name, MISSING) for facts in (old, stored, typed))
        if now != wanted:
            side: Side | None = None if base is None else "theirs" if wanted == was else "mine" if now == was else None
            compared.append(Compared(name, was, now, wanted, side))
    return compared


def settled(theirs: Facts, compared: list[Compared], chosen: Mapping[str, Side]) -> Facts:
    """The record as it is to be: what is stored, with the facts in which hers was chosen, or hers alone was changed."""
    facts = by_name(theirs)
    for one in compared:
        if (chosen.get(one.name) or one.side) == "mine":
            if one.mine is MISSING:
                facts.pop(one.name, None)
            else:
                facts[one.name] = one.mine
    return from_names(facts)


def as_opened(base: Facts, mine: Facts) -> Facts:
    """What was typed, without the differences that a form makes by itself: the order of codes in lists."""
    old, typed = by_name(base), by_name(mine)
    for name, value in typed.items():
        if name in old and name.startswith(_CODES) and name not in _TYPED:
            typed[name] = _in_order_of(old[name], value)
    return from_names(typed)


def with_free_refs(base: Facts, theirs: Facts, mine: Facts) -> Facts:
    """`mine` with other short names for new sources whose names `theirs` gave to other new sources meanwhile."""
    old, stored, typed = (_sources_of(facts) for facts in (base, theirs, mine))
    renamed: dict[str, str] = {}
    free = _free_refs({*old, *stored, *typed})
    for ref, source in typed.items():
        if ref not in old and ref in stored and stored[ref] != source:
            renamed[ref] = next(free)
    return _renamed(mine, renamed) if renamed else mine


def _sources_of(facts: Facts) -> dict[str, Any]:
    return {source["id"]: source for source in facts.get("sources", [])}


def _free_refs(taken: set[str]) -> Iterator[str]:
    number = 1
    while True:
        if (ref := f"s{number}") not in taken:
            yield ref
        number += 1


def _renamed(facts: Any, refs: Mapping[str, str]) -> Any:
    """The facts with other short names of sources, wherever they stand: as `id` of one, as `source` of a fact."""
    if isinstance(facts, list):
        return [_renamed(part, refs) for part in facts]
    if not isinstance(facts, dict):
        return facts
    changed = {name: _renamed(part, refs) for name, part in facts.items()}
    for name in ("id", "source"):
        named = changed.get(name)
        if isinstance(named, str):
            changed[name] = refs.get(named, named)
        elif isinstance(named, list):
            changed[name] = [refs.get(ref, ref) if isinstance(ref, str) else ref for ref in named]
    return changed


def _in_order_of(old: Any, new: Any) -> Any:
    """`new` with its lists in the order of `old` wherever both hold the same."""
    if isinstance(old, dict) and isinstance(new, dict):
        return {name: _in_order_of(old[name], value) if name in old else value for name, value in new.items()}
    if not isinstance(old, list) or not isinstance(new, list):
        return new
    if all(isinstance(item, str) for item in [*old, *new]):
        return old if Counter(old) == Counter(new) else new
    if len(old) == len(new):
        return [_in_order_of(was, now) for was, now in zip(old, new, strict=True)]
    return new
