"""The migrations say all that the models say, and can be taken back."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from tests.databases import connected_to, new_database


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_the_migrations_can_be_taken_back(tmp_path: Path) -> None:
    with new_database(tmp_path) as url, connected_to(url):
        call_command("migrate", "opportunities", "zero", verbosity=0)
        assert not [t for t in connections["default"].introspection.table_names() if t.startswith("opportunities_")]
        call_command("migrate", "opportunities", verbosity=0)
