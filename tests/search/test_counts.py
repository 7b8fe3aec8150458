"""The count beside every value is what choosing it gives: told by plain Python over the facts."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.finder import FinderQuery, FinderResult, find, parse_query
from opportunities.search.building import build_snapshot
from opportunities.search.options import FacetOptions, Option
from opportunities.search.snapshot import Snapshot
from tests.search.entries import slugs_of
from tests.search.facet_catalogues import catalogues, choices, moments, store_facts
from tests.search.reference import Facts, Selection

pytestmark = pytest.mark.django_db
PATH = "/opportunities/"
MANY, FEW = settings(max_examples=15, deadline=None), settings(max_examples=6, deadline=None)


@contextmanager
def stored(facts: Facts) -> Iterator[Snapshot]:
    """A snapshot of these facts; the database is afterwards as it was."""
    with transaction.atomic():
        store_facts(facts)
        yield build_snapshot()
        transaction.set_rollback(True)


def flat(facet: FacetOptions) -> Iterator[Option]:
    for option in facet.options:
        yield option
        yield from option.children


def most_left_out(facet: FacetOptions) -> int:
    """How many results a value may have that is not shown: none, but where values are too many as few as the others."""
    unchosen = [option for option in facet.options if not option.is_selected and not option.has_selected_child]
    return min(option.count for option in unchosen if option.code != "not-stated") if facet.more else 0


def keys(result: FinderResult, snapshot: Snapshot) -> set[str]:
    return set(slugs_of(result.numbers, snapshot))


def assert_counts(facts: Facts, snapshot: Snapshot, selection: Selection, at: datetime) -> None:
    """Results and the count of every value of every facet, as the facts have it."""
    result = find(FinderQuery(selection=selection), at, snapshot, PATH)
    assert keys(result, snapshot) == facts.results(selection, at)
    assert result.total == len(result.numbers) == len(set(result.numbers))
    for facet in result.facets:
        shown = {option.code: option for option in flat(facet)}
        assert len(shown) == len(list(flat(facet)))
        for value in facts.universe()[facet.parameter]:
            expected = facts.count(selection, facet.parameter, value, at)
            if value in shown:
                assert shown[value].count == expected, (facet.parameter, value)
            else:
                assert expected <= most_left_out(facet), (facet.parameter, value)
        for option in shown.values():
            assert option.is_selected == (option.code in selection.get(facet.parameter, ()))
            assert option.count or option.is_selected or option.children
            assert option.is_disabled == (not option.count and not option.is_selected)
        assert set(selection.get(facet.parameter, ())) <= shown.keys()


@MANY
@given(st.data())
def test_every_count_is_the_number_of_results_after_choosing_the_value(data: st.DataObject) -> None:
    facts = data.draw(catalogues())
    with stored(facts) as snapshot:
        for _ in range(3):
            selection, at = data.draw(choices(facts.universe())), data.draw(moments())
            assert_counts(facts, snapshot, selection, at)


@FEW
@given(catalogues(), moments(), st.data())
def test_following_a_link_gives_the_count_beside_it(facts: Facts, at: datetime, data: st.DataObject) -> None:
    selection = data.draw(choices(facts.universe(), max_facets=2))
    with stored(facts) as snapshot:
        result = find(FinderQuery(selection=selection), at, snapshot, PATH)
        for facet in result.facets:
            if selection.get(facet.parameter):
                continue
            for option in flat(facet):
                path, _, query_string = option.link.partition("?")
                query, messages = parse_query(parse_qsl(query_string), snapshot)
                assert (path, messages) == (PATH, [])
                assert find(query, at, snapshot).total == option.count


@FEW
@given(catalogues(), moments(), st.data())
def test_no_entry_is_lost_by_a_facet(facts: Facts, at: datetime, data: st.DataObject) -> None:
    """What a facet's values find together, "not stated" included, is what is found without the facet."""
    selection = data.draw(choices(facts.universe(), max_facets=1))
    with stored(facts) as snapshot:
        for parameter, values in facts.universe().items():
            rest = {"status": ("any",), **selection}
            without = {**rest, parameter: ("any",) if parameter == "status" else ()}
            wanted = find(FinderQuery(selection=without), at, snapshot)
            found = find(FinderQuery(selection={**rest, parameter: values}), at, snapshot)
            assert set(found.numbers) == set(wanted.numbers)


@FEW
@given(catalogues(), moments(), st.data())
def test_ended_programmes_are_left_out_and_counted(facts: Facts, at: datetime, data: st.DataObject) -> None:
    selection = data.draw(choices(facts.universe()))
    with stored(facts) as snapshot:
        result = find(FinderQuery(selection=selection), at, snapshot)
        with_ended = facts.results({**selection, "status": ("any",)}, at)
        expected = 0 if selection.get("status") else len(with_ended) - result.total
        assert result.hidden_ended == expected
        if not selection.get("status"):
            ended = {entry["key"] for entry in facts.opportunities if entry["programme_status"] == "ended"}
            assert keys(result, snapshot) == with_ended - ended


@pytest.mark.parametrize(
    "selection",
    [
        {},
        {"direction": ("uk-to-japan", "not-stated"), "stage": ("doctoral",)},
        {"funder": ("ukri", "jsps"), "status": ("any",), "discipline": ("1.3", "6")},
        {"amount": ("5000-15000", "not-stated"), "duration": ("1-2-years",), "status": ("expected", "open")},
    ],
)
def test_counts_of_the_real_catalogue(selection: Selection, loaded_catalogue: None, catalogue_facts: Facts) -> None:
    assert len(catalogue_facts.opportunities) == 194
    assert_counts(catalogue_facts, build_snapshot(), selection, datetime(2026, 11, 25, 12, tzinfo=UTC))


def test_words_and_facets_are_joined(loaded_catalogue: None, catalogue_facts: Facts) -> None:
    """Counts beside a search for words are of the entries that have the words."""
    at, snapshot = datetime(2026, 11, 25, 12, tzinfo=UTC), build_snapshot()
    having = keys(find(FinderQuery(q="travel", selection={"status": ("any",)}), at, snapshot), snapshot)
    assert 0 < len(having) < len(snapshot)
    chosen: Selection = {"kind": ("grant",)}
    result = find(FinderQuery(q="travel", selection=chosen), at, snapshot)
    assert keys(result, snapshot) == having & catalogue_facts.results(chosen, at)
    for facet in result.facets:
        for option in flat(facet):
            wanted = catalogue_facts.results({**chosen, facet.parameter: (option.code,)}, at)
            assert option.count == len(having & wanted), (facet.parameter, option.code)
