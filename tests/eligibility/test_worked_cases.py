"""What an adviser says of real programmes, and what we say."""

from collections import Counter

import pytest

from opportunities.eligibility.terms import VERDICT
from opportunities.finder import verdict_of
from opportunities.models import Opportunity
from opportunities.search.building import build_snapshot
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import CAREER_STAGE
from tests.eligibility.cases import Case, worked_cases

CASES = worked_cases()
_made: list[Snapshot] = []


@pytest.fixture
def catalogue(loaded_catalogue: None) -> Snapshot:
    if not _made:
        _made.append(build_snapshot())
    return _made[0]


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_verdict_is_the_advisers(case: Case, catalogue: Snapshot) -> None:
    number = catalogue.number_of(case.opportunity)
    assert number is not None
    verdict = verdict_of(number, case.profile, case.at, catalogue)
    assert verdict.code == case.verdict, case.because
    if case.decisive is not None:
        kinds = {finding.criterion.kind for finding in verdict.findings if finding.outcome is verdict.outcome}
        assert case.decisive in kinds, case.because
    if case.route is not None:
        assert verdict.route is not None
        assert case.route.lower() in verdict.route.name.lower()
    codes = [code for code, entries in catalogue.verdicts(case.profile, case.at).values.items() if number in entries]
    assert codes == [case.verdict]


@pytest.mark.django_db
def test_the_cases_are_of_every_kind(loaded_catalogue: None) -> None:
    verdicts = Counter(case.verdict for case in CASES)
    assert all(verdicts[code] >= 12 for code in VERDICT)
    assert {case.profile.career_stage for case in CASES} >= set(CAREER_STAGE)
    directions = Opportunity.objects.filter(slug__in={case.opportunity for case in CASES})
    found = directions.filter(classifications__scheme="direction").values_list("classifications__code", flat=True)
    assert {"uk-to-japan", "japan-to-uk", "joint"} <= set(found)
