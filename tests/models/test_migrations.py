"""The migrations make what the models say, and can be undone."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

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
