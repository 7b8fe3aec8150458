"""Call rounds and usual dates as programmes keep them: the same time of year every time, give or take some days."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from benchmarks.distribution import (
    CLOSING_DAY,
    CLOSING_MONTH,
    CLOSING_PRECISION,
    CLOSING_TIME,
    DAYS_OPEN,
    HOW_MANY_ROUNDS,
    IS_ANNOUNCED,
    ONLY_MONTH_STATED,
    OPENING_STATED,
    OTHER_ZONE,
    USUAL_DATES_STATED,
    USUAL_OPENING_STATED,
    YEARS_AGO,
    ZONE,
)

TODAY = date(2026, 11, 25)  # the day on which the invented catalogues stand
TIMES_A_YEAR = {"annual": 1, "twice-yearly": 2, "quarterly": 4}
_YEARS = 8  # that rounds go back: at most three years of silence and five yearly rounds
_DRIFT = 5  # days by which a round misses its usual day
_BACK_TO_FRIDAY = {5: 1, 6: 2}  # days, by the day of the week


@dataclass(frozen=True, slots=True)
class DrawnRound:
    """A round, as the columns of its table hold it: days and times as ISO text."""

    label: str
    opens_on: str | None
    closes_on: str
    closes_time: str | None
    closes_precision: str
    timezone: str | None


@dataclass(frozen=True, slots=True)
class DrawnDates:
    """The rounds of a programme, and its usual dates: event, month, day."""

    rounds: tuple[DrawnRound, ...]
    usual: tuple[tuple[str, int, int | None], ...]


def dates_of(random: Random, frequency: str, is_running: bool) -> DrawnDates:
    """The dates of a programme that runs so often."""
    if frequency == "rolling":
        return DrawnDates((), ())
    times = TIMES_A_YEAR.get(frequency, 1)
    first, day = CLOSING_MONTH.one(random), CLOSING_DAY.one(random)
    months = sorted((first - 1 + turn * 12 // times) % 12 + 1 for turn in range(times))
    rounds = tuple(_round(random, closing, times) for closing in _closings(random, months, day, is_running))
    is_regular = frequency in TIMES_A_YEAR
    usual = _usual(random, months, day) if is_regular and random.random() < USUAL_DATES_STATED else ()
    return DrawnDates(rounds, usual)


def _closings(random: Random, months: list[int], day: int, is_running: bool) -> list[date]:
    """The last so many closing days that were announced, before drift, the newest last."""
    years = range(TODAY.year - _YEARS, TODAY.year + 3)
    days = [_day(year, month, day) for year in years for month in months]
    past = [closing for closing in days if closing <= TODAY]
    if is_running and random.random() < IS_ANNOUNCED:
        announced = days[: len(past) + random.choice((1, 1, 1, 2))]
    else:
        announced = past[: len(past) - len(months) * YEARS_AGO.one(random)]
    number = HOW_MANY_ROUNDS.one(random)
    return announced[-number:] if number else []


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _round(random: Random, usual: date, times: int) -> DrawnRound:
    """The round that closes about its usual day, never at a weekend."""
    precision = CLOSING_PRECISION.one(random)
    closes = usual + timedelta(random.randint(-_DRIFT, _DRIFT))
    closes -= timedelta(_BACK_TO_FRIDAY.get(closes.weekday(), 0))
    opens = closes - timedelta(DAYS_OPEN.one(random)) if random.random() < OPENING_STATED else None
    if precision == "month":
        closes = _day(closes.year, closes.month, 31)
    return DrawnRound(
        label=str(usual.year) if times == 1 else f"{usual:%Y-%m}",
        opens_on=opens.isoformat() if opens else None,
        closes_on=closes.isoformat(),
        closes_time=CLOSING_TIME.one(random) if precision == "minute" else None,
        closes_precision=precision,
        timezone=ZONE.one(random) if random.random() < OTHER_ZONE else None,
    )


def _usual(random: Random, months: list[int], day: int) -> tuple[tuple[str, int, int | None], ...]:
    """The usual closings, and openings two months before; of most only the month is known."""
    only_month = random.random() < ONLY_MONTH_STATED
    closings = [("closes", month, None if only_month else min(day, 28)) for month in months]
    if random.random() >= USUAL_OPENING_STATED:
        return tuple(closings)
    return (*(("opens", (month - 3) % 12 + 1, 1 if stated else None) for _, month, stated in closings), *closings)
