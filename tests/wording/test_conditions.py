"""Every condition is a plain statement in both languages."""

import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from opportunities.eligibility.criteria import Criterion
from opportunities.wording.conditions import condition_in_words
from tests.eligibility.strategies import criteria
from tests.wording.plain import faults

NAMES = {"daiwa-scholarship": "Daiwa Scholarship", "jsps": "JSPS"}


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (Criterion("nationality", rule="any"), "Any nationality"),
        (Criterion("nationality", rule="only", values=("GB", "JP")), "Only nationals of the United Kingdom or Japan"),
        (
            Criterion("nationality", rule="only", values=("JP",), permanent_residents=True),
            "Only nationals of Japan; permanent residents count as nationals",
        ),
        (
            Criterion("nationality", rule="except", values=("JP",), permanent_residents=False),
            "Nationals and permanent residents of Japan cannot apply",
        ),
        (
            Criterion("nationality", rule="except", values=("GB",), dual_nationals="refused"),
            "Nationals of the United Kingdom cannot apply, nor can dual nationals",
        ),
        (
            Criterion("nationality", rule="only", values=("diplomatic-relations-with-japan",)),
            "Only nationals of countries that have diplomatic relations with Japan",
        ),
        (Criterion("residence", rule="except", values=("NO",)), "People who live or work in Norway cannot apply"),
        (
            Criterion("stay", values=("JP",), maximum=12, within_years=3),
            "Not more than 12 months spent in Japan in the last 3 years",
        ),
        (Criterion("stay", values=("JP",), maximum=0), "Not yet lived in Japan"),
        (
            Criterion(
                "institution",
                rule="only",
                countries=("GB",),
                values=("university", "research-institute"),
                occupations=("employed",),
            ),
            "Employed at a university or a public or non-profit research institute in the United Kingdom",
        ),
        (
            Criterion("institution", values=("university",), occupations=("student",), partner_only=True),
            "Registered for a degree at a university that is a partner of the programme",
        ),
        (
            Criterion("institution", rule="except", countries=("JP",), names=("UCL",)),
            "At an institution outside Japan, namely UCL",
        ),
        (Criterion("occupation", rule="except", values=("student",)), "Not registered for a degree"),
        (Criterion("career-stage", values=("senior",)), "Only for senior researchers"),
        (Criterion("listed-stages", values=("doctoral",)), "Listed for doctoral researchers"),
        (
            Criterion("degree", values=("doctorate",), or_equivalent=True, held_by="start"),
            "A doctorate held, or equal experience, by the start of the award",
        ),
        (Criterion("first-degree", rule="except", values=("6.1",)), "First degree not in history and archaeology"),
        (Criterion("field", rule="only", values=("1", "2")), "Only in natural sciences or engineering and technology"),
        (
            Criterion(
                "years-since-phd",
                maximum=6,
                counted="date",
                on_date="04-01",
                on_year="fiscal-year",
                breaks="do-not-count",
            ),
            (
                "At most 6 years since the doctorate, counted on 1 April of the Japanese fiscal year of the award;"
                " career breaks extend it"
            ),
        ),
        (
            Criterion("years-since-phd", maximum=8, less_than_maximum=True, counted="deadline"),
            "Less than 8 years since the doctorate, counted when you apply",
        ),
        (Criterion("age", minimum=18, maximum=39, counted="start"), "Aged 18 to 39, counted at the start of the award"),
        (
            Criterion("age", maximum=35, counted="date", on_date="2027-04-01"),
            "Aged 35 or under, counted on 1 April 2027",
        ),
        (Criterion("age"), "No limit of age"),
        (
            Criterion("language", values=("en", "ja"), level="working"),
            "English or Japanese, level: Working (B2; IELTS 6; JLPT N3 or N2)",
        ),
        (Criterion("language", values=("ja",), level="none"), "Japanese: none needed"),
        (Criterion("work-experience", minimum=2), "At least 2 years of work experience"),
        (
            Criterion("earlier-award", required=False, values=("daiwa-scholarship",), again_after_years=3),
            "Must not have held an award of “Daiwa Scholarship” before, or only more than 3 years ago",
        ),
        (
            Criterion("host", required=True, host_kind="host", countries=("JP",)),
            "A host in Japan must agree first",
        ),
        (Criterion("host", required=False, host_kind="place"), "No place on a course is needed to apply"),
        (Criterion("applicant", values=("individual", "host")), "You apply yourself or your host applies for you"),
        (Criterion("nothing-stated"), "No source that we saw says who can apply"),
        (Criterion("age", text="Young at heart."), None),
        (Criterion("other", text="Must be good."), None),
    ],
)  # fmt: skip
def test_a_condition_is_said_plainly(criterion: Criterion, words: str | None) -> None:
    assert condition_in_words(criterion, NAMES.get) == words


def test_japanese_is_japanese() -> None:
    with override("ja"):
        only = condition_in_words(Criterion("nationality", rule="only", values=("GB",)), NAMES.get)
        years = condition_in_words(Criterion("years-since-phd", maximum=6, breaks="count"), NAMES.get)
    assert only == "英国の国籍の方のみ"
    assert years == "博士号取得後6年以内（中断期間も含めて数える）"


@given(criteria(), st.sampled_from(["en", "ja"]))
def test_whatever_it_asks_nothing_of_the_machine_shows(criterion: Criterion, language: str) -> None:
    with override(language):
        words = condition_in_words(criterion, NAMES.get)
        assert words is None or not faults(words, language)
        assert words is not None or criterion.text is not None or _says_nothing(criterion)


def _says_nothing(criterion: Criterion) -> bool:
    """Limits without limits are no condition."""
    return replace(criterion, values=(), host_kind=None, within_years=None) == Criterion(criterion.kind)


def test_an_award_that_nobody_names_is_not_called_by_its_slug() -> None:
    words = condition_in_words(Criterion("earlier-award", required=True, values=("secret-slug",)), NAMES.get)
    assert words is not None
    assert not re.search("secret", words)
