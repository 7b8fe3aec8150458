"""The ways to be eligible for every entry, in columns: entry → ways → conditions, each a row of numbers.

Conditions that are judged alike are one: what they say in words, and where they come from, makes no difference here.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
from msgspec import msgpack
from numpy.typing import NDArray

from opportunities.eligibility.criteria import Criterion, Requirements
from opportunities.search.columns import Blobs, Columns

Ints = NDArray[np.int32]
_encoder = msgpack.Encoder()
_decoder = msgpack.Decoder(Criterion)


def as_judged(criterion: Criterion) -> Criterion:
    """The condition without what makes no difference to a verdict."""
    is_prose = criterion.text is not None and criterion.kind != "language"
    is_named = bool(criterion.names) and criterion.kind == "institution"
    return replace(criterion, text="…" if is_prose else None, names=("…",) if is_named else (), sources=())


@dataclass(frozen=True, slots=True)
class WaysPortion:
    """The ways of some entries in a row: the sizes of ways, how many each entry has, and numbers into `criteria`."""

    criteria: list[Criterion]
    conditions: list[int]
    way_sizes: list[int]
    counts: list[int]


def ways_portion_of(all_requirements: Iterable[Requirements]) -> WaysPortion:
    """The ways of entries with these requirements."""
    numbers: dict[Criterion, int] = {}
    portion = WaysPortion([], [], [], [])
    for requirements in all_requirements:
        ways = requirements.ways()
        portion.counts.append(len(ways))
        for way in ways:
            portion.way_sizes.append(len(way.criteria))
            judged = map(as_judged, way.criteria)
            portion.conditions.extend(numbers.setdefault(criterion, len(numbers)) for criterion in judged)
    portion.criteria.extend(numbers)
    return portion


def ways_columns(portions: Iterable[WaysPortion]) -> Columns:
    """The columns of the entries of the portions, one after the other."""
    numbers: dict[Criterion, int] = {}
    conditions, way_sizes, counts = [np.zeros(0, np.int32)], [np.zeros(0, np.int32)], [np.zeros(0, np.int32)]
    for portion in portions:
        renumbered = [numbers.setdefault(criterion, len(numbers)) for criterion in portion.criteria]
        conditions.append(np.array(renumbered, np.int32)[np.array(portion.conditions, np.intp)])
        way_sizes.append(np.array(portion.way_sizes, np.int32))
        counts.append(np.array(portion.counts, np.int32))
    return {
        "way_conditions": np.concatenate(conditions),
        "way_starts": starts_of(np.concatenate(way_sizes)),
        "ways": starts_of(np.concatenate(counts)),
        **Blobs.of(_encoder.encode(criterion) for criterion in numbers).columns("criteria"),
    }


class Ways:
    """The ways of entries. Way `w` asks for `conditions[way_starts[w]:way_starts[w + 1]]`, numbers into `criteria`;
    entry `e` has the ways from `starts[e]` up to, not with, `starts[e + 1]`.
    """

    def __init__(self, criteria: tuple[Criterion, ...], conditions: Ints, way_starts: Ints, starts: Ints) -> None:
        self.criteria, self.conditions, self.way_starts, self.starts = criteria, conditions, way_starts, starts

    @classmethod
    def in_columns(cls, columns: Columns) -> "Ways":
        """The ways that were put into these columns."""
        criteria = tuple(_decoder.decode(blob) for blob in Blobs.in_columns(columns, "criteria"))
        return cls(criteria, columns["way_conditions"], columns["way_starts"], columns["ways"])

    def followed_by(self, others: "Ways") -> "Ways":
        """The ways of these entries and then of others."""
        return Ways(
            (*self.criteria, *others.criteria),
            np.concatenate([self.conditions, others.conditions + len(self.criteria)]),
            np.concatenate([self.way_starts, others.way_starts[1:] + self.way_starts[-1]]),
            np.concatenate([self.starts, others.starts[1:] + self.starts[-1]]),
        )

    def of(self, entries: NDArray[np.uint32]) -> "Ways":
        """The ways of some of the entries, in the order given."""
        ways, starts = _parts(self.starts, entries.astype(np.intp))
        places, way_starts = _parts(self.way_starts, ways)
        return Ways(self.criteria, self.conditions[places], way_starts, starts)


def starts_of(sizes: Ints) -> Ints:
    """Where each row begins, and at the end where the last one stops."""
    starts = np.zeros(len(sizes) + 1, np.int32)
    np.cumsum(sizes, out=starts[1:])
    return starts


def _parts(starts: Ints, rows: NDArray[np.intp]) -> tuple[NDArray[np.intp], Ints]:
    """The places of all parts of some rows, one row after the other, and where each row begins among them."""
    sizes = starts[rows + 1] - starts[rows]
    begins = starts_of(sizes)
    places = np.arange(begins[-1], dtype=np.intp) - np.repeat(begins[:-1] - starts[rows], sizes)
    return places, begins
