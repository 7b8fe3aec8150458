"""Dates and moments in words, always with their zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import zone
from opportunities.deadlines.rounds import StatedDate, YearlyDate

LONDON, TOKYO = "Europe/London", "Asia/Tokyo"
_ENGLISH, _JAPANESE = Locale("en", "GB"), Locale("ja")


def locale() -> Locale:
    """The Babel locale of the language in force."""
    return _JAPANESE if (get_language() or "").startswith("ja") else _ENGLISH


def day_in_words(day: date) -> str:
    """15 December 2026; 2026年12月15日."""
    return str(format_date(day, "d MMMM y" if locale() is _ENGLISH else "long", locale=locale()))


def month_in_words(day: date) -> str:
    """December 2026; 2026年12月."""
    return str(format_skeleton("yMMMM", day, locale=locale()))


def checked_in_words(day: date, precision: str) -> str:
    """The day, or only the month, of a check."""
    return month_in_words(day) if precision == "month" else day_in_words(day)


def stated_in_words(stated: StatedDate) -> str:
    """The date as precisely as it is stated, without its zone."""
    if stated.precision == "month":
        return month_in_words(stated.day)
    if stated.time is None:
        return day_in_words(stated.day)
    return _("%(time)s on %(day)s") % {"time": f"{stated.time:%H:%M}", "day": day_in_words(stated.day)}


def yearly_in_words(yearly: YearlyDate) -> str:
    """A day or a month of every year: 15 December; December."""
    day = yearly.in_year(2000, None).day
    if yearly.day is None:
        return str(format_date(day, "LLLL", locale=locale()))
    return str(format_skeleton("MMMMd", day, locale=locale()))


def zone_in_words(name: str | None) -> str:
    """UK time, Japan time, Brussels time; or that the zone is not stated."""
    if name is None:
        return _("time zone not stated")
    if name == LONDON:
        return _("UK time")
    if name == TOKYO:
        return _("Japan time")
    city = get_timezone_location(name, locale=locale(), return_city=True)
    return _("%(city)s time") % {"city": city}


def with_zone(stated: StatedDate) -> str:
    """15 December 2026 (UK time); 2026年12月15日（英国時間）."""
    return _("%(date)s (%(zone)s)") % {"date": stated_in_words(stated), "zone": zone_in_words(stated.zone)}


def moment_in_words(moment: datetime) -> str:
    """25 November 2026 at 14:02 (UTC)."""
    utc = moment.astimezone(UTC)
    return _("%(day)s at %(time)s (UTC)") % {"day": day_in_words(utc.date()), "time": f"{utc:%H:%M}"}


def days_left(closes: StatedDate, at: datetime) -> str:
    """How many days are left until an announced closing, counted in calendar days of its own zone."""
    today = at.astimezone(zone(closes.zone)).date()
    days = (closes.last_day - today).days
    if days == 0:
        return _("closes today")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def elsewhere_in_words(closes: StatedDate) -> list[tuple[str, str]]:
    """What a closing date means in the UK and in Japan, where it is not stated there: pairs of zone and words.

    Nothing for a date whose zone nobody states: it could only be guessed.
    """
    if closes.zone is None:
        return []
    return [(zone_in_words(name), _seen_from(closes, name)) for name in (LONDON, TOKYO) if name != closes.zone]


def _seen_from(closes: StatedDate, name: str) -> str:
    end = closes.ends().astimezone(ZoneInfo(name))
    if closes.time is not None:
        return _("%(time)s on %(day)s") % {"time": f"{end:%H:%M}", "day": day_in_words(end.date())}
    last = (end - timedelta(minutes=1)).date()
    if last > closes.last_day:
        return _("the last hours of that day fall on %(day)s") % {"day": day_in_words(last)}
    if end.date() == closes.last_day:
        return _("that day is over before the end of %(day)s") % {"day": day_in_words(closes.last_day)}
    return _("the same day")
