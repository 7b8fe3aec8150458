"""Questions as a template shows them: finished words, nothing left to compute."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.web.countries import COUNTRIES
from opportunities.web.profile.fields import NONE_OF_THESE, Choices, DateAnswer, ListAnswer
from opportunities.web.profile.form import ProfileForm
from opportunities.web.profile.questions import QUESTION_OF, Question
from opportunities.web.profile.words import label_of_field
from opportunities.wording.places import place_in_words

_FEWEST_ROWS = {"nationalities": 2, "permanent_residence": 1, "fields": 2}
_MOST_ROWS = 300  # of what somebody posted: nothing is lost, and no page without end


@dataclass(frozen=True, slots=True)
class Control:
    """One field of the form: `kind` names its template, `id` is where a message leads."""

    name: str
    id: str
    kind: str
    label: str
    value: Any
    rows: tuple[str, ...]  # where several values can be given
    choices: Choices
    none: str  # the words for having none, where one can say so
    most: int | None
    errors: tuple[str, ...]
    note: str  # how an answer was understood


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """A question with its controls. `is_group`: it has several, which need a common legend."""

    name: str
    words: str
    hint: str
    bears_on: str
    controls: tuple[Control, ...]
    is_group: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and the id of the field where it can be mended."""

    message: str
    id: str


def shown(question: Question, form: ProfileForm, bears_on: Mapping[str, int]) -> QuestionShown:
    """A question as it stands in the form."""
    controls = tuple(_control(name, form) for name in question.fields)
    count = bears_on.get(question.name, 0)
    return QuestionShown(
        name=question.name,
        words=str(question.words),
        hint=str(question.hint),
        bears_on=_bears_on(count) if count else "",
        controls=controls,
        is_group=len(controls) > 1 or controls[0].kind not in ("choice", "field", "country", "number"),
    )


def problems_of(form: ProfileForm) -> list[Problem]:
    """What could not be read, with the question that it belongs to."""
    return [
        Problem(f"{QUESTION_OF[name].words} {message}", _id(name, form))
        for name, errors in form.errors.items()
        for message in errors
    ]


def warnings_of(profile: Profile) -> list[Problem]:
    """Answers that cannot both be right; they are kept all the same."""
    words = {
        "phd highest_degree": _(
            "You give a date for a PhD, but say that you neither hold a doctorate nor study for one."
        ),
        "phd born": _("There are fewer than 15 years between your birth and your PhD."),
        "japan_months_recent japan_months": _("You were in Japan for longer in the last three years than in all."),
        "uk_months_recent uk_months": _("You were in the UK for longer in the last three years than in all."),
        "institution_kind institution_country": _("You say that you have no institution, but name its country."),
    }
    both = _("Both cannot be right: until you mend it, verdicts may be wrong.")
    return [Problem(f"{words[pair]} {both}", f"id_{_first_id(pair.split()[0])}") for pair in profile.contradictions()]


def _first_id(name: str) -> str:
    return f"{name}_year" if name in ("phd", "born") else name


def _id(name: str, form: ProfileForm) -> str:
    kind = getattr(form.fields[name], "kind", "number")
    ending = {"date": "_year", "countries": "_1", "fields": "_1", "yes-no": "_yes", "awards": "_none"}.get(kind, "")
    return f"id_{name}{ending}"


def _bears_on(count: int) -> str:
    return ngettext("bears on %(count)d opportunity", "bears on %(count)d opportunities", count) % {"count": count}


def _control(name: str, form: ProfileForm) -> Control:
    field, value = form.fields[name], form[name].value()
    kind = getattr(field, "kind", "number")
    return Control(
        name=name,
        id=_id(name, form),
        kind=kind,
        label=label_of_field(name),
        value=_value(kind, value),
        rows=_rows(name, field, value) if isinstance(field, ListAnswer) else (),
        choices=[(code, label) for code, label in getattr(field, "choices", []) if code],
        none=field.none if isinstance(field, ListAnswer) else "",
        most=getattr(field, "most", None),
        errors=tuple(map(str, form.errors.get(name, ()))),
        note=_note(form, field, name),
    )


def _value(kind: str, value: Any) -> Any:
    if kind == "country":
        return _country(value or "")
    if kind == "date":
        return value or ("", "", "")
    if kind == "awards":
        return (NONE_OF_THESE,) if value == () else tuple(value or ())
    if kind == "countries":
        return (NONE_OF_THESE,) if value == () or NONE_OF_THESE in (value or ()) else ()
    return "" if value is None else value


def _country(value: str) -> str:
    return place_in_words(value) if value in COUNTRIES else value


def _rows(name: str, field: ListAnswer, value: Any) -> tuple[str, ...]:
    """What is in the fields, and one more that is empty, as long as more can be kept."""
    texts = (str(one) for one in value or ())
    given = [_country(one) for one in texts if one and one != NONE_OF_THESE][:_MOST_ROWS]
    rows = max(_FEWEST_ROWS.get(name, 1), min(len(given) + 1, field.most), len(given))
    return (*given, *[""] * (rows - len(given)))


def _note(form: ProfileForm, field: Any, name: str) -> str:
    if name != "phd" or not isinstance(field, DateAnswer):
        return ""
    phd = form.cleaned_data.get("phd") if form.is_bound and form.errors is not None else form.profile.phd
    is_to_come = isinstance(phd, PartialDate) and phd.last > field.today
    return _("That is still to come, so we take it as the date that you expect.") if is_to_come else ""
