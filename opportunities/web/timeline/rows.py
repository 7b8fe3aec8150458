"""Finished rows of the timeline, in groups, and the year at a glance."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from babel.dates import format_date
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.finder import FinderQuery, Hit
from opportunities.search.declaration import FACET, NOT_STATED
from opportunities.search.entry import Entry
from opportunities.vocabulary import CAREER_STAGE, DIRECTION
from opportunities.web.rows import row_of
from opportunities.web.timeline.axis import Axis
from opportunities.web.timeline.drawing import ground_of, lanes_of, picture
from opportunities.web.timeline.shapes import Shape, shapes_of
from opportunities.web.timeline.windows import Window, calendar_days, windows_of
from opportunities.web.timeline.words import WindowWords, phase_of, window_in_words
from opportunities.wording.dates import locale, month_in_words

_ABREAST = 4  # squares side by side
_SQUARE = 8  # units from one square to the next
_MOST_SQUARES = 60  # of a month


@dataclass(frozen=True, slots=True)
class Programme:
    """A row: the programme with its windows and what is said of them.

    `tone` is the code of the direction whose colour it has.
    """

    name: str
    link: str
    directions: str
    tone: str
    windows: tuple[Window, ...]
    words: tuple[WindowWords, ...]
    shapes: tuple[Shape, ...]
    ground: SafeString
    entry: Entry

    @property
    def picture(self) -> SafeString:
        """The windows drawn."""
        texts = tuple(words.whole for words in self.words)
        return picture(self.name, f"{self.link}#when", self.tone, self.shapes, texts, self.ground)

    @property
    def lanes(self) -> int:
        """How many windows lie above one another in the picture."""
        return lanes_of(self.shapes)

    @property
    def is_paused(self) -> bool:
        """Whether the programme was paused, so that what it announced is in doubt."""
        return self.entry.schedule.programme_status == "paused"


@dataclass(frozen=True, slots=True)
class Group:
    """Programmes under one heading."""

    code: str
    label: str
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """Some closings in the year at a glance; its place in the picture of its month."""

    x: int
    y: int
    tone: str
    is_expected: bool


@dataclass(frozen=True, slots=True)
class Tower:
    """A month of the year at a glance: how many closings it holds, and a square for each (or for several)."""

    first: date
    name: str
    initial: str
    words: str
    announced: int
    expected: int
    squares: tuple[Square, ...]
    link: str = ""

    @property
    def count(self) -> int:
        """All closings."""
        return self.announced + self.expected

    @property
    def height(self) -> int:
        """Of the picture, in its own units."""
        return _height(len(self.squares))

    @property
    def has_year(self) -> bool:
        """Whether the year is to be said."""
        return self.first.month == 1


def programmes_of(hits: Iterable[Hit], axis: Axis, at: datetime) -> list[Programme]:
    """The rows of those programmes that have a window within the twelve months."""
    rows = ((hit, windows_of(hit.entry.schedule, at, axis.until)) for hit in hits)
    ground, language = ground_of(axis), get_language() or ""
    return [_programme(hit, windows, axis, at, ground, language) for hit, windows in rows if windows]


def _programme(
    hit: Hit, windows: tuple[Window, ...], axis: Axis, at: datetime, ground: SafeString, language: str
) -> Programme:
    row = row_of(hit, at)
    labelled = sum(window.label is not None for window in windows) > 1
    return Programme(
        name=row.name,
        link=row.link,
        directions=row.directions,
        tone=hit.entry.directions[0] if hit.entry.directions else NOT_STATED,
        windows=windows,
        words=tuple(window_in_words(window, phase_of(window, at), labelled, language) for window in windows),
        shapes=shapes_of(windows, axis),
        ground=ground,
        entry=hit.entry,
    )


def grouped(programmes: list[Programme], group: str, search: FinderQuery) -> list[Group]:
    """The rows by direction or career stage: a programme stands under each of its own, of those that were chosen."""
    if group == "none":
        return [Group("all", _("All, in the order of their dates"), tuple(programmes))]
    facet, vocabulary = FACET[group], {"direction": DIRECTION, "stage": CAREER_STAGE}[group]
    labels = {**{code: term.label for code, term in vocabulary.items()}, NOT_STATED: facet.not_stated.label}
    chosen = search.selection.get(group) or tuple(labels)
    members: dict[str, list[Programme]] = {code: [] for code in labels if code in chosen}
    for programme in programmes:
        codes = programme.entry.directions if group == "direction" else programme.entry.stages
        for code in codes or (NOT_STATED,):
            if code in members:
                members[code].append(replace(programme, tone=code) if group == "direction" else programme)
    return [Group(code, labels[code], tuple(rows)) for code, rows in members.items() if rows]


def towers_of(programmes: Iterable[Programme], axis: Axis) -> tuple[list[Tower], int]:
    """The year at a glance: each month's closings as squares, and for how many closings a square stands."""
    closings: dict[date, list[tuple[bool, str]]] = {month: [] for month in axis.months}
    for programme in programmes:
        for window in programme.windows:
            day = calendar_days(window.closing, closes=True)[0] if window.closing else None
            if day and axis.holds(day):
                closings[day.replace(day=1)].append((window.is_expected, programme.tone))
    each = max(1, -(-max(map(len, closings.values())) // _MOST_SQUARES))
    return [_tower(month, sorted(found, key=_place), each) for month, found in closings.items()], each


def _place(closing: tuple[bool, str]) -> tuple[bool, int]:
    is_expected, tone = closing
    return is_expected, DIRECTION.codes.index(tone) if tone in DIRECTION else len(DIRECTION)


def _tower(month: date, closings: list[tuple[bool, str]], each: int) -> Tower:
    shown = closings[::each]
    top = _height(len(shown)) - _SQUARE
    left = (_ABREAST - min(len(shown), _ABREAST)) * _SQUARE // 2  # so that a few stand in the middle
    expected = sum(is_expected for is_expected, _tone in closings)
    return Tower(
        first=month,
        name=month_name(month),
        initial=str(month.month) if locale().language == "ja" else month_name(month)[:1],
        words=month_in_words(month),
        announced=len(closings) - expected,
        expected=expected,
        squares=tuple(
            Square(left + number % _ABREAST * _SQUARE + 1, top - number // _ABREAST * _SQUARE + 1, tone, is_expected)
            for number, (is_expected, tone) in enumerate(shown)
        ),
    )


def _height(squares: int) -> int:
    return -(-squares // _ABREAST) * _SQUARE


def month_name(month: date) -> str:
    """Nov; 11月."""
    return str(format_date(month, "LLL", locale=locale()))


def all_windows(programmes: list[Programme]) -> Iterator[tuple[int, Window]]:
    """Every window with the place of its programme in the list."""
    return ((place, window) for place, row in enumerate(programmes) for window in row.windows)
