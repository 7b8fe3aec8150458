"""`manage.py build_search_index`: prepares the search of a large catalogue on disk."""

import os
import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opportunities.search.building import build_index
from opportunities.search.storage import sole_builder


class Command(BaseCommand):
    """Builds the index that all processes of this machine share. Small catalogues need none: they are read at once."""

    help = (
        "Prepare the search of a large catalogue on disk, where all processes of this machine share it. "
        "They notice a new index by themselves, and build one where they need it; building it ahead, after a large "
        "load and before the first start, spares the first visitor the wait."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--processes", type=int, default=os.cpu_count() or 1, help="how many processes build (all cores)"
        )
        parser.add_argument("--held", action="store_true", help="the caller has seen to it that nobody else builds")

    def handle(self, *_args: Any, **options: Any) -> None:
        started = time.monotonic()
        if options["held"]:
            folder = build_index(max(1, options["processes"]))
        else:
            with sole_builder() as is_sole:
                if not is_sole:
                    raise CommandError("Another process of this machine is building an index.")
                folder = build_index(max(1, options["processes"]))
        size = sum(path.stat().st_size for path in folder.iterdir()) / 1e6
        self.stdout.write(f"Built in {time.monotonic() - started:.1f} s, {size:.0f} MB: {folder}")
