"""What the calendar shows: the twelve months as a timeline, or one month day by day."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from babel.dates import format_skeleton, get_day_names
from django.urls import reverse
from django.utils.translation import gettext as _

from core.dates import start_of_day
from opportunities.finder import FinderResult
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import DIRECTION, STATUS
from opportunities.web.results_page import PillLink
from opportunities.web.timeline.ahead import Ahead, ahead_of
from opportunities.web.timeline.axis import Axis, month_after
from opportunities.web.timeline.month import Day, Happening, month_of
from opportunities.web.timeline.query import GROUPS, CalendarQuery
from opportunities.web.timeline.rows import Programme, all_windows, grouped, programmes_of, towers_of
from opportunities.web.timeline.words import happening_in_brief, happening_in_words
from opportunities.wording.dates import day_in_words, locale, month_in_words, with_zone, zone_in_words
from opportunities.wording.searches import search_in_words

MOST_IN_A_CELL = 5  # happenings of a day that the grid shows; the list below it has them all
BUSY = 24  # happenings of a month that still fit a printed page in letters of the usual size
_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A question to the calendar with what the search found, and the path of the page."""

    asked: CalendarQuery
    result: FinderResult
    axis: Axis
    snapshot: Snapshot
    path: str

    def link(self, asked: CalendarQuery) -> str:
        """The address of another question."""
        return self.path + asked.address


@dataclass(frozen=True, slots=True)
class GroupChoice:
    """A way to group the rows."""

    code: str
    label: str
    link: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class WithoutDate:
    """How many programmes are not on the timeline for one reason, and the search for them."""

    label: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Item:
    """That something opens or closes, in words."""

    name: str
    link: str
    tone: str
    brief: str
    words: str
    zone: str
    closes: bool
    is_expected: bool


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid. `more` counts what the list below holds besides."""

    date: date
    words: str
    is_in_month: bool
    is_today: bool
    is_weekend: bool
    items: tuple[Item, ...]
    more: int


def timeline_context(calendar: Calendar, messages: list[str]) -> dict[str, Any]:
    """The template's context of the twelve months."""
    axis, at = calendar.axis, calendar.result.at
    ahead = ahead_of(calendar.result, calendar.snapshot)
    programmes = programmes_of(ahead.hits, axis, at)
    towers, each = towers_of(programmes, axis)
    return {
        **_shared(calendar, ahead, messages),
        "groups": grouped(programmes, calendar.asked.group, calendar.asked.search),
        "shown": len(programmes),
        "later": len(ahead.hits) - len(programmes),
        "towers": [replace(tower, link=calendar.link(calendar.asked.with_month(tower.first))) for tower in towers],
        "closings_each": each,
        "tones": [(term.code, term.label) for term in DIRECTION.values()],
        "twelve_months": _("%(first)s to %(last)s")
        % {"first": day_in_words(axis.today), "last": day_in_words(axis.last_day)},
        "group_choices": _group_choices(calendar),
    }


def month_context(calendar: Calendar, first: date, messages: list[str]) -> dict[str, Any]:
    """The template's context of one month."""
    axis, at = calendar.axis, calendar.result.at
    following = month_after(first, 1)
    # What closes on a month's last day is over at the first moment of the next month.
    between = (start_of_day(first, None) + _MOMENT, start_of_day(following, None) + _MOMENT)
    ahead = ahead_of(calendar.result, calendar.snapshot, between)
    programmes = programmes_of(ahead.hits, axis, at)
    month = month_of(first, all_windows(programmes), first_weekday())
    day_names = get_day_names("abbreviated", locale=locale())
    words = get_day_names("wide", locale=locale())
    days = list(month.days)
    count = sum(len(day.happenings) for day in days) + len(month.some_time)
    return {
        **_shared(calendar, ahead, messages),
        "ends": day_in_words(axis.last_day) if first == axis.months[-1] else None,
        "month": month_in_words(first),
        "weekdays": [(day_names[day.date.weekday()], words[day.date.weekday()]) for day in month.weeks[0]],
        "weeks": [[_cell(day, programmes, axis.today) for day in week] for week in month.weeks],
        "days": [
            (day.date, _day_and_weekday(day.date), [_item(h, programmes) for h in day.happenings]) for day in days
        ],
        "some_time": [_item(happening, programmes) for happening in month.some_time],
        "count": count,
        "is_busy": count > BUSY,
        "previous": _neighbour(calendar, month_after(first, -1)),
        "next": _neighbour(calendar, following),
        "timeline_link": calendar.link(calendar.asked.with_month(None)),
    }


def _shared(calendar: Calendar, ahead: Ahead, messages: list[str]) -> dict[str, Any]:
    """What both views of the calendar say: the search, its pills and form, and what is not on the calendar."""
    asked, result = calendar.asked, calendar.result
    search_path = reverse("web:opportunities")
    return {
        "asked": asked,
        "result": result,
        "path": calendar.path,
        "messages_about_address": messages,
        "search_words": search_in_words(asked.search, calendar.snapshot),
        "search_link": search_path + asked.search.address,
        "pills": [
            PillLink(pill.facet, pill.label, calendar.link(asked.with_search(pill.without))) for pill in result.pills
        ],
        "clear_link": calendar.link(CalendarQuery(group=asked.group, month=asked.month)),
        "ahead": ahead,
        "hits": len(ahead.hits),
        "without_date": [
            WithoutDate(
                STATUS[code].label,
                count,
                search_path + replace(asked.search, selection={**asked.search.selection, "status": (code,)}).address,
            )
            for code, count in ahead.without_date.items()
        ],
        "today": day_in_words(calendar.axis.today),
    }


def _group_choices(calendar: Calendar) -> list[GroupChoice]:
    labels = {"direction": _("Direction"), "stage": _("Career stage"), "none": _("No groups")}
    return [
        GroupChoice(code, labels[code], calendar.link(calendar.asked.with_group(code)), code == calendar.asked.group)
        for code in GROUPS
    ]


def _neighbour(calendar: Calendar, month: date) -> tuple[str, str] | None:
    """The name and the address of a month; None outside the calendar."""
    if not calendar.axis.holds(month):
        return None
    return month_in_words(month), calendar.link(calendar.asked.with_month(month))


def _cell(day: Day, programmes: list[Programme], today: date) -> Cell:
    # Where one more would fit, it stands there itself rather than as "1 more".
    shown = len(day.happenings) if len(day.happenings) <= MOST_IN_A_CELL + 1 else MOST_IN_A_CELL
    return Cell(
        date=day.date,
        words=day_in_words(day.date),
        is_in_month=day.is_in_month,
        is_today=day.date == today,
        is_weekend=day.date.weekday() >= 5,
        items=tuple(_item(happening, programmes) for happening in day.happenings[:shown]),
        more=len(day.happenings) - shown,
    )


def _item(happening: Happening, programmes: list[Programme]) -> Item:
    programme, stated = programmes[happening.place], happening.date
    return Item(
        name=programme.name,
        link=programme.link,
        tone=programme.tone,
        brief=happening_in_brief(happening),
        words=happening_in_words(happening),
        zone=zone_in_words(stated.zone) if stated.time is None else with_zone(stated, is_opening=not happening.closes),
        closes=happening.closes,
        is_expected=happening.is_expected,
    )


def first_weekday() -> int:
    """The day with which a calendar's week begins: Monday in British ones, Sunday in Japanese ones."""
    return 6 if locale().language == "ja" else 0


def _day_and_weekday(day: date) -> str:
    """Tuesday 15 December; 12月15日火曜日."""
    return str(format_skeleton("MMMMEEEEd", day, locale=locale()))
