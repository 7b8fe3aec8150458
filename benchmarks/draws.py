"""Drawing values at random by their shares."""

from bisect import bisect
from collections.abc import Hashable, Mapping
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)
_TRIES = 50  # draws for one more distinct value, before a table that is nearly used up is let be


class Shares(Generic[Value]):
    """Values with their shares: any numbers, of which only the proportions count."""

    def __init__(self, shares: Mapping[Value, float]) -> None:
        self.values = tuple(shares)
        self._sums = [float(total) for total in accumulate(shares.values())]
        self._inner = self._sums[:-1]

    def one(self, random: Random) -> Value:
        """A value."""
        return self.values[bisect(self._inner, random.random() * self._sums[-1])]

    def many(self, random: Random, number: int) -> list[Value]:
        """So many values, with repetitions."""
        return random.choices(self.values, cum_weights=self._sums, k=number)

    def distinct(self, random: Random, number: int) -> list[Value]:
        """So many different values in the order drawn; fewer where the rest is too rare to turn up."""
        found: dict[Value, None] = {}
        for _ in range(_TRIES):
            if len(found) >= number:
                break
            found[self.one(random)] = None
        return list(found)

    def mixed_with(self, others: "Shares[Value]", share: float) -> "Shares[Value]":
        """These values, and others that make up `share` (0 to 1) of all that is drawn."""
        parts = ((self, 1 - share), (others, share))
        mixed: dict[Value, float] = {}
        for table, weight in parts:
            for value, low, high in zip(table.values, [0.0, *table._sums], table._sums, strict=False):
                mixed[value] = mixed.get(value, 0.0) + weight * (high - low) / table._sums[-1]
        return Shares(mixed)


def named(shares: str) -> Shares[str]:
    """The shares written as "travel 116, living 59"."""
    pairs = (part.split() for part in shares.split(","))
    return Shares({value: float(share) for value, share in pairs})


def zipf(values: list[Value], exponent: float, head: float = 2.0) -> Shares[Value]:
    """The values, the most frequent first, with Zipf–Mandelbrot shares: 1 / (rank + head) ** exponent."""
    return Shares({value: (rank + head) ** -exponent for rank, value in enumerate(values, 1)})
