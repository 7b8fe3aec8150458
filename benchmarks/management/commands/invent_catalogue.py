"""`manage.py invent_catalogue 100000`: fill up the real catalogue with invented entries."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand
from django.db import connection

from benchmarks.catalogue import fill
from benchmarks.distribution import SEED


class Command(BaseCommand):
    """To be run on a database that holds the real catalogue, and nothing else."""

    help = "Fills up the real catalogue with invented entries, for measuring."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("size", type=int, help="entries, the real ones among them")
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *, size: int, seed: int, **_options: object) -> None:
        if connection.vendor == "sqlite":
            _without_safeguards()
        fill(size, seed)


def _without_safeguards() -> None:
    """Write quickly: a file that is not finished is thrown away, and tests hold what is written to the constraints."""
    safeguards = ("journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF", "ignore_check_constraints = ON")
    with connection.cursor() as cursor:
        for pragma in (*safeguards, "cache_size = -500000"):
            cursor.execute(f"PRAGMA {pragma}")
