"""Conditions of degrees, fields and career stages."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from opportunities.eligibility.criteria import LISTED_FIELDS, LISTED_STAGES, Criterion
from opportunities.ford import FIELD
from opportunities.wording.dates import locale
from opportunities.wording.places import listed

_STAGES: dict[str, Callable[[], str]] = {  # by the codes of CAREER_STAGE
    "school": lambda: _("school pupils"),
    "undergraduate": lambda: _("undergraduates"),
    "masters": lambda: _("master's students"),
    "doctoral": lambda: _("doctoral researchers"),
    "early-career": lambda: _("early-career researchers"),
    "established": lambda: _("established researchers"),
    "senior": lambda: _("senior researchers"),
    "professional": lambda: _("professionals"),
    "institution": lambda: _("institutions"),
}


def fields(codes: Iterable[str], *, either: bool = True) -> str:
    """Fields as they stand in a sentence."""
    return listed((_in_a_sentence(FIELD[code].label) for code in codes), either=either)


def _in_a_sentence(label: str) -> str:
    return label[0].lower() + label[1:] if locale().language == "en" else label


def stage_statement(criterion: Criterion) -> str:
    """The career stages that are asked for, or that the programme is listed for."""
    pattern = _("Listed for %(stages)s") if criterion.kind == LISTED_STAGES else _("Only for %(stages)s")
    return pattern % {"stages": listed(_STAGES[code]() for code in criterion.values)}


def field_statement(criterion: Criterion) -> str:
    """The fields that it is limited to, or that the programme is listed for."""
    if criterion.kind == LISTED_FIELDS:
        return _("Listed for these fields: %(fields)s") % {"fields": fields(criterion.values, either=False)}
    named = {"fields": fields(criterion.values)}
    return (_("Not in %(fields)s") if criterion.rule == "except" else _("Only in %(fields)s")) % named


def first_degree_statement(criterion: Criterion) -> str:
    """The subjects that the first degree must, or must not, be in."""
    pattern = _("First degree not in %(fields)s") if criterion.rule == "except" else _("First degree in %(fields)s")
    return pattern % {"fields": fields(criterion.values)}


def degree_statement(criterion: Criterion) -> str | None:
    """The degrees of which one must be held, or worked for; None where only prose says it."""
    if not criterion.values:
        return None
    said = degrees(criterion.values)
    if criterion.or_equivalent:
        said = _("%(degrees)s, or equal experience") % {"degrees": said}
    if criterion.held_by is not None:
        patterns = {
            "application": _("%(degrees)s, when you apply"),
            "start": _("%(degrees)s, by the start of the award"),
        }
        said = patterns[criterion.held_by] % {"degrees": said}
    return said[0].upper() + said[1:]


def degrees(codes: Iterable[str]) -> str:
    """Degrees as conditions: a bachelor's degree or enrolment for a master's degree."""
    return listed((_DEGREES[code]() for code in codes), either=True)


_DEGREES: dict[str, Callable[[], str]] = {
    "none": lambda: _("no degree needed"),
    "bachelors": lambda: _("a bachelor's degree held"),
    "masters": lambda: _("a master's degree held"),
    "doctorate": lambda: _("a doctorate held"),
    "enrolled-bachelors": lambda: _("enrolled for a bachelor's degree"),
    "enrolled-masters": lambda: _("enrolled for a master's degree"),
    "enrolled-doctorate": lambda: _("enrolled for a doctorate"),
}
