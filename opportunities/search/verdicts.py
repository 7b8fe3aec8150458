"""The verdicts of all entries at once, for one profile.

Each distinct condition is judged once, by the same rules as on the page of an entry; the verdict of a programme is then
the greatest, over the ways to be eligible, of the least of what each way asks for. That is done in columns. Conditions
that depend on a day (age, years since the doctorate, a degree to come) are judged as windows of days, which are held
against the days that count for each programme.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span, counting_span, deadline_span
from opportunities.eligibility.evaluate import CODE_OF
from opportunities.eligibility.limits import DATED, window_of
from opportunities.eligibility.outcomes import UNKNOWN
from opportunities.eligibility.profile import Profile
from opportunities.eligibility.rules import judge
from opportunities.search.ways import Ints, Ways

Outcomes = NDArray[np.int8]
Mask = NDArray[np.bool_]
# Where nothing depends on the day.
ANY_DAY = Span(date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal())
_DAY_BITS = 22


class Cases:
    """All live entries with what they ask for, and the days at which it counts, as they stand on one day."""

    def __init__(self, ways: Ways, closing: Ints, live: BitMap, today: date) -> None:
        self.numbers = np.fromiter(live, np.uint32, len(live))
        self.ways = ways.of(self.numbers)
        is_dated = np.array([criterion.kind in DATED for criterion in ways.criteria], bool)
        self._dated_criteria = np.flatnonzero(is_dated).tolist()
        self._dated = np.flatnonzero(is_dated[self.ways.conditions]) if ways.criteria else np.zeros(0, np.intp)
        self._first, self._last = self._days_that_count(closing[self.numbers], today)

    def _days_that_count(self, closing: Ints, today: date) -> tuple[Ints, Ints]:
        """First and last day that may be meant, for each place of a dated condition. Like combinations are one."""
        entry_of_way = np.repeat(np.arange(len(self.numbers)), np.diff(self.ways.starts))
        entry = np.repeat(entry_of_way, np.diff(self.ways.way_starts))[self._dated]
        condition = self.ways.conditions[self._dated].astype(np.int64)
        keys = (condition << 2 * _DAY_BITS) | (closing[entry, 0].astype(np.int64) << _DAY_BITS) | closing[entry, 1]
        distinct, place = np.unique(keys, return_inverse=True)
        spans = np.array([_span(self.ways.criteria, key, today) for key in distinct.tolist()], np.int32).reshape(-1, 2)
        return spans[place, 0], spans[place, 1]

    def outcomes(self, profile: Profile) -> tuple[Outcomes, Outcomes]:
        """What comes of each place of a condition, and of each entry."""
        judged = np.array([_outcome(criterion, profile) for criterion in self.ways.criteria], np.int8)
        if not len(self.ways.conditions):
            return judged, judged
        found: Outcomes = judged[self.ways.conditions]
        found[self._dated] = self._dated_outcomes(profile)
        of_ways = np.minimum.reduceat(found, self.ways.way_starts[:-1])
        return found, np.maximum.reduceat(of_ways, self.ways.starts[:-1])

    def _dated_outcomes(self, profile: Profile) -> Outcomes:
        """The same comparisons as `Window.outcome`, for all at once."""
        windows = np.zeros((len(self.ways.criteria), 4), np.int32)
        for number in self._dated_criteria:
            window = window_of(self.ways.criteria[number], profile)
            windows[number] = window.sure_from, window.sure_to, window.maybe_from, window.maybe_to
        sure_from, sure_to, maybe_from, maybe_to = windows[self.ways.conditions[self._dated]].T
        yes = (sure_from <= self._first) & (self._last <= sure_to)
        no = (self._last < maybe_from) | (maybe_to < self._first) | (maybe_to < maybe_from)
        return np.where(yes, 2, np.where(no, 0, 1)).astype(np.int8)

    def verdicts(self, profile: Profile, total: int) -> "Verdicts":
        """The verdicts of all live entries, of `total` numbers in all."""
        return Verdicts(self.numbers, self.outcomes(profile)[1], total)

    def open_questions(self, profile: Profile) -> dict[str, int]:
        """For each field of the profile that is not answered, how many undecided entries its answer would bear on."""
        asking: dict[str, list[int]] = {}
        for number, criterion in enumerate(self.ways.criteria):
            for field in judge(criterion, profile, ANY_DAY).missing:
                asking.setdefault(field, []).append(number)
        found, outcomes = self.outcomes(profile)
        open_places = found == UNKNOWN
        return {
            field: int(np.count_nonzero(self._holds(open_places & self._asks(numbers)) & (outcomes == UNKNOWN)))
            for field, numbers in asking.items()
        }

    def _asks(self, numbers: Iterable[int]) -> Mask:
        asked = np.zeros(len(self.ways.criteria), bool)
        asked[list(numbers)] = True
        return asked[self.ways.conditions]

    def _holds(self, places: Mask) -> Mask:
        """Whether each entry holds any of the places."""
        of_ways = np.logical_or.reduceat(places, self.ways.way_starts[:-1])
        return np.logical_or.reduceat(of_ways, self.ways.starts[:-1])


def _span(criteria: tuple[Criterion, ...], key: int, today: date) -> tuple[int, int]:
    mask = (1 << _DAY_BITS) - 1
    deadline = deadline_span(((key >> _DAY_BITS) & mask, key & mask), today)
    span = counting_span(criteria[key >> 2 * _DAY_BITS], deadline)
    return span.first, span.last


def _outcome(criterion: Criterion, profile: Profile) -> int:
    return UNKNOWN if criterion.kind in DATED else judge(criterion, profile, ANY_DAY).outcome


@dataclass(frozen=True)
class Verdicts:
    """What comes of every live entry for one profile. `numbers` are the entries, `outcomes` theirs."""

    numbers: NDArray[np.uint32]
    outcomes: Outcomes
    total: int  # of all numbers, live or not

    @cached_property
    def values(self) -> dict[str, BitMap]:
        """The entries of each verdict, by its code."""
        return {code: BitMap(self.numbers[self.outcomes == outcome]) for outcome, code in CODE_OF.items()}

    @cached_property
    def ranks(self) -> NDArray[np.int64]:
        """By entry's number: 0 for likely, 1 for cannot tell, 2 for not eligible."""
        ranks = np.full(self.total, 2, np.int64)
        ranks[self.numbers] = 2 - self.outcomes
        return ranks
