"""The first few of many results are the first few of all of them sorted."""

from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.search.ordering import Order

KINDS = (np.int64, np.int32, np.float32)  # seconds of deadlines, days of checks, scores


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 6_000),
    st.sampled_from(KINDS),
    st.sampled_from([1, 2, 7, 500, 10**6]),  # how many first keys there are: from all equal to hardly two
    st.randoms(use_true_random=False),
    st.data(),
)
def test_any_slice_is_that_of_everything_sorted(
    size: int, kind: type, variety: int, random: Random, data: st.DataObject
) -> None:
    first: NDArray[Any] = np.array([random.randrange(-variety, variety) for _ in range(size)], kind)
    second = np.array(random.sample(range(size), size), np.float64)
    share = random.choice([0.01, 0.5, 1])
    entries = BitMap(number for number in range(size) if random.random() < share)
    expected = sorted(entries, key=lambda number: (first[number], second[number]))
    order = Order(entries, first.__getitem__, second)
    assert order.all() == expected
    places = st.integers(0, len(expected) + 30)
    for start, stop in [(0, 20), (20, 40), (0, 1), tuple(sorted((data.draw(places), data.draw(places))))]:
        assert order.slice(start, stop) == expected[start:stop], (start, stop)


@pytest.mark.parametrize("size", [1_999, 2_000, 2_001, 2_002, 4_001])
def test_pages_put_together_are_the_whole_order(size: int) -> None:
    """Around the size from which on not everything is sorted, where half of the entries have one key."""
    first = np.array([number % 97 if number % 2 else 50 for number in range(size)])
    second = np.array([(number * 7919) % 100_003 for number in range(size)])
    order = Order(BitMap(range(size)), first.__getitem__, second)
    pages = [number for start in range(0, size, 20) for number in order.slice(start, start + 20)]
    assert pages == order.all() == sorted(range(size), key=lambda number: (first[number], second[number]))


def test_an_order_of_nothing_is_empty() -> None:
    keys = np.zeros(0)
    assert Order(BitMap(), keys.__getitem__, keys).all() == []
    assert Order(BitMap(), keys.__getitem__, keys).slice(0, 20) == []
