"""The dates of a programme one by one, as a calendar lists them, each with a name that stays when the date moves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from opportunities.deadlines.projection import Expected, no_longer_expected
from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate
from opportunities.deadlines.status import Standing

LOOK_BACK = timedelta(days=365)  # rounds that were over before are history


@dataclass(frozen=True, slots=True)
class Occasion:
    """One date on which something happens.

    `event` is "opens" or "closes". `state` is "announced", "doubtful" (announced of a programme that was paused since),
    "expected" (an estimate) or "withdrawn" (told once, and not true any more). `key` names the occasion among those of
    its programme: a round by its label, which no other round of the programme has, and not by its dates; an estimate
    by its month.
    """

    key: str
    event: str
    state: str
    date: StatedDate
    call_round: CallRound | None = None
    expected: Expected | None = None

    @property
    def is_mere_estimate(self) -> bool:
        """Whether no source ever announced the date."""
        return self.call_round is None


def occasions(schedule: Schedule, standing: Standing, at: datetime) -> tuple[Occasion, ...]:
    """The dates of all rounds that are not history, and the next estimate; in the order of time.

    `standing` is that of the schedule at `at`: there is an estimate only where the standing is one, so that none ever
    stands beside an announced round. What is withdrawn: the rounds ahead of a programme that has ended, and estimates
    in whose place a round is announced by now or that a programme gave before it stopped.
    """
    found = [*_of_rounds(schedule, at), *_estimates(schedule, standing, at)]
    return tuple(sorted(found, key=lambda occasion: (occasion.date.begins(), occasion.key)))


def _of_rounds(schedule: Schedule, at: datetime) -> Iterator[Occasion]:
    for call_round in schedule.rounds:
        last = call_round.last_moment()
        if last is None or last <= at - LOOK_BACK:
            continue
        for event, date in (("opens", call_round.opens), ("closes", call_round.closes)):
            if date is not None:
                state = _state(schedule.programme_status) if date.ends() > at else "announced"
                yield Occasion(f"{event}:{call_round.label}", event, state, date, call_round)


def _state(programme_status: str) -> str:
    """What a programme's status makes of its dates ahead."""
    return {"ended": "withdrawn", "paused": "doubtful"}.get(programme_status, "announced")


def _estimates(schedule: Schedule, standing: Standing, at: datetime) -> Iterator[Occasion]:
    keys: set[str] = set()
    if standing.expected is not None:
        date = standing.expected.date
        keys.add(_key(date))
        yield Occasion(_key(date), "closes", "expected", date, expected=standing.expected)
    for date in no_longer_expected(schedule, at):
        if _key(date) not in keys:
            keys.add(_key(date))
            yield Occasion(_key(date), "closes", "withdrawn", date)


def _key(estimate: StatedDate) -> str:
    return f"expected:{estimate.day:%Y-%m}"
