"""Which boxes of the form belong to each kind of condition, and which columns those with lists fill."""

from typing import Any

from django.contrib import admin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.eligibility.terms import CRITERION_KIND
from opportunities.models import Criterion

_LIMITS = ("minimum", "maximum", "less_than_maximum", "counted", "on_date", "on_year", "breaks")
_OF_ALL = ("text", "note")
# The boxes that belong to each kind; one of them at least must be filled.
BOXES: dict[str, tuple[str, ...]] = {
    "nationality": ("rule", "places", "permanent_residents", "dual_nationals", *_OF_ALL),
    "residence": ("rule", "places", *_OF_ALL),
    "stay": ("country", "minimum", "maximum", "within_years", *_OF_ALL),
    "institution": ("rule", "places", "institution_kinds", "belongs_as", "named", "partner_only", *_OF_ALL),
    "occupation": ("rule", "belongs_as", *_OF_ALL),
    "career-stage": ("stages", *_OF_ALL),
    "degree": ("degrees", "or_equivalent", "held_by", *_OF_ALL),
    "first-degree": ("rule", "subjects", *_OF_ALL),
    "field": ("rule", "subjects", *_OF_ALL),
    "years-since-phd": (*_LIMITS, *_OF_ALL),
    "age": (*_LIMITS, *_OF_ALL),
    "language": ("languages", "level", *_OF_ALL),
    "work-experience": ("minimum", "maximum", *_OF_ALL),
    "earlier-award": ("held", "awards", "again_after_years", *_OF_ALL),
    "host": ("required", "host_kind", "country", *_OF_ALL),
    "applicant": ("applicants", "by", *_OF_ALL),
    "other": _OF_ALL,
}
# The boxes that hold lists, and the column that each fills, by kind.
LISTS: dict[str, dict[str, str]] = {
    "places": {"nationality": "values", "residence": "values", "institution": "countries"},
    "country": {"stay": "values", "host": "countries"},
    "institution_kinds": {"institution": "values"},
    "belongs_as": {"institution": "occupations", "occupation": "values"},
    "named": {"institution": "names"},
    "stages": {"career-stage": "values"},
    "degrees": {"degree": "values"},
    "subjects": {"first-degree": "values", "field": "values"},
    "languages": {"language": "values"},
    "awards": {"earlier-award": "values"},
    "applicants": {"applicant": "values"},
    "by": {"applicant": "names"},
}
LIST_COLUMNS = ("values", "countries", "occupations", "names")
# Of earlier awards `required` is said in words.
HELD: dict[bool | None, str] = {True: "must", False: "never", None: ""}


def list_in(criterion: Criterion, box: str) -> list[str]:
    """What the condition has in a box that holds a list."""
    column = LISTS[box].get(criterion.kind)
    return list(getattr(criterion, column)) if column else []


def held_in(criterion: Criterion) -> str:
    """Whether an earlier award must, or must never, have been held; empty for other conditions."""
    return HELD[criterion.required] if criterion.kind == "earlier-award" else ""


def title_of(criterion: Criterion) -> str:
    """The kind of a condition, and for whom it holds."""
    parts = [CRITERION_KIND[criterion.kind].label]
    if criterion.route:
        parts.append(_("route “%(route)s”") % {"route": criterion.route})
    if criterion.either is not None:
        place = {"group": criterion.either, "number": criterion.alternative}
        parts.append(_("group %(group)s, alternative %(number)s") % place)
    return " · ".join(parts)


def _shown(box: str, label: Any) -> Any:
    """What someone who may only look sees in place of a box with a list."""

    @admin.display(description=label, empty_value="—")
    def show(page: Any, criterion: Criterion) -> str | None:
        return ", ".join(list_in(criterion, box)) or None

    return show


class CriterionPage:
    """The boxes in their rows."""

    places = _shown("places", gettext_lazy("places"))
    country = _shown("country", gettext_lazy("country"))
    institution_kinds = _shown("institution_kinds", gettext_lazy("kinds of institution"))
    belongs_as = _shown("belongs_as", gettext_lazy("studies or works"))
    named = _shown("named", gettext_lazy("named institutions"))
    stages = _shown("stages", gettext_lazy("career stages"))
    degrees = _shown("degrees", gettext_lazy("degrees"))
    subjects = _shown("subjects", gettext_lazy("fields"))
    languages = _shown("languages", gettext_lazy("languages"))
    awards = _shown("awards", gettext_lazy("awards of"))
    applicants = _shown("applicants", gettext_lazy("who applies"))
    by = _shown("by", gettext_lazy("by whom, in words"))

    @admin.display(description=gettext_lazy("earlier award"), empty_value="—")
    def held(self, criterion: Criterion) -> str | None:
        """Whether one must, or must never, have been held."""
        return held_in(criterion) or None

    rows = (
        ("kind", "route"), ("either", "alternative"),
        ("rule", "places"), ("permanent_residents", "dual_nationals"), "institution_kinds", "belongs_as", "named",
        "partner_only", "stages", "degrees", ("or_equivalent", "held_by"), "subjects",
        ("required", "host_kind", "country"), ("minimum", "maximum", "within_years"), "less_than_maximum",
        ("counted", "on_date", "on_year"), "breaks", ("languages", "level"),
        ("held", "awards", "again_after_years"), ("applicants", "by"), "text", "note", "sources",
    )  # fmt: skip
