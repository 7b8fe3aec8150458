"""Random conditions, requirements, profiles and deadlines. Few values of each, so that they meet."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from hypothesis import strategies as st

from opportunities import vocabulary
from opportunities.eligibility import terms
from opportunities.eligibility.criteria import Conditions, Criterion, Requirements, Route
from opportunities.eligibility.days import Span
from opportunities.eligibility.profile import PartialDate, Profile
from tests.strategies import any_of, maybe, ordered_pairs

PLACES = ("GB", "JP", "FR", "EU", "EEA", "diplomatic-relations-with-japan")
COUNTRIES = ("GB", "JP", "FR", "TW", "US")
FIELDS = ("1", "1.3", "1.6", "5", "5.2", "6.1")
AWARDS = ("daiwa-scholarship", "jsps")
STAGES = ("doctoral", "early-career", "senior", "institution")
LEVELS = terms.LANGUAGE_LEVEL.codes


def tuples_of(codes: Any, max_size: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Some of the codes, at least one."""
    return any_of(codes, max_size).map(tuple)


@st.composite
def limits(draw: st.DrawFn, kind: str) -> Criterion:
    """A limit of age or of years since the doctorate."""
    low, high = draw(ordered_pairs(st.integers(0, 10).map(lambda years: years + (20 if kind == "age" else 0))))
    counted = draw(maybe(st.sampled_from(terms.COUNTED.codes)))
    on_date = draw(st.sampled_from(["04-01", "02-29", "12-31", "2027-04-01"])) if counted == "date" else None
    on_year = draw(maybe(st.sampled_from(terms.ON_YEAR.codes))) if on_date and len(on_date) == 5 else None
    breaks = draw(maybe(st.sampled_from(terms.BREAKS.codes)))
    return Criterion(kind, minimum=low, maximum=high, counted=counted, on_date=on_date, on_year=on_year, breaks=breaks)


def _criterion(kind: str, **values: Any) -> st.SearchStrategy[Criterion]:
    return st.builds(Criterion, st.just(kind), **values)


def _places(kind: str, **values: Any) -> st.SearchStrategy[Criterion]:
    ruled = _criterion(kind, rule=st.sampled_from(["only", "except"]), values=tuples_of(PLACES), **values)
    return ruled | st.just(Criterion(kind, rule="any"))


_RULE = st.sampled_from(["only", "except"])
_SORTS: tuple[st.SearchStrategy[Criterion], ...] = (
    _places(
        "nationality",
        permanent_residents=maybe(st.booleans()),
        dual_nationals=maybe(st.sampled_from(terms.DUAL_NATIONALS.codes)),
    ),
    _places("residence"),
    ordered_pairs(st.integers(0, 48)).flatmap(
        lambda pair: _criterion(
            "stay",
            values=tuples_of(("JP", "GB", "FR"), 1),
            minimum=st.just(pair[0]),
            maximum=st.just(pair[1]),
            within_years=maybe(st.sampled_from([1, 3, 5, 10])),
        )
    ),
    _criterion(
        "institution",
        values=st.just(()) | tuples_of(("university", "company")),
        rule=_RULE,
        countries=st.just(()) | tuples_of(PLACES),
        occupations=st.just(()) | tuples_of(terms.OCCUPATION),
        names=st.sampled_from([(), ("University of Oxford",)]),
        partner_only=st.booleans(),
    ),
    _criterion("occupation", rule=_RULE, values=tuples_of(terms.OCCUPATION)),
    _criterion("career-stage", values=tuples_of(STAGES)),
    _criterion("listed-stages", values=tuples_of(STAGES)),
    _criterion(
        "degree",
        values=tuples_of(vocabulary.DEGREE),
        or_equivalent=st.booleans(),
        held_by=maybe(st.sampled_from(terms.HELD_BY.codes)),
    ),
    _criterion("first-degree", rule=_RULE, values=tuples_of(FIELDS)),
    _criterion("field", rule=_RULE, values=tuples_of(FIELDS)),
    _criterion("listed-fields", values=tuples_of(FIELDS)),
    limits("years-since-phd"),
    limits("age"),
    _criterion("language", values=tuples_of(("en", "ja", "fr")), level=maybe(st.sampled_from(LEVELS))),
    _criterion("work-experience", minimum=maybe(st.integers(0, 5))),
    _criterion(
        "earlier-award",
        required=st.booleans(),
        values=tuples_of(AWARDS),
        again_after_years=maybe(st.integers(1, 5)),
    ),
    _criterion("host", required=maybe(st.booleans()), host_kind=st.sampled_from(terms.HOST_KIND.codes)),
    _criterion("applicant", values=tuples_of(vocabulary.APPLICANT)),
    _criterion("other", text=st.just("Must be good.")),
    st.just(Criterion("nothing-stated")),
)


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    """Any condition; now and then a part of it is prose."""
    criterion = draw(st.one_of(_SORTS))
    is_prose = criterion.text is None and draw(st.integers(0, 5)) == 0
    return replace(criterion, text="Of good standing.") if is_prose else criterion


def conjunctions(min_size: int = 0, max_size: int = 4) -> st.SearchStrategy[tuple[Criterion, ...]]:
    """Conditions that must all hold."""
    return st.lists(criteria(), min_size=min_size, max_size=max_size).map(tuple)


@st.composite
def conditions(draw: st.DrawFn) -> Conditions:
    """Conditions, now and then with a group of alternatives."""
    alternatives = st.lists(conjunctions(1, 2), min_size=2, max_size=3).map(tuple)
    return Conditions(draw(conjunctions()), draw(st.lists(alternatives, max_size=1).map(tuple)))


@st.composite
def requirements(draw: st.DrawFn) -> Requirements:
    """What a programme may require, by up to three routes."""
    keys = draw(st.sampled_from([(), (), ("a",), ("a", "b"), ("a", "b", "c")]))
    return Requirements(draw(conditions()), tuple(Route(key, key.upper(), None, draw(conditions())) for key in keys))


@st.composite
def partial_dates(draw: st.DrawFn, first: int, last: int) -> PartialDate:
    """A day, a month or a year."""
    day = draw(st.dates(dt.date(first, 1, 1), dt.date(last, 12, 31)))
    return draw(st.sampled_from([PartialDate(day.year), PartialDate(day.year, day.month), _whole(day)]))


def _whole(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


ANSWERS: dict[str, st.SearchStrategy[Any]] = {
    "nationalities": st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2).map(tuple),
    "permanent_residence": st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=1).map(tuple),
    "residence": st.sampled_from(COUNTRIES),
    "career_stage": st.sampled_from(STAGES),
    "highest_degree": st.sampled_from(["none", "bachelors", "masters", "doctorate"]),
    "enrolled_in": st.sampled_from(["not-enrolled", "bachelors", "masters", "doctorate"]),
    "phd": partial_dates(2016, 2029),
    "born": partial_dates(1990, 1999),
    "employed": st.booleans(),
    "institution_kind": st.sampled_from(["university", "company", "none"]),
    "institution_country": st.sampled_from(COUNTRIES),
    "fields": st.lists(st.sampled_from(FIELDS), unique=True, min_size=1, max_size=2).map(tuple),
    "first_degree_field": st.sampled_from(FIELDS),
    "english": st.sampled_from(LEVELS),
    "japanese": st.sampled_from(LEVELS),
    "has_host": st.booleans(),
    "has_place": st.booleans(),
    "nominated": st.booleans(),
    "japan_months_recent": st.integers(0, 36),
    "japan_months": st.integers(0, 60),
    "uk_months_recent": st.integers(0, 36),
    "uk_months": st.integers(0, 60),
    "work_years": st.integers(0, 6),
    "earlier_awards": st.lists(st.sampled_from(AWARDS), unique=True, max_size=2).map(tuple),
}
assert set(ANSWERS) | {"career_break_months"} == {field.name for field in fields(Profile)}


def without(profile: Profile, fields: list[str]) -> Profile:
    """The profile without some of its answers."""
    unsaid: dict[str, Any] = dict.fromkeys(fields)
    return replace(profile, **unsaid)


@st.composite
def profiles(draw: st.DrawFn) -> Profile:
    """What somebody may say of herself, without contradictions. Answers that are questions of fact may be left out."""
    answers = {name: draw(maybe(answer)) for name, answer in ANSWERS.items()}
    profile = Profile(**answers, career_break_months=draw(st.sampled_from([0, 0, 6, 24])))
    for pair in profile.contradictions():
        profile = without(profile, pair.split()[:1])
    return profile


@st.composite
def less_and_more(draw: st.DrawFn) -> tuple[Profile, Profile]:
    """A profile, and the same one with some more answers."""
    more = draw(profiles())
    forgotten = draw(st.lists(st.sampled_from(sorted(ANSWERS)), unique=True))
    return without(more, forgotten), more


@st.composite
def deadlines(draw: st.DrawFn) -> Span:
    """A day or some weeks around the time of asking, or the whole of the next one and a half years."""
    first = draw(st.dates(dt.date(2026, 6, 1), dt.date(2028, 6, 1))).toordinal()
    return Span(first, first + draw(st.sampled_from([0, 0, 30, 62, 548])))
