"""Entries in a row with all that answers a search of them, as columns: in memory, or in files that processes share."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
from msgspec import msgpack
from numpy.typing import NDArray
from pyroaring import BitMap

from core.text import fold
from opportunities.deadlines.status import change_after, deadline_sort_key, standing_at
from opportunities.eligibility.days import deadline_of
from opportunities.search.bitmaps import Pictures, bitmaps_of
from opportunities.search.columns import Blobs, Columns, SortedTexts
from opportunities.search.declaration import FACETS
from opportunities.search.entry import Entry
from opportunities.search.indexing import Portion, portion_of
from opportunities.search.postings import TermIndex, index_columns
from opportunities.search.ways import Ways, WaysPortion, ways_columns, ways_portion_of

NEVER = int(np.iinfo(np.int64).max)  # the second of what does not come
_RANK_BITS = 40  # a rank stands above these bits, the second of the deadline in them
_FIRST = datetime.min.replace(tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_encoder = msgpack.Encoder()
_decoder = msgpack.Decoder(Entry)

NameKey = tuple[str, str]  # by which entries are in alphabetical order


def second_of(moment: datetime) -> int:
    """The whole seconds from the year 1 until the moment."""
    return (moment - _FIRST) // _SECOND


def moment_at(second: int) -> datetime:
    """The moment so many seconds after the beginning of the year 1."""
    return _FIRST + second * _SECOND


def name_key(entry: Entry) -> NameKey:
    """The place of an entry in the alphabet."""
    return fold(entry.name), entry.slug


@dataclass(frozen=True, slots=True)
class TimeFacts:
    """Of one entry at a moment: the values of facets that depend on time, when they can change, the deadline's key."""

    values: dict[str, tuple[str, ...]]
    next_change: int  # second, or NEVER
    deadline: int  # a smaller one comes first
    closing: tuple[int, int]  # the deadline by which limits of eligibility are reckoned: see `deadline_of`


def time_facts(entry: Entry, at: datetime) -> TimeFacts:
    """Where an entry stands at a moment, as columns hold it."""
    standing = standing_at(entry.schedule, at)
    change = change_after(entry.schedule, standing, at)
    rank, moment = deadline_sort_key(standing)
    return TimeFacts(
        values={facet.parameter: tuple(facet.at(standing, at)) for facet in FACETS if facet.at is not None},
        next_change=NEVER if change is None else second_of(change),
        deadline=(rank << _RANK_BITS) + second_of(moment),
        closing=deadline_of(standing),
    )


@dataclass(frozen=True, slots=True)
class Prepared:
    """Some entries in a row, made ready to be joined with those before and after them into a layer."""

    entries: list[bytes]
    pks: list[int]
    names: list[NameKey]
    checked: list[int]  # days; the latest first
    next_change: list[int]
    deadline: list[int]
    closing: list[tuple[int, int]]
    ways: WaysPortion
    pictures: Pictures
    index: Portion


def prepare(entries: Sequence[Entry], at: datetime) -> Prepared:
    """Make entries ready, as they stand at a moment."""
    facts = [time_facts(entry, at) for entry in entries]
    pictures = {
        facet.parameter: bitmaps_of(
            map(facet.of, entries) if facet.of is not None else (fact.values[facet.parameter] for fact in facts)
        )
        for facet in FACETS
    }
    return Prepared(
        entries=[_encoder.encode(entry) for entry in entries],
        pks=[entry.pk for entry in entries],
        names=[name_key(entry) for entry in entries],
        checked=[-entry.last_checked.toordinal() if entry.last_checked else 0 for entry in entries],
        next_change=[fact.next_change for fact in facts],
        deadline=[fact.deadline for fact in facts],
        closing=[fact.closing for fact in facts],
        ways=ways_portion_of(entry.requirements for entry in entries),
        pictures=pictures,
        index=portion_of(entries),
    )


def layer_columns(parts: Iterable[Prepared], at: datetime) -> Columns:
    """The columns of a layer whose entries are those of the parts, one after the other, as they stood at `at`."""
    parts = list(parts)
    pks = np.array([pk for part in parts for pk in part.pks], np.int64)
    names = [name for part in parts for name in part.names]
    by_name = np.array(sorted(range(len(names)), key=names.__getitem__), np.uint32)
    by_slug = sorted(range(len(names)), key=lambda number: names[number][1].encode())
    named, sets = _joined_pictures(parts)
    return {
        "at": np.array([at.timestamp()]),
        "pks": pks,
        "by_pk": np.argsort(pks),
        "by_name": by_name,
        "by_slug": np.array(by_slug, np.uint32),
        "checked": np.array([day for part in parts for day in part.checked], np.int32),
        "next_change": np.array([second for part in parts for second in part.next_change], np.int64),
        "deadline": np.array([key for part in parts for key in part.deadline], np.int64),
        "closing": np.array([days for part in parts for days in part.closing], np.int32).reshape(-1, 2),
        **ways_columns(part.ways for part in parts),
        **Blobs.of(names[number][1].encode() for number in by_slug).columns("slugs"),
        **Blobs.of(blob for part in parts for blob in part.entries).columns("entries"),
        **Blobs.of(json.dumps(pair).encode() for pair in named).columns("value_names"),
        **Blobs.of(entries.serialize() for entries in sets).columns("value_sets"),
        **index_columns([part.index for part in parts]),
    }


def _joined_pictures(parts: Iterable[Prepared]) -> tuple[list[tuple[str, str]], list[BitMap]]:
    joined: dict[tuple[str, str], list[BitMap]] = defaultdict(list)
    first = 0
    for part in parts:
        for parameter, values in part.pictures.items():
            for value, members in values.items():
                joined[parameter, value].append(members.shift(first))
        first += len(part.entries)
    return list(joined), [BitMap.union(*members) for members in joined.values()]


class Layer:
    """A layer read from its columns. Entries are numbered from 0."""

    def __init__(self, columns: Columns) -> None:
        self.at = datetime.fromtimestamp(float(columns["at"][0]), UTC)
        self.pks: NDArray[np.int64] = columns["pks"]
        self.checked, self.next_change, self.deadline = (
            columns["checked"],
            columns["next_change"],
            columns["deadline"],
        )
        self.closing: NDArray[np.int32] = columns["closing"]
        self.ways = Ways.in_columns(columns)
        self.by_name: NDArray[np.uint32] = columns["by_name"]
        self._by_pk, self._by_slug = columns["by_pk"], columns["by_slug"]
        self._slugs = SortedTexts(Blobs.in_columns(columns, "slugs"))
        self._entries = Blobs.in_columns(columns, "entries")
        self.index = TermIndex(columns)
        self.pictures = self._read_pictures(columns)

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, number: int) -> Entry:
        """One entry."""
        return _decoder.decode(self._entries[number])

    def with_pk(self, pk: int) -> int | None:
        """The number of the opportunity with this primary key."""
        place = int(np.searchsorted(self.pks, pk, sorter=self._by_pk))
        if place == len(self._by_pk) or self.pks[self._by_pk[place]] != pk:
            return None
        return int(self._by_pk[place])

    def with_slug(self, slug: str) -> int | None:
        """The number of the opportunity with this slug."""
        place = self._slugs.find(slug)
        return None if place is None else int(self._by_slug[place])

    def place_of_name(self, name: NameKey) -> int:
        """How many entries come before this name in the alphabet."""
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if name_key(self.entry(int(self.by_name[middle]))) < name:
                low = middle + 1
            else:
                high = middle
        return low

    def _read_pictures(self, columns: Columns) -> Pictures:
        pictures: dict[str, dict[str, BitMap]] = {facet.parameter: {} for facet in FACETS}
        named = Blobs.in_columns(columns, "value_names")
        sets = Blobs.in_columns(columns, "value_sets")
        for name, members in zip(named, sets, strict=True):
            parameter, value = json.loads(name)
            pictures[parameter][value] = BitMap.deserialize(members)
        return pictures
