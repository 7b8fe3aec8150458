"""The form with the questions: what it understands, and what it says of what it does not."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.search.current import current_snapshot
from opportunities.web.countries import COUNTRIES, country_named, country_names
from opportunities.web.profile.form import ProfileForm
from opportunities.web.profile.questions import QUESTIONS, asked_of, awards_asked_about, most_telling
from opportunities.web.profile.shown import shown, warnings_of
from opportunities.wording.places import place_in_words
from tests.builders import make_opportunity
from tests.web.profiles import profiles

TODAY = date(2026, 11, 25)
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
AWARDS = {"daiwa-scholarship": "Daiwa Scholarship", "jsps": "JSPS"}


def filled_in(before: Profile | None = None, **answers: Any) -> ProfileForm:
    data = QueryDict(mutable=True)
    for name, value in answers.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return ProfileForm(QUESTIONS, before or Profile(), TODAY, AWARDS, data)


def phd(year: str, month: str = "", day: str = "") -> ProfileForm:
    return filled_in(phd_year=year, phd_month=month, phd_day=day)


def messages(form: ProfileForm) -> str:
    return " ".join(message for errors in form.errors.values() for message in map(str, errors))


def test_nothing_said_is_nothing_known() -> None:
    form = filled_in()
    assert form.is_valid()
    assert form.told() == Profile()


@given(profiles())
def test_a_form_sent_back_unchanged_changes_nothing(any_profile: Profile) -> None:
    """What each question shows of any profile is read as the same answer."""
    # Nobody can say of herself that she has no nationality, or no field: the form does not ask for that.
    profile = replace(any_profile, nationalities=any_profile.nationalities or None, fields=any_profile.fields or None)
    known = {slug: slug for slug in profile.earlier_awards or ()}
    today = date(2201, 1, 1)
    form, data = ProfileForm(QUESTIONS, profile, today, known), QueryDict(mutable=True)
    for control in (control for question in QUESTIONS for control in shown(question, form, {}).controls):
        if control.kind == "date":
            for part, value in zip(("year", "month", "day"), control.value, strict=True):
                data[f"{control.name}_{part}"] = value
        elif control.kind in ("awards", "countries", "fields"):
            data.setlist(control.name, list(control.value if control.kind == "awards" else control.rows))
            data.setlistdefault(control.name).extend(control.value if control.kind == "countries" else ())
        else:
            data[control.name] = str(control.value)
    again = ProfileForm(QUESTIONS, Profile(), today, known, data)
    assert again.is_valid(), again.errors
    assert again.told() == profile


@pytest.mark.parametrize(
    ("typed", "code"),
    [("United Kingdom", "GB"), ("uk", "GB"), ("英国", "GB"), ("イギリス", "GB"), ("Scotland", "GB"), (" jp ", "JP"),
     ("ｊａｐａｎ", "JP"), ("日本", "JP"), ("USA", "US"), ("south korea", "KR"), ("韓国", "KR"),
     ("cote d’ivoire", "CI")],
)  # fmt: skip
def test_countries_are_understood_as_people_write_them(typed: str, code: str) -> None:
    assert filled_in(residence=typed).told().residence == code


@pytest.mark.parametrize("language", ["en-gb", "ja"])
def test_every_name_in_the_list_of_countries_is_understood(language: str) -> None:
    with translation.override(language):
        assert {country_named(name) for name in country_names()} == COUNTRIES
        assert [country_named(name) for name in country_names()[:2]] == ["GB", "JP"]
        assert all(country_named(place_in_words(code)) == code for code in COUNTRIES)


def test_an_unknown_country_is_told_and_the_rest_is_kept() -> None:
    form = filled_in(nationalities=["Japan", "Atlantis"], career_stage="senior")
    assert "We do not know a country called “Atlantis”" in messages(form)
    assert form.told() == Profile(career_stage="senior")


def test_what_cannot_be_read_leaves_the_former_answer() -> None:
    assert filled_in(Profile(residence="JP"), residence="Atlantis").told().residence == "JP"


def test_several_nationalities_are_kept_once_each() -> None:
    assert filled_in(nationalities=["UK", "", "Japan", "GB"]).told().nationalities == ("GB", "JP")


def test_three_hundred_nationalities_are_too_many_and_none_is_lost() -> None:
    typed = [f"Country {number}" for number in range(300)]
    form = filled_in(nationalities=typed)
    assert "You gave 300, and we can keep 5." in messages(form)
    (control,) = shown(QUESTIONS[0], form, {}).controls
    assert list(control.rows) == typed


def test_nowhere_else_is_an_answer() -> None:
    assert filled_in(permanent_residence=["", "none"]).told().permanent_residence == ()
    assert filled_in(permanent_residence=["none", "France"]).told().permanent_residence == ("FR",)
    assert filled_in(permanent_residence=[""]).told().permanent_residence is None


def test_no_earlier_award_is_an_answer() -> None:
    assert filled_in(earlier_awards=["none"]).told().earlier_awards == ()
    assert filled_in(earlier_awards=["jsps"]).told().earlier_awards == ("jsps",)
    assert filled_in(earlier_awards=["no-such"]).errors


@pytest.mark.parametrize(
    ("parts", "stated"),
    [(("2019",), "2019"), (("2019", "3"), "2019-03"), (("2019", "03", "14"), "2019-03-14"),
     (("２０１９", "３", "１４"), "2019-03-14"), (("2020", "2", "29"), "2020-02-29"), ((" 2027 ",), "2027")],
)  # fmt: skip
def test_a_date_is_taken_as_precisely_as_it_is_known(parts: tuple[str, ...], stated: str) -> None:
    assert phd(*parts).told().phd == PartialDate.parse(stated)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("2019", "2", "30"), "There is no such day as “30 2 2019”"),
        (("2019", "2", "29"), "There is no such day"),
        (("2019", "4", "0"), "There is no such day"),
        (("2019", "4", "-3"), "There is no such day"),
        (("2019", "13"), "Write the month as a number from 1 to 12"),
        (("2019", "March"), "Write the month as a number"),
        (("19",), "four digits"),
        (("two thousand",), "four digits"),
        (("99999",), "four digits"),
        (("1" * 5000,), "four digits"),
        (("", "3", "14"), "Give the year too"),
        (("2019", "", "14"), "Give the month too"),
        (("1066",), "The year 1066 is too long ago"),
        (("2099",), "The year 2099 is too far ahead"),
        (("2019\x00",), "four digits"),
        (("<b>",), "four digits"),
    ],
)
def test_an_impossible_date_is_answered_in_words(parts: tuple[str, ...], said: str) -> None:
    form = phd(*parts)
    assert said in messages(form)
    assert form.told().phd is None


@given(st.text(max_size=12), st.text(max_size=6), st.text(max_size=6))
def test_no_date_breaks_the_form(year: str, month: str, day: str) -> None:
    form = phd(year, month, day)
    stated = form.told().phd
    assert (stated is None) == (bool(form.errors) or not (year + month + day).strip())


def test_a_phd_to_come_is_taken_as_expected_and_said_so() -> None:
    form = phd("2027", "3")
    assert form.told().phd == PartialDate(2027, 3)
    question = next(question for question in QUESTIONS if question.name == "phd")
    assert "still to come" in shown(question, form, {}).controls[0].note
    assert not shown(question, phd("2025"), {}).controls[0].note


def test_nobody_is_born_tomorrow() -> None:
    assert "still to come" in messages(filled_in(born_year="2026", born_month="11", born_day="26"))
    assert filled_in(born_year="2026", born_month="11", born_day="25").is_valid()


@pytest.mark.parametrize("number", ["-1", "1.5", "many", "1201", "9" * 400, "１2３4５"])
def test_an_impossible_number_is_answered_in_words(number: str) -> None:
    assert "Give a whole number from 0 to 1200." in messages(filled_in(japan_months=number))


def test_contradictions_are_told_and_kept() -> None:
    form = filled_in(
        highest_degree="masters", enrolled_in="not-enrolled", phd_year="2019", born_year="2010",
        japan_months_recent="9", japan_months="3", institution_kind="none", institution_country="Japan",
    )  # fmt: skip
    assert form.is_valid()
    told = form.told()
    assert told.phd and told.institution_country == "JP"
    said = " ".join(problem.message for problem in warnings_of(told))
    for words in (
        "neither hold a doctorate",
        "fewer than 15 years",
        "longer in the last three years",
        "no institution",
    ):
        assert words in said


def test_every_contradiction_has_its_words() -> None:
    profile = Profile(uk_months_recent=2, uk_months=1)
    assert "in the UK for longer" in warnings_of(profile)[0].message


@pytest.mark.django_db
class TestOrder:
    """Which questions come first, of a small catalogue."""

    def opportunity(self, key: str, **eligibility: Any) -> None:
        make_opportunity(key, career_stages=[], eligibility=eligibility)

    def test_what_settles_most_comes_first(self) -> None:
        for number in range(3):
            self.opportunity(f"by-nationality-{number}", nationality={"rule": "only", "values": ["GB"]})
        self.opportunity("by-home", residence={"rule": "only", "values": ["JP"]})
        asked = asked_of(Profile(), AT, current_snapshot())
        assert [question.name for question in asked.first] == ["nationalities", "residence"]
        assert (asked.bears_on["nationalities"], asked.bears_on["residence"]) == (3, 1)
        answered = asked_of(Profile(nationalities=("FR",)), AT, current_snapshot())
        assert [question.name for question in answered.first] == ["residence"]
        assert "nationalities" in {question.name for question in answered.questions}

    def test_the_order_stands_still_while_she_answers(self) -> None:
        self.opportunity("by-home", residence={"rule": "only", "values": ["JP"]})
        first = ["residence", "english", "no-such-question", "english"]
        asked = asked_of(Profile(residence="JP"), AT, current_snapshot(), first)
        assert [question.name for question in asked.first] == ["residence", "english"]
        assert len({question.name for question in asked.questions}) == len(asked.questions)

    def test_the_date_of_birth_is_asked_only_where_a_result_hangs_on_it(self) -> None:
        self.opportunity("by-home", residence={"rule": "only", "values": ["JP"]})
        assert "born" not in {question.name for question in asked_of(Profile(), AT, current_snapshot()).questions}
        self.opportunity("by-age", age={"max": 35}, residence={"rule": "only", "values": ["JP"]})
        assert "born" in {question.name for question in asked_of(Profile(), AT, current_snapshot()).questions}
        abroad = asked_of(Profile(residence="GB"), AT, current_snapshot())
        assert "born" not in {question.name for question in abroad.questions}
        known = asked_of(Profile(residence="GB", born=PartialDate(1990)), AT, current_snapshot())
        assert "born" in {question.name for question in known.questions}

    def test_awards_are_those_that_somebody_asks_about(self) -> None:
        self.opportunity("by-home", residence={"rule": "only", "values": ["JP"]})
        assert awards_asked_about(AT, current_snapshot()) == ()


def test_the_questions_on_the_search_page_are_the_most_telling() -> None:
    bears_on = {"phd": 5, "english": 9, "uk": 1, "residence": 9}
    told = [question.name for question in most_telling(Profile(english="basic"), bears_on, 2)]
    assert told == ["residence", "phd"]
