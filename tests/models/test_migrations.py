"""The migrations make what the models say, and can be undone."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from pytest_django import DjangoDbBlocker

from opportunities.curation.eligibility_facts import EligibilityFacts
from opportunities.curation.reading import opportunity_facts
from opportunities.models import LoadedFacts, Opportunity
from tests.builders import make_opportunity
from tests.databases import connected_to, new_database


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_migrations_can_be_undone_and_done_again(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        make_opportunity()
        call_command("migrate", "opportunities", "zero", verbosity=0)
        assert not [name for name in connection.introspection.table_names() if name.startswith("opportunities_")]
        call_command("migrate", "opportunities", verbosity=0)
        assert make_opportunity().pk


def test_conditions_and_what_was_loaded_are_carried_over(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    """An older database keeps its conditions, and the next load takes none of them for a curator's edit."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        call_command("migrate", "opportunities", "0003", verbosity=0)
        _as_it_was_loaded()
        call_command("migrate", "opportunities", verbosity=0)
        opportunity = Opportunity.objects.with_facts().get()
        assert opportunity.criteria.get(kind="age").counted == "date"
        stored = opportunity_facts(opportunity).eligibility
        loaded = EligibilityFacts.model_validate(LoadedFacts.objects.get().facts["eligibility"])
        assert stored.model_dump() == loaded.model_dump()


def _as_it_was_loaded() -> None:
    """A record as version 0003 of the tables held it, with what its file had said."""
    past = MigrationExecutor(connection).loader.project_state([("opportunities", "0003_catalogue_change")]).apps
    opportunity = past.get_model("opportunities", "Opportunity").objects.create(
        slug="award", name="Award", kind="grant"
    )
    rows: list[dict[str, Any]] = [
        {"kind": "nationality", "rule": "only", "values": ["JP"], "note": "Residents too."},
        {"kind": "residence", "note": "In doubt."},
        {"kind": "institution", "text": "A university"},
        {"kind": "degree", "values": ["doctorate"], "note": "or the like"},
        {"kind": "age", "maximum": 39, "on_date": "04-01"},
        {"kind": "language", "values": ["ja"], "text": "good"},
        {"kind": "host", "required": True},
        {"kind": "applicant", "values": ["host"]},
        {"kind": "other", "text": "Be there."},
    ]
    criterion = past.get_model("opportunities", "Criterion")
    for position, row in enumerate(rows):
        criterion.objects.create(opportunity=opportunity, position=position, **row)
    said = {
        "summary": None,
        "nationality": {"rule": "only", "values": ["JP"], "note": "Residents too."},
        "residence": {"rule": "not-stated", "values": [], "note": "In doubt."},
        "institution": "A university",
        "degree": "doctorate (or the like)",
        "years_since_phd": {"min": None, "max": None, "note": None},
        "age": {"min": None, "max": 39, "note": None, "on_date": "04-01"},
        "languages": [{"language": "ja", "level": "good"}],
        "host_required": True,
        "applicant": "host",
        "other": ["Be there."],
    }
    loaded = past.get_model("opportunities", "LoadedFacts")
    loaded.objects.create(collection="opportunities", key="award", facts={"key": "award", "eligibility": said})


def test_states_are_carried_over_and_back(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> None:
    """What was published stays public and what was not stays hidden, in either direction."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        call_command("migrate", "opportunities", "0005", verbosity=0)
        past = MigrationExecutor(connection).loader.project_state([("opportunities", "0005_alerts")]).apps
        model, loaded = (past.get_model("opportunities", name) for name in ("Opportunity", "LoadedFacts"))
        for slug, is_published in (("shown", True), ("hidden", False)):
            model.objects.create(slug=slug, name=slug, kind="grant", is_published=is_published)
            loaded.objects.create(collection="opportunities", key=slug, facts={"published": is_published})
        call_command("migrate", "opportunities", verbosity=0)
        states = {"shown": "published", "hidden": "draft"}
        assert dict(Opportunity.objects.values_list("slug", "state")) == states
        assert {item.key: item.facts for item in LoadedFacts.objects.all()} == {
            k: {"state": v} for k, v in states.items()
        }
        Opportunity.objects.filter(slug="hidden").update(state="retired")
        call_command("migrate", "opportunities", "0005", verbosity=0)
        assert dict(model.objects.values_list("slug", "is_published")) == {"shown": True, "hidden": False}
        assert {item.key: item.facts["published"] for item in loaded.objects.all()} == {"shown": True, "hidden": False}
