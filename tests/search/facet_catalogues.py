"""Random small catalogues whose entries differ in what facets show, random choices in them, and random moments."""

from datetime import UTC, datetime
from typing import Any

from hypothesis import strategies as st

from opportunities import vocabulary
from opportunities.curation.documents import ExchangeRateFacts, OpportunityFacts, OrganisationFacts
from opportunities.curation.storing import link_parent, store
from tests.builders import Entry, exchange_rate_entry, opportunity_entry, organisation_entry
from tests.search.reference import Facts, Selection
from tests.strategies import cycles, maybe, ordered_pairs, some_of

# Few values and the edges of the bands, so that entries share them and edges are met.
AMOUNTS = (0, 83, 84, 999, 1_000, 1_001, 3_000, 5_000, 15_000, 60_000, 200_000, 200_500, 600_000, 10**15)
MONTHS = (0.25, 0.5, 0.99, 1, 1.5, 3, 6, 7, 12, 13, 24, 36, 48, 120)
RATES = {"JPY": "200.5", "EUR": "1.1665"}
FIELDS = ("1", "1.3", "2", "2.10", "6.4")


def applicants() -> st.SearchStrategy[Any]:
    """Who applies: one way, or any of several."""
    codes = st.sampled_from(vocabulary.APPLICANT.codes)
    return codes | st.lists(codes, min_size=1, max_size=4, unique=True).map(lambda who: {"who": who})


@st.composite
def _entry(draw: st.DrawFn, key: str, funders: tuple[str, ...]) -> Entry:
    low, high = draw(ordered_pairs(st.sampled_from(AMOUNTS)))
    shortest, longest = draw(ordered_pairs(st.sampled_from(MONTHS)))
    return opportunity_entry(
        key,
        state=draw(st.sampled_from(["published", "published", "published", "draft"])),
        kind=draw(st.sampled_from(vocabulary.KIND.codes)),
        annexe_section=draw(maybe(st.sampled_from(vocabulary.ANNEXE_SECTION.codes))),
        programme_status=draw(st.sampled_from(["active", "active", "ended", "paused", "unknown"])),
        funders=draw(some_of(funders, 2)),
        directions=draw(some_of(vocabulary.DIRECTION, 2)),
        career_stages=draw(some_of(vocabulary.CAREER_STAGE, 3)),
        disciplines=draw(some_of(FIELDS, 3) | st.just(["all"])),
        activities=draw(some_of(vocabulary.ACTIVITY, 2)),
        eligibility={"applicant": draw(maybe(applicants()))},
        funding={
            "currency": draw(st.sampled_from(["GBP", "JPY", "EUR", "XAF"])),
            "min": low,
            "max": high,
            "basis": draw(st.sampled_from(vocabulary.AMOUNT_BASIS.codes)),
            "covers": draw(some_of(vocabulary.COVERS, 2)),
        },
        duration={"min_months": shortest, "max_months": longest},
        cycle=draw(cycles()),
    )


@st.composite
def catalogues(draw: st.DrawFn, max_opportunities: int = 7) -> Facts:
    """Up to so many opportunities, and up to five funders of which some belong to others."""
    keys = tuple(f"body-{number}" for number in range(draw(st.integers(0, 5))))
    bodies = [
        organisation_entry(key, parent=draw(st.sampled_from([None, *keys[:place]]))) for place, key in enumerate(keys)
    ]
    size = draw(st.integers(0, max_opportunities))
    return Facts([draw(_entry(f"award-{number}", keys)) for number in range(size)], bodies, RATES)


def choices(universe: dict[str, tuple[str, ...]], max_facets: int = 3) -> st.SearchStrategy[Selection]:
    """Up to three values in each of a few facets."""

    def values(parameter: str) -> st.SearchStrategy[tuple[str, ...]]:
        return st.lists(st.sampled_from(universe[parameter]), min_size=1, max_size=3, unique=True).map(tuple)

    parameters = st.lists(st.sampled_from(sorted(universe)), max_size=max_facets, unique=True)
    return parameters.flatmap(lambda names: st.fixed_dictionaries({name: values(name) for name in names}))


def moments() -> st.SearchStrategy[datetime]:
    """Moments of the years in which the random rounds lie, and around them."""
    return st.datetimes(datetime(2014, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def store_facts(facts: Facts) -> None:
    """Put a catalogue into the database, through the curation layer."""
    bodies = [OrganisationFacts.model_validate(entry) for entry in facts.organisations]
    records: list[Any] = [*bodies]
    for currency, units in facts.units_per_gbp.items():
        records.append(ExchangeRateFacts.model_validate(exchange_rate_entry(currency, units_per_gbp=units)))
    records += [OpportunityFacts.model_validate(entry) for entry in facts.opportunities]
    for record in records:
        store(record)
    for body in bodies:
        link_parent(body)
