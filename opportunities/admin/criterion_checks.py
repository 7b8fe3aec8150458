"""What is wrong within one condition, in words, by the rules of the catalogue's files."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from opportunities.admin.criterion_boxes import BOXES
from opportunities.models import Opportunity, Organisation

Typed = Mapping[str, Any]  # what was typed, by box
Fault = tuple[str, str]  # a box, and what is wrong in it

TICKS = ("less_than_maximum", "partner_only", "or_equivalent")
# What a kind cannot do without.
NEEDED = {
    "stay": ("country",),
    "occupation": ("belongs_as",),
    "career-stage": ("stages",),
    "first-degree": ("subjects",),
    "field": ("subjects",),
    "language": ("languages",),
    "earlier-award": ("held",),
    "applicant": ("applicants",),
    "other": ("text",),
}
# Of these boxes a kind needs at least one.
ONE_OF = {
    "degree": ("degrees", "text"),
    "stay": ("minimum", "maximum", "text"),
    "work-experience": ("minimum", "maximum", "text"),
}
MOST_YEARS, MOST_MONTHS, LONGEST_SPAN = 120, 1200, 50


def is_filled(box: str, value: Any) -> bool:
    """Whether something was typed, chosen or ticked."""
    return value is True if box in TICKS else value not in (None, "", [])


def foreign_boxes(kind: str, typed: Typed) -> Iterator[Fault]:
    """Boxes that are filled although they do not belong to the kind."""
    for box in sorted({box for boxes in BOXES.values() for box in boxes if box not in BOXES[kind]}):
        if is_filled(box, typed.get(box)):
            yield box, _("This does not belong to a condition of this kind: empty it.")


def faults(kind: str, typed: Typed) -> Iterator[Fault]:
    """What is wrong in the boxes of the kind, once each is right by itself."""
    if not any(is_filled(box, typed[box]) for box in BOXES[kind]):
        yield "kind", _("Nothing is stated of this condition: fill it in or remove it.")
        return
    for box in NEEDED.get(kind, ()):
        if not is_filled(box, typed[box]):
            yield box, _("A condition of this kind needs this.")
    if kind in ONE_OF and not any(is_filled(box, typed[box]) for box in ONE_OF[kind]):
        yield ONE_OF[kind][0], _("Fill in this, or one of the others that say what is asked, or say it in words.")
    for check in _CHECKS.get(kind, ()):
        yield from check(typed)
    yield from _alternative(typed)


def _alternative(typed: Typed) -> Iterator[Fault]:
    if typed["either"] is not None and typed["alternative"] is None:
        yield "alternative", _("Say which alternative of its group this is: 0, 1, 2 …")
    if typed["either"] is None and typed["alternative"] is not None:
        yield "either", _("Say which group this alternative belongs to: 0, 1, 2 …")


def _places(typed: Typed) -> Iterator[Fault]:
    if typed["rule"] in ("only", "except") and not typed["places"]:
        yield "places", _("Name the places that this rule speaks of.")
    if typed["rule"] not in ("only", "except") and typed["places"]:
        yield "rule", _("Say whether only these places count, or all except these.")


def _institution(typed: Typed) -> Iterator[Fault]:
    yield from _places(typed)
    if typed["rule"] == "any":
        yield "rule", _("Of institutions, “any” says nothing: choose one of the others, or leave it out.")


def _only_or_except(typed: Typed) -> Iterator[Fault]:
    if typed["rule"] not in ("only", "except"):
        yield "rule", _("Say whether only these count, or all except these.")


def _within(most: int, *boxes: str) -> Callable[[Typed], Iterator[Fault]]:
    """A check that no number is above `most`."""

    def check(typed: Typed) -> Iterator[Fault]:
        for box in boxes:
            if (typed[box] or 0) > most:
                yield box, _("This cannot be more than %(most)s.") % {"most": most}

    return check


def _span(box: str) -> Callable[[Typed], Iterator[Fault]]:
    """A check that a span of years is one."""

    def check(typed: Typed) -> Iterator[Fault]:
        if typed[box] is not None and not 1 <= typed[box] <= LONGEST_SPAN:
            yield box, _("This must be from 1 to %(most)s years.") % {"most": LONGEST_SPAN}

    return check


def _in_order(typed: Typed) -> Iterator[Fault]:
    if typed["minimum"] is not None and typed["maximum"] is not None and typed["minimum"] > typed["maximum"]:
        yield "minimum", _("The lower limit is above the upper one.")


def _counting_day(typed: Typed) -> Iterator[Fault]:
    day, counted = typed["on_date"], typed["counted"]
    if typed["less_than_maximum"] and typed["maximum"] is None:
        yield "maximum", _("“Less than” needs its upper limit.")
    if day and counted != "date":
        yield "counted", _("A day is given: choose “on a set day”, or empty the day.")
    if counted == "date" and not day:
        yield "on_date", _("Give the set day: 04-01, or 2026-04-01.")
    if typed["on_year"] and len(day or "") != 5:
        yield "on_year", _("Of which year is said of a day such as 04-01 only.")


def _known_awards(typed: Typed) -> Iterator[Fault]:
    slugs = typed["awards"]
    known = {slug for model in (Opportunity, Organisation) for slug in _slugs(model, slugs)} if slugs else set()
    for slug in slugs:
        if slug not in known:
            message = _("“%(slug)s” is the slug of no opportunity and no organisation here.")
            yield "awards", message % {"slug": slug[:80]}


def _slugs(model: type[Opportunity | Organisation], among: list[str]) -> list[str]:
    return list(model._default_manager.filter(slug__in=among).values_list("slug", flat=True))


_YEARS = _within(MOST_YEARS, "minimum", "maximum")
_MONTHS = _within(MOST_MONTHS, "minimum", "maximum")
_CHECKS: dict[str, tuple[Callable[[Typed], Iterator[Fault]], ...]] = {
    "nationality": (_places,),
    "residence": (_places,),
    "stay": (_MONTHS, _in_order, _span("within_years")),
    "institution": (_institution,),
    "occupation": (_only_or_except,),
    "first-degree": (_only_or_except,),
    "field": (_only_or_except,),
    "years-since-phd": (_YEARS, _in_order, _counting_day),
    "age": (_YEARS, _in_order, _counting_day),
    "work-experience": (_YEARS, _in_order),
    "earlier-award": (_span("again_after_years"), _known_awards),
}
