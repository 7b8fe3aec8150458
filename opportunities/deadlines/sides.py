"""Joint calls: one call with a deadline on each side.

The catalogue holds a round for each side, with the side in brackets at the end of its label and, where it differs, its
own time zone: "2027 (UK side)" and "2027 (Japanese side)". A round whose label has no side may be the other one.
"""

import re

from opportunities.deadlines.rounds import CallRound, Schedule

_SIDE = re.compile(r"\s*[(（]([^()（）]+(?:[ -]side|側))[)）]\s*$", re.IGNORECASE)


def side_of(call_round: CallRound) -> str | None:
    """The side that a round is of, as its label says it ("Japanese side"); None where it says none."""
    match = _SIDE.search(call_round.label)
    return match[1].strip() if match else None


def sides_of(call_round: CallRound, schedule: Schedule) -> tuple[CallRound, ...]:
    """All rounds of the schedule that are the same joint call, this one among them; by their closing, unknown last.

    Empty where nothing says that the call has sides.
    """
    call = _call(call_round)
    same = [one for one in schedule.rounds if _call(one) == call]
    if not any(side_of(one) for one in same):
        return ()
    return tuple(sorted(same, key=lambda one: (one.closes is None, one.closes and one.closes.ends(), one.label)))


def _call(call_round: CallRound) -> str:
    """The label without its side."""
    return _SIDE.sub("", call_round.label).strip().casefold()
