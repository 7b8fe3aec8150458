"""One published opportunity as the search needs it: plain values, no database behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from opportunities.deadlines.rounds import Schedule
from opportunities.eligibility.criteria import Requirements
from opportunities.models import Classification, Criterion, ExchangeRate, Opportunity, Organisation
from opportunities.models.awards import award_of
from opportunities.models.schedules import schedule_of
from opportunities.search.requirements import requirements_of
from opportunities.worth import Award, Worth, yearly_worth


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as lists show it. `parent` is the slug of the body that it belongs to."""

    slug: str
    name: str
    name_ja: str | None
    acronym: str | None
    parent: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What facets, text search, the order and a result row need of an opportunity."""

    pk: int
    uuid: str
    slug: str
    name: str
    name_ja: str | None
    summary: str
    summary_ja: str | None
    eligibility_summary: str | None
    keywords: tuple[str, ...]
    kind: str
    directions: tuple[str, ...]
    stages: tuple[str, ...]
    disciplines: tuple[str, ...]
    activities: tuple[str, ...]
    covers: tuple[str, ...]
    applicants: tuple[str, ...]
    funders: tuple[Body, ...]
    lineage: frozenset[str]  # slugs of the funders and of all bodies above them
    award: Award
    worth: Worth | None  # pounds for a year, approximate
    duration_note: str | None
    annexe_section: str | None
    schedule: Schedule
    last_checked: date | None
    last_checked_precision: str
    official_url: str | None
    requirements: Requirements


def rates_to_the_pound() -> dict[str, Decimal]:
    """Units of each currency for one pound, from the one dated table."""
    return dict(ExchangeRate.objects.values_list("currency", "units_per_gbp"))


def all_bodies() -> dict[str, Body]:
    """Every organisation by its slug."""
    organisations = Organisation.objects.order_by("name", "slug")
    rows = organisations.values_list("slug", "name", "name_ja", "acronym", "parent__slug")
    return {row[0]: Body(*row) for row in rows}


def entry_of(opportunity: Opportunity, bodies: Mapping[str, Body], rates: Mapping[str, Decimal]) -> Entry:
    """The entry of an opportunity that was fetched `with_facts()`."""
    codes = _codes_by_scheme(opportunity.classifications.all())
    funders = in_order(bodies[funder.slug] for funder in opportunity.funders.all())
    award = award_of(opportunity)
    return Entry(
        pk=opportunity.pk,
        uuid=str(opportunity.uuid),
        slug=opportunity.slug,
        name=opportunity.name,
        name_ja=opportunity.name_ja,
        summary=opportunity.summary,
        summary_ja=opportunity.summary_ja,
        eligibility_summary=opportunity.eligibility_summary,
        keywords=tuple(opportunity.keywords),
        kind=opportunity.kind,
        directions=codes["direction"],
        stages=codes["stage"],
        disciplines=codes["discipline"],
        activities=codes["activity"],
        covers=codes["covers"],
        applicants=_applicants(opportunity.criteria.all()),
        funders=funders,
        lineage=frozenset(slug for funder in funders for slug in lineage(funder.slug, bodies)),
        award=award,
        worth=yearly_worth(award, rates),
        duration_note=opportunity.duration_note,
        annexe_section=opportunity.annexe_section,
        schedule=schedule_of(opportunity),
        last_checked=opportunity.last_checked_on,
        last_checked_precision=opportunity.last_checked_precision,
        official_url=opportunity.official_url,
        requirements=requirements_of(
            opportunity.slug,
            ((row.route, row.either, row.alternative, row.as_value()) for row in opportunity.criteria.all()),
            ((route.key, route.name, route.name_ja) for route in opportunity.eligibility_routes.all()),
            codes["stage"],
            codes["discipline"],
        ),
    )


def in_order(bodies: Iterable[Body]) -> tuple[Body, ...]:
    """Bodies by name; the same on every database, and where two have one name."""
    return tuple(sorted(bodies, key=lambda body: (body.name, body.slug)))


def lineage(slug: str, bodies: Mapping[str, Body]) -> tuple[str, ...]:
    """The body and all bodies above it, from the bottom up; ends where the chain would go round."""
    chain: list[str] = []
    above: str | None = slug
    while above is not None and above not in chain:
        chain.append(above)
        above = bodies[above].parent
    return tuple(chain)


def _codes_by_scheme(rows: Iterable[Classification]) -> dict[str, tuple[str, ...]]:
    codes: dict[str, tuple[str, ...]] = dict.fromkeys(("direction", "stage", "discipline", "activity", "covers"), ())
    for row in rows:
        codes[row.scheme] += (row.code,)
    return codes


def _applicants(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    codes = (code for criterion in criteria if criterion.kind == "applicant" for code in criterion.values)
    return tuple(dict.fromkeys(codes))
