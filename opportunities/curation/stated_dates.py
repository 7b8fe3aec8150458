"""The dates of an entry that is not stored, as plain values."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from core.dates import last_day_of_month
from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate


def schedule_in(programme_status: str, cycle: Mapping[str, Any]) -> Schedule:
    """The schedule that the facts of a cycle state, as files have them and checked like those."""
    zone = cycle["timezone"]
    return Schedule(
        programme_status=programme_status,
        cycle=Cycle(
            frequency=cycle["frequency"],
            opens=tuple(YearlyDate.parse(day) for day in [cycle["usual_opens"]] if day),
            closes=tuple(map(YearlyDate.parse, cycle["usual_closes"])),
            zone=zone,
        ),
        rounds=tuple(round_in(call, zone) for call in cycle["rounds"]),
    )


def round_in(call: Mapping[str, Any], programme_zone: str | None) -> CallRound:
    """One round, in its own zone or else the programme's."""
    zone = call["timezone"] or programme_zone
    opens = _stated(call["opens"], call["opens_time"], zone, is_closing=False)
    return CallRound(call["label"], opens, _stated(call["closes"], call["closes_time"], zone, is_closing=True))


def _stated(day: str | None, clock: str | None, zone: str | None, is_closing: bool) -> StatedDate | None:
    if day is None:
        return None
    if len(day) == 7:
        first = date.fromisoformat(f"{day}-01")
        return StatedDate(last_day_of_month(first.year, first.month) if is_closing else first, "month", zone=zone)
    moment = time.fromisoformat(clock) if clock else None
    return StatedDate(date.fromisoformat(day), "minute" if moment else "day", moment, zone)
