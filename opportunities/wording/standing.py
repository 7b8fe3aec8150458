"""Where a programme stands, in words: the next deadline, or the honest alternative."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import StatedDate, YearlyDate
from opportunities.deadlines.status import Standing
from opportunities.vocabulary import STATUS
from opportunities.wording.dates import days_left, stated_in_words, with_zone, year_in_words, yearly_in_words
from opportunities.wording.places import listed


@dataclass(frozen=True, slots=True)
class StandingWords:
    """`label` names the status, `line` says the date or why there is none, `remark` what to know about it."""

    status: str
    label: str
    line: str
    remark: str | None = None
    is_estimate: bool = False


def standing_in_words(standing: Standing, at: datetime) -> StandingWords:
    """The status at the moment `at`, as a result row says it."""
    say = {
        "open": _open,
        "closing-soon": _open,
        "opens-later": _opens_later,
        "expected": _expected,
        "closed": _closed,
    }.get(standing.status)
    if say is not None:
        return say(standing, at)
    lines = {
        "rolling": _("Apply at any time"),
        "ended": _("No more rounds"),
        "unknown": _("Dates not stated"),
    }
    return StandingWords(standing.status, STATUS[standing.status].label, lines[standing.status])


def evidence_in_words(expected: Expected) -> str:
    """What an estimate rests on."""
    dates = expected.evidence[-4:]
    if not dates:
        return _("estimate from the programme's usual timetable; no dated round near it was seen")
    words = past_dates_in_words(dates)
    return ngettext("estimate from one past date: %(dates)s", "estimate from past dates: %(dates)s", len(dates)) % {
        "dates": words
    }


def past_dates_in_words(dates: Iterable[StatedDate]) -> str:
    """Past dates in short: 15 December in 2023 and 2025; 5 June 2024 and 4 June 2025.

    Those of one day of the year, or of one month, are said together.
    """
    years: dict[YearlyDate, list[int]] = {}
    for date in sorted(dates, key=lambda date: date.day):
        yearly = YearlyDate(date.day.month, None if date.precision == "month" else date.day.day)
        years.setdefault(yearly, []).append(date.day.year)
    return listed(_in_years(yearly, own) for yearly, own in years.items())


def _in_years(yearly: YearlyDate, years: list[int]) -> str:
    if len(set(years)) == 1:
        return stated_in_words(yearly.in_year(years[0], None))
    all_years = listed(year_in_words(year) for year in dict.fromkeys(years))
    return _("%(day)s in %(years)s") % {"day": yearly_in_words(yearly), "years": all_years}


def _open(standing: Standing, at: datetime) -> StandingWords:
    closes = standing.deadline
    assert closes is not None  # an open round has its closing
    remark = days_left(closes, at)
    if standing.call_round is not None and standing.call_round.opens is None:
        remark = _("%(remark)s; opening date not stated") % {"remark": remark}
    label = _("Closing soon") if standing.status == "closing-soon" else STATUS["open"].label
    return StandingWords(standing.status, label, _("Closes %(date)s") % {"date": with_zone(closes)}, remark)


def _opens_later(standing: Standing, at: datetime) -> StandingWords:
    opening, closes = standing.opening, standing.deadline
    parts = []
    if isinstance(opening, Expected):
        parts.append(_("expected to open around %(date)s") % {"date": stated_in_words(opening.date)})
    elif opening is not None:
        in_words = stated_in_words if closes else with_zone
        parts.append(_("opens %(date)s") % {"date": in_words(opening, is_opening=True)})
    parts.append(_("closes %(date)s") % {"date": with_zone(closes)} if closes else _("closing date not announced"))
    line = "; ".join(parts)
    remark = _("the opening is an estimate") if isinstance(opening, Expected) else None
    return StandingWords("opens-later", STATUS["opens-later"].label, line[0].upper() + line[1:], remark)


def _expected(standing: Standing, at: datetime) -> StandingWords:
    expected = standing.expected
    assert expected is not None  # an expected standing has its estimate
    line = _("Expected around %(date)s") % {"date": with_zone(expected.date)}
    return StandingWords("expected", _("Not announced yet"), line, evidence_in_words(expected), is_estimate=True)


def _closed(standing: Standing, at: datetime) -> StandingWords:
    last = standing.call_round
    line = _("No round is open or announced")
    if last is not None and last.closes is not None:
        line = _("The last known round closed %(date)s") % {"date": with_zone(last.closes)}
    elif last is not None and last.opens is not None:
        line = _("The last known round opened %(date)s") % {"date": with_zone(last.opens, is_opening=True)}
    return StandingWords("closed", STATUS["closed"].label, line, _("the next round is not announced"))
