"""`manage.py load_catalogue`: bring the catalogue's files into the database."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from opportunities.curation.catalogue_files import COLLECTIONS, CatalogueError
from opportunities.curation.loading import LoadReport, is_loaded, load_catalogue

SHOWN = 40  # lines of one kind in the summary


class Command(BaseCommand):
    """Loads a folder or a file of facts: checked whole before anything is stored, in one transaction."""

    help = "Load the catalogue's files. A field that a curator edited is kept and reported, unless --overwrite."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "path", nargs="?", type=Path, default=settings.CATALOGUE_DIR, help="a folder or one YAML file"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")
        parser.add_argument("--overwrite", action="store_true", help="let the files win over the curators' edits")
        parser.add_argument(
            "--if-changed", action="store_true", help="do nothing where these files were the last loaded"
        )

    def handle(self, *args: Any, path: Path, dry_run: bool, overwrite: bool, if_changed: bool, **options: Any) -> None:
        """Load, and say what was done. Raises CommandError with every fault of the files."""
        try:
            if not _exists(path):
                raise CommandError(f"There is nothing at {path}.")
            if if_changed and is_loaded(path):
                self.stdout.write("The catalogue's files are loaded already.")
                return
            report = self._load(path, dry_run, overwrite)
        except CatalogueError as error:
            lines = [str(fault) for fault in error.faults[:SHOWN]]
            more = len(error.faults) - len(lines)
            raise CommandError(
                "Nothing was loaded. Mend these and load again:\n  "
                + "\n  ".join(lines + ([f"… and {more} more"] if more else []))
            ) from error
        self._summarise(report, dry_run)

    def _load(self, path: Path, dry_run: bool, overwrite: bool) -> LoadReport:
        if not sys.stdout.isatty():
            return load_catalogue(path, overwrite=overwrite, dry_run=dry_run)
        with Progress(console=Console(), transient=True) as bar:
            tasks: dict[str, Any] = {}

            def show(collection: str, done: int, total: int) -> None:
                if collection not in tasks:
                    tasks[collection] = bar.add_task(collection.replace("_", " "), total=total)
                bar.update(tasks[collection], completed=done)

            return load_catalogue(path, overwrite=overwrite, dry_run=dry_run, progress=show)

    def _summarise(self, report: LoadReport, dry_run: bool) -> None:
        for name in COLLECTIONS:
            counts = len(report.created[name]), len(report.changed[name]), report.unchanged[name]
            self.stdout.write(f"{name.replace('_', ' ')}: {counts[0]} new, {counts[1]} changed, {counts[2]} unchanged")
        self._list(
            "changed",
            [f"{key}: {', '.join(facts)}" for name in COLLECTIONS for key, facts in report.changed[name].items()],
        )
        self._list(
            "kept as a curator edited it (--overwrite takes the files' version)",
            [f"{k.key}: {k.fact}" for k in report.kept],
        )
        self._list("stored, but not in the files", [f"{name}: {key}" for name, key in report.not_in_files])
        if dry_run:
            self.stdout.write("This was a rehearsal: nothing was stored.")

    def _list(self, title: str, lines: list[str]) -> None:
        if lines:
            self.stdout.write(f"{title}:")
            for line in lines[:SHOWN]:
                self.stdout.write(f"  {line}")
            if len(lines) > SHOWN:
                self.stdout.write(f"  … and {len(lines) - SHOWN} more")


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that no file can have
        return False
