"""A verdict has one reason, the name of the best route, and what would change it."""

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from opportunities.deadlines.projection import Expected
from opportunities.deadlines.rounds import CallRound, StatedDate
from opportunities.deadlines.status import Standing
from opportunities.eligibility.criteria import Conditions, Criterion, Requirements, Route
from opportunities.eligibility.days import Span
from opportunities.eligibility.evaluate import evaluate
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.search.snapshot import Snapshot
from opportunities.wording.verdicts import Context, context_of, verdict_in_words
from tests.eligibility.strategies import deadlines, profiles, requirements
from tests.wording.plain import faults

NAMES = {"daiwa-scholarship": "Daiwa Scholarship", "jsps": "JSPS"}
CLOSES = StatedDate(dt.date(2027, 1, 31), "day", None, "Europe/London")


@given(requirements(), profiles(), deadlines(), st.sampled_from(["en", "ja"]))
def test_of_any_verdict_there_are_clean_words(
    required: Requirements, anybody: Profile, deadline: Span, language: str
) -> None:
    verdict = evaluate(required, anybody, deadline)
    with override(language):
        words = verdict_in_words(verdict, anybody, Context(NAMES.get, "announced"))
        assert words.code == verdict.code
        assert words.reason is not None
        assert words.reason.outcome == verdict.outcome.name.lower()
        assert len(words.findings) == len(verdict.findings)
        assert words.change is None or (words.code == "not-eligible" and not faults(words.change, language))


def change(*criteria: Criterion, **answers: Any) -> str | None:
    """What would make it possible for her, where these are all the conditions."""
    dates: dict[str, Any] = {name: PartialDate.parse(answers[name]) for name in ("phd", "born") if name in answers}
    known = Profile(**{**answers, **dates})
    closes = CLOSES.day.toordinal()
    verdict = evaluate(Requirements(Conditions(criteria)), known, Span(closes, closes))
    return verdict_in_words(verdict, known, Context(NAMES.get, "announced")).change


@pytest.mark.parametrize(
    ("criteria", "answers", "says"),
    [
        (
            (Criterion("degree", values=("doctorate",), held_by="application"),),
            {"phd": "2027-10-01", "highest_degree": "masters"},
            "Possible from 1 October 2027, once you hold a doctorate.",
        ),
        (
            (Criterion("host", required=True, countries=("JP",)), Criterion("applicant", values=("nominated",))),
            {"has_host": False, "nominated": False},
            "Possible through a host in Japan and if you are nominated.",
        ),
        (
            (Criterion("age", minimum=20, counted="deadline"),),
            {"born": "2008-05-05"},
            "Possible from 5 May 2028, once you are 20.",
        ),
        (
            (Criterion("years-since-phd", minimum=6, counted="deadline"),),
            {"phd": "2023-03-14"},
            "Possible from 14 March 2029, 6 years after your doctorate.",
        ),
        (
            (
                Criterion(
                    "institution", values=("university",), rule="only", countries=("JP",), occupations=("student",)
                ),
            ),
            {"institution_kind": "company"},
            "Possible if you are registered for a degree at a university in Japan.",
        ),
        ((Criterion("nationality", rule="only", values=("JP",)),), {"nationalities": ("GB",)}, None),
        (
            (Criterion("degree", values=("enrolled-bachelors",)),),
            {"highest_degree": "doctorate", "enrolled_in": "not-enrolled"},
            None,
        ),
        ((Criterion("work-experience", maximum=4),), {"work_years": 9}, None),
    ],
)  # fmt: skip
def test_what_would_change_it_is_told_where_she_can_change_it(
    criteria: tuple[Criterion, ...], answers: dict[str, Any], says: str | None
) -> None:
    assert change(*criteria, **answers) == says


def test_the_reason_of_a_likely_verdict_counts_the_conditions_that_are_stated() -> None:
    host = Criterion("host", required=True)
    required = Requirements(Conditions((Criterion("listed-stages", values=("senior",)), host)))
    known = Profile(has_host=True, career_stage="senior")
    words = verdict_in_words(evaluate(required, known, Span(1, 1)), known, Context(NAMES.get, "announced"))
    assert words.label == "Likely eligible"
    assert words.reason is not None
    assert words.reason.sentence == "You meet the one condition that the sources state."


def test_the_route_is_named_in_the_language_in_force() -> None:
    host, nominated = Criterion("host", required=True), Criterion("applicant", values=("nominated",))
    routes = (
        Route("a", "Through a host", "受入研究者を通じて", Conditions((host,))),
        Route("b", "Nominated", None, Conditions((nominated,))),
    )
    known = Profile(nominated=True, has_host=False)
    verdict = evaluate(Requirements(routes=routes), known, Span(1, 1))
    other = evaluate(Requirements(routes=routes), Profile(nominated=False, has_host=True), Span(1, 1))
    with override("ja"):
        by_name = verdict_in_words(verdict, known, Context(NAMES.get, "announced")).route
        by_host = verdict_in_words(other, known, Context(NAMES.get, "announced")).route
    assert by_name is not None
    assert by_host is not None
    assert (by_name.name, by_name.lang) == ("Nominated", "en")
    assert (by_host.name, by_host.lang) == ("受入研究者を通じて", "ja")


@pytest.mark.parametrize(
    ("standing", "known"),
    [
        (Standing("open", CallRound("2027", None, CLOSES)), "announced"),
        (Standing("expected", expected=Expected(CLOSES, ())), "expected"),
        (Standing("closed", CallRound("2020", None, CLOSES)), "unknown"),
        (Standing("unknown"), "unknown"),
        (Standing("rolling"), "rolling"),
    ],
)
def test_the_context_tells_what_is_known_of_the_deadline(standing: Standing, known: str) -> None:
    assert context_of(standing, Snapshot.__new__(Snapshot)).deadline == known
