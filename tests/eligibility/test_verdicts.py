"""The logic of verdicts: what more knowledge may do, which way decides, what would change it."""

from dataclasses import replace

from hypothesis import given, settings

from opportunities.eligibility.criteria import Conditions, Criterion, Requirements, Route, with_implied
from opportunities.eligibility.days import Span
from opportunities.eligibility.evaluate import evaluate
from opportunities.eligibility.outcomes import NO, UNKNOWN, YES
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.rules import judge
from tests.eligibility.strategies import criteria, deadlines, less_and_more, profiles, requirements

DAY = Span(739_950, 739_950)  # 2 December 2026
HOST = Criterion("host", required=True, host_kind="host")
BRITISH = Criterion("nationality", rule="only", values=("GB",))
YOUNG = Criterion("age", maximum=30)
RECENT = Criterion("years-since-phd", maximum=5)
TO_CHECK = Criterion("other", text="Must be outstanding.")


def all_of(*conditions: Criterion) -> Requirements:
    return Requirements(Conditions(conditions))


@given(requirements(), less_and_more(), deadlines())
@settings(max_examples=250)
def test_more_knowledge_never_turns_a_no_into_a_yes_nor_the_reverse(
    required: Requirements, known: tuple[Profile, Profile], deadline: Span
) -> None:
    less, more = known
    before, after = evaluate(required, less, deadline), evaluate(required, more, deadline)
    assert before.outcome in (UNKNOWN, after.outcome)


@given(criteria(), less_and_more(), deadlines())
@settings(max_examples=250)
def test_nor_does_it_for_any_single_condition(
    criterion: Criterion, known: tuple[Profile, Profile], deadline: Span
) -> None:
    before, after = (judge(criterion, profile, deadline) for profile in known)
    assert before.outcome in (UNKNOWN, after.outcome)


@given(criteria(), profiles(), deadlines())
@settings(max_examples=120)
def test_a_day_that_becomes_known_never_turns_it_round_either(
    criterion: Criterion, profile: Profile, deadline: Span
) -> None:
    before = judge(criterion, profile, deadline)
    for day in (deadline.first, (deadline.first + deadline.last) // 2, deadline.last):
        assert before.outcome in (UNKNOWN, judge(criterion, profile, Span(day, day)).outcome)


@given(criteria(), profiles(), deadlines())
@settings(max_examples=120)
def test_only_answers_that_are_not_given_are_missing(criterion: Criterion, profile: Profile, deadline: Span) -> None:
    for field in judge(criterion, profile, deadline).missing:
        assert getattr(profile, field) is None


@given(requirements(), profiles(), deadlines())
@settings(max_examples=120)
def test_the_verdict_is_that_of_the_best_way(required: Requirements, profile: Profile, deadline: Span) -> None:
    verdict = evaluate(required, profile, deadline)
    outcomes = [
        min(judge(criterion, profile, deadline).outcome for criterion in way.criteria) for way in required.ways()
    ]
    assert verdict.outcome == max(outcomes)
    assert verdict.decisive is not None
    assert verdict.decisive.outcome is verdict.outcome
    assert verdict.outcome == min(finding.outcome for finding in verdict.findings)


@given(requirements(), profiles(), deadlines())
@settings(max_examples=120)
def test_nobody_is_likely_where_a_part_is_prose(required: Requirements, profile: Profile, deadline: Span) -> None:
    verdict = evaluate(required, profile, deadline)
    if verdict.outcome is YES:
        assert not any(f.criterion.text for f in verdict.findings if f.criterion.kind != "language")


def test_the_best_route_decides_and_is_named() -> None:
    by_host = Route("by-host", "Through a host", None, Conditions((HOST,)))
    young = Route("young", "For the young", None, Conditions((YOUNG,)))
    required = Requirements(Conditions((BRITISH,)), (by_host, young))
    person = Profile(nationalities=("GB",), has_host=False, born=PartialDate(2000))
    verdict = evaluate(required, person, DAY)
    assert (verdict.code, verdict.route) == ("likely", young)
    assert [finding.criterion for finding in verdict.findings] == [BRITISH, YOUNG]
    verdict = evaluate(required, replace(person, born=PartialDate(1980)), DAY)
    assert verdict.code == "not-eligible"
    assert [finding.criterion for finding in verdict.in_the_way] == [HOST]
    assert verdict.way_there == by_host


def test_one_alternative_is_enough() -> None:
    required = Requirements(Conditions((BRITISH,), (((YOUNG,), (RECENT,)),)))
    old_but_recent = Profile(nationalities=("GB",), born=PartialDate(1980), phd=PartialDate(2024))
    assert evaluate(required, old_but_recent, DAY).code == "likely"
    assert evaluate(required, replace(old_but_recent, phd=None), DAY).code == "cannot-tell"
    assert evaluate(required, replace(old_but_recent, phd=PartialDate(2010)), DAY).code == "not-eligible"


def test_prose_makes_it_cannot_tell_but_not_where_something_else_rules_her_out() -> None:
    assert evaluate(all_of(BRITISH, TO_CHECK), Profile(nationalities=("GB",)), DAY).code == "cannot-tell"
    assert evaluate(all_of(BRITISH, TO_CHECK), Profile(nationalities=("JP",)), DAY).code == "not-eligible"


def test_where_nothing_is_stated_nobody_can_tell() -> None:
    assert evaluate(Requirements(), Profile(nationalities=("GB",)), DAY).code == "cannot-tell"
    only_how = all_of(Criterion("applicant", values=("individual",)))
    assert evaluate(with_implied(only_how, (), ()), Profile(), DAY).code == "cannot-tell"
    stated = all_of(BRITISH)
    assert evaluate(with_implied(stated, (), ()), Profile(nationalities=("GB",)), DAY).code == "likely"


def test_another_stage_or_field_than_listed_is_a_reason_to_look_not_a_no() -> None:
    required = with_implied(all_of(BRITISH), ("doctoral",), ("1",))
    person = Profile(nationalities=("GB",), career_stage="doctoral", fields=("1.3",))
    assert evaluate(required, person, DAY).code == "likely"
    assert evaluate(required, replace(person, career_stage="senior"), DAY).code == "cannot-tell"
    assert evaluate(required, replace(person, fields=("6.1",)), DAY).code == "cannot-tell"
    assert evaluate(required, replace(person, career_stage=None), DAY).missing == ("career_stage",)


def test_what_she_can_settle_is_named_before_what_only_people_can_check() -> None:
    verdict = evaluate(all_of(TO_CHECK, HOST), Profile(), DAY)
    assert verdict.decisive is not None
    assert verdict.decisive.missing == ("has_host",)


def test_a_near_miss_names_all_that_is_in_the_way_and_nothing_that_cannot_change() -> None:
    nominated = Criterion("applicant", values=("nominated",))
    person = Profile(nationalities=("GB",), has_host=False, nominated=False)
    verdict = evaluate(all_of(BRITISH, HOST, nominated), person, DAY)
    assert [finding.criterion.kind for finding in verdict.in_the_way] == ["host", "applicant"]
    assert evaluate(all_of(BRITISH, HOST), replace(person, nationalities=("JP",)), DAY).in_the_way == ()


@given(requirements(), profiles(), deadlines())
@settings(max_examples=120)
def test_without_what_is_in_the_way_she_would_not_be_ruled_out(
    required: Requirements, profile: Profile, deadline: Span
) -> None:
    verdict = evaluate(required, profile, deadline)
    if verdict.in_the_way:
        in_the_way = {finding.criterion for finding in verdict.in_the_way}
        left = [
            [judge(c, profile, deadline).outcome for c in way.criteria if c not in in_the_way]
            for way in required.ways()
        ]
        assert any(NO not in outcomes for outcomes in left)
