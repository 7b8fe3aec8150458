"""The answers of hers that decided a finding, and what to do where no answer would settle it."""

from collections.abc import Callable, Iterable
from datetime import date

from django.utils.translation import gettext as _

from opportunities.eligibility.criteria import LISTED_FIELDS, LISTED_STAGES, NOTHING_STATED, Criterion
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Finding
from opportunities.eligibility.profile import Profile
from opportunities.wording.conditions.study import fields
from opportunities.wording.dates import day_in_words
from opportunities.wording.verdicts import answers

_OUR_LANGUAGES = ("en", "ja")  # those that a profile tells of


def reasons_of(finding: Finding, profile: Profile) -> tuple[str, ...]:
    """What she has said that bears on the condition, and what she has not said."""
    known = tuple(_KNOWN[finding.criterion.kind](finding.criterion, profile))
    if finding.missing and not _asks_an_institution(finding):
        return (*known, answers.not_said(finding.missing))
    return known if finding.outcome is UNKNOWN else (*known, *_decided(finding, profile))


def advice_on(finding: Finding) -> str | None:
    """A sentence on what to do where nothing that she could tell us would settle it."""
    criterion = finding.criterion
    if finding.outcome is not UNKNOWN or (finding.missing and not _asks_an_institution(finding)):
        return None
    if criterion.kind == "degree" and criterion.or_equivalent:
        return _("Check whether your experience counts as equal.")
    if criterion.kind == "language" and set(criterion.values) - {*_OUR_LANGUAGES}:
        return _("Check whether your knowledge of it is enough.")
    return _ADVICE[criterion.kind]() if criterion.kind in _ADVICE else None


_ADVICE: dict[str, Callable[[], str]] = {
    "stay": lambda: _("Your answers do not settle it: check the official page."),
    "institution": lambda: _("We hold no full list: check whether yours is meant."),
    "degree": lambda: _("Check whether it comes in time for the day that counts."),
    LISTED_STAGES: lambda: _("No rule keeps others out: check the official page."),
    LISTED_FIELDS: lambda: _("No rule keeps others out: check the official page."),
    "field": lambda: _("Check whether your part of it is meant."),
    "first-degree": lambda: _("Check whether your part of it is meant."),
    "language": lambda: _("Check whether that is enough."),
    "earlier-award": lambda: _("You have held one: check whether enough years have passed."),
    "applicant": lambda: _("Ask whether yours will."),
    NOTHING_STATED: lambda: _("Check the official page."),
}


def _asks_an_institution(finding: Finding) -> bool:
    """Where her institution applies, her career stage is missing only to see whether she asks for one."""
    return finding.criterion.kind == "applicant" and finding.missing == ("career_stage",)


def _stay(criterion: Criterion, profile: Profile) -> Iterable[str]:
    return answers.own_stays(criterion.values[0], profile)


def _institution(criterion: Criterion, profile: Profile) -> Iterable[str]:
    if profile.institution_kind is not None or profile.institution_country is not None:
        yield answers.own_institution(profile)
    if profile.institution_kind != "none":
        yield from answers.own_occupation(profile, criterion.occupations)


def _occupation(criterion: Criterion, profile: Profile) -> Iterable[str]:
    return answers.own_occupation(profile, criterion.values)


def _stage(_criterion: Criterion, profile: Profile) -> Iterable[str]:
    if profile.career_stage is not None:
        yield answers.own_stage(profile)


def _degree(criterion: Criterion, profile: Profile) -> Iterable[str]:
    """Of what is asked: the degree held, the course followed, the date of the doctorate."""
    if "none" in criterion.values:
        return
    held = answers.own_degree(profile)
    if held is not None and any(not code.startswith("enrolled-") for code in criterion.values):
        yield held
    asks_for_course = any(code.startswith("enrolled-") for code in criterion.values)
    if profile.enrolled_in is not None and (asks_for_course or profile.highest_degree not in (None, "doctorate")):
        yield answers.own_enrolment(profile)
    doctorate = answers.own_doctorate(profile) if "doctorate" in criterion.values else None
    if doctorate is not None and profile.highest_degree != "doctorate":
        yield doctorate


def _field(_criterion: Criterion, profile: Profile) -> Iterable[str]:
    if profile.fields is not None:
        yield answers.own_fields(profile.fields)


def _first_degree(_criterion: Criterion, profile: Profile) -> Iterable[str]:
    if profile.first_degree_field is not None:
        yield _("yours: %(field)s") % {"field": fields((profile.first_degree_field,))}


def _language(criterion: Criterion, profile: Profile) -> Iterable[str]:
    return () if criterion.level == "none" else answers.own_languages(criterion.values, profile)


def _work(_criterion: Criterion, profile: Profile) -> Iterable[str]:
    if profile.work_years is not None:
        yield answers.own_work(profile)


def _nothing(_criterion: Criterion, _profile: Profile) -> Iterable[str]:
    return ()


_KNOWN: dict[str, Callable[[Criterion, Profile], Iterable[str]]] = {
    "stay": _stay,
    "institution": _institution,
    "occupation": _occupation,
    "career-stage": _stage,
    LISTED_STAGES: _stage,
    "degree": _degree,
    "first-degree": _first_degree,
    "field": _field,
    LISTED_FIELDS: _field,
    "language": _language,
    "work-experience": _work,
    "earlier-award": _nothing,
    "host": _nothing,
    "applicant": _nothing,
    NOTHING_STATED: _nothing,
}


def _decided(finding: Finding, profile: Profile) -> Iterable[str]:
    """What else there is to say of a yes or a no."""
    criterion = finding.criterion
    if criterion.kind == "earlier-award":
        yield _("you have held one") if _has_held(finding) else _("you have held none")
    elif criterion.kind == "host" and criterion.required:
        yield _("you have one") if finding.outcome is YES else _("you have none yet")
    elif criterion.kind == "applicant":
        yield from _who_applies(criterion, profile)
    elif criterion.kind == "degree" and finding.outcome is NO and _comes_too_late(finding, profile):
        last = date.fromordinal(finding.counted_on.last) if finding.counted_on else None
        if last is not None:
            yield _("the last day that may count is %(day)s") % {"day": day_in_words(last)}


def _has_held(finding: Finding) -> bool:
    return (finding.outcome is YES) == bool(finding.criterion.required)


def _comes_too_late(finding: Finding, profile: Profile) -> bool:
    return "doctorate" in finding.criterion.values and profile.phd is not None


def _who_applies(criterion: Criterion, profile: Profile) -> Iterable[str]:
    if "individual" in criterion.values:
        return
    if "institution" in criterion.values and profile.career_stage == "institution":
        yield _("you ask for an institution")
    if "host" in criterion.values and profile.has_host is not None:
        yield _("you have a host") if profile.has_host else _("you have no host yet")
    if "nominated" in criterion.values and profile.nominated is not None:
        yield _("you are nominated") if profile.nominated else _("you are not nominated yet")
