"""What would make a programme possible that is not, in the language in force."""

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.evaluate import Verdict, from_day
from opportunities.eligibility.outcomes import Finding
from opportunities.eligibility.profile import Profile, degree_rank
from opportunities.wording.conditions.people import places
from opportunities.wording.conditions.work import institution_of
from opportunities.wording.dates import day_in_words
from opportunities.wording.places import language_in_words, listed


def change_in_words(verdict: Verdict, profile: Profile) -> str | None:
    """Possible from 1 October 2027, once you hold a doctorate; None where she could sensibly change nothing."""
    changes = [_change(finding, profile) for finding in verdict.in_the_way]
    if None in changes:
        return None
    ways = listed(dict.fromkeys(filter(None, changes)))
    return _("Possible %(change)s.") % {"change": ways} if ways else None


def _change(finding: Finding, profile: Profile) -> str | None:
    day = from_day(finding, profile)
    if day is not None:
        return _from_day(finding.criterion, day)
    if finding.criterion.kind == "degree":
        return _degree(finding.criterion, profile)
    return _CHANGES[finding.criterion.kind](finding.criterion)


def _from_day(criterion: Criterion, ordinal: int) -> str:
    years, day = criterion.minimum or 0, day_in_words(date.fromordinal(ordinal))
    if criterion.kind == "age":
        return _("from %(day)s, once you are %(years)d") % {"day": day, "years": years}
    return ngettext(
        "from %(day)s, %(count)d year after your doctorate", "from %(day)s, %(count)d years after your doctorate", years
    ) % {"day": day, "count": years}


def _degree(criterion: Criterion, profile: Profile) -> str | None:
    """With the day of a doctorate to come. Nobody goes back to a course below the degree that she holds."""
    if "doctorate" in criterion.values and profile.phd is not None:
        day = day_in_words(profile.phd.last)
        return _("from %(day)s, once you hold a doctorate") % {"day": day}
    held = degree_rank(profile.highest_degree or "none")
    ahead = [code for code in criterion.values if degree_rank(code.removeprefix("enrolled-")) > held]
    return listed((_DEGREES[code]() for code in ahead), either=True) if ahead else None


_DEGREES: dict[str, Callable[[], str]] = {
    "bachelors": lambda: _("once you hold a bachelor's degree"),
    "masters": lambda: _("once you hold a master's degree"),
    "doctorate": lambda: _("once you hold a doctorate"),
    "enrolled-bachelors": lambda: _("once you are enrolled for a bachelor's degree"),
    "enrolled-masters": lambda: _("once you are enrolled for a master's degree"),
    "enrolled-doctorate": lambda: _("once you are enrolled for a doctorate"),
}


def _host(criterion: Criterion) -> str:
    kind = criterion.host_kind or "host"
    if not criterion.countries:
        return _HOST[kind]()
    return _HOST_IN[kind]() % {"country": places(criterion.countries)}


_HOST: dict[str, Callable[[], str]] = {
    "host": lambda: _("through a host who agrees"),
    "partner": lambda: _("with a partner who applies with you"),
    "place": lambda: _("with a place on a course"),
    "employer": lambda: _("through an employer who takes you on"),
}
_HOST_IN: dict[str, Callable[[], str]] = {
    "host": lambda: _("through a host in %(country)s"),
    "partner": lambda: _("with a partner in %(country)s"),
    "place": lambda: _("with a place on a course in %(country)s"),
    "employer": lambda: _("through an employer in %(country)s"),
}


def _applicant(criterion: Criterion) -> str:
    says = {
        "host": _("through a host who applies for you"),
        "nominated": _("if you are nominated"),
        "institution": _("through your institution"),
        "individual": _("if you apply yourself"),
    }
    return listed((says[code] for code in criterion.values), either=True)


def _language(criterion: Criterion) -> str:
    languages = listed((language_in_words(code) for code in criterion.values), either=True)
    levels = {
        "basic": _("with basic %(languages)s"),
        "working": _("with %(languages)s at working level"),
        "fluent": _("with fluent %(languages)s"),
    }
    return levels.get(criterion.level or "", _("with better %(languages)s")) % {"languages": languages}


def _work(criterion: Criterion) -> str | None:
    """More years may come; those that are too many do not go away."""
    years = criterion.minimum
    if years is None or criterion.maximum is not None:
        return None
    return ngettext("with %(count)d year of work experience", "with %(count)d years of work experience", years) % {
        "count": years
    }


def _residence(criterion: Criterion) -> str:
    pattern = _("if you live or work outside %(places)s")
    if criterion.rule == "only":
        pattern = _("if you live or work in %(places)s")
    return pattern % {"places": places(criterion.values)}


def _institution(criterion: Criterion) -> str:
    patterns = {
        (): _("if you are at %(institution)s"),
        ("student",): _("if you are registered for a degree at %(institution)s"),
        ("employed",): _("if you are employed at %(institution)s"),
    }
    pattern = patterns.get(
        criterion.occupations, _("if you are registered for a degree, or employed, at %(institution)s")
    )
    return pattern % {"institution": institution_of(criterion)}


def _occupation(criterion: Criterion) -> str:
    is_only, is_student = criterion.rule == "only", criterion.values == ("student",)
    if len(criterion.values) > 1:
        only, never = _("if you are registered for a degree, or employed"), _("if you are neither student nor employed")
    elif is_student:
        only, never = _("if you are registered for a degree"), _("if you are not registered for a degree")
    else:
        only, never = _("if you are employed"), _("if you are not employed")
    return only if is_only else never


_CHANGES: dict[str, Callable[[Criterion], str | None]] = {
    "host": _host,
    "applicant": _applicant,
    "language": _language,
    "work-experience": _work,
    "residence": _residence,
    "institution": _institution,
    "occupation": _occupation,
}
