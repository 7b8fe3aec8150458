"""The day at which a limit counts, as findings name it, and why it is not known where it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span
from opportunities.wording.dates import day_in_words
from opportunities.wording.verdicts.words import Context


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the span in which a limit counts, in words, with what it is."""

    day: str
    role: str


def earliest(criterion: Criterion, span: Span, context: Context) -> Day:
    """The first day that may count; the day itself, where it is known."""
    role = _role(criterion, context) if span.is_one_day else _("the first day that may count")
    return Day(in_words(span.first), role)


def latest(criterion: Criterion, span: Span, context: Context) -> Day:
    """The last day that may count; the day itself, where it is known."""
    role = _role(criterion, context) if span.is_one_day else _("the last day that may count")
    return Day(in_words(span.last), role)


def in_words(ordinal: int) -> str:
    """A day by its ordinal."""
    return day_in_words(date.fromordinal(ordinal))


def _role(criterion: Criterion, context: Context) -> str:
    if criterion.counted == "date":
        if _is_fixed(criterion) or context.deadline == "announced":
            return _("the day that counts for this round")
        if context.deadline == "rolling":
            return _("the day that counts if you apply today")
        return _("the day that counts if the deadline comes as expected")
    if context.deadline == "rolling":
        return _("today, as one can apply at any time")
    if criterion.counted == "deadline":
        return _("the deadline")
    return _("the deadline, as the programme names no day")


def doubts(criterion: Criterion, span: Span, context: Context) -> Iterator[str]:
    """Why the day that counts is not known, in whole sentences."""
    if span.is_one_day:
        return
    if criterion.counted == "start":
        yield _("The day on which the award starts is not known.")
    elif criterion.counted is None:
        yield _("The programme names no day that counts, so we reckon at the deadline.")
    elif criterion.counted == "date" and criterion.on_year is None:
        yield _("The programme does not say in which year that day counts.")
    if context.deadline == "expected":
        yield _("The deadline is only expected.")
    elif context.deadline == "unknown":
        yield _("The next deadline is not known.")


def _is_fixed(criterion: Criterion) -> bool:
    return criterion.on_date is not None and len(criterion.on_date) > len("MM-DD")
