"""Two entries become one: nothing worth keeping is lost, readers are told nothing twice, and it can be undone."""

from random import Random
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.alerts.subscribing import mute
from opportunities.curation.collections import stored_version
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.history import ChangedMeanwhileError, undo
from opportunities.curation.joined_facts import BOTH, GOING, MATTERS, STAYING, differences, joined
from opportunities.curation.joining import join, versions_of
from opportunities.curation.putting import CannotStoreError
from opportunities.models import Alert, Mail, MutedEntry, Operation, Opportunity, Suggestion, ToldEntry
from tests.alerts.subscribers import AT, confirmed, edit_round, job
from tests.builders import (
    make_case_study,
    make_opportunity,
    make_organisation,
    opportunity_entry,
    round_entry,
    source_entry,
)
from tests.strategies import opportunity_entries

Facts = dict[str, Any]


def facts(key: str, **changes: Any) -> Facts:
    return OpportunityFacts.model_validate(opportunity_entry(key, **changes)).model_dump(mode="json", by_alias=True)


def one(staying: Facts, going: Facts, **chosen: str) -> Facts:
    return joined(staying, going, {code.replace("__", "-"): whose for code, whose in chosen.items()}).facts


def test_what_only_one_states_is_taken_and_the_rest_is_that_of_the_one_that_stays() -> None:
    ours = facts("plum", name="Plum", funding={"currency": "GBP", "max": 500}, keywords=["plum"], notes="Ours.")
    theirs = facts("pflaume", name="Pflaume", name_ja="梅", funding={"currency": "JPY", "max": 9, "note": "A note."},
                   keywords=["tree"], notes="Theirs.")  # fmt: skip
    both = one(ours, theirs)
    assert (both["key"], both["uuid"], both["name"], both["name_ja"]) == ("plum", ours["uuid"], "Plum", "梅")
    assert (both["funding"]["currency"], both["funding"]["max"], both["funding"]["note"]) == ("GBP", 500, "A note.")
    assert both["keywords"] == ["plum", "tree", "Pflaume"], "so that the old name still finds it"
    assert both["notes"] == "Ours.\n\nTheirs."
    assert both["former_keys"] == ["pflaume"]


def test_what_was_chosen_is_taken() -> None:
    ours = facts("plum", activities=["event"], disciplines=["all"], funding={"currency": "GBP", "max": 500})
    theirs = facts("pine", activities=["prize", "event"], disciplines=["1"], funding={"currency": "JPY", "max": 9})
    both = one(ours, theirs, name=GOING, activities=BOTH, disciplines=BOTH, amount=GOING, summary="nonsense")
    assert (both["name"], both["activities"], both["disciplines"]) == ("Pine", ["event", "prize"], ["all"])
    assert (both["funding"]["currency"], both["funding"]["max"]) == ("JPY", 9)
    assert both["summary"] == ours["summary"]


def test_sources_are_united_and_what_rests_on_them_still_does() -> None:
    ours = facts("plum", sources=[source_entry("s1", url="https://example.org/a", supports=["funding"], as_of="2020")])
    theirs = facts(
        "pine",
        sources=[
            source_entry("s1", url="https://example.org/other"),
            source_entry("s2", url="http://www.example.org/a/", title="Newer", supports=["cycle"], as_of="2025"),
        ],
        eligibility={"age": {"max": 39, "source": ["s1", "s2"]}},
        cycle={"rounds": [round_entry(source="s1")]},
    )
    both = one(ours, theirs)
    assert [(s["id"], s["title"], s["supports"]) for s in both["sources"]] == [
        ("s1", "Newer", ["funding", "cycle"]),
        ("s2", "Page s1", []),
    ]
    assert both["eligibility"]["age"]["source"] == ["s2", "s1"]
    assert both["cycle"]["rounds"][0]["source"] == "s2"


def test_rounds_are_united_once_each_under_labels_of_their_own() -> None:
    ours = facts("plum", cycle={"timezone": "Europe/London", "rounds": [
        round_entry("2026", closes="2026-01-15"),
        round_entry("2027", closes="2027-01-15"),
    ]})  # fmt: skip
    theirs = facts("pine", cycle={"timezone": "Asia/Tokyo", "rounds": [
        round_entry("FY2026", closes="2026-01-15", timezone="Europe/London", opens="2025-11-01"),
        round_entry("2027", closes="2027-02-28"),
    ]})  # fmt: skip
    result = joined(ours, theirs, {})
    rounds = {
        call["label"]: (call["opens"], call["closes"], call["timezone"]) for call in result.facts["cycle"]["rounds"]
    }
    assert rounds == {
        "2026": ("2025-11-01", "2026-01-15", "Europe/London"),
        "2027": (None, "2027-01-15", None),
        "2027 (2)": (None, "2027-02-28", "Asia/Tokyo"),  # its clocks went without saying before
    }
    assert result.labels == {"FY2026": "2026", "2027": "2027 (2)"}


def test_the_older_check_counts_and_an_award_is_called_by_its_new_key() -> None:
    ours = facts("plum", last_checked="2026-11-20", eligibility={"either": [
        [{"earlier_award": {"rule": "never", "of": ["pine", "plum", "oak"]}}, {"age": {"max": 40}}],
    ]})  # fmt: skip
    both = one(ours, facts("pine", last_checked="2026-03"))
    assert both["last_checked"] == "2026-03"
    assert both["eligibility"]["either"][0][0]["earlier_award"]["of"] == ["plum", "oak"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(opportunity_entries("plum"), opportunity_entries("pine"), st.randoms(use_true_random=False))
def test_two_entries_of_any_kind_make_one_that_can_be_stored(ours: Facts, theirs: Facts, chance: Random) -> None:
    first, second = (OpportunityFacts.model_validate(e).model_dump(mode="json", by_alias=True) for e in (ours, theirs))
    whose = {matter.code: chance.choice([STAYING, GOING, BOTH]) for matter in MATTERS}
    both = joined(first, second, whose).facts
    OpportunityFacts.model_validate(both)
    dates = {(call["opens"], call["closes"]) for facts in (first, second) for call in facts["cycle"]["rounds"]}
    for opens, closes in dates:
        assert any(opens in (None, c["opens"]) and closes in (None, c["closes"]) for c in both["cycle"]["rounds"])


def test_an_entry_differs_from_itself_in_nothing() -> None:
    assert differences(facts("plum"), facts("plum")) == []


# --- Joining what is stored ---------------------------------------------------------------------------


@pytest.fixture
def pair(db: None) -> tuple[Opportunity, Opportunity]:
    """Two entries of one programme, and others that name the one that goes."""
    make_organisation("sakura-trust")
    staying = make_opportunity("plum", cycle={"rounds": [round_entry("2026", closes="2026-01-15")]})
    going = make_opportunity("pine", funders=["sakura-trust"], cycle={"rounds": [round_entry("2027")]},
                             eligibility={"age": {"max": 39}}, former_keys=["old-pine"])  # fmt: skip
    make_opportunity("retired", state="retired", successor="pine")
    make_opportunity("after", eligibility={"earlier_award": {"rule": "must", "of": ["pine"]}})
    make_case_study(opportunities=["pine"])
    return staying, going


def versions() -> dict[str, Facts | None]:
    keys = [("opportunities", key) for key in ("plum", "pine", "retired", "after")]
    return {"/".join(place): stored_version(place) for place in [*keys, ("case_studies", "two-laboratories")]}


def test_everything_that_named_the_one_that_goes_names_the_one_that_stays(
    pair: tuple[Opportunity, Opportunity],
) -> None:
    staying, going = pair
    join(staying, going, {}, None, "The same call.")
    assert sorted(Opportunity.objects.values_list("slug", flat=True)) == ["after", "plum", "retired"]
    after = versions()
    plum = after["opportunities/plum"]
    assert plum is not None
    assert (plum["funders"], plum["former_keys"]) == (["sakura-trust"], ["old-pine", "pine"])
    assert [call["label"] for call in plum["cycle"]["rounds"]] == ["2026", "2027"]
    assert (after["opportunities/retired"] or {})["successor"] == "plum"
    assert (after["opportunities/after"] or {})["eligibility"]["earlier_award"]["of"] == ["plum"]
    assert (after["case_studies/two-laboratories"] or {})["opportunities"] == ["plum"]


def test_it_is_one_operation_and_undone_as_one(pair: tuple[Opportunity, Opportunity]) -> None:
    before = versions()
    operation = join(*pair, {"name": GOING}, None)
    assert operation is not None and operation.kind == "merge"
    undone = undo(operation, None)
    assert (undone.kept, undone.refused) == ([], [])
    assert versions() == before
    assert Operation.objects.count() == 2


def test_old_addresses_lists_and_files_find_the_one_that_stays(pair: tuple[Opportunity, Opportunity]) -> None:
    join(*pair, {}, None)
    visitor = Client()
    for slug in ("pine", "old-pine"):
        answer = visitor.get(f"/opportunities/{slug}/")
        assert (answer.status_code, answer.headers["Location"]) == (301, "/opportunities/plum/")
        assert visitor.get(f"/opportunities/{slug}.ics").status_code == 200
    for page in ("/compare/?o=pine&o=after", "/shortlist/?o=old-pine", "/opportunities.ics?o=pine"):
        assert "Plum" in visitor.get(page).text, page
    assert "plum" in b"".join(visitor.get("/opportunities.csv?o=pine")).decode()
    visitor.cookies["shortlist"] = "after.pine"
    assert "Plum" in visitor.get("/shortlist/").text and visitor.cookies["shortlist"].value == "after.plum"
    visitor.cookies["shortlist"] = "after.pine"
    visitor.post("/shortlist/", {"remove": "plum"}, headers={"Sec-Fetch-Site": "same-origin"})
    assert visitor.cookies["shortlist"].value == "after"


def test_the_public_one_must_stay(pair: tuple[Opportunity, Opportunity]) -> None:
    staying, going = pair
    Opportunity.objects.filter(slug="plum").update(state="draft")
    before = versions()
    with pytest.raises(CannotStoreError, match="the public does not see"):
        join(staying, going, {}, None)
    with pytest.raises(CannotStoreError, match="with itself"):
        join(going, going, {}, None)
    assert versions() == before


def test_what_changed_meanwhile_is_looked_at_again(pair: tuple[Opportunity, Opportunity]) -> None:
    seen = versions_of(*pair)
    join(pair[0], make_opportunity("oak"), {}, None)
    with pytest.raises(ChangedMeanwhileError):
        join(*pair, {}, None, seen=seen)


def test_suggestions_follow(pair: tuple[Opportunity, Opportunity]) -> None:
    suggestion = Suggestion.objects.create(opportunity=pair[1], about="Pine", made_at=AT)
    join(*pair, {}, None)
    suggestion.refresh_from_db()
    assert suggestion.opportunity is not None and suggestion.opportunity.slug == "plum"


# --- Readers ------------------------------------------------------------------------------------------


def news() -> int:
    """How many mails with news there are once the job has run."""
    job()
    return Mail.objects.filter(reason__startswith="digest").count()


def test_who_watched_the_one_that_goes_watches_the_other_and_is_told_of_it_alone(
    pair: tuple[Opportunity, Opportunity],
) -> None:
    staying, going = pair
    alert = confirmed(entry=going.pk)
    searching = confirmed("bee@example.org", search="?q=award")
    assert news() == 0
    join(staying, going, {}, None)
    alert.refresh_from_db()
    assert alert.entry == staying.pk
    assert set(ToldEntry.objects.filter(alert=searching, entry=going.pk)) == set()
    assert news() == 0, "the rounds were told already"
    edit_round(Opportunity.objects.get(slug="plum"), closes_on="2027-03-01")
    assert news() > 0


def test_who_watched_both_watches_one_with_the_wishes_of_both(pair: tuple[Opportunity, Opportunity]) -> None:
    staying, going = pair
    kept = confirmed(entry=staying.pk, rhythm="weekly", matters=frozenset({"closes"}), days=7)
    confirmed(entry=going.pk, rhythm="at-once", matters=frozenset({"deadline"}), days=30)
    join(staying, going, {}, None)
    alert = Alert.objects.get()
    assert alert.pk == kept.pk
    assert (alert.rhythm, alert.due_at, alert.matters, alert.days) == ("at-once", None, ["closes", "deadline"], 30)
    assert set(alert.told.values_list("entry", flat=True)) == {staying.pk}
    assert set(alert.told.get().rounds) == {"2027"}, "2026 is long over"
    assert news() == 0


def test_who_muted_the_one_hears_nothing_of_both_unless_she_watches_the_other(
    pair: tuple[Opportunity, Opportunity],
) -> None:
    staying, going = pair
    silent, watching, both = (confirmed(f"{name}@example.org", search="") for name in ("a", "b", "c"))
    confirmed("b@example.org", entry=staying.pk)
    for alert in (silent, watching, both):
        mute(alert.subscriber, going.pk)
    mute(both.subscriber, staying.pk)
    join(staying, going, {}, None)
    rows = MutedEntry.objects.values_list("subscriber__email", "entry")
    assert sorted(rows) == [("a@example.org", staying.pk), ("c@example.org", staying.pk)]
