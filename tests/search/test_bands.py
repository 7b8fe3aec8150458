"""Amounts and durations fall into the bands that their labels say, at every edge."""

from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from opportunities import bands
from opportunities.vocabulary import AMOUNT_BASIS
from opportunities.worth import Award, yearly_worth
from tests.builders import opportunity_entry
from tests.search.facet_catalogues import AMOUNTS, MONTHS, RATES
from tests.search.reference import amounts_of, durations_of
from tests.strategies import ordered_pairs


def award(pair: tuple[int | None, int | None], months: tuple[float | None, float | None], **more: str) -> Award:
    shortest, longest = (None if end is None else Decimal(str(end)) for end in months)
    return Award(more["currency"], *pair, more["basis"], shortest, longest)


@given(
    ordered_pairs(st.sampled_from(AMOUNTS) | st.integers(0, 10**6)),
    ordered_pairs(st.sampled_from(MONTHS) | st.integers(1, 6000).map(lambda n: n / 100)),
    st.sampled_from(AMOUNT_BASIS.codes),
    st.sampled_from(["GBP", "JPY", "EUR", "XAF"]),
)
@example((3_000, None), (None, 36), "total", "GBP")  # exactly £1,000 a year
@example((None, 200_500), (None, None), "per-year", "JPY")  # exactly £1,000 a year
def test_bands_are_those_of_exact_arithmetic(
    pair: tuple[int | None, int | None], months: tuple[float | None, float | None], basis: str, currency: str
) -> None:
    entry = opportunity_entry(
        funding={"min": pair[0], "max": pair[1], "basis": basis, "currency": currency},
        duration={"min_months": months[0], "max_months": months[1]},
    )
    offered = award(pair, months, basis=basis, currency=currency)
    worth = yearly_worth(offered, {code: Decimal(units) for code, units in RATES.items()})
    amounts = bands.bands_over(bands.AMOUNT_BANDS, worth.low, worth.high) if worth else ()
    durations = bands.bands_over(bands.DURATION_BANDS, offered.shortest, offered.longest)
    assert set(amounts) == amounts_of(entry, RATES)
    assert set(durations) == durations_of(entry)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (None, None, ()),
        ("0.99", "0.99", ("under-1-month",)),
        ("1", "1", ("1-3-months",)),
        ("3", "3", ("1-3-months", "3-6-months")),
        (None, "36", ("2-3-years", "over-3-years")),
        ("0.5", "4", ("under-1-month", "1-3-months", "3-6-months")),
        ("120", None, ("over-3-years",)),
    ],
)
def test_a_range_is_found_under_every_band_it_touches(
    low: str | None, high: str | None, expected: tuple[str, ...]
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    assert bands.bands_over(bands.DURATION_BANDS, *ends) == expected
