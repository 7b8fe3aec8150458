"""A snapshot brought up to date answers exactly as one made afresh, whatever was edited; one from disk too."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from opportunities.finder import FinderQuery
from opportunities.search import building
from opportunities.search.building import build_index, build_snapshot, opened_snapshot, refreshed
from opportunities.search.snapshot import Snapshot
from opportunities.search.storage import FORMAT
from tests.builders import make_opportunity, make_organisation, make_synonyms
from tests.databases import connected_to, new_database
from tests.search import wordy
from tests.search.answers import answers, assert_same
from tests.search.edits import AWARDS, BODIES, Edit, apply, edits, fill
from tests.search.facet_catalogues import choices, moments
from tests.search.reference import CLOSED_LISTS

UNIVERSE = {**{parameter: (*values, "not-stated") for parameter, values in CLOSED_LISTS.items()}, "funder": BODIES}


@pytest.fixture(autouse=True, scope="module")
def short_pages() -> Iterator[None]:
    """Small catalogues have several pages too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("opportunities.finder.answer.PAGE_SIZE", 2)
        yield


def searches() -> st.SearchStrategy[FinderQuery]:
    """Searches for words, for values of facets, for both."""
    worded = st.builds(FinderQuery, wordy.questions())
    return worded | st.builds(FinderQuery, st.just("") | wordy.questions(2), choices(UNIVERSE, max_facets=2))


def brought_up_to_date(snapshot: Snapshot) -> Snapshot:
    """Refreshed, or made anew where that is called for."""
    newer = refreshed(snapshot)
    return build_snapshot() if newer is None else newer


@pytest.mark.django_db
@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.tuples(edits(), st.booleans()), min_size=1, max_size=6),
    st.lists(searches(), min_size=3, max_size=3),
    moments(),
)
def test_refreshed_is_as_good_as_new(
    sequence: list[tuple[Edit, bool]], queries: list[FinderQuery], at: datetime
) -> None:
    """After each edit or after several; asked in between, so that nothing kept from then is taken for new."""
    with transaction.atomic():
        fill()
        snapshot = build_snapshot()
        for edit, is_seen in [*sequence, (("publish", AWARDS[1]), True)]:
            apply(edit)
            if is_seen:
                snapshot = brought_up_to_date(snapshot)
                assert_same(answers(snapshot, queries, at), answers(build_snapshot(), queries, at))
        transaction.set_rollback(True)


# --- Large changes -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_nothing_new_is_the_same_snapshot() -> None:
    fill()
    snapshot = build_snapshot()
    assert refreshed(snapshot) is snapshot


@pytest.mark.django_db
def test_too_many_changes_call_for_a_new_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted over all refreshes since the snapshot was built: what differs from the prepared part slows searches."""
    monkeypatch.setattr(building, "MOST_CHANGED", 3)
    fill()
    snapshot = build_snapshot()
    for place in range(3):
        make_opportunity(AWARDS[place], name="Changed")
        newer = refreshed(snapshot)
        assert newer is not None
        snapshot = newer
    make_opportunity(AWARDS[0], name="Changed once more")
    assert refreshed(snapshot) is not None
    make_opportunity(AWARDS[3], name="Changed too")
    assert refreshed(snapshot) is None


@pytest.mark.django_db
def test_a_snapshot_does_not_change_under_those_who_search_it() -> None:
    fill()
    snapshot = build_snapshot()
    query, at = FinderQuery("garden"), snapshot.taken_at
    before = answers(snapshot, [query], at)
    make_opportunity(AWARDS[0], name="Garden of robots")
    make_opportunity("garden-award", name="Garden")
    make_organisation(BODIES[0], name="Garden Trust")
    make_synonyms("garden", words=["garden", "robot"])
    newer = refreshed(snapshot)
    assert newer is not None
    assert_same(answers(snapshot, [query], at), before)
    assert answers(newer, [query], at) != before


# --- On disk -------------------------------------------------------------------------------------


@pytest.fixture
def on_disk(tmp_path: Path, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database and a folder of its own, which processes started from here use as well."""
    monkeypatch.setattr(configured, "DATA_DIR", tmp_path)
    monkeypatch.setattr(building, "_AT_ONCE", 3)  # so that there are several portions
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        monkeypatch.setenv("DATABASE_URL", url)
        yield


QUERIES = [
    FinderQuery("garden poetry"),
    FinderQuery("peotry"),
    FinderQuery('"poetry lanterns" -castle'),
    FinderQuery("茶道"),
    FinderQuery("helping gar"),
    FinderQuery(selection={"kind": ("grant",), "funder": ("body-0", "not-stated")}),
    FinderQuery("robots", {"status": ("any",)}),
    FinderQuery("zzyzx"),
]


@pytest.mark.parametrize("processes", [1, 2])
def test_from_disk_as_from_memory_before_and_after_edits(processes: int, on_disk: None) -> None:
    assert opened_snapshot() is None
    fill()
    make_synonyms("aid", words=["helping", "aid"], means={"kind": ["grant"]})
    for place in range(7):
        make_opportunity(f"more-{place}", name=f"{wordy.ENGLISH[place]} {wordy.ENGLISH[-place]}", funders=["body-0"])
    make_opportunity("hidden", state="draft")
    build_index(processes)
    fresh = build_snapshot()
    opened = opened_snapshot()
    assert opened is not None
    assert_same(answers(opened, QUERIES, fresh.taken_at), answers(fresh, QUERIES, fresh.taken_at))

    make_opportunity("hidden", name="Poetry of Lanterns")
    make_opportunity("more-0", name="Castle")
    make_organisation("body-0", name="Poetry Trust")
    apply(("delete", "more-3"))
    for after in (build_snapshot(), refreshed(opened), opened_snapshot()):
        assert after is not None
        assert after.revision == build_snapshot().revision
        assert_same(answers(after, QUERIES, after.taken_at), answers(build_snapshot(), QUERIES, after.taken_at))


def test_an_index_of_another_state_is_not_opened(on_disk: None) -> None:
    """Not one that is of no use because all has changed since, nor one of a revision that is no longer."""
    fill()
    folder = build_index(1)
    opened = opened_snapshot()
    assert opened is not None
    assert opened_snapshot(after=opened.revision) is None
    apply(("rate", "JPY", 150))
    assert opened_snapshot() is None
    folder.rename(folder.with_name(f"{FORMAT}-999999-abcd"))  # as if the database had been put back to an older state
    assert opened_snapshot() is None


def test_only_the_newest_indexes_are_kept(on_disk: None, tmp_path: Path) -> None:
    fill()
    for _ in range(4):
        apply(("publish", AWARDS[0]))
        newest = build_index(1)
    kept = [path for path in newest.parent.iterdir() if path.is_dir()]
    assert newest in kept
    assert len(kept) == 2


def test_an_index_in_an_older_format_is_not_opened_and_soon_gone(on_disk: None) -> None:
    fill()
    older = build_index(1)
    older = older.rename(older.with_name(f"{FORMAT - 1}{older.name.removeprefix(str(FORMAT))}"))
    assert opened_snapshot() is None
    build_index(1)
    assert opened_snapshot() is not None
    assert not older.exists()
