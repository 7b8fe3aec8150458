"""Columns that add to an entry: its next round, a new source. Easier to fill in than a list of all there are.

A round is known by its label, a source by its short name or else its address: imported twice, it is there once.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from itertools import count
from typing import Any

from opportunities.curation.importing.cells import UnreadableCell
from opportunities.curation.importing.columns import COLUMNS, NEW_SOURCE, NEXT_ROUND, UNCHANGED
from opportunities.curation.merging import Facts

Location = tuple[str | int, ...]
_PARTS = {
    group: {column.path[1]: column for column in COLUMNS if column.path[0] == group}
    for group in (NEXT_ROUND, NEW_SOURCE)
}


class Additions:
    """What one row adds to the facts of its entry. `faults` are columns and reasons, `places` where it was put."""

    def __init__(self, row: Mapping[str, str], facts: Facts) -> None:
        self.faults: list[tuple[str, str]] = []
        self.places: dict[Location, str] = {}
        if source := self._stated(NEW_SOURCE, row):
            self._add_source(source, facts)
        if call := self._stated(NEXT_ROUND, row):
            self._add_round(call, facts)

    def column_of(self, location: Location) -> str | None:
        """The column that stated the fact at this place of the record; None where none of these did."""
        for place, group in self.places.items():
            if location[: len(place)] == place:
                rest = location[len(place) :]
                return (
                    f"{group}.{rest[0]}"
                    if rest and rest[0] in _PARTS[group]
                    else f"{group}.{next(iter(_PARTS[group]))}"
                )
        return None

    def _stated(self, group: str, row: Mapping[str, str]) -> Facts:
        """What the cells of the group say; nothing where all are empty, or one cannot be read."""
        stated: Facts = {}
        faults = len(self.faults)
        for name, column in _PARTS[group].items():
            cell = row.get(column.name, "")
            if not cell or cell == UNCHANGED:
                continue
            try:
                if isinstance(cell, UnreadableCell):
                    raise ValueError(str(cell))
                stated[name] = column.widget.clean(cell)
            except ValueError as error:
                self.faults.append((column.name, str(error)))
        return stated if len(self.faults) == faults else {}

    def _add_source(self, stated: Facts, facts: Facts) -> None:
        sources = facts["sources"] = list(facts.get("sources") or [])
        known = [source.get("id") for source in sources if isinstance(source, dict)]
        if "id" not in stated and stated.get("url"):
            stated["id"] = next(
                (s["id"] for s in sources if isinstance(s, dict) and s.get("url") == stated["url"]), None
            )
        stated["id"] = stated.get("id") or next(name for name in _short_names() if name not in known)
        self._put(NEW_SOURCE, ("sources",), sources, known, stated, "id")

    def _add_round(self, stated: Facts, facts: Facts) -> None:
        cycle = facts["cycle"] = dict(facts.get("cycle") or {})
        rounds = cycle["rounds"] = list(cycle.get("rounds") or [])
        known = [call.get("label") for call in rounds if isinstance(call, dict)]
        self._put(NEXT_ROUND, ("cycle", "rounds"), rounds, known, stated, "label")

    def _put(
        self, group: str, path: Location, members: list[Any], known: list[Any], stated: Facts, named_by: str
    ) -> None:
        """Put the member in the place of the one of its name, of which it keeps what it does not state, or last."""
        if stated.get(named_by) in known:
            index = known.index(stated[named_by])
            members[index] = {**deepcopy(members[index]), **stated}
        else:
            index = len(members)
            members.append(stated)
        self.places[(*path, index)] = group


def _short_names() -> Iterator[str]:
    return (f"s{number}" for number in count(1))
