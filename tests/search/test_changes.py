"""The log of changes names every opportunity whose entry differs, whoever edits what, and says where it is cut off."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from opportunities.curation.revision import raise_revision
from opportunities.models import CatalogueRevision, Opportunity
from opportunities.search.changes import Changes, changes_since, current_revision
from opportunities.search.entry import Entry, all_bodies, entry_of, rates_to_the_pound
from tests.databases import connected_to, new_database
from tests.search.edits import Edit, apply, edits, fill


def entries() -> dict[int, Entry]:
    """The published entries as they are now, by primary key."""
    bodies, rates = all_bodies(), rates_to_the_pound()
    return {row.pk: entry_of(row, bodies, rates) for row in Opportunity.objects.published().with_facts()}


def log(*opportunities: int, revision: int) -> Changes:
    return Changes(revision, everything=False, opportunities=frozenset(opportunities))


# --- What the log says -------------------------------------------------------------------------


@pytest.mark.django_db
def test_changes_add_up() -> None:
    for changed in ((1, 2), (), (2, 3)):
        raise_revision(changed)
    assert changes_since(0) == log(1, 2, 3, revision=3)
    assert changes_since(1) == log(2, 3, revision=3)
    assert changes_since(3) == log(revision=3)


@pytest.mark.django_db
def test_one_change_of_everything_is_everything() -> None:
    raise_revision((1,))
    raise_revision()
    raise_revision((2,))
    assert changes_since(0).everything
    assert changes_since(1).everything
    assert changes_since(2) == log(2, revision=3)


@pytest.mark.django_db
def test_a_log_that_does_not_reach_back_is_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.curation.revision.KEPT", 3)
    for pk in range(1, 10):
        raise_revision((pk,))
    assert changes_since(6) == log(7, 8, 9, revision=9)
    assert changes_since(5) == Changes(9, everything=True, opportunities=frozenset())


@pytest.mark.django_db
def test_a_database_put_back_to_an_older_state_is_everything() -> None:
    raise_revision((1,))
    assert changes_since(57) == Changes(1, everything=True, opportunities=frozenset())


@pytest.mark.django_db
def test_a_revision_from_before_there_was_a_log_is_everything() -> None:
    CatalogueRevision.objects.create(number=8)
    raise_revision((1,))
    assert changes_since(7).everything
    assert changes_since(8) == log(1, revision=9)


@pytest.mark.django_db
def test_asking_costs_one_small_query_or_two() -> None:
    assert current_revision() == 0
    for pk in range(50):
        raise_revision((pk,))
    with CaptureQueriesContext(connection) as asked:
        changes_since(50)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        changes_since(0)
    assert len(asked) == 2


# --- Whatever is edited --------------------------------------------------------------------------


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=5))
def test_every_entry_that_differs_is_named(sequence: list[Edit]) -> None:
    with transaction.atomic():
        fill()
        states = [(current_revision(), entries())]
        for edit in sequence:
            apply(edit)
            now = entries()
            for revision, before in states:
                changes = changes_since(revision)
                differing = {pk for pk in before.keys() | now.keys() if before.get(pk) != now.get(pk)}
                assert changes.everything or differing <= changes.opportunities
            states.append((current_revision(), now))
        transaction.set_rollback(True)


# --- Several at once -----------------------------------------------------------------------------


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own, to which this test is connected."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        yield url


def test_writers_wait_for_one_another_and_no_reader_misses_a_change(database: str) -> None:
    rises, failures = 25, []

    def write(first: int) -> None:
        try:
            with connected_to(database):
                for pk in range(first, first + rises):
                    with transaction.atomic():
                        raise_revision((pk,))
        except Exception as error:
            failures.append(error)

    writers = [threading.Thread(target=write, args=(first,)) for first in (100, 200, 300)]
    for writer in writers:
        writer.start()
    revision, seen = 0, set[int]()
    while revision < 3 * rises and (not failures):
        changes = changes_since(revision)
        assert not changes.everything, "a number was visible without its changes"
        assert changes.revision >= revision
        assert len(changes.opportunities) == changes.revision - revision, "two writers had the same number"
        seen |= changes.opportunities
        revision = changes.revision
    for writer in writers:
        writer.join()
    assert failures == []
    assert seen == {first + n for first in (100, 200, 300) for n in range(rises)}
