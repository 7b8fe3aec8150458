"""What an adviser says of real programmes, and what we say."""

from collections import Counter

import pytest

from opportunities.eligibility.evaluate import Verdict
from opportunities.eligibility.terms import VERDICT
from opportunities.finder import verdict_of
from opportunities.models import Opportunity
from opportunities.search.building import build_snapshot
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import CAREER_STAGE
from tests.eligibility.cases import Case, worked_cases

CASES = worked_cases()
pytestmark = pytest.mark.django_db


def test_the_verdicts_are_the_advisers(loaded_catalogue: None) -> None:
    catalogue = build_snapshot()
    differing = [f"{case}\n  {fault}\n  {case.because}" for case in CASES if (fault := _fault(case, catalogue))]
    assert not differing, "\n".join(differing)


def _fault(case: Case, catalogue: Snapshot) -> str | None:
    number = catalogue.number_of(case.opportunity)
    assert number is not None, f"{case.opportunity} is not in the catalogue"
    verdict = verdict_of(number, case.profile, case.at, catalogue)
    codes = [code for code, entries in catalogue.verdicts(case.profile, case.at).values.items() if number in entries]
    if codes != [verdict.code]:
        return f"of all at once {codes}, of this one {verdict.code}"
    return _difference(case, verdict)


def _difference(case: Case, verdict: Verdict) -> str | None:
    """What an adviser would say differently. Several conditions may decide: hers must be one of them."""
    if verdict.code != case.verdict:
        return f"{verdict.code} ({verdict.decisive}), not {case.verdict}"
    kinds = {finding.criterion.kind for finding in verdict.findings if finding.outcome is verdict.outcome}
    if case.decisive is not None and case.decisive not in kinds:
        return f"decided by {kinds}, not {case.decisive}"
    route = verdict.route.name if verdict.route else ""
    if case.route is not None and case.route.lower() not in route.lower():
        return f"by the route {route!r}, not {case.route!r}"
    return None


def test_the_cases_are_of_every_kind(loaded_catalogue: None) -> None:
    verdicts = Counter(case.verdict for case in CASES)
    assert all(verdicts[code] >= 12 for code in VERDICT)
    assert {case.profile.career_stage for case in CASES} >= set(CAREER_STAGE)
    named = Opportunity.objects.filter(slug__in={case.opportunity for case in CASES})
    directions = named.filter(classifications__scheme="direction").values_list("classifications__code", flat=True)
    assert {"uk-to-japan", "japan-to-uk", "joint"} <= set(directions)
