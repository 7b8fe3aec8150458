"""What a visitor has said of herself, in words."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.ford import FIELD
from opportunities.vocabulary import CAREER_STAGE
from opportunities.web.profile.form import choices_of, written
from opportunities.web.profile.questions import QUESTION_OF
from opportunities.wording.dates import day_in_words, month_in_words, year_in_words
from opportunities.wording.places import listed, place_in_a_sentence, place_in_words

NameOf = Callable[[str], str | None]
_PLACES = ("nationalities", "permanent_residence", "residence", "institution_country")
_FIELDS = ("fields", "first_degree_field")
_MOST_SAID = 5  # parts of a summary


def date_in_words(date: PartialDate) -> str:
    """14 March 2019, March 2019 or 2019, as it was given."""
    if date.day:
        return day_in_words(date.first)
    return month_in_words(date.first) if date.month else year_in_words(date.year)


def summary_of(profile: Profile, name_of: NameOf) -> list[str]:
    """The few words that she will know herself by, and how much else there is."""
    parts = list(_leading_words(profile))
    shown = parts[:_MOST_SAID]
    answers = len(answers_in_words(profile, name_of))
    if more := answers - len(shown):
        shown.append(ngettext("%(count)d more answer", "%(count)d more answers", more) % {"count": more})
    return shown


def _leading_words(profile: Profile) -> Iterator[str]:
    if profile.nationalities:
        yield _("national of %(countries)s") % {"countries": listed(map(place_in_a_sentence, profile.nationalities))}
    if profile.residence:
        yield _("lives in %(country)s") % {"country": place_in_a_sentence(profile.residence)}
    if profile.career_stage:
        yield CAREER_STAGE[profile.career_stage].label
    if profile.phd:
        yield _("PhD %(date)s") % {"date": date_in_words(profile.phd)}
    if profile.fields:
        yield listed(FIELD[code].label for code in profile.fields)
    if profile.has_host is not None:
        yield _("has a host") if profile.has_host else _("no host yet")


def answers_in_words(profile: Profile, name_of: NameOf) -> list[tuple[str, str]]:
    """Every answer with its question."""
    said = []
    for field in fields(Profile):
        value = getattr(profile, field.name)
        if value != field.default:
            said.append((label_of_field(field.name), _answer(field.name, value, name_of)))
    return said


def label_of_field(name: str) -> str:
    """What a form calls a field of the profile."""
    labels = {
        "career_break_months": _("Months of career break since then"),
        "japan_months_recent": _("Months in Japan in the last three years"),
        "japan_months": _("Months in Japan in all"),
        "uk_months_recent": _("Months in the UK in the last three years"),
        "uk_months": _("Months in the UK in all"),
    }
    return labels.get(name) or str(QUESTION_OF[name].words)


def _answer(name: str, value: Any, name_of: NameOf) -> str:
    if isinstance(value, PartialDate):
        return date_in_words(value)
    if isinstance(value, tuple):
        return listed(_one(name, one, name_of) for one in value) or _("none")
    return _one(name, value, name_of)


def _one(name: str, value: Any, name_of: NameOf) -> str:
    if name in _PLACES:
        return place_in_words(value)
    if name in _FIELDS:
        return FIELD[value].label
    if name == "earlier_awards":
        return name_of(value) or value
    return _chosen(name, written(value))


def _chosen(name: str, value: Any) -> str:
    """The words of the form for what was chosen in it; a number as it is."""
    return str(dict(choices_of(name)).get(value, value))
