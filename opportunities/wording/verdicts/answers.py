"""What she has said of herself, as an answer to a condition, and what she has not said."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.wording.conditions.people import months_in_words, places
from opportunities.wording.conditions.study import fields
from opportunities.wording.conditions.work import institution_name
from opportunities.wording.dates import day_in_words, month_in_words, year_in_words
from opportunities.wording.places import language_in_words, listed


def not_said(missing: Iterable[str]) -> str:
    """You have not said your nationality and where you live or work."""
    return _("you have not said %(what)s") % {"what": listed(_ASKED[field]() for field in missing)}


_ASKED: dict[str, Callable[[], str]] = {  # by the fields of Profile
    "nationalities": lambda: _("your nationality"),
    "permanent_residence": lambda: _("whether you are a permanent resident there"),
    "residence": lambda: _("where you live or work"),
    "career_stage": lambda: _("your career stage"),
    "highest_degree": lambda: _("your highest degree"),
    "enrolled_in": lambda: _("whether you are registered for a degree"),
    "phd": lambda: _("the date of your doctorate"),
    "born": lambda: _("your date of birth"),
    "employed": lambda: _("whether you are employed"),
    "institution_kind": lambda: _("what kind of institution you are at"),
    "institution_country": lambda: _("in which country your institution is"),
    "fields": lambda: _("your field"),
    "first_degree_field": lambda: _("the subject of your first degree"),
    "english": lambda: _("how good your English is"),
    "japanese": lambda: _("how good your Japanese is"),
    "has_host": lambda: _("whether you have one"),
    "has_place": lambda: _("whether you have one"),
    "nominated": lambda: _("whether you are nominated"),
    "japan_months_recent": lambda: _("how long you were in Japan in the last three years"),
    "japan_months": lambda: _("how long you have been in Japan in all"),
    "uk_months_recent": lambda: _("how long you were in the UK in the last three years"),
    "uk_months": lambda: _("how long you have been in the UK in all"),
    "work_years": lambda: _("how long you have worked"),
    "earlier_awards": lambda: _("which awards you have held"),
}


def date_in_words(date: PartialDate) -> str:
    """As precisely as she gave it."""
    if date.day is not None:
        return day_in_words(date.first)
    return month_in_words(date.first) if date.month is not None else year_in_words(date.year)


def own_nationality(profile: Profile) -> str:
    """You are a national of France and Japan."""
    if not profile.nationalities:
        return _("you have no nationality")
    return _("you are a national of %(places)s") % {"places": places(profile.nationalities, either=False)}


def own_institution(profile: Profile) -> str:
    """You are at a university in Japan; as far as she has said."""
    kind, country = profile.institution_kind, profile.institution_country
    if kind == "none":
        return _("you are at no institution")
    institution = institution_name(kind) if kind is not None else _("an institution")
    if country is None:
        return _("you are at %(institution)s") % {"institution": institution}
    return _("you are at %(institution)s in %(country)s") % {
        "institution": institution,
        "country": places((country,)),
    }


def own_occupation(profile: Profile, occupations: Iterable[str]) -> list[str]:
    """Whether she is registered for a degree, and employed; as far as it is asked and she has said."""
    said = []
    if "student" in occupations and profile.enrolled_in is not None:
        said.append(own_enrolment(profile))
    if "employed" in occupations and profile.employed is not None:
        said.append(_("you are employed") if profile.employed else _("you are not employed"))
    return said


def own_enrolment(profile: Profile) -> str:
    """You are enrolled for a doctorate."""
    return _ENROLLED[profile.enrolled_in or "not-enrolled"]()


_ENROLLED: dict[str, Callable[[], str]] = {
    "not-enrolled": lambda: _("you are not registered for a degree"),
    "bachelors": lambda: _("you are enrolled for a bachelor's degree"),
    "masters": lambda: _("you are enrolled for a master's degree"),
    "doctorate": lambda: _("you are enrolled for a doctorate"),
}
_HELD: dict[str, Callable[[], str]] = {
    "none": lambda: _("you hold no degree yet"),
    "bachelors": lambda: _("your highest degree is a bachelor's"),
    "masters": lambda: _("your highest degree is a master's"),
    "doctorate": lambda: _("you hold a doctorate"),
}


def own_degree(profile: Profile) -> str | None:
    """The highest degree that she holds; None where she has not said."""
    return _HELD[profile.highest_degree]() if profile.highest_degree is not None else None


def own_doctorate(profile: Profile) -> str | None:
    """The date of her doctorate; None where she has not said."""
    if profile.phd is None:
        return None
    return _("your doctorate is dated %(date)s") % {"date": date_in_words(profile.phd)}


def own_stage(profile: Profile) -> str:
    """You are a senior researcher."""
    return _STAGES[profile.career_stage or "institution"]()


_STAGES: dict[str, Callable[[], str]] = {  # by the codes of CAREER_STAGE
    "school": lambda: _("you are a school pupil"),
    "undergraduate": lambda: _("you are an undergraduate"),
    "masters": lambda: _("you are a master's student"),
    "doctoral": lambda: _("you are a doctoral researcher"),
    "early-career": lambda: _("you are an early-career researcher"),
    "established": lambda: _("you are an established researcher"),
    "senior": lambda: _("you are a senior researcher"),
    "professional": lambda: _("you are a professional"),
    "institution": lambda: _("you ask for an institution"),
}


def own_fields(codes: Iterable[str]) -> str:
    """Your field is physical sciences."""
    codes = tuple(codes)
    if not codes:
        return _("you have named no field")
    return ngettext("your field is %(fields)s", "your fields are %(fields)s", len(codes)) % {
        "fields": fields(codes, either=False)
    }


def own_languages(codes: Iterable[str], profile: Profile) -> list[str]:
    """Your English is fluent; of those that were asked for and answered."""
    known = {"en": profile.english, "ja": profile.japanese}
    return [
        _LEVELS[level]() % {"language": language_in_words(code)}
        for code in codes
        if (level := known.get(code)) is not None
    ]


_LEVELS: dict[str, Callable[[], str]] = {  # by the codes of LANGUAGE_LEVEL
    "none": lambda: _("you have no %(language)s"),
    "basic": lambda: _("your %(language)s is basic"),
    "working": lambda: _("your %(language)s is at working level"),
    "fluent": lambda: _("your %(language)s is fluent"),
    "native": lambda: _("%(language)s is your first language"),
}


def own_stays(country: str, profile: Profile) -> list[str]:
    """How long she has been in Japan or the UK."""
    answers = {
        "JP": (profile.japan_months_recent, profile.japan_months),
        "GB": (profile.uk_months_recent, profile.uk_months),
    }
    recent, total = answers.get(country, (None, None))
    said = []
    if recent is not None:
        said.append(_("you were there for %(length)s in the last three years") % {"length": months_in_words(recent)})
    if total is not None:
        said.append(_("you have been there for %(length)s in all") % {"length": months_in_words(total)})
    return said


def own_work(profile: Profile) -> str:
    """You have worked for 3 years."""
    years = profile.work_years or 0
    return ngettext("you have worked for %(count)d year", "you have worked for %(count)d years", years) % {
        "count": years
    }
