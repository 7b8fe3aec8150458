"""The quick reading of entries gives exactly what the plain one gives, from one state of the database."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from pytest_django import DjangoDbBlocker

from opportunities.curation.documents import OpportunityFacts, OrganisationFacts
from opportunities.curation.storing import link_parent, store
from opportunities.models import Opportunity, Organisation
from opportunities.search import reading
from opportunities.search.entry import Entry, all_bodies, entry_of, rates_to_the_pound
from opportunities.search.reading import one_state, read_entries
from tests.builders import make_exchange_rate, make_opportunity, make_organisation, round_entry
from tests.databases import connected_to, new_database
from tests.strategies import RandomCatalogue, catalogues


def plainly_read() -> list[Entry]:
    """The published entries from instances of the models, one by one."""
    bodies, rates = all_bodies(), rates_to_the_pound()
    rows = Opportunity.objects.published().with_facts().order_by("pk")
    return [entry_of(row, bodies, rates) for row in rows]


# --- The same as the plain reading -----------------------------------------------------------------


def test_the_real_catalogue_reads_the_same(loaded_catalogue: None) -> None:
    expected = plainly_read()
    assert len(expected) > 150
    assert list(read_entries()) == expected


@pytest.mark.django_db
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(catalogues(max_opportunities=5))
def test_random_catalogues_read_the_same(catalogue: RandomCatalogue) -> None:
    with transaction.atomic():
        bodies = [OrganisationFacts.model_validate(entry) for entry in catalogue.organisations]
        for body in bodies:
            store(body)
        for body in bodies:
            link_parent(body)
        make_exchange_rate("JPY")
        for facts in map(OpportunityFacts.model_validate, catalogue.opportunities):
            store(facts)
        expected = plainly_read()
        assert list(read_entries()) == expected
        for entry in expected:
            assert list(read_entries({entry.pk})) == [entry]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_rows_come_in_the_order_that_curators_gave_them() -> None:
    rounds = [round_entry("second", closes="2028-01-15"), round_entry("first", closes="2027-01-15")]
    codes = ["senior", "doctoral", "school"]
    award = make_opportunity(career_stages=codes, cycle={"usual_closes": ["11", "03"], "rounds": rounds})
    make_opportunity("plum-award", career_stages=["masters"])
    award.classifications.filter(code="senior").update(position=9)
    award.rounds.filter(label="second").update(position=9)
    entry, _ = read_entries()
    assert entry.stages == ("doctoral", "school", "senior")
    assert [call.label for call in entry.schedule.rounds] == ["first", "second"]
    assert [str(day) for day in entry.schedule.cycle.closes] == ["11", "03"]


@pytest.mark.django_db
def test_funders_of_one_name_always_come_in_one_order() -> None:
    for key in ("c", "a", "b"):
        make_organisation(key, name="Sakura Trust")
    make_opportunity(funders=["b", "c", "a"])
    (entry,) = read_entries()
    assert [body.slug for body in entry.funders] == ["a", "b", "c"]
    assert [entry] == plainly_read()


@pytest.mark.django_db
def test_a_circle_of_organisations_reads_the_same() -> None:
    above, below = make_organisation("above"), make_organisation("below", parent="above")
    Organisation.objects.filter(pk=above.pk).update(parent=below)
    make_opportunity(funders=["below"])
    (entry,) = read_entries()
    assert entry.lineage == {"above", "below"}
    assert [entry] == plainly_read()


# --- Only some of them -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_those_that_are_named_and_published(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "NAMED_AT_ONCE", 2)
    pks = {
        key: make_opportunity(
            key, state="draft" if key == "hidden" else "published", cycle={"rounds": [round_entry(key)]}
        ).pk
        for key in ("one", "two", "hidden", "three", "four")
    }
    assert list(read_entries([])) == []
    named = list(read_entries([pks["four"], pks["hidden"], pks["one"], pks["one"], pks["three"], 10**6]))
    assert [entry.slug for entry in named] == ["one", "three", "four"]
    assert [entry.schedule.rounds[0].label for entry in named] == ["one", "three", "four"]


@pytest.mark.django_db
def test_questions_do_not_grow_with_the_catalogue() -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert list(read_entries())
        return len(queries)

    make_organisation()
    make_opportunity(funders=["sakura-trust"], cycle={"rounds": [round_entry()]})
    few = asked()
    for number in range(20):
        make_opportunity(f"more-{number}", funders=["sakura-trust"], cycle={"rounds": [round_entry()]})
    assert asked() == few


# --- From one state of the database ------------------------------------------------------------------


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own, to which this test is connected."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield url


def by_somebody_else(database: str, edit: Callable[[], object]) -> None:
    """Do this over another connection, and wait until it is done."""

    def work() -> None:
        with connected_to(database), transaction.atomic():
            edit()
            done.append(True)

    done: list[bool] = []
    other = threading.Thread(target=work)
    other.start()
    other.join(timeout=30)
    assert done and not other.is_alive()


def test_what_others_write_meanwhile_is_not_seen_and_does_not_wait(database: str) -> None:
    make_opportunity("sakura-award")
    before = plainly_read()
    with one_state():
        assert list(read_entries()) == before
        by_somebody_else(database, lambda: Opportunity.objects.update(name="New", last_checked_on=date(2026, 1, 1)))
        by_somebody_else(database, lambda: make_opportunity("plum-award"))
        assert list(read_entries()) == before
    assert [(entry.slug, entry.name) for entry in read_entries()] == [
        ("sakura-award", "New"),
        ("plum-award", "Plum Award"),
    ]


def test_writing_is_as_usual_afterwards(database: str) -> None:
    with pytest.raises(ZeroDivisionError), one_state():
        1 / 0  # noqa: B018
    with CaptureQueriesContext(connection) as queries, transaction.atomic():
        make_opportunity()
    assert connection.vendor != "sqlite" or queries[0]["sql"] == "BEGIN IMMEDIATE"
    with one_state(), one_state():
        assert len(list(read_entries())) == 1
