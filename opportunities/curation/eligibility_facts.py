"""The form of the facts on who can apply, as files write them; described in fixtures/catalogue/README.md."""

import re
from collections.abc import Iterator
from math import prod
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from opportunities import vocabulary
from opportunities.curation.fact_types import (
    Country,
    Distinct,
    Facts,
    Place,
    Slug,
    Text,
    Years,
    no_repeats,
    one_of,
    written,
)
from opportunities.deadlines.rounds import YearlyDate
from opportunities.eligibility import terms
from opportunities.ford import FIELD

MOST_COMBINATIONS = 64  # of routes and alternatives of one programme

Months = Annotated[int, Field(ge=0, le=1200)]
Code = Annotated[str, Field(max_length=40)]
Refs = Annotated[list[Annotated[str, written("the id of a source", "[a-z0-9-]{1,20}")]], Distinct]
_RULE = one_of(("only", "except", "any"))
_ONLY_OR_EXCEPT = one_of(("only", "except"))


def _counting_day(text: str) -> str:
    if re.fullmatch(r"[0-9]{2}-[0-9]{2}", text):
        return str(YearlyDate.parse(text))
    if re.fullmatch(r"(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}", text):
        YearlyDate.parse(text[5:])
        return text
    raise ValueError(f"“{text[:40]}” is neither a day of the year (04-01) nor a day (2026-04-01)")


class Condition(Facts):
    """What every condition may say besides: what stays prose, an explanation, and the sources it rests on.

    `text` is a part of the condition that only people can check; `note` explains and decides nothing.
    """

    text: Text | None = None
    note: Text | None = None
    source: Refs = []


def _limits_in_order(limits: Any) -> None:
    if limits.min is not None and limits.max is not None and limits.min > limits.max:
        raise ValueError(f"min {limits.min} is above max {limits.max}")


class PlaceRule(Condition):
    """A rule of residence; `values` are countries and groups of countries."""

    rule: Annotated[str, _RULE] | None = None
    values: Annotated[list[Place], Distinct] = []

    @model_validator(mode="after")
    def _values_fit_rule(self) -> Self:
        if (self.rule in ("only", "except")) != bool(self.values):
            raise ValueError(f"rule “{self.rule}” {'needs' if not self.values else 'cannot have'} values")
        return self


class NationalityRule(PlaceRule):
    """A rule of nationality, and what holds for permanent residents and dual nationals."""

    permanent_residents: bool | None = None
    dual_nationals: Annotated[str, one_of(terms.DUAL_NATIONALS)] | None = None


class StayFacts(Condition):
    """Time already spent in a country: months, inclusive, in the last years (or ever)."""

    country: Country
    min_months: Months | None = None
    max_months: Months | None = None
    within_years: Annotated[int, Field(ge=1, le=50)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.min_months is None and self.max_months is None and self.text is None:
            raise ValueError("needs min_months, max_months or text")
        return self


class InstitutionRule(Condition):
    """The institution that the applicant belongs to; `rule` is about its countries."""

    kinds: Annotated[list[Annotated[str, one_of(terms.INSTITUTION_KIND)]], Distinct] = []
    rule: Annotated[str, _ONLY_OR_EXCEPT] | None = None
    countries: Annotated[list[Place], Distinct] = []
    occupations: Annotated[list[Annotated[str, one_of(terms.OCCUPATION)]], Distinct] = Field([], alias="as")
    named: Annotated[list[Text], Distinct] = []
    partner_only: bool = False

    @model_validator(mode="after")
    def _countries_fit_rule(self) -> Self:
        if (self.rule is not None) != bool(self.countries):
            raise ValueError("rule and countries go together")
        return self


class CodesRule(Condition):
    """Codes of a closed list, only which or except which will do."""

    rule: Annotated[str, _ONLY_OR_EXCEPT] = "only"
    values: Annotated[list[Code], Distinct, Field(min_length=1)]


class OccupationRule(CodesRule):
    """Registered for a degree, or in employment."""

    values: Annotated[list[Annotated[str, one_of(terms.OCCUPATION)]], Distinct, Field(min_length=1)]


class FieldsRule(CodesRule):
    """Fields (OECD FORD codes)."""

    values: Annotated[list[Annotated[str, one_of(FIELD)]], Distinct, Field(min_length=1)]


class StagesRule(Condition):
    """Career stages, any of which will do."""

    values: Annotated[list[Annotated[str, one_of(vocabulary.CAREER_STAGE)]], Distinct, Field(min_length=1)]


class DegreeRule(Condition):
    """Degrees held or in progress, any of which will do."""

    any_of: Annotated[list[Annotated[str, one_of(vocabulary.DEGREE)]], Distinct] = []
    or_equivalent: bool = False
    held_by: Annotated[str, one_of(terms.HELD_BY)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.any_of and self.text is None:
            raise ValueError("needs any_of or text")
        return self


class YearLimits(Condition):
    """Limits in completed years, inclusive, and the day at which they count."""

    min: Years | None = None
    max: Years | None = None
    counted: Annotated[str, one_of(terms.COUNTED)] | None = None
    on_date: Annotated[str, BeforeValidator(_counting_day)] | None = None
    on_year: Annotated[str, one_of(terms.ON_YEAR)] | None = None
    breaks: Annotated[str, one_of(terms.BREAKS)] | None = None
    less_than_max: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        _limits_in_order(self)
        if (self.counted == "date") != (self.on_date is not None):
            raise ValueError("counted: date and on_date go together")
        if self.on_year is not None and (self.on_date is None or len(self.on_date) != 5):
            raise ValueError("on_year needs an on_date such as 04-01")
        return self


class LanguageFacts(Condition):
    """A language (ISO 639-1 code, or several joined by “or”), the level asked, and the words for it."""

    language: Annotated[str, written("a language code, or several joined by “or”", "[a-z]{2}( or [a-z]{2})*")]
    level_code: Annotated[str, one_of(terms.LANGUAGE_LEVEL)] | None = None
    level: Text | None = None

    @model_validator(mode="after")
    def _words_are_the_level(self) -> Self:
        if self.text is not None:
            raise ValueError("the words of a language go into level")
        return self


class HostRule(Condition):
    """Whether a host, partner, employer or place on a course is needed first, and where."""

    required: bool | None = None
    what: Annotated[str, one_of(terms.HOST_KIND)] = "host"
    country: Country | None = None


class ApplicantRule(Condition):
    """Who applies: any of these ways; `by` names who applies or nominates."""

    who: Annotated[list[Annotated[str, one_of(vocabulary.APPLICANT)]], Distinct, Field(min_length=1)]
    by: Text | None = None


class WorkExperience(Condition):
    """Years of work, inclusive."""

    min_years: Years | None = None
    max_years: Years | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.min_years is None and self.max_years is None and self.text is None:
            raise ValueError("needs min_years, max_years or text")
        return self


class EarlierAward(Condition):
    """Awards (keys of programmes or organisations; none: this programme) that must, or must never, have been held."""

    rule: Annotated[str, one_of(("never", "must"))]
    of: Annotated[list[Slug], Distinct] = []
    again_after_years: Annotated[int, Field(ge=1, le=50)] | None = None


class OtherCondition(Condition):
    """A condition that only people can check."""

    text: Text


def _sentence(value: object) -> object:
    """A condition given as a mere sentence."""
    return {"text": value} if isinstance(value, str) else value


def _who(value: object) -> object:
    """Who applies, given as a mere code."""
    return {"who": [value]} if isinstance(value, str) else value


class Conditions(Facts):
    """Conditions all of which must hold; what is left out is not stated."""

    nationality: NationalityRule | None = None
    residence: PlaceRule | None = None
    stays: list[StayFacts] = []
    institution: Annotated[InstitutionRule, BeforeValidator(_sentence)] | None = None
    occupation: OccupationRule | None = None
    career_stages: StagesRule | None = None
    degree: DegreeRule | None = None
    first_degree: FieldsRule | None = None
    fields: FieldsRule | None = None
    years_since_phd: YearLimits | None = None
    age: YearLimits | None = None
    languages: list[LanguageFacts] = []
    work_experience: WorkExperience | None = None
    earlier_award: EarlierAward | None = None
    host: HostRule | None = None
    applicant: Annotated[ApplicantRule, BeforeValidator(_who)] | None = None
    other: list[Annotated[OtherCondition, BeforeValidator(_sentence)]] = []

    def conditions(self) -> Iterator[Condition]:
        """All conditions, those of alternatives and routes too."""
        for value in (getattr(self, name) for name in Conditions.model_fields):
            yield from value if isinstance(value, list) else [value] if value is not None else []


class EitherConditions(Conditions):
    """Conditions, and groups of alternatives of each of which one must hold."""

    either: list[Annotated[list[Conditions], Field(min_length=2)]] = []

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        for alternative in (alternative for group in self.either for alternative in group):
            yield from alternative.conditions()

    @property
    def combinations(self) -> int:
        """In how many ways the conditions can be met."""
        return prod(len(group) for group in self.either)


class RouteFacts(EitherConditions):
    """A strand or way in, with conditions of its own besides the common ones."""

    key: Slug
    name: Annotated[Text, Field(max_length=200)]
    name_ja: Annotated[Text, Field(max_length=200)] | None = None


class EligibilityFacts(EitherConditions):
    """Who can apply: what holds for everyone, and the routes of which one must be open."""

    summary: Text | None = None
    routes: list[RouteFacts] = []
    terms: list[Text] = []

    def conditions(self) -> Iterator[Condition]:
        yield from super().conditions()
        for route in self.routes:
            yield from route.conditions()

    @model_validator(mode="after")
    def _routes_differ(self) -> Self:
        no_repeats([route.key for route in self.routes])
        ways = self.combinations * (sum(route.combinations for route in self.routes) or 1)
        if ways > MOST_COMBINATIONS:
            raise ValueError(f"has {ways} combinations of routes and alternatives; at most {MOST_COMBINATIONS} can be")
        return self
