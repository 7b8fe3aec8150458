"""A search stands wholly in its address: it can be written, read, changed and read again."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.querystrings import query_string
from opportunities.finder.query import MAX_PAGE, SORTS, FinderQuery, parse_query
from opportunities.search.declaration import FACETS, NOT_STATED
from tests.search.entries import body, entry, snapshot_of

SNAPSHOT = snapshot_of(entry("one", funders=(body("jsps"), body("daiwa"))))
VALUES = {facet.parameter: [*(facet.values.codes if facet.values else SNAPSHOT.bodies), NOT_STATED] for facet in FACETS}


def chosen(parameter: str) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(VALUES[parameter]), min_size=1, max_size=3, unique=True).map(tuple)


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=60).map(lambda text: " ".join(text.split()))
queries = st.builds(
    FinderQuery,
    q=words,
    selection=st.fixed_dictionaries({}, optional={parameter: chosen(parameter) for parameter in VALUES}),
    sort=st.sampled_from(["", *SORTS]),
    page=st.integers(1, MAX_PAGE),
    name_part=words,
)


def read(address: str) -> tuple[FinderQuery, list[str]]:
    return parse_query(parse_qsl(address.removeprefix("?"), keep_blank_values=True), SNAPSHOT)


@given(queries)
def test_an_address_is_read_as_the_search_it_was_made_from(query: FinderQuery) -> None:
    assert read(query.address) == (query, [])
    assert parse_query(query.pairs, SNAPSHOT) == (query, [])


@given(queries)
def test_there_is_one_address_for_a_search_whatever_order_its_parameters_came_in(query: FinderQuery) -> None:
    backwards = sorted(query.pairs, key=lambda pair: pair[0], reverse=True)
    assert parse_query(backwards, SNAPSHOT)[0].address == query.address


@given(queries, st.data())
def test_toggled_twice_a_search_is_what_it_was(query: FinderQuery, data: st.DataObject) -> None:
    parameter = data.draw(st.sampled_from(sorted(VALUES)))
    value = data.draw(st.sampled_from(VALUES[parameter]))
    once = query.toggled(parameter, value)
    twice = once.toggled(parameter, value)
    assert (value in once.selection.get(parameter, ())) != (value in query.selection.get(parameter, ()))
    assert once.page == twice.page == 1
    assert {name: set(values) for name, values in twice.selection.items()} == {
        name: set(values) for name, values in query.selection.items()
    }
    assert (twice.q, twice.sort, twice.name_part) == (query.q, query.sort, query.name_part)


def test_the_address_leaves_out_what_goes_without_saying() -> None:
    assert FinderQuery().address == ""
    assert FinderQuery(page=2, q="a&b").address == "?q=a%26b&page=2"
    assert read("?page=1&sort=&q=&kind=")[0] == FinderQuery()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("?kind=loan", "“loan” is not one of the choices under “Kind of support”, so we left it out."),
        ("?funder=nobody", "“nobody” is not one of the choices under “Funder”, so we left it out."),
        ("?colour=red", "We do not know the search parameter “colour”, so we left it out."),
        ("?KIND=grant", "We do not know the search parameter “KIND”, so we left it out."),
        ("?sort=price", "We cannot sort by “price”."),
        ("?page=-1", "“-1” is not the number of a page, so here is the first."),
        ("?page=0", "“0” is not the number of a page, so here is the first."),
        ("?page=1.0", "“1.0” is not the number of a page, so here is the first."),
        ("?page=٣", "“٣” is not the number of a page, so here is the first."),
        ("?page=２", "“２” is not the number of a page, so here is the first."),
        ("?page=1%0A", "“1” is not the number of a page, so here is the first."),
        (f"?page={'9' * 5000}", f"“{'9' * 40}…” is not the number of a page, so here is the first."),
        (f"?page={MAX_PAGE + 1}", f"“{MAX_PAGE + 1}” is not the number of a page, so here is the first."),
        (f"?q={'x' * 201}", "We searched for the first 200 characters of your question."),
        (f"?{'n' * 90}=1", f"We do not know the search parameter “{'n' * 40}…”, so we left it out."),
        ("?kind=%00%07loan", "“loan” is not one of the choices under “Kind of support”, so we left it out."),
        ("?kind=100%25", "“100%” is not one of the choices under “Kind of support”, so we left it out."),
    ],
)
def test_what_cannot_be_used_is_named_and_the_rest_is_kept(address: str, message: str) -> None:
    query, messages = read(f"{address}&stage=doctoral")
    assert messages == [message]
    assert query.selection == {"stage": ("doctoral",)}
    assert query.page == 1


def test_a_value_given_twice_counts_once() -> None:
    assert read("?kind=grant&kind=prize&kind=grant")[0].selection == {"kind": ("grant", "prize")}


def test_of_several_questions_the_last_counts() -> None:
    assert read("?q=a&q=b&sort=name&sort=checked&page=2&page=3")[0] == FinderQuery(q="b", sort="checked", page=3)


def test_white_space_and_control_characters_are_tidied() -> None:
    assert read("?q=%20a%00b%09%0Ac%20")[0].q == "a b c"


@pytest.mark.parametrize("faults", [1, 5, 6, 700])
def test_there_are_few_messages_however_many_faults(faults: int) -> None:
    _, messages = read(query_string((f"no-{number}", "1") for number in range(faults)))
    assert len(messages) == min(faults, 6)
    if faults > 5:
        more = "parts" if faults > 6 else "part"
        assert messages[-1] == f"{faults - 5} more {more} of the address could not be used."


def test_the_same_fault_is_named_once() -> None:
    assert len(read("?a=1&a=2&a=3")[1]) == 1


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=300)), max_size=20))
def test_any_pairs_give_a_search_and_at_most_six_messages(pairs: list[tuple[str, str]]) -> None:
    query, messages = parse_query(pairs, SNAPSHOT)
    assert len(messages) <= 6
    assert all(len(message) < 200 for message in messages)
    again, complaints = parse_query(query.pairs, SNAPSHOT)
    assert (again, complaints) == (query, [])
