"""One sentence for each finding, in the language in force, that tells what decided it."""

from dataclasses import replace

from django.utils.translation import gettext as _

from opportunities.eligibility.days import Span
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Finding, Outcome
from opportunities.eligibility.profile import Profile
from opportunities.eligibility.rules import judge
from opportunities.wording.conditions import condition_in_words
from opportunities.wording.verdicts.limits import limit_sentence
from opportunities.wording.verdicts.people import nationality_sentence, residence_sentence
from opportunities.wording.verdicts.reasons import advice_on, reasons_of
from opportunities.wording.verdicts.sentences import one_after_another, said
from opportunities.wording.verdicts.words import Context, FindingWords

_NO_SPAN = Span(1, 1)  # for what does not depend on the day


def finding_in_words(finding: Finding, profile: Profile, context: Context) -> FindingWords:
    """What was found of one condition, and what decided it."""
    criterion = finding.criterion
    is_open = finding.outcome is UNKNOWN or (criterion.kind == "language" and finding.outcome is NO)
    prose = criterion.text if is_open else None
    return FindingWords(
        kind=criterion.kind,
        outcome=finding.outcome.name.lower(),
        mark=mark_of(finding.outcome),
        sentence=_sentence(finding, prose, profile, context),
        prose=prose,
        missing=finding.missing,
        sources=criterion.sources,
    )


def mark_of(outcome: Outcome) -> str:
    """The word for an outcome."""
    return {YES: _("Met"), NO: _("Not met"), UNKNOWN: _("Cannot tell")}[outcome]


def _sentence(finding: Finding, prose: str | None, profile: Profile, context: Context) -> str:
    statement = condition_in_words(finding.criterion, context.name_of)
    if statement is None:
        return _("Check yourself:") if prose else _("Not stated: check the official page.")
    sentence = _plain_sentence(statement, _without_prose(finding, profile), profile, context)
    if prose is None:
        return sentence
    if finding.criterion.kind == "language":
        return _("%(sentence)s In the words of the source:") % {"sentence": sentence}
    return _("%(sentence)s Check the rest yourself:") % {"sentence": sentence}


def _plain_sentence(statement: str, finding: Finding, profile: Profile, context: Context) -> str:
    kind = finding.criterion.kind
    if kind == "nationality":
        return nationality_sentence(statement, finding, profile)
    if kind == "residence":
        return residence_sentence(statement, finding, profile)
    if kind in ("age", "years-since-phd"):
        return limit_sentence(statement, finding, profile, context)
    sentence = said(statement, *reasons_of(finding, profile))
    advice = advice_on(finding)
    return sentence if advice is None else one_after_another((sentence, advice))


def _without_prose(finding: Finding, profile: Profile) -> Finding:
    """What was found of the condition, apart from the part of it that only people can check."""
    criterion = finding.criterion
    if criterion.text is None or criterion.kind == "language" or finding.outcome is not UNKNOWN:
        return finding
    # The day is known by now: without these it is not reckoned once more.
    held_by = "application" if criterion.kind == "degree" else None
    plain = replace(criterion, text=None, counted=None, on_date=None, on_year=None, held_by=held_by)
    judged = judge(plain, profile, finding.counted_on or _NO_SPAN)
    return replace(finding, outcome=judged.outcome, missing=judged.missing)
