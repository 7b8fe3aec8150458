"""Amounts keep their own currency; what is approximate says so; durations are said as people say them."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from opportunities.wording.money import (
    amount_in_words,
    duration_in_words,
    is_worth_saying,
    money,
    worth_in_words,
)
from opportunities.worth import Award, Worth


def award(
    minimum: int | None = None,
    maximum: int | None = None,
    currency: str | None = "GBP",
    basis: str = "unspecified",
    months: tuple[str | None, str | None] = (None, None),
) -> Award:
    shortest, longest = (Decimal(end) if end else None for end in months)
    return Award(currency, minimum, maximum, basis, shortest, longest)


@pytest.mark.parametrize(
    ("offered", "words"),
    [
        (award(10_000, 10_000), "£10,000"),
        (award(None, 10_000), "up to £10,000"),
        (award(500, None), "from £500"),
        (award(0, 1_000), "£0 to £1,000"),
        (award(143_000, 145_000, "JPY", "per-month"), "¥143,000 to ¥145,000 a month"),
        (award(2_000, 2_000, "EUR", "per-year"), "€2,000 a year"),
        (award(None, 20_000, "USD", "total"), "up to US$20,000 in total"),
        (award(100, 100, "GBP", "per-day"), "£100 a day"),
        (award(1_500_000, 1_500_000, "CHF"), "CHF1,500,000"),
        (award(currency="GBP"), None),
        (award(currency=None), None),
    ],
)
def test_an_amount_is_said_in_its_own_currency_and_on_its_basis(offered: Award, words: str | None) -> None:
    said = amount_in_words(offered)
    assert (said.replace("\xa0", "") if said else said) == words


def test_the_yen_has_one_sign_in_both_languages() -> None:
    assert money(1_000, "JPY") == "¥1,000"
    with override("ja"):
        assert money(1_000, "JPY") == "¥1,000"
        assert money(1_000, "GBP") == "£1,000"


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        ("685.51", "685.51", "about £690 a year"),
        ("8226.2", "8226.2", "about £8,200 a year"),
        ("8226.2", "8270", "about £8,200 to £8,300 a year"),
        ("99999", "99999", "about £100,000 a year"),
        ("0", "5", "about £0 to £5 a year"),
        ("12345678", "12345678", "about £12,000,000 a year"),
    ],
)
def test_a_worth_is_approximate_to_two_figures_and_says_so(low: str, high: str, words: str) -> None:
    assert worth_in_words(Worth(Decimal(low), Decimal(high))) == words


def test_a_worth_is_left_out_where_the_amount_says_the_same() -> None:
    worth = Worth(Decimal(1), Decimal(1))
    assert not is_worth_saying(award(1, 1, "GBP", "per-year"), worth)
    assert is_worth_saying(award(1, 1, "GBP", "per-month"), worth)
    assert is_worth_saying(award(1, 1, "JPY", "per-year"), worth)
    assert not is_worth_saying(award(1, 1, "XAF", "per-year"), None)


@pytest.mark.parametrize(
    ("months", "words"),
    [
        ((None, None), None),
        (("0.25", "0.25"), "about 1 week"),
        (("0.5", "0.5"), "about 2 weeks"),
        ((None, "0.5"), "up to about 2 weeks"),
        (("0.1", "0.1"), "about 3 days"),
        (("0.5", "1"), "about 2 weeks to 1 month"),
        (("1", "1"), "1 month"),
        (("1.5", "1.5"), "1.5 months"),
        (("3", "6"), "3 to 6 months"),
        (("1", "12"), "1 to 12 months"),
        (("10", "10"), "10 months"),
        (("12", "12"), "1 year"),
        (("12", "36"), "1 year to 3 years"),
        ((None, "36"), "up to 3 years"),
        (("6", None), "from 6 months"),
        (("18", "24"), "18 to 24 months"),
        (("120", "120"), "10 years"),
        (("100", "100"), "100 months"),
    ],
)
def test_a_duration_is_said_in_weeks_months_or_years(months: tuple[str | None, str | None], words: str | None) -> None:
    assert duration_in_words(award(months=months)) == words
