"""The ways to be eligible for every entry, in columns: entry → ways → conditions, each a row of numbers.

What a way asks for is kept in two parts. Conditions that do not depend on a day come as a set that many ways have in
common; dated ones stand by themselves, as the day that counts differs from entry to entry. Conditions that are judged
alike are one: what they say in words, and where they come from, makes no difference here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from msgspec import msgpack
from numpy.typing import NDArray

from opportunities.eligibility.criteria import Criterion, Requirements
from opportunities.eligibility.limits import DATED
from opportunities.search.columns import Blobs, Columns
from opportunities.search.judging import Conditions

Ints = NDArray[np.int32]
Numbers = tuple[int, ...]
_encoder = msgpack.Encoder()
_decoder = msgpack.Decoder(Criterion)


def as_judged(criterion: Criterion) -> Criterion:
    """The condition without what makes no difference to a verdict."""
    is_prose = criterion.text is not None and criterion.kind != "language"
    is_named = bool(criterion.names) and criterion.kind == "institution"
    return replace(criterion, text="…" if is_prose else None, names=("…",) if is_named else (), sources=())


@dataclass
class WaysPortion:
    """The ways of some entries in a row. Conditions and sets of conditions have numbers, in order of appearance."""

    criteria: dict[Criterion, int] = field(default_factory=dict)
    sets: dict[Numbers, int] = field(default_factory=dict)  # of conditions that do not depend on a day
    counts: list[int] = field(default_factory=list)  # ways of each entry
    way_sets: list[int] = field(default_factory=list)  # the set of each way
    way_dated: list[Numbers] = field(default_factory=list)  # the dated conditions of each way

    def add(self, requirements: Requirements) -> None:
        """Append one entry."""
        ways = requirements.ways()
        self.counts.append(len(ways))
        for way in ways:
            plain: list[int] = []
            dated: list[int] = []
            for criterion in dict.fromkeys(map(as_judged, way.criteria)):
                number = self.criteria.setdefault(criterion, len(self.criteria))
                (dated if criterion.kind in DATED else plain).append(number)
            self._add_way(tuple(plain), tuple(dated))

    def extend(self, other: "WaysPortion") -> None:
        """Append the entries of another portion."""
        number = [self.criteria.setdefault(criterion, len(self.criteria)) for criterion in other.criteria]
        sets = [tuple(number[n] for n in conditions) for conditions in other.sets]
        self.counts += other.counts
        for own, dated in zip(other.way_sets, other.way_dated, strict=True):
            self._add_way(sets[own], tuple(number[n] for n in dated))

    def _add_way(self, plain: Numbers, dated: Numbers) -> None:
        self.way_sets.append(self.sets.setdefault(plain, len(self.sets)))
        self.way_dated.append(dated)

    def columns(self) -> Columns:
        """The portion as columns."""
        return {
            "ways": starts_of(self.counts),
            "way_sets": np.array(self.way_sets, np.int32),
            **_rows("way_dated", self.way_dated),
            **_rows("condition_sets", self.sets),
            **Blobs.of(_encoder.encode(criterion) for criterion in self.criteria).columns("criteria"),
        }


def ways_portion_of(all_requirements: Iterable[Requirements]) -> WaysPortion:
    """The ways of entries with these requirements."""
    portion = WaysPortion()
    for requirements in all_requirements:
        portion.add(requirements)
    return portion


def ways_columns(portions: Iterable[WaysPortion]) -> Columns:
    """The columns of the entries of the portions, one after the other."""
    whole = WaysPortion()
    for portion in portions:
        whole.extend(portion)
    return whole.columns()


@dataclass(frozen=True)
class Rows:
    """Rows of numbers: row `r` is `numbers[starts[r]:starts[r + 1]]`."""

    numbers: Ints
    starts: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def sizes(self) -> Ints:
        """How many numbers each row has."""
        return np.diff(self.starts)

    def followed_by(self, others: "Rows", shift: int) -> "Rows":
        """These rows and then others, whose numbers are raised by `shift`."""
        return Rows(
            np.concatenate([self.numbers, others.numbers + shift]),
            np.concatenate([self.starts, others.starts[1:] + self.starts[-1]]),
        )

    def of(self, rows: NDArray[np.intp]) -> "Rows":
        """Some of the rows, in the order given."""
        places, starts = parts(self.starts, rows)
        return Rows(self.numbers[places], starts)


@dataclass(frozen=True)
class Ways:
    """The ways of entries. Entry `e` has those from `starts[e]` up to, not with, `starts[e + 1]`.

    Way `w` asks for the conditions of the set `way_sets[w]` and for the dated ones of row `w`, numbers into `criteria`.
    """

    conditions: tuple[Conditions, ...]  # in layers: those of the second are numbered after those of the first
    sets: Rows
    starts: Ints
    way_sets: Ints
    dated: Rows

    @classmethod
    def in_columns(cls, columns: Columns) -> "Ways":
        """The ways that were put into these columns."""
        return cls(
            conditions=(Conditions(tuple(_decoder.decode(blob) for blob in Blobs.in_columns(columns, "criteria"))),),
            sets=Rows(columns["condition_sets"], columns["condition_sets_starts"]),
            starts=columns["ways"],
            way_sets=columns["way_sets"],
            dated=Rows(columns["way_dated"], columns["way_dated_starts"]),
        )

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """All conditions by their numbers."""
        return tuple(criterion for layer in self.conditions for criterion in layer.criteria)

    def followed_by(self, others: "Ways") -> "Ways":
        """The ways of these entries and then of others."""
        conditions = len(self.criteria)
        return Ways(
            (*self.conditions, *others.conditions),
            self.sets.followed_by(others.sets, conditions),
            np.concatenate([self.starts, others.starts[1:] + self.starts[-1]]),
            np.concatenate([self.way_sets, others.way_sets + len(self.sets)]),
            self.dated.followed_by(others.dated, conditions),
        )

    def of(self, entries: NDArray[np.uint32]) -> "Ways":
        """The ways of some of the entries, in the order given."""
        ways, starts = parts(self.starts, entries.astype(np.intp))
        return Ways(self.conditions, self.sets, starts, self.way_sets[ways], self.dated.of(ways))


def starts_of(sizes: Iterable[int]) -> Ints:
    """Where each row begins, and at the end where the last one stops."""
    sizes = np.fromiter(sizes, np.int32)
    starts = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=starts[1:])
    return starts


def parts(starts: Ints, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], Ints]:
    """The places of all parts of some rows, one row after the other, and where each row begins among them."""
    sizes = starts[rows + 1] - starts[rows]
    begins = starts_of(sizes)
    places = np.arange(begins[-1], dtype=np.intp) - np.repeat(begins[:-1] - starts[rows], sizes)
    return places, begins


def _rows(name: str, rows: Iterable[Numbers]) -> Columns:
    rows = list(rows)
    numbers = np.fromiter((number for row in rows for number in row), np.int32)
    return {name: numbers, f"{name}_starts": starts_of(map(len, rows))}
