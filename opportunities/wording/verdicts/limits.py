"""Findings of age and of years since the doctorate, with the day at which they were reckoned."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span
from opportunities.eligibility.limits import window_of
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Finding, Outcome
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.wording.conditions.limits import ages
from opportunities.wording.conditions.people import months_in_words
from opportunities.wording.verdicts.answers import date_in_words, not_said
from opportunities.wording.verdicts.days import Day, doubts, earliest, in_words, latest
from opportunities.wording.verdicts.sentences import one_after_another, said
from opportunities.wording.verdicts.words import Context


def limit_sentence(statement: str, finding: Finding, profile: Profile, context: Context) -> str:
    """What a limit of age, or of years since the doctorate, comes to for her."""
    criterion, span = finding.criterion, finding.counted_on
    if span is None or (criterion.minimum is None and criterion.maximum is None):
        return said(statement)
    if finding.missing:
        return said(statement, not_said(finding.missing))
    if criterion.kind == "age":
        sentences = [_age(finding, profile, span, context)]
    else:
        sentences = [_since_phd(finding, profile, span, context), *_about_breaks(finding, profile, span)]
    if finding.outcome is not UNKNOWN or not _breaks_alone_decide(finding, profile, span):
        sentences += doubts(criterion, span, context)
    return one_after_another(sentences)


def _age(finding: Finding, profile: Profile, span: Span, context: Context) -> str:
    """Born 14 March 1990: aged 37 on 1 April 2027, the day that counts for this round. Accepted: 35 or under."""
    born = profile.born
    assert born is not None  # or it would be missing
    youngest, oldest = _age_on(born.last, span.first), _age_on(born.first, span.last)
    values = {"born": date_in_words(born), "age": _from_to(youngest, oldest), "ages": ages(finding.criterion)}
    if not span.is_one_day:
        pattern = _("Born %(born)s: aged %(age)s on the day that counts, between %(first)s and %(last)s.")
        said = pattern % {**values, "first": in_words(span.first), "last": in_words(span.last)}
    else:
        day = latest(finding.criterion, span, context)
        pattern = _("Born %(born)s: aged %(age)s on %(day)s, %(role)s.")
        said = pattern % {**values, "day": day.day, "role": day.role}
    return one_after_another((said, _("Accepted: %(ages)s.") % values))


def _from_to(low: int, high: int) -> str:
    if low == high:
        return str(low)
    pattern = _("%(low)d or %(high)d") if high == low + 1 else _("%(low)d to %(high)d")
    return pattern % {"low": low, "high": high}


def _age_on(born: date, ordinal: int) -> int:
    """Completed years; 0 before the birth."""
    day = date.fromordinal(ordinal)
    return max(0, day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _since_phd(finding: Finding, profile: Profile, span: Span, context: Context) -> str:
    phd = profile.phd
    assert phd is not None  # or it would be missing
    criterion = finding.criterion
    if finding.outcome is UNKNOWN:
        return _years_unclear(finding, profile, span, context)
    if finding.outcome is YES:
        if criterion.maximum is None:
            return _at_least(phd, criterion.minimum or 0, earliest(criterion, span, context))
        return _within(phd, criterion, latest(criterion, span, context), span.last)
    is_too_early = span.last < window_of(replace(criterion, text=None), profile).maybe_from
    if is_too_early:
        return _less_than(phd, criterion.minimum or 0, latest(criterion, span, context))
    return _more_than(phd, criterion, earliest(criterion, span, context))


def _values(phd: PartialDate, day: Day, years: int | None = None) -> dict[str, object]:
    return {"doctorate": date_in_words(phd), "day": day.day, "role": day.role, "count": years}


def _within(phd: PartialDate, criterion: Criterion, day: Day, last: int) -> str:
    if phd.first.toordinal() > last:
        return _("Doctorate dated %(doctorate)s: the time since it has not begun on %(day)s, %(role)s.") % _values(
            phd, day
        )
    if criterion.minimum is not None:
        pattern = _("Doctorate dated %(doctorate)s: %(low)d to %(high)d years before %(day)s, %(role)s.")
        return pattern % {**_values(phd, day), "low": criterion.minimum, "high": criterion.maximum}
    years = criterion.maximum or 0
    if criterion.less_than_maximum:
        pattern = ngettext(
            "Doctorate dated %(doctorate)s: less than %(count)d year before %(day)s, %(role)s.",
            "Doctorate dated %(doctorate)s: less than %(count)d years before %(day)s, %(role)s.",
            years,
        )
    else:
        pattern = ngettext(
            "Doctorate dated %(doctorate)s: not more than %(count)d year before %(day)s, %(role)s.",
            "Doctorate dated %(doctorate)s: not more than %(count)d years before %(day)s, %(role)s.",
            years,
        )
    return pattern % _values(phd, day, years)


def _more_than(phd: PartialDate, criterion: Criterion, day: Day) -> str:
    years = criterion.maximum or 0
    if criterion.less_than_maximum:
        return _at_least(phd, years, day)
    return ngettext(
        "Doctorate dated %(doctorate)s: more than %(count)d year before %(day)s, %(role)s.",
        "Doctorate dated %(doctorate)s: more than %(count)d years before %(day)s, %(role)s.",
        years,
    ) % _values(phd, day, years)


def _at_least(phd: PartialDate, years: int, day: Day) -> str:
    return ngettext(
        "Doctorate dated %(doctorate)s: at least %(count)d year before %(day)s, %(role)s.",
        "Doctorate dated %(doctorate)s: at least %(count)d years before %(day)s, %(role)s.",
        years,
    ) % _values(phd, day, years)


def _less_than(phd: PartialDate, years: int, day: Day) -> str:
    return ngettext(
        "Doctorate dated %(doctorate)s: not yet %(count)d year before %(day)s, %(role)s.",
        "Doctorate dated %(doctorate)s: not yet %(count)d years before %(day)s, %(role)s.",
        years,
    ) % _values(phd, day, years)


def _years_unclear(finding: Finding, profile: Profile, span: Span, context: Context) -> str:
    """Where the day that counts, the day of the doctorate or a career break decides."""
    phd = profile.phd
    assert phd is not None  # or it would be missing
    day = latest(finding.criterion, span, context)
    if _breaks_alone_decide(finding, profile, span):
        pattern = _(
            "Doctorate dated %(doctorate)s: too long before %(day)s, %(role)s, unless career breaks are left out."
        )
        return pattern % _values(phd, day)
    if span.is_one_day:
        pattern = _("Doctorate dated %(doctorate)s: the exact date decides, reckoned to %(day)s, %(role)s.")
        return pattern % _values(phd, day)
    pattern = _("Doctorate dated %(doctorate)s: it depends on the day that counts, between %(first)s and %(last)s.")
    return pattern % {
        "doctorate": date_in_words(phd),
        "first": in_words(span.first),
        "last": in_words(span.last),
    }


def _about_breaks(finding: Finding, profile: Profile, span: Span) -> Iterator[str]:
    """What the rules make of career breaks, where that bears on her."""
    criterion, months = finding.criterion, profile.career_break_months
    if criterion.maximum is None:
        return
    if months:
        length = {"length": months_in_words(months)}
        if criterion.breaks == "do-not-count":
            yield _("Your career break of %(length)s is left out.") % length
        elif criterion.breaks == "count":
            yield _("The rules make no allowance for career breaks.")
        elif finding.outcome is UNKNOWN and len(_outcomes_by_breaks(finding, profile, span)) > 1:
            yield (
                _("You have had a career break of %(length)s, and no source that we saw says whether it is left out.")
                % length
            )
    elif finding.outcome is NO and criterion.breaks == "do-not-count":
        yield _("Career breaks extend the limit; you have named none.")


def _breaks_alone_decide(finding: Finding, profile: Profile, span: Span) -> bool:
    """Whether all would be clear if the rules said what career breaks do."""
    return UNKNOWN not in _outcomes_by_breaks(finding, profile, span)


def _outcomes_by_breaks(finding: Finding, profile: Profile, span: Span) -> set[Outcome]:
    plain = replace(finding.criterion, text=None)
    rules = ("do-not-count", "count") if plain.breaks is None else (plain.breaks,)
    return {window_of(replace(plain, breaks=rule), profile).outcome(span) for rule in rules}
