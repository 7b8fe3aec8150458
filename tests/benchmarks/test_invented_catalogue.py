"""Invented entries are ones that a curator could have entered, and the same each time."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from benchmarks.catalogue import COLUMNS, fill
from benchmarks.distribution import CODES, ORGANISATIONS
from opportunities.curation.eligibility_facts import EligibilityFacts
from opportunities.curation.eligibility_rows import eligibility_facts
from opportunities.deadlines.status import standing_at
from opportunities.eligibility.terms import CRITERION_KIND
from opportunities.models import Opportunity, Organisation
from opportunities.models.classification import CODES as CODES_OF_SCHEMES
from opportunities.models.schedules import schedule_of

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
REAL, SIZE = 194, 394
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def facts_of(size: int, seed: int) -> dict[str, list[dict[str, Any]]]:
    """The invented rows by table, which are not kept."""
    with transaction.atomic():
        fill(size, seed)
        rows = {model.__name__: list(model._default_manager.order_by("pk").values()) for model in COLUMNS}
        transaction.set_rollback(True)
    return rows


def test_one_seed_gives_the_same_facts_each_time() -> None:
    assert facts_of(SIZE, 1) == facts_of(SIZE, 1)


def test_another_seed_gives_other_facts() -> None:
    assert facts_of(SIZE, 1)["Opportunity"][-1] != facts_of(SIZE, 2)["Opportunity"][-1]


def test_a_smaller_catalogue_is_the_beginning_of_a_larger() -> None:
    smaller, larger = facts_of(SIZE - 50, 1), facts_of(SIZE, 1)
    assert all(rows == larger[table][: len(rows)] for table, rows in smaller.items())


def test_there_are_as_many_as_asked_for() -> None:
    fill(SIZE)
    assert Opportunity.objects.published().count() == SIZE
    assert Organisation.objects.count() == ORGANISATIONS


RELATED: dict[str, Callable[[Opportunity], Any]] = {
    "classifications": lambda opportunity: opportunity.classifications.all(),
    "criteria": lambda opportunity: opportunity.criteria.all(),
    "routes": lambda opportunity: opportunity.eligibility_routes.all(),
    "rounds": lambda opportunity: opportunity.rounds.all(),
    "usual dates": lambda opportunity: opportunity.usual_dates.all(),
    "sources": lambda opportunity: opportunity.sources.all(),
    "funders": lambda opportunity: opportunity.funders.all(),
}


def test_the_models_accept_what_is_invented() -> None:
    fill(SIZE)
    checked = dict.fromkeys(RELATED, 0)
    for opportunity in Opportunity.objects.with_facts().order_by("pk")[REAL::5]:
        opportunity.full_clean()
        for part, rows_of in RELATED.items():
            for row in rows_of(opportunity):
                row.full_clean()
                checked[part] += 1
    assert all(checked.values()), checked


def test_the_files_could_hold_what_is_invented() -> None:
    fill(SIZE)
    for opportunity in Opportunity.objects.with_facts().order_by("pk")[REAL:]:
        stated = eligibility_facts(opportunity).model_dump(by_alias=True)
        assert EligibilityFacts.model_validate(stated).model_dump(by_alias=True) == stated


def test_who_can_apply_is_as_involved_as_in_life() -> None:
    fill(2 * SIZE)
    entries = list(Opportunity.objects.with_facts().order_by("pk"))

    def shares(part: list[Opportunity]) -> tuple[float, ...]:
        rows = [list(entry.criteria.all()) for entry in part]
        with_routes = sum(bool(entry.eligibility_routes.all()) for entry in part)
        with_alternatives = sum(any(row.either is not None for row in own) for own in rows)
        return with_routes / len(part), with_alternatives / len(part), sum(map(len, rows)) / len(part) / 10

    assert shares(entries[REAL:]) == pytest.approx(shares(entries[:REAL]), abs=0.1)
    assert {row.kind for entry in entries[REAL:] for row in entry.criteria.all()} == set(CRITERION_KIND)


def test_programmes_stand_as_differently_as_real_ones() -> None:
    fill(2 * SIZE)
    invented = Opportunity.objects.with_facts().order_by("pk")[REAL:]
    standings = {standing_at(schedule_of(opportunity), AT).status for opportunity in invented}
    assert standings >= {"open", "closing-soon", "rolling", "opens-later", "expected", "closed", "unknown", "ended"}


@pytest.mark.parametrize("scheme", CODES)
def test_every_code_can_occur(scheme: str) -> None:
    assert {"all", *CODES[scheme].values} == {"all", *CODES_OF_SCHEMES[scheme]}
