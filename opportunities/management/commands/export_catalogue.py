"""`manage.py export_catalogue`: write the catalogue in the form in which it is loaded."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from opportunities.curation.exporting import export_catalogue


class Command(BaseCommand):
    """Writes all facts into a folder of YAML files."""

    help = "Write the catalogue into a new or empty folder, in the form that load_catalogue reads."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Export. Raises CommandError where the folder has something in it already."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is not an empty folder: nothing was written.")
        for name, count in export_catalogue(folder).items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")
