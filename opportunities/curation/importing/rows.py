"""Rows of a file as proposals take them: what each says of which entry, and where it says so."""

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Protocol

from opportunities.curation.importing.additions import Additions, Location
from opportunities.curation.importing.cells import UnreadableCell
from opportunities.curation.importing.columns import COLUMN, KEY, REMARK
from opportunities.curation.importing.refusal import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    Fault,
    RefusedFileError,
    shown,
)
from opportunities.curation.importing.resource import OpportunityResource
from opportunities.curation.importing.xlsx import cell_name
from opportunities.curation.merging import Facts

_NEXT_CHECK = "next_check"


class FileRow(Protocol):
    """One row of a file: what it says of an entry."""

    number: int

    @property
    def key(self) -> str:
        """The key as the row has it; empty where there is none."""

    def over(self, stored: Facts | None) -> tuple[Facts, list[Fault]]:
        """The record with what the row says put over what is stored, and what could not be read."""

    def fault(self, location: Location, reason: str) -> Fault:
        """A fault of the fact at this place of the record."""

    def as_given(self) -> Any:
        """What the row says, as it is kept for who wants to correct it."""


class Table:
    """The headings of a table, in its row of this number, and the columns that they name."""

    def __init__(self, number: int, cells: list[str]) -> None:
        headings = [cell.strip() for cell in cells]
        while headings and not headings[-1]:
            headings.pop()
        if not headings:
            raise RefusedFileError("The file is empty: its first row must hold the headings.")
        if len(headings) > MOST_COLUMNS:
            raise RefusedFileError(f"The file has more than {MOST_COLUMNS} columns.")
        self.headings = headings
        self.names = [known_heading(heading) for heading in headings]
        self._refuse_unknown(number)
        self.places = {name: place for place, name in enumerate(self.names) if name}
        self.resource = OpportunityResource(name for name in self.places)

    def _refuse_unknown(self, row: int) -> None:
        first: dict[str, int] = {}
        for place, (heading, name) in enumerate(zip(self.headings, self.names, strict=True)):
            where = cell_name(place, 1)
            if name and name in first:
                raise RefusedFileError(
                    f"The heading “{name}” stands twice: in {cell_name(first[name], 1)} and {where}."
                )
            if name:
                first[name] = place
            elif heading and not heading.startswith(REMARK):
                near = get_close_matches(heading.lower(), COLUMN, 1, 0.6)
                hint = f" Did you mean “{near[0]}”?" if near else ""
                raise RefusedFileError(
                    f"{where}: “{shown(heading)}” is not a column.{hint} (A heading that begins with {REMARK} is for "
                    "your own remarks, and is not read.)"
                )
        if KEY not in first:
            raise RefusedFileError(f"The first row must hold the headings, and one of them must be “{KEY}”.")

    def rows(self, lines: Iterable[tuple[int, list[str]]]) -> Iterator["TableRow"]:
        """The rows of entries: no blank ones, and none whose key says that they are a remark."""
        count = 0
        for number, cells in lines:
            if not any(cells):
                continue
            row = TableRow(self, number, cells)
            if row.key.startswith(REMARK):
                continue
            count += 1
            if count > MOST_ROWS:
                raise RefusedFileError(f"The file has more than {MOST_ROWS:,} rows. Split it.")
            yield row


def known_heading(heading: str) -> str | None:
    """The column that a heading names; None where it names none."""
    name = heading.strip().lower()
    return name if name in COLUMN else None


@dataclass
class TableRow:
    """A row of a table. Cells that it does not have leave what they are about as it is."""

    table: Table
    number: int
    line: list[str]

    def __post_init__(self) -> None:
        self.cells = {name: self.line[place] for name, place in self.table.places.items() if place < len(self.line)}
        self._additions: Additions | None = None

    @property
    def key(self) -> str:
        """The key as the row has it; empty where there is none that can be read."""
        key = self.cells.get(KEY, "")
        return "" if isinstance(key, UnreadableCell) else str(key).strip()

    def over(self, stored: Facts | None) -> tuple[Facts, list[Fault]]:
        facts = deepcopy(stored) if stored else {}
        faults = list(self.table.resource.put(self.cells, facts))
        if self.cells.get(_NEXT_CHECK) == "" and stored and stored[_NEXT_CHECK] and not facts[_NEXT_CHECK]:
            del facts[_NEXT_CHECK]  # it is worked out where nobody says it, as for a new entry
        self._additions = Additions(self.cells, facts)
        faults += self._additions.faults
        return facts, [*self._misplaced(), *(self._fault(name, reason) for name, reason in faults)]

    def fault(self, location: Location, reason: str) -> Fault:
        """A fault in the cell that states the fact, or else in one that states a part of it."""
        if self._additions and (name := self._additions.column_of(location)):
            return self._fault(name, reason)
        path = [str(step) for step in location]
        for length in range(len(path), 0, -1):
            name = ".".join(path[:length])
            part = next((column for column in self.cells if column.startswith(f"{name}.")), None)
            if found := name if name in self.cells else part:
                return self._fault(found, reason, ".".join(path))
        return Fault(f"row {self.number}", f"{'.'.join(path)}: {reason}" if path else reason)

    def as_given(self) -> list[tuple[str, str]]:
        return [
            (heading, "" if isinstance(cell, UnreadableCell) else str(cell))
            for heading, cell in zip(self.table.headings, self.line, strict=False)
            if heading
        ]

    def _misplaced(self) -> Iterator[Fault]:
        """What is wrong with cells whatever their column."""
        for place, cell in enumerate(self.line):
            if cell and (place >= len(self.table.headings) or not self.table.headings[place]):
                yield Fault(cell_name(place, self.number), "has no heading above it")
            elif len(cell) > LONGEST_CELL:
                reason = f"holds {len(cell):,} characters; at most {LONGEST_CELL:,} can be"
                yield Fault(cell_name(place, self.number), reason)

    def _fault(self, name: str, reason: str, fact: str = "") -> Fault:
        place = self.table.places.get(name)
        where = f"row {self.number}" if place is None else cell_name(place, self.number)
        return Fault(where, f"{fact or name}: {reason}")
