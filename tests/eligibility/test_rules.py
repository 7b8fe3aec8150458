"""Each kind of condition, on the edges where it turns."""

import datetime as dt
from typing import Any

import pytest

from opportunities.eligibility.criteria import Criterion
from opportunities.eligibility.days import Span
from opportunities.eligibility.evaluate import from_day
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.rules import judge

DEADLINE = dt.date(2026, 12, 15)


def outcome(criterion: Criterion, deadline: dt.date = DEADLINE, **answers: Any) -> str:
    """yes, no or unknown."""
    for name in ("phd", "born"):
        if isinstance(answers.get(name), str):
            answers[name] = PartialDate.parse(answers[name])
    day = deadline.toordinal()
    return judge(criterion, Profile(**answers), Span(day, day)).outcome.name.lower()


WITHIN_SIX = Criterion("years-since-phd", maximum=6)


@pytest.mark.parametrize(
    ("phd", "expected"),
    [
        ("2020-12-15", "yes"),  # the sixth anniversary is the deadline
        ("2020-12-14", "no"),
        ("2020-12", "unknown"),  # some days of the month would do
        ("2021-01", "yes"),
        ("2020-11", "no"),
        ("2020", "unknown"),
        ("2021", "yes"),
        ("2019", "no"),
        ("2027-03", "yes"),  # that it must be held already is for the degree to say
    ],
)
def test_years_since_the_doctorate(phd: str, expected: str) -> None:
    assert outcome(WITHIN_SIX, phd=phd) == expected


def test_less_than_six_years_ends_a_day_earlier() -> None:
    less = Criterion("years-since-phd", maximum=6, less_than_maximum=True)
    assert outcome(less, phd="2020-12-15") == "no"
    assert outcome(less, phd="2020-12-16") == "yes"


@pytest.mark.parametrize(("breaks", "expected"), [("do-not-count", "yes"), ("count", "no"), (None, "unknown")])
def test_a_career_break_extends_the_limit_where_the_rules_say_so(breaks: str | None, expected: str) -> None:
    limit = Criterion("years-since-phd", maximum=6, breaks=breaks)
    assert outcome(limit, phd="2020-06-15", career_break_months=6) == expected
    assert outcome(limit, phd="2020-06-14", career_break_months=6) == "no"
    assert outcome(limit, phd="2020-06-15") == "no"


def test_at_least_so_many_years() -> None:
    experienced = Criterion("years-since-phd", minimum=6)
    assert outcome(experienced, phd="2020-12-15") == "yes"
    assert outcome(experienced, phd="2020-12-16") == "no"


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1986-12-15", "no"),  # forty on the day
        ("1986-12-16", "yes"),
        ("1986-12", "unknown"),
        ("1987", "yes"),
        ("1985", "no"),
    ],
)
def test_age_in_completed_years(born: str, expected: str) -> None:
    assert outcome(Criterion("age", maximum=39), born=born) == expected


def test_who_was_born_on_29_february_is_a_year_older_on_1_march() -> None:
    adult = Criterion("age", minimum=18)
    assert outcome(adult, dt.date(2026, 2, 28), born="2008-02-29") == "no"
    assert outcome(adult, dt.date(2026, 3, 1), born="2008-02-29") == "yes"


def counted_on(on_year: str | None, deadline: dt.date, on_date: str = "04-01") -> list[str]:
    limit = Criterion("age", maximum=39, counted="date", on_date=on_date, on_year=on_year)
    day = deadline.toordinal()
    span = judge(limit, Profile(), Span(day, day)).counted_on
    assert span is not None
    return [dt.date.fromordinal(span.first).isoformat(), dt.date.fromordinal(span.last).isoformat()]


@pytest.mark.parametrize(
    ("on_year", "deadline", "expected"),
    [
        ("deadline-year", dt.date(2026, 12, 15), "2026-04-01"),
        ("year-after-deadline", dt.date(2026, 12, 15), "2027-04-01"),
        ("after-deadline", dt.date(2026, 12, 15), "2027-04-01"),
        ("after-deadline", dt.date(2027, 4, 1), "2027-04-01"),
        ("after-deadline", dt.date(2027, 4, 2), "2028-04-01"),
        ("second-after-deadline", dt.date(2026, 12, 15), "2028-04-01"),
        ("before-deadline", dt.date(2027, 4, 1), "2027-04-01"),
        ("before-deadline", dt.date(2027, 3, 31), "2026-04-01"),
        ("fiscal-year", dt.date(2027, 4, 30), "2027-04-01"),
        ("fiscal-year", dt.date(2027, 6, 30), "2027-04-01"),
        ("fiscal-year", dt.date(2027, 7, 1), "2028-04-01"),
        ("fiscal-year", dt.date(2028, 3, 31), "2028-04-01"),
    ],
)
def test_the_day_that_counts(on_year: str, deadline: dt.date, expected: str) -> None:
    assert counted_on(on_year, deadline) == [expected, expected]


def test_a_day_of_a_fiscal_year_that_lies_before_april_is_in_its_second_calendar_year() -> None:
    assert counted_on("fiscal-year", dt.date(2027, 9, 1), "03-31") == ["2029-03-31"] * 2


def test_where_the_year_is_not_stated_both_may_be_meant() -> None:
    assert counted_on(None, dt.date(2026, 12, 15)) == ["2026-04-01", "2027-04-01"]
    either = Criterion("age", maximum=39, counted="date", on_date="04-01")
    assert outcome(either, born="1986-10-10") == "unknown"  # 39 in 2026, 40 in 2027
    assert outcome(either, born="1987-10-10") == "yes"


def test_a_fixed_day_does_not_go_with_the_round() -> None:
    assert counted_on(None, dt.date(2030, 1, 1), "2027-04-01") == ["2027-04-01", "2027-04-01"]


def test_29_february_is_the_last_of_the_month_in_a_common_year() -> None:
    assert counted_on("after-deadline", dt.date(2026, 12, 15), "02-29") == ["2027-02-28", "2027-02-28"]


@pytest.mark.parametrize(
    ("criterion", "answers", "expected"),
    [
        (Criterion("nationality", rule="only", values=("GB",)), {"nationalities": ("GB", "JP")}, "yes"),
        (Criterion("nationality", rule="only", values=("EU",)), {"nationalities": ("FR",)}, "yes"),
        (Criterion("nationality", rule="only", values=("EU",)), {"nationalities": ("GB",)}, "no"),
        (Criterion("nationality", rule="only", values=("EEA",)), {"nationalities": ("NO",)}, "yes"),
        (
            Criterion("nationality", rule="only", values=("diplomatic-relations-with-japan",)),
            {"nationalities": ("TW",)},
            "no",
        ),
        (Criterion("nationality", rule="except", values=("JP",)), {"nationalities": ("GB",)}, "yes"),
        (Criterion("nationality", rule="except", values=("JP",)), {"nationalities": ("JP",)}, "no"),
        (Criterion("nationality", rule="except", values=("JP",)), {"nationalities": ("GB", "JP")}, "unknown"),
        (
            Criterion("nationality", rule="except", values=("JP",), dual_nationals="refused"),
            {"nationalities": ("GB", "JP")},
            "no",
        ),
        (
            Criterion("nationality", rule="except", values=("JP",), dual_nationals="accepted"),
            {"nationalities": ("GB", "JP")},
            "yes",
        ),
        (Criterion("nationality", rule="any"), {}, "yes"),
        (
            Criterion("nationality", rule="only", values=("JP",), permanent_residents=True),
            {"nationalities": ("BR",), "permanent_residence": ("JP",)},
            "yes",
        ),
        (
            Criterion("nationality", rule="only", values=("JP",), permanent_residents=True),
            {"nationalities": ("BR",)},
            "unknown",
        ),
        (
            Criterion("nationality", rule="except", values=("JP",), permanent_residents=False),
            {"nationalities": ("GB",), "permanent_residence": ("JP",)},
            "no",
        ),
        (Criterion("residence", rule="except", values=("JP",)), {"residence": "JP"}, "no"),
        (Criterion("stay", values=("JP",), maximum=11), {"japan_months": 12}, "no"),
        (Criterion("stay", values=("JP",), maximum=11), {"japan_months_recent": 12}, "no"),
        (Criterion("stay", values=("JP",), maximum=11), {"japan_months_recent": 2}, "unknown"),
        (Criterion("stay", values=("JP",), maximum=12, within_years=3), {"japan_months_recent": 12}, "yes"),
        (Criterion("stay", values=("JP",), maximum=12, within_years=3), {"japan_months": 12}, "yes"),
        (Criterion("stay", values=("JP",), maximum=12, within_years=3), {"japan_months": 40}, "unknown"),
        (Criterion("stay", values=("JP",), maximum=71, within_years=10), {"japan_months": 60}, "yes"),
        (Criterion("stay", values=("JP",), maximum=6, within_years=1), {"japan_months_recent": 36}, "no"),
        (Criterion("stay", values=("FR",), maximum=6), {"japan_months": 0}, "unknown"),
        (Criterion("institution", values=("university",)), {"institution_kind": "none"}, "no"),
        (
            Criterion("institution", values=("university",), rule="only", countries=("GB",), occupations=("student",)),
            {"institution_kind": "university", "institution_country": "GB", "enrolled_in": "masters"},
            "yes",
        ),
        (
            Criterion("institution", values=("university",), occupations=("student",)),
            {"institution_kind": "university", "enrolled_in": "not-enrolled"},
            "no",
        ),
        (
            Criterion("institution", partner_only=True),
            {"institution_kind": "university", "institution_country": "GB"},
            "unknown",
        ),
        (Criterion("occupation", rule="except", values=("student",)), {"enrolled_in": "doctorate"}, "no"),
        (Criterion("occupation", rule="except", values=("student",)), {"enrolled_in": "not-enrolled"}, "yes"),
        (Criterion("degree", values=("bachelors",)), {"highest_degree": "doctorate"}, "yes"),
        (Criterion("degree", values=("doctorate",)), {"highest_degree": "masters"}, "unknown"),
        (
            Criterion("degree", values=("doctorate",)),
            {"highest_degree": "masters", "enrolled_in": "not-enrolled"},
            "no",
        ),
        (
            Criterion("degree", values=("doctorate",), or_equivalent=True),
            {"highest_degree": "masters", "enrolled_in": "not-enrolled"},
            "unknown",
        ),
        (Criterion("degree", values=("doctorate",), held_by="application"), {"phd": "2026-12-15"}, "yes"),
        (Criterion("degree", values=("doctorate",), held_by="application"), {"phd": "2026-12-16"}, "no"),
        (Criterion("degree", values=("doctorate",), held_by="start"), {"phd": "2027-06"}, "unknown"),
        (Criterion("degree", values=("doctorate",), held_by="start"), {"phd": "2029-06"}, "no"),
        (Criterion("degree", values=("enrolled-doctorate",)), {"enrolled_in": "masters"}, "no"),
        (Criterion("field", rule="only", values=("1",)), {"fields": ("1.3",)}, "yes"),
        (Criterion("field", rule="only", values=("1.3",)), {"fields": ("1",)}, "unknown"),
        (Criterion("field", rule="only", values=("1.3",)), {"fields": ("2", "1.3")}, "yes"),
        (Criterion("field", rule="except", values=("3",)), {"fields": ("3.2",)}, "no"),
        (Criterion("field", rule="except", values=("3",)), {"fields": ("3.2", "1.6")}, "yes"),
        (Criterion("first-degree", rule="except", values=("6.2",)), {"first_degree_field": "6"}, "unknown"),
        (Criterion("language", values=("en", "ja"), level="fluent"), {"english": "none", "japanese": "native"}, "yes"),
        (Criterion("language", values=("ja",), level="working"), {"japanese": "basic"}, "no"),
        (Criterion("language", values=("ja",), text="enough for research"), {"japanese": "working"}, "unknown"),
        (Criterion("language", values=("ja",), text="enough for research"), {"japanese": "fluent"}, "yes"),
        (Criterion("language", values=("ja",), text="enough for research"), {"japanese": "none"}, "no"),
        (Criterion("work-experience", minimum=2), {"work_years": 2}, "yes"),
        (Criterion("work-experience", maximum=4), {"work_years": 5}, "no"),
        (Criterion("earlier-award", required=False, values=("jsps",)), {"earlier_awards": ()}, "yes"),
        (Criterion("earlier-award", required=False, values=("jsps",)), {"earlier_awards": ("jsps",)}, "no"),
        (
            Criterion("earlier-award", required=False, values=("jsps",), again_after_years=3),
            {"earlier_awards": ("jsps",)},
            "unknown",
        ),
        (Criterion("earlier-award", required=True, values=("jsps",)), {"earlier_awards": ()}, "no"),
        (Criterion("host", required=True, host_kind="host"), {"has_host": False}, "no"),
        (Criterion("host", required=True, host_kind="place"), {"has_host": True}, "unknown"),
        (Criterion("host", required=False, host_kind="host"), {}, "yes"),
        (Criterion("applicant", values=("nominated", "individual")), {}, "yes"),
        (Criterion("applicant", values=("nominated",)), {"nominated": False}, "no"),
        (Criterion("applicant", values=("institution",)), {"career_stage": "senior"}, "unknown"),
        (Criterion("applicant", values=("institution",)), {"career_stage": "institution"}, "yes"),
        (Criterion("career-stage", values=("senior",)), {"career_stage": "doctoral"}, "no"),
        (Criterion("career-stage", values=("senior",), text="eminent"), {"career_stage": "senior"}, "unknown"),
    ],
    ids=lambda value: value.kind if isinstance(value, Criterion) else None,
)
def test_a_condition(criterion: Criterion, answers: dict[str, Any], expected: str) -> None:
    assert outcome(criterion, **answers) == expected


def test_the_day_from_which_a_lower_limit_is_kept() -> None:
    adult = Criterion("age", minimum=20)
    young = Profile(born=PartialDate.parse("2007-05-05"))
    finding = judge(adult, young, Span(DEADLINE.toordinal(), DEADLINE.toordinal()))
    assert from_day(finding, young) == dt.date(2027, 5, 5).toordinal()


@pytest.mark.parametrize("text", ["", "20", "2020-13", "2020-02-30", "1899", "2201", "2020-1-1", "２０２０", "2020-00"])
def test_no_date_is_made_of_nonsense(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def test_contradictions_are_named() -> None:
    no_doctor = Profile(highest_degree="masters", enrolled_in="not-enrolled", phd=PartialDate(2020))
    assert no_doctor.contradictions() == ["phd highest_degree"]
    assert Profile(japan_months_recent=12, japan_months=3).contradictions() == ["japan_months_recent japan_months"]
    assert Profile(born=PartialDate(2010), phd=PartialDate(2020)).contradictions() == ["phd born"]
