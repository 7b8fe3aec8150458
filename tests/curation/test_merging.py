"""The three-way merge of facts."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.merging import changed_facts, merge
from tests.builders import opportunity_entry, round_entry, source_entry

Facts = dict[str, Any]


def facts(**changes: Any) -> Facts:
    """The plain facts of an opportunity."""
    return OpportunityFacts.model_validate(opportunity_entry(**changes)).model_dump(mode="json")


def with_round(**changes: Any) -> Facts:
    return facts(cycle={"rounds": [round_entry("2027", **changes)]})


def members(name: str) -> st.SearchStrategy[list[Facts]]:
    """Up to three members of a list whose members are facts of their own."""
    member = st.fixed_dictionaries({name: st.sampled_from("abc"), "title": st.sampled_from("xy")})
    return st.lists(member, max_size=3, unique_by=lambda one: one[name])


# Few facts with few values, so that versions often agree in some and differ in others.
some_value = st.sampled_from([None, "x", "y"])
random_facts = st.fixed_dictionaries(
    {
        "name": some_value,
        "directions": st.sampled_from([[], ["joint"], ["joint", "in-uk"]]),
        "funding": st.fixed_dictionaries({"min": some_value, "max": some_value}),
        "cycle": st.fixed_dictionaries({"frequency": some_value, "rounds": members("label")}),
        "sources": members("id"),
    }
)


def flat(facts: Facts) -> dict[str, Any]:
    """Each fact by its name, made apart from the code under test."""
    found: dict[str, Any] = {}
    for name, value in facts.items():
        for inner, part in value.items() if isinstance(value, dict) else [("", value)]:
            path = f"{name}.{inner}" if inner else name
            if path in ("sources", "cycle.rounds"):
                found |= {f"{path}[{member.get('id') or member['label']}]": member for member in part}
            else:
                found[path] = part
    return found


@given(random_facts, random_facts, random_facts)
def test_edits_are_kept_and_everything_else_comes_from_the_files(loaded: Facts, stored: Facts, incoming: Facts) -> None:
    result = merge(loaded, stored, incoming)
    before, mine, theirs, merged = flat(loaded), flat(stored), flat(incoming), flat(result.facts)
    for fact in before.keys() | mine.keys() | theirs.keys():
        edited = mine.get(fact, "absent") != before.get(fact, "absent")
        expected = mine if edited else theirs
        assert merged.get(fact, "absent") == expected.get(fact, "absent"), fact
        assert (fact in result.kept) == (edited and mine.get(fact, "absent") != theirs.get(fact, "absent")), fact


@given(random_facts)
def test_nothing_changes_where_nobody_changed_anything(same: Facts) -> None:
    result = merge(same, same, same)
    assert flat(result.facts) == flat(same)
    assert result.kept == []
    assert changed_facts(same, result.facts) == []


@given(random_facts, random_facts)
def test_the_names_of_changed_facts(before: Facts, after: Facts) -> None:
    old, new = flat(before), flat(after)
    expected = {fact for fact in old.keys() | new.keys() if old.get(fact, "absent") != new.get(fact, "absent")}
    assert set(changed_facts(before, after)) == expected


@given(random_facts, random_facts)
def test_what_the_files_never_brought_is_all_a_curators(stored: Facts, incoming: Facts) -> None:
    result = merge(None, stored, incoming)
    assert flat(result.facts) | flat(stored) == flat(result.facts)


@given(random_facts, random_facts)
def test_without_edits_the_files_win(loaded: Facts, incoming: Facts) -> None:
    result = merge(loaded, loaded, incoming)
    assert flat(result.facts) == flat(incoming)
    assert result.kept == []


def test_facts_of_one_group_are_merged_one_by_one() -> None:
    loaded = facts(funding={"currency": "GBP", "max": 100, "note": "old"})
    stored = facts(funding={"currency": "GBP", "max": 250, "note": "old"})
    incoming = facts(funding={"currency": "GBP", "max": 300, "note": "new"})
    result = merge(loaded, stored, incoming)
    assert (result.facts["funding"]["max"], result.facts["funding"]["note"]) == (250, "new")
    assert result.kept == ["funding.max"]


def test_a_round_that_the_files_changed_and_a_curator_did_not_is_taken() -> None:
    result = merge(with_round(), with_round(), with_round(closes="2027-02-01"))
    assert result.facts["cycle"]["rounds"][0]["closes"] == "2027-02-01"
    assert result.kept == []


def test_a_curators_round_stays_beside_the_files_new_one() -> None:
    stored = facts(cycle={"rounds": [round_entry("2026 extra"), round_entry("2027")]})
    incoming = facts(cycle={"rounds": [round_entry("2027"), round_entry("2028", closes="2028-01-15")]})
    result = merge(with_round(), stored, incoming)
    assert [call["label"] for call in result.facts["cycle"]["rounds"]] == ["2027", "2028", "2026 extra"]
    assert result.kept == ["cycle.rounds[2026 extra]"]


def test_a_round_that_a_curator_deleted_does_not_come_back() -> None:
    result = merge(with_round(), facts(), with_round(closes="2027-02-01"))
    assert result.facts["cycle"].get("rounds", []) == []
    assert [fact for fact in result.kept if fact != "next_check"] == ["cycle.rounds[2027]"]  # it goes by the rounds


def test_a_round_that_the_files_dropped_goes_unless_a_curator_edited_it() -> None:
    assert merge(with_round(), with_round(), facts()).facts["cycle"].get("rounds", []) == []
    edited = merge(with_round(), with_round(closes="2027-03-01"), facts())
    assert [call["closes"] for call in edited.facts["cycle"]["rounds"]] == ["2027-03-01"]
    assert [fact for fact in edited.kept if fact != "next_check"] == ["cycle.rounds[2027]"]


def test_a_source_is_known_by_its_id() -> None:
    loaded = facts(sources=[source_entry("s1"), source_entry("s2")])
    stored = facts(sources=[source_entry("s2"), source_entry("s1", title="Better title")])
    result = merge(loaded, stored, loaded)
    assert [(source["id"], source["title"]) for source in result.facts["sources"]] == [
        ("s1", "Better title"),
        ("s2", "Page s2"),
    ]
    assert result.kept == ["sources[s1]"]
