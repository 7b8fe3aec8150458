"""The form with the questions: any part of them, and only what is asked is changed."""

from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.terms import INSTITUTION_KIND, LANGUAGE_LEVEL
from opportunities.ford import FIELD
from opportunities.vocabulary import CAREER_STAGE, Vocabulary
from opportunities.web.profile.fields import (
    ChoiceAnswer,
    Choices,
    CountryAnswer,
    DateAnswer,
    ListAnswer,
    NumberAnswer,
    YesNoAnswer,
    read_country,
)
from opportunities.web.profile.questions import QUESTION, Question
from opportunities.web.profile.text import MOST, MOST_BREAKS, MOST_MONTHS, MOST_YEARS, NO_INSTITUTION

_DEFAULT = {field.name: field.default for field in fields(Profile)}
YES_NO = ("employed", "has_host", "has_place", "nominated")


class ProfileForm(forms.Form):
    """Asks some of the questions.

    `profile` is what was known before: what is not asked, and what cannot be read, stays as it was.
    `awards` are the earlier awards that are asked about, by slug with their names.
    """

    def __init__(
        self,
        questions: Iterable[Question],
        profile: Profile,
        today: date,
        awards: Mapping[str, str],
        data: QueryDict | None = None,
    ) -> None:
        self.profile = profile
        names = [name for question in questions for name in question.fields]
        super().__init__(data, initial={name: _initial(name, profile) for name in names}, use_required_attribute=False)
        self.fields.update({name: _field(name, today, awards) for name in names})

    def told(self) -> Profile:
        """The profile with all answers that could be read."""
        self.is_valid()
        return replace(self.profile, **self.cleaned_data)


def asked_in(data: QueryDict) -> tuple[Question, ...]:
    """The questions that a form asked."""
    return tuple(QUESTION[name] for name in dict.fromkeys(data.getlist("asked")) if name in QUESTION)


def _initial(name: str, profile: Profile) -> Any:
    value = getattr(profile, name)
    return None if value == _DEFAULT[name] else written(value)


def written(value: Any) -> Any:
    """An answer as a form shows it: what one would type or choose."""
    if isinstance(value, PartialDate):
        return tuple(str(part or "") for part in (value.year, value.month, value.day))
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value


def _field(name: str, today: date, awards: Mapping[str, str]) -> forms.Field:
    if name in YES_NO:
        return YesNoAnswer(choices_of(name))
    if choices := choices_of(name):
        return ChoiceAnswer(choices, kind="field" if name == "first_degree_field" else "choice")
    if name in ("phd", "born"):
        return DateAnswer(today, may_come=name == "phd")
    if name in ("residence", "institution_country"):
        return CountryAnswer()
    if name in MOST:
        return _list_field(name, awards)
    if name == "career_break_months":
        return NumberAnswer(MOST_BREAKS, if_empty=0)
    return NumberAnswer(MOST_YEARS if name == "work_years" else MOST_MONTHS)


def _list_field(name: str, awards: Mapping[str, str]) -> ListAnswer:
    if name == "fields":
        field = ListAnswer(partial(_known, frozenset(FIELD)), MOST[name], kind="fields")
        field.choices = fields_by_group()
        return field
    if name == "earlier_awards":
        field = ListAnswer(partial(_known, frozenset(awards)), MOST[name], kind="awards", none=_("None of these"))
        field.choices = list(awards.items())
        return field
    none = _("Nowhere else") if name == "permanent_residence" else ""
    return ListAnswer(read_country, MOST[name], kind="countries", none=none)


def _known(codes: frozenset[str], text: str) -> str:
    if text not in codes:
        raise ValidationError(_("Choose from the list, please."))
    return text


def choices_of(name: str) -> Choices:
    """The answers to choose one from; none where they are no closed list."""
    if name in YES_NO:
        return [("yes", _("Yes")), ("no", _("No") if name == "employed" else _("No, not yet"))]
    if name == "career_stage":
        return _labels(CAREER_STAGE)
    if name == "institution_kind":
        return [*_labels(INSTITUTION_KIND), (NO_INSTITUTION, _("No institution: I work on my own, or not at present"))]
    if name == "highest_degree":
        return degrees(_("No degree yet"), "none")
    if name == "enrolled_in":
        return degrees(_("No"), "not-enrolled")
    if name in ("english", "japanese"):
        return [(code, _("Not at all") if code == "none" else label) for code, label in _labels(LANGUAGE_LEVEL)]
    return fields_by_group() if name == "first_degree_field" else []


def degrees(no_words: str, no_code: str) -> Choices:
    """The degrees, after the words and the code for having none."""
    return [
        (no_code, no_words),
        ("bachelors", _("Bachelor’s")),
        ("masters", _("Master’s")),
        ("doctorate", _("Doctorate (PhD)")),
    ]


def fields_by_group() -> Choices:
    """The fields of FORD, each broad one as a group with itself at its head."""
    return [
        (
            broad.label,
            [(code, _("%(field)s, in general") % {"field": broad.label})]
            + [(narrow, term.label) for narrow, term in FIELD.items() if term.parent == code],
        )
        for code, broad in FIELD.items()
        if broad.parent is None
    ]


def _labels(vocabulary: Vocabulary) -> Choices:
    return [(code, term.label) for code, term in vocabulary.items()]
