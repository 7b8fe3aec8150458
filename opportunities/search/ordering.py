"""The order of results: the first few of many, without sorting them all."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.search.indexing import Numbers
from opportunities.search.postings import numbers_in

Keys = NDArray[Any]
_FEW = 2_000  # results that are simply sorted


class Order:
    """Entries by a first key and, where that is equal, by a second that never is.

    The first is given for each of the entries, in the order of their numbers.
    """

    def __init__(self, entries: BitMap, first: Callable[[Numbers], Keys], second: Keys) -> None:
        self._numbers = numbers_in(entries)
        self._first, self._second = first(self._numbers), second

    def slice(self, start: int, stop: int) -> list[int]:
        """The numbers of the entries from one place of the order to another."""
        first, numbers = self._first, self._numbers
        if len(numbers) > _FEW and stop < len(numbers) // 2:
            lowest = self._lowest(stop)
            first, numbers = first[lowest], numbers[lowest]
        ordered = numbers[np.lexsort((self._second[numbers], first))]
        return [int(number) for number in ordered[start:stop]]

    def all(self) -> list[int]:
        """The numbers of all entries in order."""
        return self.slice(0, len(self._numbers))

    def _lowest(self, count: int) -> NDArray[np.intp]:
        """The places of the first entries, in any order."""
        border = np.partition(self._first, count - 1)[count - 1]
        below = np.flatnonzero(self._first < border)
        level = np.flatnonzero(self._first == border)
        missing = count - len(below)
        if missing < len(level):
            seconds = self._second[self._numbers[level]]
            level = level[seconds <= np.partition(seconds, missing - 1)[missing - 1]]
        return np.concatenate([below, level])
