"""What comes before a deadline is said without a number that no source gives; what holds only sometimes is marked."""

import re

import pytest
from django.utils.translation import override

from opportunities.eligibility.criteria import Conditions, Criterion, Requirements, Route
from opportunities.wording.first_steps import first_steps

HOST = Criterion("host", required=True)
HOST_STEP = "A host must agree before you apply. Finding one often takes weeks: ask now."


def asked(*criteria: Criterion) -> Requirements:
    return Requirements(Conditions(criteria))


@pytest.mark.parametrize(
    ("criterion", "begins"),
    [
        (HOST, "A host must agree before you apply."),
        (Criterion("host", required=True, host_kind="partner"), "A partner must apply with you."),
        (Criterion("host", required=True, host_kind="place"), "You also need a place on a course"),
        (Criterion("host", required=True, host_kind="employer"), "An employer must agree before you apply."),
        (Criterion("applicant", values=("host",)), "Your host applies, not you."),
        (Criterion("applicant", values=("institution",)), "Your institution applies"),
        (Criterion("applicant", values=("nominated",)), "You must be nominated."),
    ],
)
def test_each_step_is_said_and_that_one_should_ask_now(criterion: Criterion, begins: str) -> None:
    for language in ("en-gb", "ja"):
        with override(language):
            [step] = first_steps(asked(criterion))
            assert not re.search("[0-9]", step)
            assert step.startswith(begins) == (language == "en-gb")
            assert re.search("now|今すぐ", step)


def test_where_nothing_comes_first_nothing_is_said() -> None:
    assert first_steps(Requirements()) == []
    assert first_steps(asked(Criterion("host", required=False), Criterion("applicant", values=("individual",)))) == []
    assert first_steps(asked(Criterion("host"), Criterion("age", maximum=35))) == []


def test_a_step_of_one_way_among_several_is_marked() -> None:
    either = Requirements(Conditions(either=(((HOST,), (Criterion("age", maximum=35),)),)))
    by_route = Requirements(
        routes=(Route("a", "A", None, Conditions((HOST,))), Route("b", "B", None, Conditions())),
    )
    for requirements in (either, by_route):
        assert first_steps(requirements) == [
            "In some cases: a host must agree before you apply. Finding one often takes weeks: ask now."
        ]
    in_both = Requirements(routes=tuple(Route(key, key, None, Conditions((HOST,))) for key in "ab"))
    assert first_steps(in_both) == [HOST_STEP]


def test_where_several_may_apply_each_step_is_marked() -> None:
    steps = first_steps(asked(HOST, Criterion("applicant", values=("individual", "nominated"))))
    assert steps[0] == HOST_STEP
    assert steps[1].startswith("In some cases: you must be nominated.")
