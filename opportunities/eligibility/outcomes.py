"""The three answers to a condition, and what was found of it."""

from dataclasses import dataclass
from enum import IntEnum

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span


class Outcome(IntEnum):
    """Kleene's three values, in order: all of several is the least of them, any of several the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2


NO, UNKNOWN, YES = Outcome.NO, Outcome.UNKNOWN, Outcome.YES


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one condition.

    `missing` names what the profile would have to say to settle it (fields of Profile); empty where nothing she could
    say would, because only people can check it. `counted_on` is the day at which a limit counts.
    """

    criterion: Criterion
    outcome: Outcome
    missing: tuple[str, ...] = ()
    counted_on: Span | None = None
