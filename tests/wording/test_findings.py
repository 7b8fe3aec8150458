"""Each finding is one sentence that tells what decided it, in her own answers and with the day that counts."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.rules import judge
from opportunities.wording.verdicts import Context, finding_in_words
from tests.eligibility.strategies import criteria, deadlines, profiles
from tests.wording.plain import faults

NAMES = {"daiwa-scholarship": "Daiwa Scholarship", "jsps": "JSPS"}
CONTEXTS = ("announced", "expected", "unknown", "rolling")
SIX_YEARS = Criterion("years-since-phd", maximum=6, counted="date", on_date="04-01", on_year="after-deadline")
COUNTS = "1 April 2027, the day that counts for this round."


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def sentence(
    criterion: Criterion,
    closes: tuple[str, str] = ("2027-01-31", "2027-01-31"),
    deadline: str = "announced",
    **answers: Any,
) -> str:
    """What is said of one condition, where the round closes between two days."""
    finding = judge(criterion, profile(**answers), Span(*map(day, closes)))
    return finding_in_words(finding, profile(**answers), Context(NAMES.get, deadline)).sentence


def profile(**answers: Any) -> Profile:
    dates: dict[str, Any] = {name: PartialDate.parse(answers[name]) for name in ("phd", "born") if name in answers}
    return Profile(**{**answers, **dates})


@pytest.mark.parametrize(
    ("phd", "says"),
    [
        ("2019-03-14", f"Doctorate dated 14 March 2019: more than 6 years before {COUNTS}"),
        ("2022-03", f"Doctorate dated March 2022: not more than 6 years before {COUNTS}"),
        ("2021", f"Doctorate dated 2021: the exact date decides, reckoned to {COUNTS}"),
        ("2028", f"Doctorate dated 2028: the time since it has not begun on {COUNTS}"),
    ],
)
def test_years_since_the_doctorate_name_her_date_and_the_day_that_counts(phd: str, says: str) -> None:
    assert sentence(SIX_YEARS, phd=phd) == says


def test_the_anniversary_itself_is_not_less_than_the_years() -> None:
    criterion = Criterion("years-since-phd", maximum=8, less_than_maximum=True, counted="deadline")
    assert sentence(criterion, phd="2019-01-31") == (
        "Doctorate dated 31 January 2019: at least 8 years before 31 January 2027, the deadline."
    )
    assert "less than 8 years before 31 January 2027" in sentence(criterion, phd="2019-02-01")


def test_a_lower_limit_is_told_from_an_upper_one() -> None:
    criterion = Criterion("years-since-phd", minimum=5, maximum=10, counted="deadline")
    assert "not yet 5 years before 31 January 2027" in sentence(criterion, phd="2023")
    assert "more than 10 years before 31 January 2027" in sentence(criterion, phd="2012")
    assert "5 to 10 years before 31 January 2027" in sentence(criterion, phd="2019")


@pytest.mark.parametrize(
    ("breaks", "says"),
    [
        (None, "no source that we saw says whether it is left out"),
        ("do-not-count", "Your career break of 8 months is left out."),
        ("count", "The rules make no allowance for career breaks."),
    ],
)
def test_career_breaks_are_told_of_where_they_matter(breaks: str | None, says: str) -> None:
    criterion = replace(SIX_YEARS, breaks=breaks)
    assert says in sentence(criterion, phd="2021-01-10", career_break_months=8)
    assert "career break" not in sentence(criterion, phd="2024-01-10")


def test_a_day_that_no_programme_names_is_said_to_be_the_deadline() -> None:
    criterion = Criterion("years-since-phd", maximum=6)
    assert sentence(criterion, phd="2022-03-14").endswith(
        "31 January 2027, the deadline, as the programme names no day."
    )
    around = sentence(criterion, ("2027-01-01", "2027-03-01"), "expected", phd="2022-03-14")
    assert around == (
        "Doctorate dated 14 March 2022: not more than 6 years before 1 March 2027, the last day that may count. The"
        " programme names no day that counts, so we reckon at the deadline. The deadline is only expected."
    )


def test_where_the_days_straddle_the_limit_both_ends_are_told() -> None:
    criterion = Criterion("years-since-phd", maximum=6, counted="start")
    assert sentence(criterion, ("2026-11-25", "2028-05-26"), "unknown", phd="2021-09") == (
        "Doctorate dated September 2021: it depends on the day that counts, between 25 November 2026 and 26 May 2030."
        " The day on which the award starts is not known. The next deadline is not known."
    )


def test_ages_are_told_with_what_is_accepted() -> None:
    criterion = Criterion("age", maximum=35, counted="date", on_date="04-01", on_year="after-deadline")
    assert sentence(criterion, born="1990-03-14") == (
        "Born 14 March 1990: aged 37 on 1 April 2027, the day that counts for this round. Accepted: 35 or under."
    )
    assert "Born 1991: aged 35 or 36 on 1 April 2027" in sentence(criterion, born="1991")
    assert sentence(criterion).endswith("; you have not said your date of birth.")


@pytest.mark.parametrize(
    ("criterion", "answers", "says"),
    [
        (
            Criterion("nationality", rule="only", values=("diplomatic-relations-with-japan",)),
            {"nationalities": ("GB",)},
            "Nationals of the United Kingdom can apply.",
        ),
        (
            Criterion("nationality", rule="only", values=("JP",)),
            {"nationalities": ("GB", "FR")},
            "Only nationals of Japan; you are a national of the United Kingdom and France.",
        ),
        (
            Criterion("nationality", rule="only", values=("JP",), permanent_residents=True),
            {"nationalities": ("GB",), "permanent_residence": ("JP",)},
            "Permanent residents of Japan can apply, as nationals can.",
        ),
        (
            Criterion("nationality", rule="except", values=("JP",)),
            {"nationalities": ("GB", "JP")},
            (
                "Nationals of Japan cannot apply; you are a national of the United Kingdom and Japan."
                " No source that we saw says what holds for dual nationals."
            ),
        ),
        (
            Criterion("nationality", rule="except", values=("JP",), permanent_residents=False),
            {"nationalities": ("GB",), "permanent_residence": ("JP",)},
            "Nationals and permanent residents of Japan cannot apply; you are a permanent resident of Japan.",
        ),
        (
            Criterion("residence", rule="only", values=("GB",)),
            {"residence": "JP"},
            "Only people who live or work in the United Kingdom; you live or work in Japan.",
        ),
        (
            Criterion("host", required=True, host_kind="host", countries=("JP",)),
            {},
            "A host in Japan must agree first; you have not said whether you have one.",
        ),
        (
            Criterion("institution", values=("university",), rule="only", countries=("JP",), occupations=("employed",)),
            {"institution_kind": "university", "institution_country": "GB", "employed": True},
            "Employed at a university in Japan; you are at a university in the United Kingdom and you are employed.",
        ),
        (
            Criterion("institution", values=("university",), partner_only=True),
            {"institution_kind": "university", "institution_country": "GB"},
            (
                "At a university that is a partner of the programme; you are at a university in the United Kingdom."
                " We hold no full list: check whether yours is meant."
            ),
        ),
        (
            Criterion("degree", values=("doctorate",), or_equivalent=True),
            {"highest_degree": "masters", "enrolled_in": "not-enrolled"},
            (
                "A doctorate held, or equal experience; your highest degree is a master's and you are not"
                " registered for a degree. Check whether your experience counts as equal."
            ),
        ),
        (
            Criterion("degree", values=("doctorate",), held_by="application"),
            {"phd": "2028-10", "highest_degree": "masters", "enrolled_in": "doctorate"},
            (
                "A doctorate held, when you apply; your highest degree is a master's, you are enrolled for a doctorate,"
                " your doctorate is dated October 2028 and the last day that may count is 31 January 2027."
            ),
        ),
        (
            Criterion("listed-stages", values=("senior",)),
            {"career_stage": "doctoral"},
            (
                "Listed for senior researchers; you are a doctoral researcher."
                " No rule keeps others out: check the official page."
            ),
        ),
        (
            Criterion("language", values=("ja",), level="working"),
            {"japanese": "basic"},
            "Japanese, level: Working (B2; IELTS 6; JLPT N3 or N2); your Japanese is basic.",
        ),
        (
            Criterion("stay", values=("JP",), maximum=12, within_years=3),
            {"japan_months_recent": 20},
            (
                "Not more than 12 months spent in Japan in the last 3 years; you were there for 20 months in the last"
                " three years."
            ),
        ),
        (
            Criterion("earlier-award", required=False, values=("jsps",), again_after_years=3),
            {"earlier_awards": ("jsps",)},
            (
                "Must not have held an award of “JSPS” before, or only more than 3 years ago."
                " You have held one: check whether enough years have passed."
            ),
        ),
        (
            Criterion("applicant", values=("institution",)),
            {"career_stage": "senior"},
            "Your institution applies. Ask whether yours will.",
        ),
        (
            Criterion("nothing-stated"),
            {},
            "No source that we saw says who can apply. Check the official page.",
        ),
    ],
)  # fmt: skip
def test_her_own_answer_is_what_decides(criterion: Criterion, answers: dict[str, Any], says: str) -> None:
    assert sentence(criterion, **answers) == says


def test_what_only_people_can_check_stands_apart_from_the_sentence() -> None:
    """The catalogue is English: a Japanese page has to mark it."""
    criterion = Criterion("residence", rule="only", values=("GB",), text="In Wales.", sources=("s2",))
    known = Profile(residence="GB")
    words = finding_in_words(judge(criterion, known, Span(1, 1)), known, Context(NAMES.get, "unknown"))
    assert words.sentence == ("People who live or work in the United Kingdom can apply. Check the rest yourself:")
    assert (words.outcome, words.mark, words.prose, words.sources) == ("unknown", "Cannot tell", "In Wales.", ("s2",))
    elsewhere = Profile(residence="JP")
    refused = finding_in_words(judge(criterion, elsewhere, Span(1, 1)), elsewhere, Context(NAMES.get, "unknown"))
    assert (refused.mark, refused.prose) == ("Not met", None)
    other = Criterion("other", text="Must be good.")
    pure = finding_in_words(judge(other, known, Span(1, 1)), known, Context(NAMES.get, "unknown"))
    assert (pure.sentence, pure.prose) == ("Check yourself:", "Must be good.")


@settings(max_examples=300)
@given(criteria(), profiles(), deadlines(), st.sampled_from(CONTEXTS), st.sampled_from(["en", "ja"]))
def test_of_anything_found_there_is_a_clean_sentence(
    criterion: Criterion, anybody: Profile, deadline: Span, known: str, language: str
) -> None:
    finding = judge(criterion, anybody, deadline)
    with override(language):
        words = finding_in_words(finding, anybody, Context(NAMES.get, known))
        assert not faults(words.sentence, language), words.sentence
        assert words.sentence[-1] in ".:。："
        assert (words.prose is not None) <= words.sentence.endswith((":", "："))
        assert words.missing == finding.missing
