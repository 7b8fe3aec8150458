"""`manage.py refresh_upkeep`: works out anew what each entry asks of the curators."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from opportunities.curation.upkeep import refresh_missing, refresh_upkeep

_TOLD_EACH = 10_000  # entries


class Command(BaseCommand):
    """Changes through the desk, imports and loads keep it up by themselves; this is for databases filled otherwise."""

    help = (
        "Work out anew what each entry asks of the curators. Needed only where entries came into the database by "
        "another way than the desk, imports and load_catalogue, or are older than the desk's first page (--missing)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--missing", action="store_true", help="only entries for which it was never done")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()

        def tell(done: int) -> None:
            if options["verbosity"] > 1 or (options["verbosity"] and done % _TOLD_EACH == 0):
                self.stdout.write(f"{done} entries …")

        done = refresh_missing(tell) if options["missing"] else refresh_upkeep(progress=tell)
        if options["verbosity"]:
            self.stdout.write(f"{done} entries in {time.monotonic() - started:.1f} s")
