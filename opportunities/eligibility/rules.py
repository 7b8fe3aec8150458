"""One rule for each kind of condition: does this person meet it? Yes, no, or not known.

Each rule says which answers are missing where more knowledge would settle it. More knowledge never turns a yes into a
no, nor a no into a yes.
"""

from collections.abc import Callable, Iterable
from functools import partial

from opportunities.eligibility import criteria
from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span, counting_span
from opportunities.eligibility.limits import window_of
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Finding, Outcome
from opportunities.eligibility.places import is_in_any
from opportunities.eligibility.profile import Profile

Answer = tuple[Outcome, tuple[str, ...]]  # the outcome, and the answers that are missing
_LEVELS = ("none", "basic", "working", "fluent", "native")
_NOT_SAID: tuple[str, ...] = ()


def judge(criterion: Criterion, profile: Profile, deadline: Span) -> Finding:
    """What is found of one condition, where the deadline to reckon with lies in `deadline`."""
    span = counting_span(criterion, deadline)
    outcome, missing = _RULES[criterion.kind](criterion, profile, span)
    if outcome is YES and criterion.text is not None and criterion.kind != "language":
        outcome = UNKNOWN  # a part of it that only people can check
    return Finding(criterion, outcome, missing if outcome is UNKNOWN else (), span)


def _yes_or_no(answer: bool | None, field: str) -> Answer:
    if answer is None:
        return UNKNOWN, (field,)
    return (YES if answer else NO), ()


def all_of(*answers: Answer) -> Answer:
    """All must hold."""
    return _joined(min(answer[0] for answer in answers), answers)


def any_of(*answers: Answer) -> Answer:
    """One must hold."""
    return _joined(max(answer[0] for answer in answers), answers)


def _joined(outcome: Outcome, answers: Iterable[Answer]) -> Answer:
    """Where the outcome is not known, whatever is missing for any part of it."""
    open_parts = [missing for found, missing in answers if outcome is found is UNKNOWN]
    return outcome, tuple(dict.fromkeys(field for missing in open_parts for field in missing))


def _nationality(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    if criterion.rule not in ("only", "except"):
        return (YES if criterion.rule == "any" else UNKNOWN), ()
    if profile.nationalities is None:
        return UNKNOWN, ("nationalities",)
    named = [is_in_any(country, criterion.values) for country in profile.nationalities]
    lives_for_good = profile.permanent_residence
    is_resident: Answer = (
        (UNKNOWN, ("permanent_residence",))
        if lives_for_good is None
        else ((YES if any(is_in_any(country, criterion.values) for country in lives_for_good) else NO), ())
    )
    if criterion.rule == "only":
        if any(named):
            return YES, ()
        return is_resident if criterion.permanent_residents else (NO, ())
    if any(named):
        if all(named) or criterion.dual_nationals == "refused":
            return NO, ()
        return (YES if criterion.dual_nationals == "accepted" else UNKNOWN), ()
    if criterion.permanent_residents is False:
        return Outcome(YES - is_resident[0]), is_resident[1]
    return YES, ()


def _residence(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    if criterion.rule not in ("only", "except"):
        return (YES if criterion.rule == "any" else UNKNOWN), ()
    if profile.residence is None:
        return UNKNOWN, ("residence",)
    return _yes_or_no(is_in_any(profile.residence, criterion.values) == (criterion.rule == "only"), "residence")


_STAYS = {"JP": ("japan_months_recent", "japan_months"), "GB": ("uk_months_recent", "uk_months")}
_RECENT = 36  # months that the shorter of the two answers covers
_ENDLESS = 10**6


def _stay(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    """The months spent there within the years that count lie between two bounds, which the two answers give."""
    fields = _STAYS.get(criterion.values[0])
    if fields is None or (criterion.minimum is None and criterion.maximum is None):
        return UNKNOWN, ()
    recent, total = (getattr(profile, field) for field in fields)
    least, most = _months_within(criterion.within_years, recent, total)
    if criterion.maximum is not None and least > criterion.maximum:
        return NO, ()
    if criterion.minimum is not None and most < criterion.minimum:
        return NO, ()
    above = criterion.minimum is None or least >= criterion.minimum
    below = criterion.maximum is None or most <= criterion.maximum
    if above and below:
        return YES, ()
    return UNKNOWN, tuple(field for field in fields if getattr(profile, field) is None)


def _months_within(years: int | None, recent: int | None, total: int | None) -> tuple[int, int]:
    """The least and the most months within the last `years` (None: ever)."""
    in_all = _ENDLESS if total is None else total
    lately = 0 if recent is None else recent
    if years is None:
        return (lately if total is None else total), in_all
    window = 12 * years
    if window >= _RECENT:
        most = min(in_all, window)
        if recent is not None:
            most = min(most, recent + window - _RECENT)
        return lately, most
    return max(0, lately - (_RECENT - window)), min(in_all, window, _ENDLESS if recent is None else recent)


def _institution(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    kind = profile.institution_kind
    if kind == "none":
        return NO, ()
    answers: list[Answer] = [(YES, ())]
    if criterion.values:
        answers.append(_yes_or_no(None if kind is None else kind in criterion.values, "institution_kind"))
    if criterion.countries:
        country = profile.institution_country
        allowed = None if country is None else is_in_any(country, criterion.countries) == (criterion.rule == "only")
        answers.append(_yes_or_no(allowed, "institution_country"))
    if criterion.occupations:
        answers.append(_occupied(criterion.occupations, profile))
    if criterion.names or criterion.partner_only:
        answers.append((UNKNOWN, ()))
    if kind is None and not criterion.values:
        answers.append((UNKNOWN, ("institution_kind",)))
    return all_of(*answers)


def _is_student(profile: Profile) -> bool | None:
    return None if profile.enrolled_in is None else profile.enrolled_in != "not-enrolled"


def _occupied(occupations: tuple[str, ...], profile: Profile) -> Answer:
    states = {"student": (_is_student(profile), "enrolled_in"), "employed": (profile.employed, "employed")}
    return any_of(*(_yes_or_no(*states[occupation]) for occupation in occupations))


def _occupation(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    outcome, missing = _occupied(criterion.values, profile)
    return (outcome if criterion.rule == "only" else Outcome(YES - outcome)), missing


def _career_stage(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    stage = profile.career_stage
    return _yes_or_no(None if stage is None else stage in criterion.values, "career_stage")


def _listed_stages(criterion: Criterion, profile: Profile, span: Span) -> Answer:
    """The stages that a programme is listed for are no rule: who is at another one should look for herself."""
    outcome, missing = _career_stage(criterion, profile, span)
    return max(outcome, UNKNOWN), missing


def _degree(criterion: Criterion, profile: Profile, span: Span) -> Answer:
    outcome = window_of(criterion, profile).outcome(span)
    asked = ["highest_degree"] if any(not code.startswith("enrolled-") for code in criterion.values) else []
    if profile.highest_degree is not None or not asked:
        asked = ["enrolled_in"] if profile.enrolled_in is None else []
    if "doctorate" in criterion.values and profile.phd is None and profile.enrolled_in == "doctorate":
        asked.append("phd")
    return outcome, tuple(asked)


def _fields(named: tuple[str, ...], codes: tuple[str, ...] | None, rule: str | None, answer: str) -> Answer:
    """Whether somebody's fields are among the named ones. A broad field holds narrow ones that may be meant or not."""
    if codes is None:
        return UNKNOWN, (answer,)
    found = max((_field_in(code, named) for code in codes), default=UNKNOWN)
    return (found if rule != "except" else Outcome(YES - min(_field_in(code, named) for code in codes or named))), ()


def _field_in(code: str, named: tuple[str, ...]) -> Outcome:
    if code in named or code.split(".")[0] in named:
        return YES
    return UNKNOWN if any(name.startswith(f"{code}.") for name in named) else NO


def _field(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    return _fields(criterion.values, profile.fields, criterion.rule, "fields")


def _listed_fields(criterion: Criterion, profile: Profile, span: Span) -> Answer:
    """The fields that a programme is listed for are no rule: who works in another one should look for herself."""
    outcome, missing = _field(criterion, profile, span)
    return max(outcome, UNKNOWN), missing


def _first_degree(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    subject = None if profile.first_degree_field is None else (profile.first_degree_field,)
    return _fields(criterion.values, subject, criterion.rule, "first_degree_field")


def _limits(field: str, criterion: Criterion, profile: Profile, span: Span) -> Answer:
    if criterion.minimum is None and criterion.maximum is None:
        return (UNKNOWN if criterion.text else YES), ()
    return window_of(criterion, profile).outcome(span), () if getattr(profile, field) is not None else (field,)


def _language(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    return any_of(*(_one_language(code, criterion.level, profile) for code in criterion.values))


def _one_language(code: str, level: str | None, profile: Profile) -> Answer:
    """Where no level could be read from the source, only those who have the language well, or not at all, are told."""
    if level == "none":
        return YES, ()
    field = {"en": "english", "ja": "japanese"}.get(code)
    if field is None:
        return UNKNOWN, ()
    own = getattr(profile, field)
    if own is None:
        return UNKNOWN, (field,)
    rank = _LEVELS.index(own)
    if level is not None:
        return (YES if rank >= _LEVELS.index(level) else NO), ()
    return (NO if rank == 0 else YES if rank >= _LEVELS.index("fluent") else UNKNOWN), ()


def _work_experience(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    if criterion.minimum is None and criterion.maximum is None:
        return UNKNOWN, ()
    if profile.work_years is None:
        return UNKNOWN, ("work_years",)
    least, most = criterion.minimum or 0, criterion.maximum
    return _yes_or_no(profile.work_years >= least and (most is None or profile.work_years <= most), "work_years")


def _earlier_award(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    if profile.earlier_awards is None:
        return UNKNOWN, ("earlier_awards",)
    has_held = any(slug in profile.earlier_awards for slug in criterion.values)
    if criterion.required:
        return _yes_or_no(has_held, "earlier_awards")
    if has_held:
        return (UNKNOWN if criterion.again_after_years else NO), ()
    return YES, ()


def _host(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    if criterion.required is None:
        return UNKNOWN, ()
    if not criterion.required:
        return YES, ()
    field = "has_place" if criterion.host_kind == "place" else "has_host"
    return _yes_or_no(getattr(profile, field), field)


def _applicant(criterion: Criterion, profile: Profile, _span: Span) -> Answer:
    return any_of(*(_one_applicant(code, profile) for code in criterion.values))


def _one_applicant(code: str, profile: Profile) -> Answer:
    if code == "host":
        return _yes_or_no(profile.has_host, "has_host")
    if code == "nominated":
        return _yes_or_no(profile.nominated, "nominated")
    if code == "institution":
        if profile.career_stage is None:
            return UNKNOWN, ("career_stage",)
        return (YES if profile.career_stage == "institution" else UNKNOWN), ()
    return YES, ()


def _only_people_can_tell(_criterion: Criterion, _profile: Profile, _span: Span) -> Answer:
    return UNKNOWN, ()


_RULES: dict[str, Callable[[Criterion, Profile, Span], Answer]] = {
    "nationality": _nationality,
    "residence": _residence,
    "stay": _stay,
    "institution": _institution,
    "occupation": _occupation,
    "career-stage": _career_stage,
    criteria.LISTED_STAGES: _listed_stages,
    "degree": _degree,
    "first-degree": _first_degree,
    "field": _field,
    criteria.LISTED_FIELDS: _listed_fields,
    "years-since-phd": partial(_limits, "phd"),
    "age": partial(_limits, "born"),
    "language": _language,
    "work-experience": _work_experience,
    "earlier-award": _earlier_award,
    "host": _host,
    "applicant": _applicant,
    "other": _only_people_can_tell,
    criteria.NOTHING_STATED: _only_people_can_tell,
}
