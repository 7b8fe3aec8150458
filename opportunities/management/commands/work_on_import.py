"""`manage.py work_on_import`: what the desk starts for a large file. Nobody needs to call it by hand."""

import gc
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from opportunities.curation.importing.applying import apply_import
from opportunities.curation.importing.previewing import read_import
from opportunities.curation.importing.progress import Telling


class Command(BaseCommand):
    """Reads or applies one uploaded file, and tells how far it is."""

    help = "Read or apply an import that waits for it. The desk calls this for large files; see import_file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("number", type=int, help="the import's primary key")
        parser.add_argument("step", choices=("read", "apply"))
        parser.add_argument("--token", required=True, help="what says that this process may work on it")
        parser.add_argument("--by", type=int, help="the primary key of the user who applies it")
        parser.add_argument("--without-refused", action="store_true", help="leave out the refused rows")

    def handle(self, *args: Any, number: int, step: str, token: str, **options: Any) -> None:
        """Work. Does nothing where another process has taken the import over."""
        gc.freeze()  # what was loaded up to here stays to the end, and need not be looked through again
        with Telling(number, token) as telling:
            if step == "read":
                read_import(number, token, telling.tell)
            else:
                user = User.objects.filter(pk=options["by"]).first()
                apply_import(number, token, user, options["without_refused"], telling.tell)
