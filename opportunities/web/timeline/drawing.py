"""The picture of a programme's windows as SVG: fluid in width, so that it needs no script and prints at any size.

A year holds hundreds of marks that change only from day to day; what never changes of one is therefore put together
once, as the template language takes longer over them than all the rest of the page.
"""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from opportunities.web.timeline.axis import Axis, Span, month_after
from opportunities.web.timeline.shapes import Shape

LANE = 26  # pixels from one lane to the next
MOST_LANES = 6  # that a row has room for; more would lie upon one another


@lru_cache(maxsize=8192)
def picture(
    name: str, link: str, tone: str, shapes: Sequence[Shape], texts: Sequence[str], ground: SafeString
) -> SafeString:
    """A row's picture: each window is a link with a title. `texts` say what the shapes show."""
    lanes = lanes_of(shapes)
    windows = "".join(
        f'<a href="{escape(link)}"><title>{escape(name)}: {escape(text)}</title>{_in_its_lane(shape, lanes, tone)}</a>'
        for shape, text in zip(shapes, texts, strict=True)
    )
    described = escape(". ".join(texts))
    return mark_safe(  # noqa: S308
        f'<svg class="plot" role="group"><title>{escape(name)}</title><desc>{described}</desc>{ground}{windows}</svg>'
    )


def ground_of(axis: Axis) -> SafeString:
    """What lies under every row: the days that are over, those behind the twelve months, and today's line."""
    past = axis.span(axis.months[0], axis.today)
    beyond = axis.span(axis.last_day, month_after(axis.months[-1], 1))
    today = f'<line class="today" x1="{past.end}%" x2="{past.end}%" y1="0" y2="100%"/>'
    return mark_safe(f"{_away(past)}{_away(beyond)}{today}")  # noqa: S308


def lanes_of(shapes: Sequence[Shape]) -> int:
    """How many lanes the row needs."""
    return min(MOST_LANES, 1 + max(shape.lane for shape in shapes))


def _away(span: Span) -> str:
    return f'<rect class="away" x="{span.x}%" width="{span.width}%" height="100%"/>'


def _top(shape: Shape, lanes: int) -> int:
    """The top of the shape's lane, in pixels from the middle of the row."""
    return min(shape.lane, lanes - 1) * LANE - lanes * LANE // 2


def _in_its_lane(shape: Shape, lanes: int, tone: str) -> str:
    return f'<svg y="50%"><g transform="translate(0 {_top(shape, lanes)})">{_window(shape, tone)}</g></svg>'


def _window(shape: Shape, tone: str) -> str:
    hatch = f"url(#hatch-{tone})"
    expected, filled = (" expected", f' fill="{hatch}"') if shape.is_expected else ("", "")
    bar_class, bar_fill = ("bar expected", f' fill="{hatch}"') if shape.bar_is_hatched else ("bar", "")
    parts = [f'<rect class="target" {_across(shape.target)} y="1" height="24" rx="4"/>']
    if shape.lead:
        parts.append(f'<rect class="{bar_class}"{bar_fill} {_across(shape.lead)} y="11" height="4"/>')
    if shape.bar:
        parts.append(f'<rect class="{bar_class}"{bar_fill} {_across(shape.bar)} y="9" height="8" rx="1.5"/>')
    if shape.opening:
        parts.append(_at(shape.opening.middle, '<path class="mark" d="M-4-6 6 0-4 6z"/>'))
    if shape.closing and shape.closing_is_month:
        parts.append(f'<rect class="wide-mark{expected}"{filled} {_across(shape.closing)} y="6" height="14" rx="7"/>')
    elif shape.closing:
        parts.append(_at(shape.closing.middle, f'<path class="mark{expected}" d="M0-7 7 0 0 7-7 0z"/>'))
    if shape.ends_after:
        parts.append(_at(100, '<path class="mark mark--on" d="M-9-6-2 0-9 6"/>'))
    return "".join(parts)


def _across(span: Span) -> str:
    return f'x="{span.x}%" width="{span.width}%"'


def _at(place: float, mark: str) -> str:
    return f'<svg x="{place}%" y="13">{mark}</svg>'
