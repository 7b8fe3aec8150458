"""What an award is worth in pounds for a year, so that awards of every kind can be compared. Always approximate."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

MONTHS_IN_YEAR = Decimal(12)
DAYS_IN_MONTH = Decimal("30.4")  # 365 / 12
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Worth:
    """Pounds for a year of the award, from `low` to `high`."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Award:
    """An award as its source states it: amounts in `currency` for each `basis`, durations in months."""

    currency: str | None
    minimum: int | None
    maximum: int | None
    basis: str
    shortest: Decimal | None
    longest: Decimal | None


def yearly_worth(award: Award, units_per_gbp: Mapping[str, Decimal]) -> Worth | None:
    """The worth of a year of the award; None where no amount, no rate or no usable basis is stated.

    A year of an award that is shorter than a year is the whole award: monthly and daily amounts are taken for the
    longest stated duration, at most twelve months. A total for more than a year is spread evenly.
    """
    amounts = [amount for amount in (award.minimum, award.maximum) if amount is not None]
    rate = Decimal(1) if award.currency == "GBP" else units_per_gbp.get(award.currency or "")
    factor = _yearly_factor(award.basis, award.longest or award.shortest)
    if not amounts or rate is None or factor is None:
        return None
    times, parts = factor
    # Divided last, and once: a third of 3,000 must not fall short of 1,000, where a band begins.
    return Worth(low=min(amounts) * times / (parts * rate), high=max(amounts) * times / (parts * rate))


def _yearly_factor(basis: str, months: Decimal | None) -> tuple[Decimal, Decimal] | None:
    """What an amount on this basis is multiplied by and divided by for a year; None where the facts do not allow it."""
    within_a_year = min(months or MONTHS_IN_YEAR, MONTHS_IN_YEAR)
    if basis == "per-year":
        return _ONE, _ONE
    if basis == "per-month":
        return within_a_year, _ONE
    if basis == "per-day":
        return (within_a_year * DAYS_IN_MONTH, _ONE) if months else None
    if basis == "total":
        return (MONTHS_IN_YEAR, months) if months and months > MONTHS_IN_YEAR else (_ONE, _ONE)
    return None
