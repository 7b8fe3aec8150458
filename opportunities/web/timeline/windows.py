"""The windows of a programme that lie ahead: when it opens and closes, announced or expected."""

import datetime as dt
from dataclasses import dataclass

from opportunities.deadlines.projection import Expected, expected_closings, expected_opening
from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate

Dated = StatedDate | Expected


@dataclass(frozen=True, slots=True)
class Window:
    """One chance to apply. Each of its dates is announced (a StatedDate), estimated (Expected) or not known (None).

    `label` is that of the announced round. At least one of the dates is known.
    """

    label: str | None
    opens: Dated | None
    closes: Dated | None

    @property
    def opening(self) -> StatedDate | None:
        """The opening date, whether announced or estimated."""
        return date_of(self.opens)

    @property
    def closing(self) -> StatedDate | None:
        """The closing date, whether announced or estimated."""
        return date_of(self.closes)

    @property
    def is_expected(self) -> bool:
        """Whether nobody has announced the window."""
        return isinstance(self.closes, Expected)

    def is_open(self, at: dt.datetime) -> bool:
        """Whether one can apply at the moment, as announced."""
        return (
            isinstance(self.opens, StatedDate)
            and isinstance(self.closes, StatedDate)
            and self.opens.begins() <= at < self.closes.ends()
        )


def date_of(dated: Dated | None) -> StatedDate | None:
    """The date itself, whether announced or estimated."""
    return dated.date if isinstance(dated, Expected) else dated


def calendar_days(date: StatedDate, closes: bool) -> tuple[dt.date, dt.date]:
    """The first and the last day that may be meant, in the date's own zone.

    What closes at midnight closes at the end of the day before.
    """
    if closes and date.time == dt.time():
        day = date.day - dt.timedelta(days=1)
        return day, day
    return date.first_day, date.last_day


def windows_of(schedule: Schedule, at: dt.datetime, until: dt.datetime) -> tuple[Window, ...]:
    """All windows that are open after `at` and have a date before `until`, in the order in which they close.

    A programme can have several: announced rounds, both sides of a joint call, and the rounds to be expected besides.
    """
    announced = [_announced(schedule, r) for r in schedule.rounds if _lies_ahead(r, at, until)]
    expected = [
        Window(None, expected_opening(schedule, closing.date), closing)
        for closing in expected_closings(schedule, at, until)
    ]
    return tuple(sorted([*announced, *expected], key=_place))


def _announced(schedule: Schedule, call_round: CallRound) -> Window:
    """The window of an announced round; an opening that is not announced is the usual one, where there is one."""
    opens: Dated | None = call_round.opens
    if opens is None and call_round.closes is not None:
        opens = expected_opening(schedule, call_round.closes)
    return Window(call_round.label, opens, call_round.closes)


def _lies_ahead(call_round: CallRound, at: dt.datetime, until: dt.datetime) -> bool:
    """Whether the round is not over at `at`, and opens (or, where that is not known, closes) before `until`.

    Of a round without a closing date nothing is known once it has opened.
    """
    first, last = call_round.opens or call_round.closes, call_round.closes or call_round.opens
    return first is not None and last is not None and last.ends() > at and first.begins() < until


def _place(window: Window) -> tuple[dt.datetime, str]:
    date = window.closing or window.opening
    assert date is not None  # a window has one of them
    return date.ends(), window.label or ""
