"""Three-way merge of facts: what the files said last time, what is stored now, what the files say today.

A fact is a path such as `eligibility.age` or `cycle.rounds[2024]`. Where what is stored differs from what was last
loaded, a curator edited it, and the files do not overwrite it. The order of rounds and sources is no fact: it is
the files', with what a curator added at the end.
"""

from dataclasses import dataclass, field
from typing import Any

Facts = dict[str, Any]
Path = tuple[str, ...]

GROUPS = ("eligibility", "funding", "duration", "application", "cycle", "means")
KEYED = {
    "sources": "id",
    "cycle.rounds": "label",
}  # lists whose members are facts of their own, and what names a member
MISSING: Any = object()


@dataclass
class Merge:
    """The merged facts, and the names of the facts kept although the files say otherwise."""

    facts: Facts
    kept: list[str] = field(default_factory=list)


def merge(loaded: Facts | None, stored: Facts, incoming: Facts) -> Merge:
    """Take from `incoming` every fact that no curator edited since it was loaded.

    `loaded` is None for a record that the files never brought: all that is stored counts as a curator's.
    """
    before, now, new = _flatten(loaded or {}), _flatten(stored), _flatten(incoming)
    merged: dict[Path, Any] = {}
    kept: list[str] = []
    for path in {**new, **now}:
        mine, theirs = now.get(path, MISSING), new.get(path, MISSING)
        edited = mine != before.get(path, MISSING)
        if edited and mine != theirs:
            kept.append(name_of(path))
        chosen = mine if edited else theirs
        if chosen is not MISSING:
            merged[path] = chosen
    return Merge(_unflatten(merged), kept)


def changed_facts(before: Facts, after: Facts) -> list[str]:
    """The names of the facts in which two versions of a record differ."""
    old, new = _flatten(before), _flatten(after)
    return [name_of(path) for path in {**new, **old} if old.get(path, MISSING) != new.get(path, MISSING)]


def by_name(facts: Facts) -> Facts:
    """The single facts of a record, by name."""
    return {name_of(path): value for path, value in _flatten(facts).items()}


def from_names(named: Facts) -> Facts:
    """The record of these single facts: the reverse of `by_name`. A list of which no member is named is empty."""
    facts = _unflatten({_path_of(name): value for name, value in named.items()})
    for place in KEYED:
        *groups, last = place.split(".")
        holder = facts
        for group in groups:
            holder = holder.get(group, {})
        if groups and groups[0] in facts:  # a record without sources either needs them or has no such list
            holder.setdefault(last, [])
    return facts


def name_of(path: Path) -> str:
    """`cycle.rounds[2024]` for the path of a fact."""
    if len(path) > 1 and path[-1].startswith("="):
        return f"{'.'.join(path[:-1])}[{path[-1][1:]}]"
    return ".".join(path)


def _path_of(name: str) -> Path:
    place, bracket, member = name.partition("[")
    return (*place.split("."), *((f"={member[:-1]}",) if bracket else ()))


def _flatten(facts: Facts) -> dict[Path, Any]:
    flat: dict[Path, Any] = {}
    for name, value in facts.items():
        for path, part in [((name, inner), v) for inner, v in value.items()] if name in GROUPS else [((name,), value)]:
            if member_key := KEYED.get(".".join(path)):
                flat.update({(*path, f"={member[member_key]}"): member for member in part})
            else:
                flat[path] = part
    return flat


def _unflatten(flat: dict[Path, Any]) -> Facts:
    facts: Facts = {}
    for path, value in flat.items():
        place = facts
        keyed = path[-1].startswith("=") and ".".join(path[:-1]) in KEYED
        steps = path[:-1] if keyed else path
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        if keyed:
            place.setdefault(steps[-1], []).append(value)
        else:
            place[steps[-1]] = value
    return facts
