"""The conditions of eligibility as a reader asks for them: every question has an answer, or says that it has none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.deadlines.rounds import YearlyDate
from opportunities.models import Criterion
from opportunities.vocabulary import APPLICANT, DEGREE
from opportunities.wording.dates import yearly_in_words
from opportunities.wording.places import language_in_words, listed, place_in_a_sentence


@dataclass(frozen=True, slots=True)
class Condition:
    """A question of eligibility with its answer (None: not stated) and what else is known of it."""

    kind: str
    question: str
    answer: str | None
    notes: tuple[str, ...] = ()


def conditions_of(criteria: Iterable[Criterion]) -> list[Condition]:
    """One condition for each question, in the order in which a reader asks them."""
    by_kind: dict[str, list[Criterion]] = {}
    for criterion in criteria:
        by_kind.setdefault(criterion.kind, []).append(criterion)
    questions: list[tuple[str, str, Callable[[Criterion], str | None]]] = [
        ("nationality", _("Nationality"), lambda c: _place(c, _("Any nationality"))),
        ("residence", _("Where you live or work"), lambda c: _place(c, _("Anywhere"))),
        ("institution", _("Institution"), lambda c: c.text),
        ("degree", _("Degree"), _degree),
        ("years-since-phd", _("Years since the doctorate"), _years),
        ("age", _("Age"), _age),
        ("language", _("Language"), _language),
        ("host", _("Host"), _host),
        ("applicant", _("Who applies"), lambda c: listed((APPLICANT[code].label for code in c.values), either=True)),
    ]
    return [_condition(kind, question, by_kind.get(kind, []), say) for kind, question, say in questions]


def other_conditions(criteria: Iterable[Criterion]) -> list[str]:
    """The conditions that are known only in words."""
    return [criterion.text for criterion in criteria if criterion.kind == "other" and criterion.text]


def _condition(
    kind: str, question: str, criteria: list[Criterion], say: Callable[[Criterion], str | None]
) -> Condition:
    answers = [answer for criterion in criteria if (answer := say(criterion))]
    notes = tuple(criterion.note for criterion in criteria if criterion.note)
    return Condition(kind, question, "; ".join(answers) or None, notes)


def _place(criterion: Criterion, anywhere: str) -> str | None:
    places = listed((place_in_a_sentence(code) for code in criterion.values), either=criterion.rule == "only")
    patterns = {"any": anywhere, "only": _("Only %(places)s"), "except": _("Anywhere but %(places)s")}
    pattern = patterns.get(criterion.rule or "")
    return pattern % {"places": places} if pattern else None


def _degree(criterion: Criterion) -> str | None:
    if not criterion.values:
        return criterion.text
    return listed((DEGREE[code].label for code in criterion.values), either=True)


def _years(criterion: Criterion) -> str | None:
    low, high = criterion.minimum, criterion.maximum
    if low is not None and high is not None:
        return _("%(low)d to %(high)d years") % {"low": low, "high": high}
    if high is not None:
        return ngettext("at most %(count)d year", "at most %(count)d years", high) % {"count": high}
    if low is not None:
        return ngettext("at least %(count)d year", "at least %(count)d years", low) % {"count": low}
    return None


def _age(criterion: Criterion) -> str | None:
    low, high = criterion.minimum, criterion.maximum
    if low is None and high is None:
        return None
    if low is not None and high is not None:
        words = _("aged %(low)d to %(high)d") % {"low": low, "high": high}
    elif high is not None:
        words = _("aged %(high)d or under") % {"high": high}
    else:
        words = _("aged %(low)d or over") % {"low": low}
    if criterion.on_date:
        day = yearly_in_words(YearlyDate.parse(criterion.on_date))
        return _("%(limits)s, counted on %(day)s") % {"limits": words, "day": day}
    return words


def _language(criterion: Criterion) -> str | None:
    languages = listed((language_in_words(code) for code in criterion.values), either=True)
    return f"{languages}: {criterion.text}" if criterion.text else languages


def _host(criterion: Criterion) -> str | None:
    if criterion.required is None:
        return None
    return _("A host must agree first") if criterion.required else _("No host is needed to apply")
