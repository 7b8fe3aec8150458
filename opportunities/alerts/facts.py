"""What somebody knows of an entry: whether it matched, and the announced dates of its rounds. As plain values and JSON.

Estimates are no part of it: nobody is told of a date that nobody has announced.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate
from opportunities.deadlines.status import Standing

REMEMBERED = timedelta(days=90)  # after its end, a round cannot become news again


@dataclass(frozen=True, slots=True)
class ToldRound:
    """The dates of a round as they were told, whether its opening was told, and of which closing she was reminded."""

    opens: StatedDate | None
    closes: StatedDate | None
    opened: bool = False
    reminded: StatedDate | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What is known to somebody of one entry; rounds by their labels. `matched_round` names the round at that time."""

    matches: bool = False
    matched_round: str = ""
    rounds: Mapping[str, ToldRound] = field(default_factory=dict)


def rounds_of(schedule: Schedule, at: datetime) -> dict[str, CallRound]:
    """The announced rounds that are not long over, by label. A programme that has ended has none."""
    if schedule.programme_status == "ended":
        return {}
    return {one.label: one for one in schedule.rounds if _is_remembered(one, at)}


def round_name(standing: Standing) -> str:
    """What tells the round that a programme stands at from its other rounds; empty where none is announced."""
    call = standing.call_round
    if call is None:
        return ""
    stated = call.closes or call.opens
    return f"{call.label} {stated.day.isoformat()}" if stated else call.label


def to_json(rounds: Mapping[str, ToldRound]) -> dict[str, Any]:
    """Rounds as they are stored."""
    return {
        label: {
            "opens": _date_to_json(one.opens),
            "closes": _date_to_json(one.closes),
            "opened": one.opened,
            "reminded": _date_to_json(one.reminded),
        }
        for label, one in rounds.items()
    }


def from_json(stored: Mapping[str, Any]) -> dict[str, ToldRound]:
    """The rounds that were stored with `to_json`."""
    return {
        label: ToldRound(
            _date_from_json(one["opens"]),
            _date_from_json(one["closes"]),
            bool(one["opened"]),
            _date_from_json(one["reminded"]),
        )
        for label, one in stored.items()
    }


def _is_remembered(call: CallRound, at: datetime) -> bool:
    last = call.last_moment()
    return last is None or last > at - REMEMBERED


def _date_to_json(stated: StatedDate | None) -> list[str | None] | None:
    if stated is None:
        return None
    clock = stated.time.isoformat() if stated.time is not None else None
    return [stated.day.isoformat(), stated.precision, clock, stated.zone]


def _date_from_json(stored: list[str | None] | None) -> StatedDate | None:
    if stored is None:
        return None
    day, precision, clock, zone = stored
    assert day is not None and precision is not None  # as _date_to_json wrote them
    return StatedDate(date.fromisoformat(day), precision, time.fromisoformat(clock) if clock else None, zone)
