"""Profiles, and a visitor who answers the questions."""

from typing import Any

from django.test import Client
from hypothesis import strategies as st

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.terms import INSTITUTION_KIND, LANGUAGE_LEVEL
from opportunities.ford import FIELD
from opportunities.vocabulary import CAREER_STAGE
from opportunities.web.countries import COUNTRIES
from opportunities.web.profile.text import DEGREES, ENROLMENTS, MOST, MOST_BREAKS, MOST_MONTHS, MOST_YEARS

ELIGIBILITY = "/eligibility/"
RESEARCHER = {
    "asked": ["nationalities", "residence", "career_stage", "phd"],
    "nationalities": ["United Kingdom", ""],
    "residence": "UK",
    "career_stage": "early-career",
    "phd_year": "2019",
    "phd_month": "3",
    "phd_day": "14",
}


def answering_visitor() -> Client:
    """A browser that says where its forms come from."""
    return Client(raise_request_exception=False, headers={"sec-fetch-site": "same-origin"})


def researcher() -> Client:
    """A browser that keeps a profile."""
    visitor = answering_visitor()
    assert visitor.post(ELIGIBILITY, RESEARCHER).status_code == 303
    return visitor


def _codes(codes: Any, name: str = "") -> st.SearchStrategy[Any]:
    one = st.sampled_from(sorted(codes))
    return st.lists(one, unique=True, max_size=MOST[name]).map(tuple) if name else one


@st.composite
def _dates(draw: st.DrawFn) -> PartialDate:
    day = draw(st.dates(min_value=PartialDate(1900).first, max_value=PartialDate(2200).last))
    parts = draw(st.integers(1, 3))
    return PartialDate(*(day.year, day.month, day.day)[:parts])


_slugs = st.lists(st.from_regex(r"[a-z0-9][-a-zA-Z0-9_]{0,79}", fullmatch=True), unique=True, max_size=20).map(tuple)
_months = st.integers(0, MOST_MONTHS)
ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "nationalities": _codes(COUNTRIES, "nationalities"),
    "permanent_residence": _codes(COUNTRIES, "permanent_residence"),
    "residence": _codes(COUNTRIES),
    "career_stage": _codes(CAREER_STAGE),
    "highest_degree": _codes(DEGREES),
    "enrolled_in": _codes(ENROLMENTS),
    "phd": _dates(),
    "career_break_months": st.integers(0, MOST_BREAKS),
    "born": _dates(),
    "employed": st.booleans(),
    "institution_kind": _codes((*INSTITUTION_KIND, "none")),
    "institution_country": _codes(COUNTRIES),
    "fields": _codes(FIELD, "fields"),
    "first_degree_field": _codes(FIELD),
    "english": _codes(LANGUAGE_LEVEL),
    "japanese": _codes(LANGUAGE_LEVEL),
    "has_host": st.booleans(),
    "has_place": st.booleans(),
    "nominated": st.booleans(),
    "japan_months_recent": _months,
    "japan_months": _months,
    "uk_months_recent": _months,
    "uk_months": _months,
    "work_years": st.integers(0, MOST_YEARS),
    "earlier_awards": _slugs,
}


def profiles() -> st.SearchStrategy[Profile]:
    """Any profile that the form can give."""
    return st.fixed_dictionaries({}, optional=ANSWERS).map(lambda answers: Profile(**answers))
