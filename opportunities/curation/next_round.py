"""The next round of a programme, as far as it can be guessed: every date is an estimate until a curator confirms it.

The dates come from the programme's usual ones, or else from a past round, moved by as much as the frequency says; the
label goes on as the earlier ones did; a joint call has all its sides.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from typing import Any

from core.dates import day_in_year, last_day_of_month
from opportunities.curation.changing import changing
from opportunities.curation.checks import keep_check
from opportunities.curation.evidence import CYCLE
from opportunities.deadlines.projection import expected_closing, expected_opening
from opportunities.deadlines.rounds import CallRound, Schedule, StatedDate, days_apart
from opportunities.deadlines.sides import sides_of
from opportunities.models import Opportunity, Round, Source

_MONTHS = {"annual": 12, "twice-yearly": 6, "quarterly": 3}
_SAME_TIME_OF_YEAR = 45  # days by which rounds of different years may miss one another
_LONGEST_LABEL = 120
_YEARS = re.compile(r"(?<!\d)((?:19|20|21)\d\d)(?:([/–-])(\d\d)(?!\d))?(?!\d)")
_ERA = re.compile(r"(?<=令和)(\d{1,2})(?=年)")
_ORDINAL = re.compile(r"(?<!\d)(\d{1,3})(st|nd|rd|th)\b", re.IGNORECASE)
_COUNTED = re.compile(r"(\b(?:round|call|phase|no\.?)\s*|第\s*|^[^\d]+ )(\d{1,3})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Draft:
    """A round that may come. `like` is the past round that it is made from; None where there is none."""

    label: str
    opens: StatedDate | None
    closes: StatedDate | None
    zone: str | None  # only where it differs from the programme's
    like: CallRound | None = None


def next_rounds(schedule: Schedule, on: date) -> tuple[Draft, ...]:
    """The round that comes next, seen from a day; of a joint call one for each side. Dates may be unknown."""
    schedule = _going_on(schedule)
    known = [call for call in schedule.rounds if call.opens or call.closes]
    today = datetime.combine(on, time.min, UTC)
    if not known:
        closing = _usual_closing(schedule, today)
        opening = _usual_opening(schedule, closing) if closing else None
        return (Draft(str((closing.day if closing else on).year), opening, closing, None),)
    last = max(known, key=_ends)
    after = max(today, _ends(last))
    usual = _usual_closing(schedule, after)
    model = _model(known, usual or _moved_on(last, schedule.cycle.frequency, after)) or last
    closing = _as_precise(usual, model.closes) if usual else _moved_on(model, schedule.cycle.frequency, after)
    return tuple(_draft(call, model, closing, schedule) for call in sides_of(model, schedule) or [model])


def source_of_dates(sources: Iterable[Source]) -> Source | None:
    """The newest source that says when rounds open or close; None where none does."""
    of_dates = [source for source in sources if CYCLE & set(source.supports)]
    return max(of_dates, key=lambda source: (source.year or 0, -source.position), default=None)


def add_rounds(
    opportunity: Opportunity, rounds: Sequence[Round], new_source: Source | None, on: date, by: Any, reason: str | None
) -> None:
    """Store rounds that were confirmed against a source on that day, by one operation; the dates are checked thereby.

    `new_source` is stored too, and all these rounds rest on it.
    """
    with changing("edit", by, reason) as change:
        change.about_to_change(opportunity)
        stored = Opportunity.objects.with_facts().get(pk=opportunity.pk)
        if new_source is not None:
            refs = {source.ref for source in stored.sources.all()}
            new_source.opportunity = stored
            new_source.ref = next(ref for n in range(1, len(refs) + 2) if (ref := f"s{n}") not in refs)
            new_source.position = max((source.position for source in stored.sources.all()), default=-1) + 1
            new_source.save()
        position = max((call.position for call in stored.rounds.all()), default=-1) + 1
        for number, call in enumerate(rounds):
            call.opportunity, call.position = stored, position + number
            call.source = new_source or call.source
            call.save()
        keep_check(change, stored, ["dates"], on)


def next_label(label: str, earlier: date, later: date, taken: Collection[str]) -> str:
    """The label of the round that closes on `later`, after that of the round that closed on `earlier`.

    Years and months go on, and so does what is counted: 2026/27, 45th (2026), Round 3. No label is taken twice.
    """
    years = later.year - earlier.year
    following = _gone_on(label, years).replace(f"{earlier:%B}", f"{later:%B}")
    if following in taken and not years:
        following = _gone_on(label, 1)
    if following in taken:
        following = f"{following[: _LONGEST_LABEL - 10]}, {later.year}"
    stem, number = following[: _LONGEST_LABEL - 5], 2
    while following in taken:
        following, number = f"{stem} ({number})", number + 1
    return following


def _gone_on(label: str, years: int) -> str:
    dated = _ERA.sub(lambda found: str(int(found[1]) + years), _YEARS.sub(lambda it: _later_years(it, years), label))
    if _YEARS.search(label) or _ERA.search(label):
        return _ORDINAL.sub(lambda found: _ordinal(int(found[1]) + years), dated)
    counted = _COUNTED.sub(lambda found: f"{found[1]}{int(found[2]) + 1}", label)
    return _ORDINAL.sub(lambda found: _ordinal(int(found[1]) + 1), counted)


def moved(stated: StatedDate, months: int) -> StatedDate:
    """The same date so many months later; where that month is shorter, its last day."""
    year, month = divmod(stated.day.year * 12 + stated.day.month - 1 + months, 12)
    if stated.precision == "month" and stated.day == stated.last_day:
        return replace(stated, day=last_day_of_month(year, month + 1))
    return replace(stated, day=day_in_year(year, month + 1, stated.day.day))


def _draft(call: CallRound, model: CallRound, closing: StatedDate, schedule: Schedule) -> Draft:
    """The following round of one side. `closing` is that of the side `model`; the others move by as many months."""
    months = _months_between(_date_of(model), closing)
    ahead = closing if call is model else moved(_date_of(call), months)
    opens, closes = (call.opens and moved(call.opens, months), ahead) if call.closes else (ahead, None)
    usual = _usual_opening(schedule, closes) if closes else None
    if usual is not None and (opens is None or days_apart(opens, usual) <= _SAME_TIME_OF_YEAR):
        opens = _as_precise(usual, call.opens)
    if opens is not None and closes is not None and opens.begins() > closes.ends():
        opens = None  # the usual dates contradict one another
    return Draft(
        label=next_label(call.label, _date_of(model).day, closing.day, [one.label for one in schedule.rounds]),
        opens=opens,
        closes=closes,
        zone=ahead.zone if ahead.zone != schedule.cycle.zone else None,
        like=call,
    )


def _going_on(schedule: Schedule) -> Schedule:
    """The schedule as if the programme were known to go on every year, where nothing better is known."""
    frequency = schedule.cycle.frequency if schedule.cycle.frequency in _MONTHS else "annual"
    return replace(schedule, programme_status="active", cycle=replace(schedule.cycle, frequency=frequency))


def _usual_closing(schedule: Schedule, after: datetime) -> StatedDate | None:
    """The usual closing that comes next; None where none is usual."""
    expected = expected_closing(schedule, after) if schedule.cycle.closes else None
    return expected.date if expected else None


def _usual_opening(schedule: Schedule, closing: StatedDate) -> StatedDate | None:
    expected = expected_opening(schedule, closing)
    return expected.date if expected else None


def _as_precise(usual: StatedDate, past: StatedDate | None) -> StatedDate:
    """A usual date with the time and the zone of a past one; of a usual month also with its day, if it lies in it."""
    if past is None or past.precision == "month":
        return usual
    if usual.precision == "month":
        if past.day.month != usual.day.month:
            return usual
        usual = replace(usual, day=day_in_year(usual.day.year, usual.day.month, past.day.day))
    return replace(usual, precision=past.precision, time=past.time, zone=past.zone or usual.zone)


def _moved_on(last: CallRound, frequency: str, after: datetime) -> StatedDate:
    """The date of the last round, moved by whole periods until it lies ahead."""
    stated = _date_of(last)
    months = period = _MONTHS[frequency]
    while (ahead := moved(stated, months)).ends() <= after:
        months += period
    return ahead


def _model(known: Sequence[CallRound], closing: StatedDate) -> CallRound | None:
    """The round of the last year before that fell about the same time of the year; of several, the nearest to it."""
    alike = []
    for call in known:
        years = round((closing.day - call.closes.day).days / 365.25) if call.closes else 0
        if call.closes and years >= 1:
            apart = days_apart(moved(call.closes, 12 * years), closing)
            if apart <= _SAME_TIME_OF_YEAR:
                alike.append((years, apart, call))
    return min(alike, key=lambda one: one[:2], default=(0, 0, None))[2]


def _months_between(earlier: StatedDate, later: StatedDate) -> int:
    """The months from one to the other: whole years where it is about as much."""
    days = (later.day - earlier.day).days
    years = round(days / 365.25)
    return 12 * years if years and abs(days - 365.25 * years) <= 2 * _SAME_TIME_OF_YEAR else round(days / 30.44)


def _date_of(call: CallRound) -> StatedDate:
    """The date that a round goes by: its closing, or else its opening."""
    date = call.closes or call.opens
    assert date is not None  # no round is stored without a date
    return date


def _ends(call: CallRound) -> datetime:
    return _date_of(call).ends()


def _later_years(found: re.Match[str], years: int) -> str:
    later = str(int(found[1]) + years)
    return f"{later}{found[2]}{(int(found[3]) + years) % 100:02d}" if found[3] else later


def _ordinal(number: int) -> str:
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
