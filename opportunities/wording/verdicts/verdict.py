"""A verdict in words: the one reason for it, its findings, and what would change it."""

from django.utils.translation import ngettext

from opportunities.eligibility.criteria import IMPLIED, Route
from opportunities.eligibility.evaluate import Verdict
from opportunities.eligibility.outcomes import YES
from opportunities.eligibility.profile import Profile
from opportunities.eligibility.terms import VERDICT
from opportunities.wording.verdicts.changes import change_in_words
from opportunities.wording.verdicts.findings import finding_in_words, mark_of
from opportunities.wording.verdicts.words import Context, FindingWords, RouteWords, VerdictWords


def verdict_in_words(
    verdict: Verdict, profile: Profile, context: Context, *, with_findings: bool = True
) -> VerdictWords:
    """The verdict as pages say it. A row of results shows no findings, and a page of them is quicker without."""
    change = change_in_words(verdict, profile)
    return VerdictWords(
        code=verdict.code,
        label=VERDICT[verdict.code].label,
        reason=_reason(verdict, profile, context),
        route=_route(verdict.route),
        change=change,
        way_there=_route(verdict.way_there) if change and verdict.way_there != verdict.route else None,
        findings=tuple(finding_in_words(finding, profile, context) for finding in verdict.findings if with_findings),
        missing=verdict.missing,
    )


def _route(route: Route | None) -> RouteWords | None:
    return RouteWords.of(route.name, route.name_ja) if route is not None else None


def _reason(verdict: Verdict, profile: Profile, context: Context) -> FindingWords | None:
    """What decided it; of someone who meets them all, that she does."""
    if verdict.decisive is None:
        return None
    if verdict.outcome is not YES:
        return finding_in_words(verdict.decisive, profile, context)
    stated = sum(finding.criterion.kind not in IMPLIED for finding in verdict.findings)
    if not stated:
        return finding_in_words(verdict.decisive, profile, context)
    sentence = ngettext(
        "You meet the one condition that the sources state.",
        "You meet all %(count)d conditions that the sources state.",
        stated,
    ) % {"count": stated}
    return FindingWords("all", "yes", mark_of(YES), sentence)
