"""Bands of amounts and durations, by which awards are narrowed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from opportunities.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Band:
    """Values from `low` to `high`, both included, as its label says; "under" and "less than" exclude `high`."""

    code: str
    low: Decimal
    high: Decimal | None  # None: no upper end

    def touches(self, low: Decimal, high: Decimal) -> bool:
        """Whether the range from `low` to `high`, both included, has a value of this band."""
        if self.high is None:
            return high >= self.low
        return high >= self.low and (low < self.high if self.low == 0 else low <= self.high)


AMOUNT = Vocabulary(
    ("under-1000", "Under £1,000", "1,000ポンド未満"),
    ("1000-5000", "£1,000 to £5,000", "1,000～5,000ポンド"),
    ("5000-15000", "£5,000 to £15,000", "5,000～15,000ポンド"),
    ("15000-30000", "£15,000 to £30,000", "15,000～30,000ポンド"),
    ("30000-60000", "£30,000 to £60,000", "30,000～60,000ポンド"),
    ("60000-200000", "£60,000 to £200,000", "60,000～200,000ポンド"),
    ("over-200000", "£200,000 and more", "200,000ポンド以上"),
)
DURATION = Vocabulary(
    ("under-1-month", "Less than a month", "1か月未満"),
    ("1-3-months", "1 to 3 months", "1～3か月"),
    ("3-6-months", "3 to 6 months", "3～6か月"),
    ("6-12-months", "6 to 12 months", "6～12か月"),
    ("1-2-years", "1 to 2 years", "1～2年"),
    ("2-3-years", "2 to 3 years", "2～3年"),
    ("over-3-years", "3 years and more", "3年以上"),
)


def _bands(codes: Sequence[str], edges: Sequence[int]) -> tuple[Band, ...]:
    highs = [*(Decimal(edge) for edge in edges[1:]), None]
    return tuple(Band(code, Decimal(low), high) for code, low, high in zip(codes, edges, highs, strict=True))


AMOUNT_BANDS = _bands(AMOUNT.codes, (0, 1_000, 5_000, 15_000, 30_000, 60_000, 200_000))
DURATION_BANDS = _bands(DURATION.codes, (0, 1, 3, 6, 12, 24, 36))


@lru_cache(maxsize=4096)
def bands_over(bands: tuple[Band, ...], low: Decimal | None, high: Decimal | None) -> tuple[str, ...]:
    """The codes of the bands that the range from `low` to `high` (both included) touches.

    Where only one end is stated, it alone counts: an award "up to 36 months" is a three-year award, and
    nothing says that it may be had for a fortnight.
    """
    low, high = low if low is not None else high, high if high is not None else low
    if low is None or high is None:
        return ()
    return tuple(band.code for band in bands if band.touches(low, high))
