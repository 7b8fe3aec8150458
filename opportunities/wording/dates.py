"""Dates and moments in words, always with their zone.

Times are said on the 24-hour clock, as the rest of the site does in both languages: 16:00 needs no a.m. or p.m. A
closing at midnight is said as the last minute of the day before, 23:59: "00:00 on 16 December" is read by half of
us as the night after the 16th, and they come a day too late.
"""

from datetime import UTC, date, datetime, time, timedelta

from babel import Locale
from babel.dates import format_date, format_skeleton, get_timezone_location
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.dates import zone
from opportunities.deadlines.rounds import StatedDate, YearlyDate

LONDON, TOKYO = "Europe/London", "Asia/Tokyo"
_OURS = (LONDON, TOKYO)
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


def year_in_words(year: int) -> str:
    """2026; 2026年."""
    return str(format_skeleton("y", date(year, 1, 1), locale=locale()))


def checked_in_words(day: date, precision: str) -> str:
    """The day, or only the month, of a check."""
    return month_in_words(day) if precision == "month" else day_in_words(day)


def last_minute(closes: StatedDate) -> StatedDate:
    """The closing as it is said and put into calendars: at midnight the last minute of the day that ends then."""
    if closes.time != time.min:
        return closes
    return StatedDate(closes.day - timedelta(days=1), "minute", time(23, 59), closes.zone)


def stated_in_words(stated: StatedDate, *, is_opening: bool = False) -> str:
    """The date as precisely as it is stated, without its zone. Midnight is the end of a day, but for an opening."""
    if stated.precision == "month":
        return month_in_words(stated.day)
    if stated.time is None:
        return day_in_words(stated.day)
    said = stated if is_opening else last_minute(stated)
    return _time_on_day(datetime.combine(said.day, said.time or time.min))


def _time_on_day(moment: datetime) -> str:
    return _("%(time)s on %(day)s") % {"time": f"{moment:%H:%M}", "day": day_in_words(moment.date())}


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


def with_zone(stated: StatedDate, *, is_opening: bool = False) -> str:
    """15 December 2026 (UK time); 16:00 on 15 December 2026 (UK time, GMT); 2026年12月15日（英国時間）."""
    words = stated_in_words(stated, is_opening=is_opening)
    return _("%(date)s (%(zone)s)") % {"date": words, "zone": _zone_of(stated)}


def _zone_of(stated: StatedDate) -> str:
    """The zone in words; of a date to the minute with what its clocks are called on that day: UK time, BST."""
    name = _clock_name(stated.begins(), stated.zone) if stated.time is not None and stated.zone else None
    if name is None:
        return zone_in_words(stated.zone)
    return _("%(zone)s, %(clock)s") % {"zone": zone_in_words(stated.zone), "clock": name}


def _clock_name(moment: datetime, zone_name: str) -> str | None:
    """GMT, BST, JST; None in a zone whose clocks have no name but a number."""
    name = moment.astimezone(zone(zone_name)).tzname() or ""
    return name if name.isalpha() else None


def moment_in_words(moment: datetime) -> str:
    """25 November 2026 at 14:02 (UTC)."""
    utc = moment.astimezone(UTC)
    return _("%(day)s at %(time)s (UTC)") % {"day": day_in_words(utc.date()), "time": f"{utc:%H:%M}"}


def days_left(closes: StatedDate, at: datetime) -> str:
    """How many days are left until an announced closing, counted in calendar days of its own zone."""
    today = at.astimezone(zone(closes.zone)).date()
    days = (last_minute(closes).last_day - today).days
    if days == 0:
        return _("closes today")
    return ngettext("%(count)d day left", "%(count)d days left", days) % {"count": days}


def elsewhere_in_words(stated: StatedDate, *, is_opening: bool = False) -> list[tuple[str, str]]:
    """What a date means in the UK and in Japan, where it is not stated there: pairs of zone and words.

    Nothing for a date whose zone nobody states: it could only be guessed. Nor for a month, nor for the day of an
    opening: nobody plans by their hours.
    """
    if stated.zone is None or stated.precision == "month" or (is_opening and stated.time is None):
        return []
    names = [name for name in _OURS if name != stated.zone]
    if stated.time is None:
        return [(zone_in_words(name), _day_seen_from(stated, name)) for name in names]
    return [(zone_in_words(name), _minute_seen_from(stated, name, is_opening)) for name in names]


def _minute_seen_from(stated: StatedDate, name: str, is_opening: bool) -> str:
    local = stated.begins().astimezone(zone(name))
    shown = StatedDate(local.date(), "minute", local.time(), name)
    words = stated_in_words(shown, is_opening=is_opening)
    return _("%(date)s (%(zone)s)") % {"date": words, "zone": _clock_name(stated.begins(), name)}


def _day_seen_from(closes: StatedDate, name: str) -> str:
    """What the end of the day means elsewhere; never an hour."""
    end = closes.ends().astimezone(zone(name))
    last = (end - timedelta(minutes=1)).date()
    if last > closes.last_day:
        return _("the last hours of that day fall on %(day)s") % {"day": day_in_words(last)}
    if end.date() == closes.last_day:
        return _("that day is over before the end of %(day)s") % {"day": day_in_words(closes.last_day)}
    return _("the same day")
