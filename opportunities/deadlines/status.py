"""Where a programme stands at a given moment, when that can next change, and the order by deadline."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from opportunities.deadlines.projection import Expected, expected_closing, expected_opening
from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate

_SOON = 30
CLOSING_SOON = timedelta(days=_SOON)
CLOSING_WINDOWS = (7, _SOON, 90, 180)  # days within which people ask what closes

_FIRST_MOMENT = datetime.min.replace(tzinfo=UTC)
_LAST_MOMENT = datetime.max.replace(tzinfo=UTC)
_RANK = {
    "open": 0,
    "closing-soon": 0,
    "opens-later": 0,
    "rolling": 1,
    "expected": 2,
    "unknown": 3,
    "closed": 4,
    "ended": 5,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a programme stands at a moment.

    `status` is a code of STATUS; `call_round` the announced round that it rests on; `expected` the estimated
    closing date where no round lies ahead; `opening` that of the round ahead, announced or estimated.
    """

    status: str
    call_round: CallRound | None = None
    expected: Expected | None = None
    opening: StatedDate | Expected | None = None

    @property
    def deadline(self) -> StatedDate | None:
        """The announced closing date, or else the expected one; None where neither is known."""
        if self.call_round is not None and self.call_round.closes is not None:
            return self.call_round.closes
        return self.expected.date if self.expected is not None else None

    @property
    def is_estimate(self) -> bool:
        """Whether `deadline` is an estimate rather than an announcement."""
        return self.expected is not None and self.deadline is self.expected.date


def standing_at(schedule: Schedule, at: datetime) -> Standing:
    """Where the programme stands at `at` (an aware moment): the first of these rules that has an answer."""
    if schedule.programme_status == "ended":
        return Standing("ended")
    return (
        _open(schedule, at)
        or _rolling(schedule)
        or _opening_later(schedule, at)
        or _expected(schedule, at)
        or _closed(schedule)
        or Standing("unknown")
    )


def next_change(schedule: Schedule, at: datetime) -> datetime | None:
    """The earliest moment after `at` at which the standing, or what it is within, can change.

    None where it never changes unless somebody learns more.
    """
    return change_after(schedule, standing_at(schedule, at), at)


def change_after(schedule: Schedule, standing: Standing, at: datetime) -> datetime | None:
    """The same as `next_change`, of a schedule whose standing at `at` is known.

    An estimate counts only while the standing rests on it: all that comes before it in the rules goes by rounds.
    """
    ahead = (r for r in schedule.rounds if not _is_over(r, at))
    moments = [moment for call_round in ahead for moment in _turning_points(schedule, call_round)]
    if standing.expected is not None:
        moments.append(standing.expected.date.ends())
    return min((moment for moment in moments if moment > at), default=None)


def closing_within(standing: Standing, at: datetime) -> tuple[int, ...]:
    """Those of CLOSING_WINDOWS, in days from `at`, within which the round closes that is announced. No estimates."""
    if standing.call_round is None or standing.call_round.closes is None:
        return ()
    left = standing.call_round.closes.ends() - at
    return tuple(days for days in CLOSING_WINDOWS if timedelta(0) < left <= timedelta(days=days))


def deadline_sort_key(standing: Standing) -> tuple[int, datetime]:
    """Announced deadlines come first, then rolling, expected, unknown, closed (latest first) and ended."""
    moment = None
    if standing.expected is not None:
        moment = standing.expected.date.ends()
    elif standing.call_round is not None:
        moment = standing.call_round.last_moment()
    if moment is None:
        moment = _LAST_MOMENT
    elif standing.status == "closed":
        moment = _LAST_MOMENT - (moment - _FIRST_MOMENT)
    return _RANK[standing.status], moment


def _open(schedule: Schedule, at: datetime) -> Standing | None:
    """The round that is open; of several, the one that closes first."""
    running = [
        r for r in schedule.rounds if r.closes is not None and at < r.closes.ends() and _opens_at(schedule, r) <= at
    ]
    if not running:
        return None
    first = min(running, key=lambda r: (_closes_at(r), r.label))
    is_soon = _closes_at(first) - at <= CLOSING_SOON
    return Standing("closing-soon" if is_soon else "open", first)


def _rolling(schedule: Schedule) -> Standing | None:
    """A running programme that takes applications at any time."""
    is_rolling = schedule.programme_status == "active" and schedule.cycle.frequency == "rolling"
    return Standing("rolling") if is_rolling else None


def _opening_later(schedule: Schedule, at: datetime) -> Standing | None:
    """The round that is announced and not open yet; of several, the one that opens first."""
    ahead = [r for r in schedule.rounds if _opens_at(schedule, r) > at]
    if not ahead:
        return None
    first = min(ahead, key=lambda r: (_opens_at(schedule, r), _closes_at(r), r.label))
    return Standing("opens-later", first, opening=_opening(schedule, first))


def _expected(schedule: Schedule, at: datetime) -> Standing | None:
    """The round that the programme's pattern lets one expect."""
    closing = expected_closing(schedule, at)
    if closing is None:
        return None
    return Standing("expected", expected=closing, opening=expected_opening(schedule, closing.date))


def _closed(schedule: Schedule) -> Standing | None:
    """The latest round: once the rules before have no answer, all are over. A paused programme needs none."""
    dated = [(moment, r.label, r) for r in schedule.rounds if (moment := r.last_moment()) is not None]
    if dated:
        return Standing("closed", max(dated, key=lambda entry: entry[:2])[2])
    return Standing("closed") if schedule.programme_status == "paused" else None


def _opening(schedule: Schedule, call_round: CallRound) -> StatedDate | Expected | None:
    """When the round opens: as announced, or else on the usual date before its closing."""
    if call_round.opens is not None or call_round.closes is None:
        return call_round.opens
    return expected_opening(schedule, call_round.closes)


def _opens_at(schedule: Schedule, call_round: CallRound) -> datetime:
    """The moment at which the round opens; one whose opening nobody knows counts as open all along."""
    opening = _opening(schedule, call_round)
    if opening is None:
        return _FIRST_MOMENT
    return opening.date.begins() if isinstance(opening, Expected) else opening.begins()


def _closes_at(call_round: CallRound) -> datetime:
    """The moment at which the round closes; the last of all where nobody knows it."""
    return call_round.closes.ends() if call_round.closes is not None else _LAST_MOMENT


def _is_over(call_round: CallRound, at: datetime) -> bool:
    """Whether all that is stated of the round has passed, so that nothing of it can change any more."""
    dates = (call_round.opens, call_round.closes)
    return call_round.closes is not None and all(date.ends() <= at for date in dates if date is not None)


def _turning_points(schedule: Schedule, call_round: CallRound) -> Iterator[datetime]:
    """The moments at which the round opens, comes within each number of days of its closing, and closes."""
    yield _opens_at(schedule, call_round)
    if call_round.closes is not None:
        closing = call_round.closes.ends()
        for days in CLOSING_WINDOWS:
            yield closing - timedelta(days=days)
        yield closing
