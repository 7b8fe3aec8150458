"""States: which move leads where, who may make it, what stands against it, and what the history tells of it."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from opportunities.curation import workflow
from opportunities.curation.changing import changing
from opportunities.curation.deleting import delete_drafts, why_kept
from opportunities.curation.history import history_of, latest_version, undo
from opportunities.curation.workflow import CannotMoveError, moves_for
from opportunities.models import CatalogueRevision, Operation, Opportunity
from tests.admin.roles import person
from tests.builders import make_opportunity
from tests.databases import connected_to, new_database

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
PLACE = ("opportunities", "plum-award")


def entry(key: str = "plum-award", **changes: Any) -> Opportunity:
    """An entry against which nothing stands."""
    facts = {"state": "draft", "application": {"official_url": f"https://example.org/{key}"}}
    return make_opportunity(key, **{**facts, **changes})


def state(key: str = "plum-award") -> str:
    return str(Opportunity.objects.get(slug=key).state)


@pytest.mark.django_db
def test_the_way_of_an_entry_through_all_states() -> None:
    plum, heir = entry(), entry("new-award", state="published")
    curator, editor = person("curator"), person("editor")
    workflow.submit(plum, curator, "All checked.")
    assert state() == "in-review"
    workflow.send_back(plum, editor, "No dates.")
    assert state() == "draft"
    workflow.submit(plum, curator)
    workflow.publish(plum, editor)
    assert state() == "published"
    workflow.retire(plum, editor, "Ended in 2026.", heir)
    assert (state(), Opportunity.objects.get(slug="plum-award").successor) == ("retired", heir)
    workflow.publish(plum, editor, "It goes on.")
    plum.refresh_from_db()
    assert (plum.state, plum.successor) == ("published", None), "what is published has no successor"
    told = [(change.operation.kind, change.operation.by_name, change.operation.reason) for change in history_of(PLACE)]
    assert told == [
        ("publish", "Editor", "It goes on."),
        ("retire", "Editor", "Ended in 2026."),
        ("publish", "Editor", None),
        ("submit", "Curator", None),
        ("return", "Editor", "No dates."),
        ("submit", "Curator", "All checked."),
    ]


@pytest.mark.django_db
def test_each_role_is_offered_what_state_and_rights_allow() -> None:
    curator, editor = person("curator"), person("editor")
    offered = {
        "draft": (["submit"], ["submit"]),
        "in-review": ([], ["publish", "schedule", "return"]),
        "published": ([], ["retire"]),
        "retired": ([], ["publish", "return"]),
    }
    plum = entry()
    for plum.state, (hers, theirs) in offered.items():
        assert [move.name for move in moves_for(plum, curator)] == hers
        assert [move.name for move in moves_for(plum, editor)] == theirs
        assert moves_for(plum, person("staff", plum.state)) == []
    plum.state, plum.publish_at = "in-review", LATER
    assert [move.name for move in moves_for(plum, editor)] == ["publish", "schedule", "unschedule", "return"]


Make = Callable[[Opportunity, User], None]
MOVES: dict[str, Make] = {
    "submit": lambda plum, by: workflow.submit(plum, by),
    "publish": lambda plum, by: workflow.publish(plum, by),
    "schedule": lambda plum, by: workflow.schedule(plum, by, LATER, NOW),
    "unschedule": lambda plum, by: workflow.unschedule(plum, by),
    "return": lambda plum, by: workflow.send_back(plum, by, "Why not."),
    "retire": lambda plum, by: workflow.retire(plum, by, "Why not."),
}


@pytest.mark.django_db
@pytest.mark.parametrize("before", ["draft", "in-review", "published", "retired"])
def test_wrong_moves_are_refused_in_words_and_change_nothing(before: str) -> None:
    plum, editor = entry(state=before), person("superuser")
    right = {move.name for move in moves_for(plum, editor)}
    for name in MOVES.keys() - right:
        with pytest.raises(CannotMoveError, match=r"this one is “|not scheduled"):
            MOVES[name](plum, editor)
    for name in right:
        with pytest.raises(CannotMoveError, match="ask an editor"):
            MOVES[name](plum, person("staff", name))
    assert state() == before
    assert not Operation.objects.exists()


@pytest.mark.django_db
def test_what_blocks_stands_against_submitting_publishing_and_scheduling_only() -> None:
    editor = person("editor")
    bare = entry(application={})
    for name, before in (("submit", "draft"), ("publish", "in-review"), ("schedule", "in-review")):
        Opportunity.objects.update(state=before)
        with pytest.raises(CannotMoveError, match="no official page"):
            MOVES[name](bare, editor)
        assert state() == before
    Opportunity.objects.update(state="published")
    workflow.retire(bare, editor, "Gone.")
    with pytest.raises(CannotMoveError, match="no official page"):
        workflow.publish(bare, editor)


@pytest.mark.django_db
def test_what_must_be_explained_is_not_done_without_a_reason() -> None:
    plum, editor = entry(state="published"), person("editor")
    with pytest.raises(CannotMoveError, match="Say why"):
        workflow.retire(plum, editor, "")
    assert state() == "published"


@pytest.mark.django_db
@pytest.mark.parametrize("successor", ["plum-award", "draft-award", "retired-award"])
def test_only_another_published_entry_can_be_the_successor(successor: str) -> None:
    plum = entry(state="published")
    entry("draft-award"), entry("retired-award", state="retired")
    with pytest.raises(CannotMoveError, match="another entry, and published"):
        workflow.retire(plum, person("editor"), "Ended.", Opportunity.objects.get(slug=successor))
    assert state() == "published"


@pytest.mark.django_db
def test_nobody_publishes_what_was_changed_behind_her_back() -> None:
    plum, editor = entry(state="in-review"), person("editor")
    seen = latest_version(PLACE)
    with changing("edit", by=person("curator")) as change:
        change.about_to_change(plum)
        Opportunity.objects.update(summary="Something else.")
    with pytest.raises(CannotMoveError, match="Curator has changed it since"):
        workflow.publish(plum, editor, seen=seen)
    workflow.publish(plum, editor, seen=latest_version(PLACE))
    assert state() == "published"


@pytest.mark.django_db
def test_many_are_moved_by_one_operation_which_can_be_undone_as_one() -> None:
    fit = [entry(f"award-{number}", state="in-review") for number in range(3)]
    draft, bare = entry("draft-award"), entry("bare-award", state="in-review", application={})
    editor = person("editor")
    outcome = workflow.move_all("publish", [*fit, draft, bare], editor, "Autumn round.")
    assert [done.slug for done in outcome.done] == ["award-0", "award-1", "award-2"]
    assert [refused.slug for refused, _why in outcome.refused] == ["bare-award", "draft-award"]
    assert "no official page" in outcome.refused[0][1] and "this one is “Draft”" in outcome.refused[1][1]
    assert Operation.objects.count() == 1 and outcome.operation is not None
    undo(outcome.operation, editor)
    assert set(Opportunity.objects.exclude(slug="draft-award").values_list("state", flat=True)) == {"in-review"}


@pytest.mark.django_db
def test_publishing_and_retiring_tell_the_search() -> None:
    plum = entry(state="in-review")
    before = CatalogueRevision.objects.get().number
    workflow.publish(plum, None)
    between = CatalogueRevision.objects.get().number
    workflow.retire(plum, None, "Ended.")
    assert before < between < CatalogueRevision.objects.get().number


# --- At a set time --------------------------------------------------------------------------------


def scheduled(key: str = "plum-award", at: datetime = NOW, **changes: Any) -> Opportunity:
    return entry(key, state="in-review", publish_at=at.isoformat(), **changes)


@pytest.mark.django_db
def test_a_moment_that_is_past_cannot_be_scheduled() -> None:
    plum = entry(state="in-review")
    with pytest.raises(CannotMoveError, match="past already"):
        workflow.schedule(plum, person("editor"), NOW, NOW)
    workflow.schedule(plum, None, LATER, NOW)
    assert Opportunity.objects.get().publish_at == LATER
    workflow.unschedule(plum, None)
    assert Opportunity.objects.filter(state="in-review", publish_at=None).exists()


@pytest.mark.django_db
def test_what_is_due_is_published_and_what_fails_its_checks_goes_back(time_machine: Any) -> None:
    time_machine.move_to(NOW)
    scheduled("due-award"), scheduled("bare-award", application={}), scheduled("later-award", LATER), entry()
    call_command("publish_scheduled")
    states = dict(Opportunity.objects.values_list("slug", "state"))
    assert states == {
        "due-award": "published", "bare-award": "draft", "later-award": "in-review", "plum-award": "draft",
    }  # fmt: skip
    assert list(Opportunity.objects.exclude(publish_at=None).values_list("slug", flat=True)) == ["later-award"]
    returned = history_of(("opportunities", "bare-award"))[0].operation
    assert returned.kind == "return" and returned.reason and "no official page" in returned.reason
    call_command("publish_scheduled")
    assert Operation.objects.count() == 2, "nothing is done twice"


@pytest.mark.django_db
def test_one_entry_in_trouble_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    scheduled("a-award", NOW - timedelta(days=2)), scheduled("b-award", NOW - timedelta(days=1))
    real = workflow.publish_due

    def troubled(opportunity: Opportunity, at: datetime) -> str | None:
        if opportunity.slug == "a-award":
            raise ValueError("something unforeseen")
        return real(opportunity, at)

    monkeypatch.setattr("opportunities.management.commands.publish_scheduled.publish_due", troubled)
    with pytest.raises(CommandError, match="a-award"):
        call_command("publish_scheduled")
    assert (state("a-award"), state("b-award")) == ("in-review", "published")


@pytest.mark.django_db
def test_two_runs_at_once_publish_each_entry_once(tmp_path: Path) -> None:
    """On a database of its own: the tests' own one, in memory, does not let anybody wait."""
    ready = threading.Barrier(2)
    became: list[str | None] = []

    def run(url: str, waiting: list[Opportunity]) -> None:
        with connected_to(url):
            ready.wait()
            became.extend([workflow.publish_due(opportunity, NOW) for opportunity in waiting])

    with new_database(tmp_path) as url, connected_to(url):
        for number in range(6):
            scheduled(f"award-{number}")
        runs = [threading.Thread(target=run, args=(url, workflow.due(NOW))) for _ in range(2)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
        assert sorted(became, key=str) == [None] * 6 + ["published"] * 6
        assert Operation.objects.filter(kind="publish").count() == 6
        assert set(Opportunity.objects.values_list("state", flat=True)) == {"published"}


# --- Deleting ---------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_only_what_never_was_public_is_deleted() -> None:
    draft, public = entry("draft-award"), entry("a-award", state="published")
    retired = entry("b-award", state="retired")
    once = entry("once-award", state="in-review")
    workflow.publish(once, None)
    workflow.retire(once, None, "Ended.")
    workflow.send_back(once, None, "It will be written anew.")
    once.refresh_from_db()
    named = entry("named-award")
    Opportunity.objects.filter(pk=retired.pk).update(successor=named)
    outcome = delete_drafts([draft, public, retired, once, named], None)
    assert [gone.name for gone in outcome.done] == ["Draft Award"]
    assert {kept.slug: why for kept, why in outcome.refused} == {
        "a-award": "It is published: public entries are retired, never deleted.",
        "b-award": "It is retired: public entries are retired, never deleted.",
        "once-award": why_kept(once),
        "named-award": "A retired entry names it as its successor.",
    }
    assert "public once" in (why_kept(once) or "")
    assert not Opportunity.objects.filter(slug="draft-award").exists()
    assert Opportunity.objects.count() == 4
