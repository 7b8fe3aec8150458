"""What programmes ask: conditions, the alternatives and routes they make up, and all that one programme requires."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

# What follows from how an entry is classified, or from its having no condition at all; nobody writes these down.
LISTED_STAGES, LISTED_FIELDS, NOTHING_STATED = "listed-stages", "listed-fields", "nothing-stated"
IMPLIED = (LISTED_STAGES, LISTED_FIELDS, NOTHING_STATED)
# Conditions that say how one applies, not who can: they alone make nobody eligible.
_HOW_ONE_APPLIES = ("applicant", "host", "language")


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition. Which fields it uses depends on its `kind` (CRITERION_KIND); what is None or empty is not stated.

    nationality, residence: `rule` (any, only, except) and `values` (countries and groups of countries); nationality
    also `permanent_residents` (True: of these countries count as nationals; False: are refused like them) and
    `dual_nationals` (DUAL_NATIONALS).
    stay: `values` (one country), `minimum` and `maximum` in months, within the last `within_years` (None: ever).
    institution: `values` (INSTITUTION_KIND), `rule` and `countries`, `occupations` there (OCCUPATION), `names`,
    `partner_only` (only partner institutions of the programme).
    occupation, first-degree, field: `rule` (only, except) and `values` (OCCUPATION, FORD); career-stage: `values`.
    degree: `values` (DEGREE, any of which will do), `or_equivalent` experience, `held_by` (HELD_BY).
    years-since-phd, age: `minimum` and `maximum` in years, inclusive; `counted` (COUNTED), `on_date` (MM-DD or
    YYYY-MM-DD), `on_year` (ON_YEAR); `breaks` (BREAKS). With `less_than_maximum` the anniversary itself is too late.
    language: `values` (ISO 639-1 codes, any of which will do), `level` (LANGUAGE_LEVEL), `text` (the source's words).
    host: `required`, `host_kind` (HOST_KIND), `countries` (one). applicant: `values` (APPLICANT, any of these ways).
    work-experience: `minimum` and `maximum` in years. earlier-award: `required` (False: must never have
    held one), `values` (slugs of programmes and organisations), `again_after_years`. other: `text`.

    But for language, `text` is a part of the condition that only people can check. `sources` are ids.
    """

    kind: str
    rule: str | None = None
    values: tuple[str, ...] = ()
    minimum: int | None = None
    maximum: int | None = None
    less_than_maximum: bool = False
    required: bool | None = None
    text: str | None = None
    countries: tuple[str, ...] = ()
    occupations: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    partner_only: bool = False
    level: str | None = None
    within_years: int | None = None
    permanent_residents: bool | None = None
    dual_nationals: str | None = None
    or_equivalent: bool = False
    held_by: str | None = None
    counted: str | None = None
    on_date: str | None = None
    on_year: str | None = None
    breaks: str | None = None
    again_after_years: int | None = None
    host_kind: str | None = None
    sources: tuple[str, ...] = ()


Conjunction = tuple[Criterion, ...]  # all must hold


@dataclass(frozen=True, slots=True)
class Conditions:
    """Conditions that must all hold, and groups of alternatives of each of which one must."""

    all_of: Conjunction = ()
    either: tuple[tuple[Conjunction, ...], ...] = ()

    def ways(self) -> Iterator[Conjunction]:
        """Each combination of alternatives, written out with what holds for all."""
        for alternatives in product(*self.either):
            yield self.all_of + tuple(criterion for alternative in alternatives for criterion in alternative)


@dataclass(frozen=True, slots=True)
class Route:
    """A strand, or a way in, with conditions besides the common ones."""

    key: str
    name: str
    name_ja: str | None
    conditions: Conditions


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be eligible, written out: by a route (None where there is but one) all of these must hold."""

    route: Route | None
    criteria: Conjunction


@dataclass(frozen=True, slots=True)
class Requirements:
    """All that a programme requires: the common conditions and, where there are any, those of one of its routes."""

    common: Conditions = Conditions()
    routes: tuple[Route, ...] = ()

    def ways(self) -> tuple[Way, ...]:
        """Every way to be eligible. Where one has no conditions at all, that nothing is stated is one."""
        routes = self.routes or (Route("", "", None, Conditions()),)
        return tuple(
            Way(route if self.routes else None, tuple(dict.fromkeys((*common, *own))) or (Criterion(NOTHING_STATED),))
            for route in routes
            for common in self.common.ways()
            for own in route.conditions.ways()
        )

    def criteria(self) -> Iterator[Criterion]:
        """Every condition once, in order."""
        parts = (self.common, *(route.conditions for route in self.routes))
        everything = (
            criterion
            for part in parts
            for conjunction in (part.all_of, *(alternative for group in part.either for alternative in group))
            for criterion in conjunction
        )
        yield from dict.fromkeys(everything)


def with_implied(stated: Requirements, stages: tuple[str, ...], fields: tuple[str, ...]) -> Requirements:
    """The requirements with what follows from the career stages and fields that the programme is listed for.

    `fields` are FORD codes, or none where every field will do. Where no condition says who can apply, that too is one.
    """
    implied = []
    if stages:
        implied.append(Criterion(LISTED_STAGES, values=stages))
    if fields:
        implied.append(Criterion(LISTED_FIELDS, values=fields))
    if all(criterion.kind in _HOW_ONE_APPLIES for criterion in stated.criteria()):
        implied.append(Criterion(NOTHING_STATED))
    common = Conditions((*stated.common.all_of, *implied), stated.common.either)
    return Requirements(common, stated.routes)
