"""When an entry is due to be held against its sources again. Pure functions over days and stated dates.

How soon goes by what a section says (dates change every year, conditions rarely), by the confidence in the entry, and
by the dates ahead: around a deadline there is something new to be seen.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta

from opportunities.deadlines.projection import expected_closing, expected_opening
from opportunities.deadlines.rounds import Cycle, Schedule

# Weak facts are looked at sooner …
CHECK_AFTER = {"high": timedelta(days=365), "medium": timedelta(days=182), "low": timedelta(days=91)}
# … and so is what changes more often.
SECTION_AFTER = {
    "what": timedelta(days=365),
    "who": timedelta(days=365),
    "money": timedelta(days=274),
    "duration": timedelta(days=365),
    "dates": timedelta(days=182),
    "how": timedelta(days=274),
}
AFTER_DATE = timedelta(days=7)  # once a round has opened or closed, its page says what comes next
BEFORE_ESTIMATE = timedelta(days=42)  # by then, a round that is expected ought to be announced
LOOK_AGAIN = timedelta(days=14)  # and while it is not, this often

_NO_DATES = Schedule("unknown", Cycle("unknown"))
_AT_ANY_TIME = ("rolling", "one-off")  # frequencies with no date to wait for but those that are stated


def next_check_due(
    checked: date | None, confidence: str, schedule: Schedule = _NO_DATES, sections: Mapping[str, date] | None = None
) -> date | None:
    """The day on which the first section of an entry is due; None where it was never checked as a whole.

    `checked` is the last check of all sections, `sections` the later ones of some. `confidence` is a code of
    CONFIDENCE.
    """
    if checked is None:
        return None
    return min(sections_due(checked, confidence, schedule, sections).values())


def sections_due(
    checked: date, confidence: str, schedule: Schedule, sections: Mapping[str, date] | None = None
) -> dict[str, date]:
    """The day on which each section is due."""
    later = sections or {}
    return {
        section: section_due(section, max(checked, later.get(section, checked)), confidence, schedule)
        for section in SECTION_AFTER
    }


def section_due(section: str, checked: date, confidence: str, schedule: Schedule) -> date:
    """The day on which one section is due that was checked on a day: always after it."""
    if section != "dates":
        return checked + min(SECTION_AFTER[section], CHECK_AFTER[confidence])
    has_stopped = schedule.programme_status == "ended" or schedule.cycle.frequency in _AT_ANY_TIME
    longest = CHECK_AFTER[confidence] if has_stopped else min(SECTION_AFTER[section], CHECK_AFTER[confidence])
    return min([checked + longest, *_worth_a_look(schedule, checked)])


def _worth_a_look(schedule: Schedule, checked: date) -> Iterator[date]:
    """The days after `checked` on which the dates may have changed because one of them has come, or is near."""
    if schedule.programme_status == "ended":
        return
    stated = (day for call in schedule.rounds for day in (call.opens, call.closes) if day is not None)
    yield from (day.last_day + AFTER_DATE for day in stated if day.last_day >= checked)
    closing = expected_closing(schedule, datetime.combine(checked, time.min, UTC))
    if closing is None:
        return
    yield max(closing.date.first_day - BEFORE_ESTIMATE, checked + LOOK_AGAIN)
    opening = expected_opening(schedule, closing.date)
    if opening is not None and opening.date.last_day >= checked:
        yield opening.date.last_day + AFTER_DATE
