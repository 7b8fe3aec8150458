"""Conditions of eligibility as they are stated: common ones, those of routes, and groups of alternatives."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks import eligibility_shares as d
from benchmarks.texts import Words
from opportunities.eligibility.criteria import Criterion
from opportunities.models.criterion import VALUE_FIELDS

COLUMNS = ("route", "either", "alternative", *VALUE_FIELDS)  # of a condition, as `Placed.row` gives them


@dataclass(frozen=True, slots=True)
class Placed:
    """A condition, with its route, its group of alternatives and the alternative, where it has any."""

    criterion: Criterion
    route: str | None = None
    either: int | None = None
    alternative: int | None = None

    def row(self) -> Iterator[Any]:
        """The values of its columns."""
        yield from (self.route, self.either, self.alternative)
        for name in VALUE_FIELDS:
            value = getattr(self.criterion, name)
            yield json.dumps(value) if isinstance(value, tuple) else value


def routes_of(random: Random, words: Words) -> list[tuple[str, str, None]]:
    """The routes of one entry: short name, name, no Japanese name."""
    if random.random() >= d.HAS_ROUTES:
        return []
    return [(f"route-{n + 1}", words.prose(random, 3, 7), None) for n in range(d.HOW_MANY_ROUTES.one(random))]


def conditions_of(random: Random, words: Words, routes: list[str]) -> Iterator[Placed]:
    """The conditions of one entry with these routes."""
    yield from map(Placed, _stated(random, words, d.STATED))
    if random.random() < d.HAS_ALTERNATIVES:
        for number in range(d.HOW_MANY_ALTERNATIVES.one(random)):
            criterion = _condition(random, words, d.ALTERNATIVE.one(random))
            yield Placed(criterion, either=0, alternative=number)
    for route in routes:
        for criterion in _stated(random, words, d.STATED_IN_ROUTE):
            yield Placed(criterion, route)


def _stated(random: Random, words: Words, chances: Mapping[str, float]) -> Iterator[Criterion]:
    for kind, chance in chances.items():
        if random.random() < chance:
            yield _condition(random, words, kind)


def _condition(random: Random, words: Words, kind: str) -> Criterion:
    criterion = _MADE[kind](random, words)
    if random.random() < d.SAYS_MORE.get(kind, 0):
        return replace(criterion, text=words.prose(random, 4, 12))
    return criterion


def _nationality(random: Random, _: Words) -> Criterion:
    rule, places = d.NATIONALITY.one(random)
    residents, dual = d.PERMANENT_RESIDENTS.one(random), d.DUAL_NATIONALS.one(random)
    return Criterion("nationality", rule, places, permanent_residents=residents, dual_nationals=dual)


def _stay(random: Random, _: Words) -> Criterion:
    country, least, most, years = d.STAY.one(random)
    return Criterion("stay", values=(country,), minimum=least, maximum=most, within_years=years)


def _institution(random: Random, _: Words) -> Criterion:
    kinds, rule, countries, belongs_as = d.INSTITUTION.one(random)
    partner_only = random.random() < d.PARTNER_ONLY
    return Criterion("institution", rule, kinds, countries=countries, occupations=belongs_as, partner_only=partner_only)


def _degree(random: Random, _: Words) -> Criterion:
    equivalent = random.random() < d.OR_EQUIVALENT
    return Criterion("degree", values=d.DEGREE.one(random), or_equivalent=equivalent, held_by=d.HELD_BY.one(random))


def _limits(kind: str, random: Random, limits: tuple[int | None, int | None]) -> Criterion:
    counted, day, year = d.COUNTED.one(random)
    less = limits[1] is not None and random.random() < d.LESS_THAN
    return Criterion(
        kind,
        minimum=limits[0],
        maximum=limits[1],
        less_than_maximum=less,
        counted=counted,
        on_date=day,
        on_year=year,
        breaks=d.BREAKS.one(random),
    )


def _language(random: Random, words: Words) -> Criterion:
    level = d.LANGUAGE_LEVEL.one(random)
    return Criterion("language", values=d.LANGUAGE.one(random), level=level, text=words.prose(random, 2, 5))


def _work(random: Random, _: Words) -> Criterion:
    least, most = d.WORK_YEARS.one(random)
    return Criterion("work-experience", minimum=least, maximum=most)


def _earlier_award(random: Random, _: Words) -> Criterion:
    must, again = d.EARLIER_AWARD.one(random)
    return Criterion("earlier-award", required=must, again_after_years=again)


def _host(random: Random, _: Words) -> Criterion:
    required, what, country = d.HOST.one(random)
    return Criterion("host", required=required, host_kind=what, countries=(country,) if country else ())


_MADE: dict[str, Callable[[Random, Words], Criterion]] = {
    "nationality": _nationality,
    "residence": lambda random, _: Criterion("residence", *d.RESIDENCE.one(random)),
    "stay": _stay,
    "institution": _institution,
    "occupation": lambda random, _: Criterion("occupation", *d.OCCUPATION.one(random)),
    "career-stage": lambda random, _: Criterion("career-stage", values=d.ONLY_STAGES.one(random)),
    "degree": _degree,
    "first-degree": lambda random, _: Criterion("first-degree", "only", d.ONLY_FIELDS.one(random)),
    "field": lambda random, _: Criterion("field", "only", d.ONLY_FIELDS.one(random)),
    "years-since-phd": lambda random, _: _limits("years-since-phd", random, d.YEARS_SINCE_PHD.one(random)),
    "age": lambda random, _: _limits("age", random, d.AGE.one(random)),
    "language": _language,
    "work-experience": _work,
    "earlier-award": _earlier_award,
    "host": _host,
    "applicant": lambda random, _: Criterion("applicant", values=d.APPLICANT.one(random)),
    "other": lambda random, words: Criterion("other", text=words.prose(random, 5, 20)),
}
