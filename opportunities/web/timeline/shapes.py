"""What is drawn of windows: bars and marks in per cent of the axis, and lanes where windows overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from opportunities.deadlines.projection import Expected
from opportunities.web.timeline.axis import Axis, Span
from opportunities.web.timeline.windows import Window, calendar_days

_MARK = 2.2  # per cent that a mark of one day takes, so that neighbours do not cover one another
_LEAST_TARGET = 4.0  # per cent within which a pointer must be able to meet a window


@dataclass(frozen=True, slots=True)
class Shape:
    """A window as it is drawn. What is not known, or lies outside the axis, is None.

    `bar` runs from the opening to the closing. Where only a month is stated, the whole month is drawn: thin for the
    opening (`lead`), as a wide mark for the closing. `target` is where a pointer meets the window.
    """

    bar: Span | None
    lead: Span | None
    opening: Span | None
    closing: Span | None
    is_expected: bool  # nobody has announced it
    has_expected_opening: bool
    closing_is_month: bool
    begins_before: bool
    ends_after: bool
    target: Span
    lane: int = 0

    @property
    def bar_is_hatched(self) -> bool:
        """Whether the stretch between opening and closing rests on an estimate."""
        return self.is_expected or self.has_expected_opening


def shape_of(window: Window, axis: Axis, lane: int = 0) -> Shape:
    """The picture of a window on the axis."""
    opens = calendar_days(window.opening, closes=False) if window.opening else None
    closes = calendar_days(window.closing, closes=True) if window.closing else None
    begins_before = opens is not None and opens[1] < axis.today.replace(day=1)
    ends_after = closes is not None and not axis.holds(closes[0])
    lead = bar = None
    if opens and closes:
        # A month's opening is drawn over the whole month, the bar after it; both end where the closing begins.
        is_month = opens[0] != opens[1]
        begins = axis.span(opens[0], opens[1])
        ends = axis.span(closes[0], closes[1])
        start, stop = (begins.end if is_month else begins.x), (ends.x if closes[0] != closes[1] else ends.middle)
        lead = _between(begins.x, min(begins.end, stop)) if is_month and not begins_before else None
        bar = _between(start, stop)
    closing = axis.span(*closes) if closes and not ends_after else None
    opening = axis.span(*opens) if opens and not closes and axis.holds(opens[0]) else None
    return Shape(
        bar=bar,
        lead=lead,
        opening=opening,
        closing=closing,
        is_expected=window.is_expected,
        has_expected_opening=isinstance(window.opens, Expected),
        closing_is_month=closes is not None and closes[0] != closes[1],
        begins_before=begins_before,
        ends_after=ends_after,
        target=_around(part for part in (bar, lead, opening, closing) if part),
        lane=lane,
    )


@lru_cache(maxsize=4096)  # they stay the same for a day
def shapes_of(windows: tuple[Window, ...], axis: Axis) -> tuple[Shape, ...]:
    """The pictures of a programme's windows, each in the first lane in which it covers none before it."""
    ends: list[float] = []  # of each lane
    shapes = []
    for window in windows:
        target = shape_of(window, axis).target
        lane = next((lane for lane, end in enumerate(ends) if end <= target.x), len(ends))
        ends[lane : lane + 1] = [target.end]
        shapes.append(shape_of(window, axis, lane))
    return tuple(shapes)


def _between(start: float, stop: float) -> Span | None:
    return Span(start, round(stop - start, 2)) if stop > start else None


def _around(parts: Iterable[Span]) -> Span:
    """The stretch that holds all parts with the width of a mark, and is wide enough to be met."""
    spans = list(parts)
    first, last = min(span.x for span in spans), max(span.end for span in spans)
    room = max(_MARK, _LEAST_TARGET - (last - first)) / 2
    x = max(0.0, first - room)
    return Span(round(x, 2), round(min(100.0, last + room) - x, 2))
