"""Where every programme stands at a moment, carried on from one moment to the next."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.deadlines.status import Standing
from opportunities.search.bitmaps import Pictures, Values
from opportunities.search.declaration import FACETS, NOT_STATED
from opportunities.search.entry import Entry
from opportunities.search.layer import NEVER, second_of, time_facts
from opportunities.search.verdicts import Cases

TIME_FACETS = tuple(facet for facet in FACETS if facet.at is not None)


@dataclass(frozen=True)
class Moment:
    """What depends on time, from `since` until, but not at, the earliest of `next_change`; by the entries' numbers."""

    since: datetime
    next_change: NDArray[np.int64]  # second at which the entry's standing can change; NEVER
    deadline: NDArray[np.int64]  # a smaller one comes first
    closing: NDArray[np.int32]  # the deadlines by which eligibility is reckoned, first and last day
    pictures: Pictures  # of the facets that depend on time
    standings: dict[int, Standing] = field(default_factory=dict)  # of some entries, as they were asked for
    cases: dict[date, Cases] = field(default_factory=dict)  # of eligibility, by the day of asking

    @cached_property
    def until(self) -> int:
        """The second at which something changes; NEVER."""
        return int(self.next_change.min(initial=NEVER))

    def covers(self, at: datetime) -> bool:
        """Whether this still holds at `at`."""
        return self.since <= at and second_of(at) < self.until

    def moved_to(self, at: datetime, entry_of: Callable[[int], Entry], live: BitMap) -> "Moment":
        """The same at another moment: only entries whose standing can have changed are looked at.

        Nothing is known of the time before `since`, so that going back looks at all. Nor is the new one known to hold
        before `at`: what passed may have changed more than once.
        """
        is_later = at >= self.since
        passed = np.flatnonzero(self.next_change <= second_of(at))
        due = [number for number in passed.tolist() if number in live] if is_later else list(live)
        next_change, deadline, closing = self.next_change.copy(), self.deadline.copy(), self.closing.copy()
        next_change[passed] = NEVER  # also of those that are gone
        members: dict[str, dict[str, list[int]]] = {facet.parameter: defaultdict(list) for facet in TIME_FACETS}
        for number in due:
            facts = time_facts(entry_of(number), at)
            next_change[number], deadline[number], closing[number] = facts.next_change, facts.deadline, facts.closing
            for parameter, values in facts.values.items():
                for value in values or (NOT_STATED,):
                    members[parameter][value].append(number)
        moved = BitMap(due)
        pictures = {name: _with(self.pictures[name], moved, members[name]) for name in members}
        return Moment(at, next_change, deadline, closing, pictures)


def _with(values: Values, moved: BitMap, members: Mapping[str, list[int]]) -> Values:
    """The values with the moved entries where they belong now."""
    return {
        value: (values.get(value, BitMap()) - moved) | BitMap(members.get(value, ())) for value in {*values, *members}
    }
