"""The verdicts of all entries at once, for one profile.

Each distinct condition is judged once, by the same rules as on the page of an entry; the verdict of a programme is then
the greatest, over the ways to be eligible, of the least of what each way asks for. That is done in columns. Conditions
that depend on a day (age, years since the doctorate, a degree to come) are judged as windows of days, which are held
against the days that count for each programme.
"""

from array import array
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import counting_span, deadline_span
from opportunities.eligibility.evaluate import CODE_OF
from opportunities.eligibility.limits import window_of
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES
from opportunities.eligibility.profile import Profile
from opportunities.search.judging import Outcomes
from opportunities.search.ways import Ints, Ways

Mask = NDArray[np.bool_]
Joined = NDArray[Any]
_DAY_BITS = 22


class Cases:
    """All live entries with what they ask for, and the days at which it counts, as they stand on one day."""

    def __init__(self, ways: Ways, closing: Ints, live: BitMap, today: date) -> None:
        self.numbers = np.fromiter(live, np.uint32, len(live))
        self.questions: dict[Profile, dict[str, int]] = {}  # that are open, of some profiles, as they were asked for
        self.ways = ways.of(self.numbers)
        self._with_dated = np.flatnonzero(self.ways.dated.sizes())  # ways that ask for something dated
        entry_of_way = np.repeat(np.arange(len(self.numbers)), np.diff(self.ways.starts))
        entry = np.repeat(entry_of_way, self.ways.dated.sizes())
        # Like combinations of a condition and a deadline, which many entries have, are one.
        condition = self.ways.dated.numbers.astype(np.int64)
        deadline = closing[self.numbers][entry].astype(np.int64)
        keys = (condition << 2 * _DAY_BITS) | (deadline[:, 0] << _DAY_BITS) | deadline[:, 1]
        distinct, self._combination = np.unique(keys, return_inverse=True)
        spans = np.array([_span(self.ways.criteria, key, today) for key in distinct.tolist()], np.int32).reshape(-1, 2)
        self._first, self._last = spans[:, 0].copy(), spans[:, 1].copy()
        self._condition = (distinct >> 2 * _DAY_BITS).astype(np.intp)
        self._dated_criteria: list[int] = np.unique(self._condition).tolist()

    def outcomes(self, profile: Profile) -> Outcomes:
        """What comes of each entry."""
        judged = np.concatenate([layer.outcomes(profile) for layer in self.ways.conditions])
        of_sets = self._of_sets(np.minimum, judged, YES)
        of_ways = of_sets[self.ways.way_sets]
        self._meet_dated(np.minimum, of_ways, self._dated_outcomes(profile)[self._combination])
        return self._of_entries(np.maximum, of_ways)

    def _dated_outcomes(self, profile: Profile) -> Outcomes:
        """The same comparisons as `Window.outcome`, for all combinations of a condition and days at once."""
        windows = np.zeros((len(self.ways.criteria), 4), np.int32)
        for number in self._dated_criteria:
            window = window_of(self.ways.criteria[number], profile)
            windows[number] = window.sure_from, window.sure_to, window.maybe_from, window.maybe_to
        sure_from, sure_to, maybe_from, maybe_to = windows[self._condition].T
        yes = (sure_from <= self._first) & (self._last <= sure_to)
        no = (self._last < maybe_from) | (maybe_to < self._first) | (maybe_to < maybe_from)
        return np.where(yes, YES, np.where(no, NO, UNKNOWN)).astype(np.int8)

    def verdicts(self, profile: Profile, total: int) -> "Verdicts":
        """The verdicts of all live entries, of `total` numbers in all."""
        return Verdicts(self.numbers, self.outcomes(profile), total)

    def open_questions(self, profile: Profile, among: BitMap) -> dict[str, int]:
        """For each field of the profile that is not answered, how many undecided entries its answer would bear on.

        Counted are only entries `among` those given.
        """
        counted = np.isin(self.numbers, np.fromiter(among, np.uint32, len(among)))
        is_open = (self.outcomes(profile) == UNKNOWN) & counted
        dated_open = self._dated_outcomes(profile) == UNKNOWN
        layers = [(len(layer.criteria), layer.asking(profile)) for layer in self.ways.conditions]
        fields = dict.fromkeys(field for _, asking in layers for field in asking)
        none = {size: np.zeros(size, bool) for size, _ in layers}
        asked = {field: np.concatenate([asking.get(field, none[size]) for size, asking in layers]) for field in fields}
        return {field: int(np.count_nonzero(is_open & self._asked(asked[field], dated_open))) for field in fields}

    def _asked(self, asks: Mask, dated_open: Mask) -> Mask:
        """The entries of which some way has an undecided condition among those that ask for a field."""
        of_ways = self._of_sets(np.logical_or, asks, False)[self.ways.way_sets]
        self._meet_dated(np.logical_or, of_ways, (asks[self._condition] & dated_open)[self._combination])
        return self._of_entries(np.logical_or, of_ways)

    def _of_sets(self, joined: np.ufunc, judged: Joined, of_none: int | bool) -> Joined:
        """What comes of each set of conditions."""
        of_sets = np.full(len(self.ways.sets), of_none, judged.dtype)
        filled = np.flatnonzero(self.ways.sets.sizes())
        if len(filled):
            of_sets[filled] = joined.reduceat(judged[self.ways.sets.numbers], self.ways.sets.starts[filled])
        return of_sets

    def _meet_dated(self, joined: np.ufunc, of_ways: Joined, of_dated: Joined) -> None:
        """Join to each way what comes of its dated conditions."""
        ways = self._with_dated
        if len(ways):
            of_ways[ways] = joined(of_ways[ways], joined.reduceat(of_dated, self.ways.dated.starts[ways]))

    def _of_entries(self, joined: np.ufunc, of_ways: Joined) -> Joined:
        found: Joined = joined.reduceat(of_ways, self.ways.starts[:-1]) if len(self.numbers) else of_ways
        return found


def _span(criteria: tuple[Criterion, ...], key: int, today: date) -> tuple[int, int]:
    mask = (1 << _DAY_BITS) - 1
    deadline = deadline_span(((key >> _DAY_BITS) & mask, key & mask), today)
    span = counting_span(criteria[key >> 2 * _DAY_BITS], deadline)
    return span.first, span.last


@dataclass(frozen=True)
class Verdicts:
    """What comes of every live entry for one profile. `numbers` are the entries, `outcomes` theirs."""

    numbers: NDArray[np.uint32]
    outcomes: Outcomes
    total: int  # of all numbers, live or not

    @cached_property
    def values(self) -> dict[str, BitMap]:
        """The entries of each verdict, by its code."""
        # An array of the standard library is taken in as it is, one of numpy number by number.
        return {
            code: BitMap(array("I", self.numbers[self.outcomes == outcome].tobytes()))
            for outcome, code in CODE_OF.items()
        }

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """By entry's number: 0 for likely, 1 for cannot tell, 2 for not eligible."""
        ranks = np.full(self.total, 2, np.int64)
        ranks[self.numbers] = 2 - self.outcomes
        return ranks
