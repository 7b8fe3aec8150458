"""The verdict of a whole programme for one person, what decided it, and what would change it."""

from collections.abc import Iterable
from dataclasses import dataclass

from opportunities.eligibility.criteria import Requirements, Route, Way
from opportunities.eligibility.days import Span
from opportunities.eligibility.limits import EVER, LIMITED, window_of
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES, Finding, Outcome
from opportunities.eligibility.profile import Profile, degree_rank
from opportunities.eligibility.rules import judge

CODE_OF = {YES: "likely", UNKNOWN: "cannot-tell", NO: "not-eligible"}  # VERDICT
MOST_TO_CHANGE = 2  # conditions that may be in the way of a near miss
_CHANGEABLE = frozenset(("host", "applicant", "language", "residence", "institution", "occupation"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether somebody can apply, by the best way there is.

    `route` is that way where there are several; `findings` are those of that way, in order; `decisive` is the one that
    decided. `in_the_way` are, of the nearest way of someone who is not eligible, the conditions that could be changed:
    empty unless changing them would be enough.
    """

    outcome: Outcome
    route: Route | None
    findings: tuple[Finding, ...]
    decisive: Finding | None
    in_the_way: tuple[Finding, ...] = ()
    way_there: Route | None = None  # the route that would be open then

    @property
    def code(self) -> str:
        """The code of VERDICT."""
        return CODE_OF[self.outcome]

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields of the profile that would settle more."""
        return tuple(dict.fromkeys(field for finding in self.findings for field in finding.missing))


def evaluate(requirements: Requirements, profile: Profile, deadline: Span) -> Verdict:
    """The verdict where the deadline to reckon with lies in `deadline`: that of the best way, which it names."""
    judged = [(way, _judge_way(way, profile, deadline)) for way in requirements.ways()]
    way, findings = max(judged, key=lambda pair: _rank(pair[1]))
    outcome = min((finding.outcome for finding in findings), default=UNKNOWN)
    nearest, in_the_way = _nearest_miss(judged, profile) if outcome is NO else (None, ())
    return Verdict(
        outcome=outcome,
        route=way.route,
        findings=findings,
        decisive=_decisive(findings, outcome),
        in_the_way=in_the_way,
        way_there=nearest.route if nearest else None,
    )


def from_day(finding: Finding, profile: Profile) -> int | None:
    """The day (an ordinal) from which a lower limit of age or years is surely kept; None where it is no such limit."""
    if finding.criterion.kind not in LIMITED or finding.counted_on is None:
        return None
    window = window_of(finding.criterion, profile)
    return window.sure_from if window.sure_from > EVER and finding.counted_on.last < window.maybe_from else None


def _judge_way(way: Way, profile: Profile, deadline: Span) -> tuple[Finding, ...]:
    return tuple(judge(criterion, profile, deadline) for criterion in way.criteria)


def _rank(findings: Iterable[Finding]) -> tuple[Outcome, int, int]:
    outcomes = [finding.outcome for finding in findings]
    return min(outcomes, default=UNKNOWN), -outcomes.count(NO), -outcomes.count(UNKNOWN)


def _decisive(findings: tuple[Finding, ...], outcome: Outcome) -> Finding | None:
    """The first finding that made the verdict what it is; of unknown ones, rather one that she can settle."""
    deciding = [finding for finding in findings if finding.outcome is outcome]
    return next((finding for finding in deciding if finding.missing), deciding[0] if deciding else None)


def _nearest_miss(
    judged: list[tuple[Way, tuple[Finding, ...]]], profile: Profile
) -> tuple[Way | None, tuple[Finding, ...]]:
    """The way with the fewest conditions in it that are not met, if all of these can be changed."""
    misses = [(way, tuple(finding for finding in findings if finding.outcome is NO)) for way, findings in judged]
    near = [
        (way, missed)
        for way, missed in misses
        if len(missed) <= MOST_TO_CHANGE and all(_is_changeable(finding, profile) for finding in missed)
    ]
    return min(near, key=lambda pair: len(pair[1]), default=(None, ()))


def _is_changeable(finding: Finding, profile: Profile) -> bool:
    criterion = finding.criterion
    if criterion.kind == "degree":
        highest = degree_rank(profile.highest_degree or "none")
        return any(degree_rank(code.removeprefix("enrolled-")) > highest for code in criterion.values)
    if criterion.kind == "work-experience":
        return criterion.minimum is not None and (profile.work_years or 0) < criterion.minimum
    return criterion.kind in _CHANGEABLE or from_day(finding, profile) is not None
