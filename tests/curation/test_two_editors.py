"""Of what two editors changed, every fact is either in the result or was explicitly not chosen."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.merging import MISSING, Facts, by_name, from_names
from opportunities.curation.two_editors import Side, as_opened, compare, settled, with_free_refs
from tests.builders import Entry, opportunity_entry, round_entry, source_entry


def plain(entry: Entry) -> Facts:
    return OpportunityFacts.model_validate(entry).model_dump(mode="json", by_alias=True)


def entry(**changes: Any) -> Facts:
    return plain(opportunity_entry("plum-award", **changes))


NAMES = ["name", "notes", "funding.max", "funding.currency", "eligibility.age", "keywords"]
MEMBERS = {"cycle.rounds": "label", "sources": "id"}


@st.composite
def one_version(draw: st.DrawFn) -> Facts:
    """A few facts with few values, so that versions often agree and often do not; rounds and sources come and go."""
    facts: Facts = {name: draw(st.sampled_from([None, "a", "b"])) for name in NAMES}
    for place, key in MEMBERS.items():
        for member in draw(st.sets(st.sampled_from(["s1", "s2", "2027"]))):
            facts[f"{place}[{member}]"] = {key: member, "title": draw(st.sampled_from(["a", "b"]))}
    return from_names(facts)


def versions() -> st.SearchStrategy[tuple[Facts, Facts, Facts]]:
    """A version, and what two made of it."""
    return st.tuples(one_version(), one_version(), one_version())


@given(versions(), st.data())
@settings(max_examples=200, deadline=None)
def test_nothing_is_lost(drawn: tuple[Facts, Facts, Facts], data: st.DataObject) -> None:
    base, theirs, mine = drawn
    compared = compare(base, theirs, mine)
    asked = [one.name for one in compared if one.side is None]
    sides: dict[str, Side] = {name: data.draw(st.sampled_from(("theirs", "mine"))) for name in asked}
    result = by_name(settled(theirs, compared, sides))
    was, now, wanted = by_name(base), by_name(theirs), by_name(mine)
    for name in {**was, **now, **wanted}:
        before, stored, typed, got = (facts.get(name, MISSING) for facts in (was, now, wanted, result))
        if stored != before and typed != before and stored != typed:
            assert name in asked, "both changed it, and nobody was asked"
            assert got == (stored if sides[name] == "theirs" else typed)
        elif stored != before:
            assert got == stored, "only the first changed it"
        elif typed != before:
            assert got == typed, "only the second changed it"
        else:
            assert got == before, "nobody changed it"


@given(versions(), st.data())
@settings(max_examples=100, deadline=None)
def test_she_may_choose_against_what_only_one_changed(drawn: tuple[Facts, Facts, Facts], data: st.DataObject) -> None:
    base, theirs, mine = drawn
    compared = compare(base, theirs, mine)
    sides: dict[str, Side] = {one.name: data.draw(st.sampled_from(("theirs", "mine"))) for one in compared}
    result = by_name(settled(theirs, compared, sides))
    for one in compared:
        assert result.get(one.name, MISSING) == one.value(sides[one.name])


def test_where_the_version_is_unknown_everything_is_asked() -> None:
    theirs, mine = entry(name="Theirs", notes="Same"), entry(name="Mine", notes="Same", keywords=["plum"])
    assert {(one.name, one.side) for one in compare(None, theirs, mine)} == {("name", None), ("keywords", None)}


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ({"career_stages": ["senior", "doctoral"]}, {"career_stages": ["doctoral", "senior"]}),
        (
            {"sources": [source_entry(supports=["summary", "age"])]},
            {"sources": [source_entry(supports=["age", "summary"])]},
        ),
        (
            {"eligibility": {"degree": {"any_of": ["masters", "bachelors"]}}},
            {"eligibility": {"degree": {"any_of": ["bachelors", "masters"]}}},
        ),
        (
            {"eligibility": {"either": [[{"age": {"max": 3, "source": ["s1"]}}, {"other": ["Words."]}]]}},
            {"eligibility": {"either": [[{"age": {"max": 3, "source": ["s1"]}}, {"other": ["Words."]}]]}},
        ),
    ],
)
def test_the_order_of_codes_is_no_change_of_hers(stored: Entry, typed: Entry) -> None:
    assert by_name(as_opened(entry(**stored), entry(**typed))) == by_name(entry(**stored))


def test_the_order_of_what_is_typed_line_by_line_is() -> None:
    base, mine = entry(keywords=["a", "b"]), entry(keywords=["b", "a"])
    assert as_opened(base, mine)["keywords"] == ["b", "a"]


def test_two_new_sources_under_one_name_are_both_kept() -> None:
    base = entry()
    theirs = entry(sources=[source_entry("s1"), source_entry("s2", title="Theirs")])
    mine = entry(
        sources=[source_entry("s1"), source_entry("s2", title="Mine")],
        cycle={"rounds": [round_entry("2028", source="s2")]},
        eligibility={"age": {"max": 30, "source": ["s1", "s2"]}},
    )
    mine = with_free_refs(base, theirs, mine)
    result = settled(theirs, compare(base, theirs, mine), {})
    assert {source["id"]: source["title"] for source in result["sources"]} == {
        "s1": "Page s1",
        "s2": "Theirs",
        "s3": "Mine",
    }
    assert result["cycle"]["rounds"][0]["source"] == "s3"
    assert result["eligibility"]["age"]["source"] == ["s1", "s3"]
    OpportunityFacts.model_validate(result)
