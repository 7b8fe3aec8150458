"""Conditions that hold on some days and not on others: age, years since the doctorate, a degree that is to come.

The same windows judge one programme in words and a hundred thousand in columns. Days are ordinals.
"""

import datetime as dt
from dataclasses import dataclass, replace

from core.dates import add_months
from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Outcome
from opportunities.eligibility.profile import PartialDate, Profile, degree_rank

EVER, NEVER = dt.date.min.toordinal(), dt.date.max.toordinal()
LIMITED = ("age", "years-since-phd")
DATED = (*LIMITED, "degree")


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a condition is surely met, and those on which it may be.

    Where a first day lies after the last one, there are none.
    """

    sure_from: int = EVER
    sure_to: int = NEVER
    maybe_from: int = EVER
    maybe_to: int = NEVER

    def outcome(self, span: Span) -> Outcome:
        """Whether the condition is met on the day that counts, which lies in `span`."""
        if self.sure_from <= span.first and span.last <= self.sure_to:
            return YES
        if span.last < self.maybe_from or self.maybe_to < span.first or self.maybe_to < self.maybe_from:
            return NO
        return UNKNOWN


ALWAYS = Window()
NEVER_SURE = Window(sure_from=NEVER, sure_to=EVER)
NO_DAY = Window(NEVER, EVER, NEVER, EVER)


def window_of(criterion: Criterion, profile: Profile) -> Window:
    """The days on which this person meets a dated condition."""
    window = degree_window(criterion, profile) if criterion.kind == "degree" else _limits(criterion, profile)
    # A part of the condition is prose, and nobody can be sure to meet it.
    return replace(window, sure_from=NEVER, sure_to=EVER) if criterion.text is not None else window


def _limits(criterion: Criterion, profile: Profile) -> Window:
    if criterion.minimum is None and criterion.maximum is None:
        return ALWAYS
    begins = profile.born if criterion.kind == "age" else profile.phd
    if begins is None:
        return NEVER_SURE
    return _age(criterion, begins) if criterion.kind == "age" else _since_phd(criterion, begins, profile)


def degree_window(criterion: Criterion, profile: Profile) -> Window:
    """The days on which one of the degrees is held, or the course is followed."""
    windows = [_one_degree(code, profile) for code in criterion.values] or [NEVER_SURE]
    if ALWAYS in windows:
        return ALWAYS
    if criterion.or_equivalent:
        windows.append(NEVER_SURE)
    # All but ALWAYS begin on some day and have no end, so that the union of several is one window.
    sure = [window for window in windows if window.sure_from <= window.sure_to]
    maybe = [window for window in windows if window.maybe_from <= window.maybe_to]
    return Window(
        *((min(window.sure_from for window in sure), NEVER) if sure else (NEVER, EVER)),
        *((min(window.maybe_from for window in maybe), NEVER) if maybe else (NEVER, EVER)),
    )


def _one_degree(code: str, profile: Profile) -> Window:
    if code.startswith("enrolled-"):
        enrolled = profile.enrolled_in
        if enrolled is None:
            return NEVER_SURE
        return ALWAYS if enrolled == code.removeprefix("enrolled-") else NO_DAY
    wanted, highest = degree_rank(code), profile.highest_degree
    if highest is not None and degree_rank(highest) >= wanted:
        return ALWAYS
    if code == "doctorate" and profile.phd is not None:
        return Window(profile.phd.last.toordinal(), NEVER, profile.phd.first.toordinal(), NEVER)
    if wanted == 0:
        return ALWAYS
    if highest is None or profile.enrolled_in is None:
        return NEVER_SURE
    on_the_way = profile.enrolled_in != "not-enrolled" and degree_rank(profile.enrolled_in) >= wanted
    return NEVER_SURE if on_the_way else NO_DAY


def _age(criterion: Criterion, born: PartialDate) -> Window:
    """`maximum` is the age in completed years: it is kept until the day before the next birthday."""
    sure_from = maybe_from = EVER
    sure_to = maybe_to = NEVER
    if criterion.minimum is not None:
        sure_from, maybe_from = _later(born.last, criterion.minimum), _later(born.first, criterion.minimum)
    if criterion.maximum is not None:
        years = criterion.maximum + 1
        sure_to, maybe_to = _later(born.first, years) - 1, _later(born.last, years) - 1
    return Window(sure_from, sure_to, maybe_from, maybe_to)


def _since_phd(criterion: Criterion, phd: PartialDate, profile: Profile) -> Window:
    """`maximum` is kept up to and with the anniversary, or the day before where less than it is asked for; later by the
    career breaks, where the rules allow them.

    Where the rules say nothing of breaks, nobody who has had one can be told for sure.
    """
    sure_from = maybe_from = EVER
    sure_to = maybe_to = NEVER
    if criterion.minimum is not None:
        sure_from, maybe_from = _later(phd.last, criterion.minimum), _later(phd.first, criterion.minimum)
    if criterion.maximum is not None:
        breaks = profile.career_break_months
        sure_months = breaks if criterion.breaks == "do-not-count" else 0
        maybe_months = 0 if criterion.breaks == "count" else breaks
        too_late = 1 if criterion.less_than_maximum else 0
        sure_to = _later(phd.first, criterion.maximum, sure_months) - too_late
        maybe_to = _later(phd.last, criterion.maximum, maybe_months) - too_late
    return Window(sure_from, sure_to, maybe_from, maybe_to)


def _later(day: dt.date, years: int, months: int = 0) -> int:
    """The same day so many years and months later; 1 March where that would be 29 February of a common year."""
    return add_months(day, 12 * years + months).toordinal()
