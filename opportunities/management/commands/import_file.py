"""`manage.py import_file`: what the desk's imports do, for an operator with a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from opportunities.curation.importing.applying import apply_import
from opportunities.curation.importing.files import form_of
from opportunities.curation.importing.previewing import read_import
from opportunities.curation.importing.progress import Telling
from opportunities.curation.importing.refusal import RefusedFileError
from opportunities.models import Import
from opportunities.vocabulary import ROW_VERDICT

SHOWN = 40  # refused rows in the summary


class Command(BaseCommand):
    """Reads a file as an import of the desk, and applies it if told to. Both can be seen there."""

    help = "Read a file of opportunities (XLSX, CSV, YAML) as an import, and with --apply apply it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("path", type=Path, help="the file")
        parser.add_argument("--apply", action="store_true", help="apply it, if no row is refused")
        parser.add_argument("--without-refused", action="store_true", help="leave out the refused rows")
        parser.add_argument("--by", metavar="USERNAME", help="whose import it is; without it, states may be changed")
        parser.add_argument("--reason", help="why, for the history")

    def handle(self, *args: Any, path: Path, by: str | None, reason: str | None, **options: Any) -> None:
        """Read, tell what each row would do, and apply. Raises CommandError where it cannot be done."""
        user = User.objects.filter(username=by).first()
        if by and user is None:
            raise CommandError(f"There is no user called {by}.")
        imported = Import.objects.create(
            by=user,
            at=timezone.now(),
            file_name=path.name[-200:],
            file=_content(path),
            reason=reason,
            token=uuid4().hex,
        )
        with Telling(imported.pk, imported.token) as telling:
            read_import(imported.pk, imported.token, telling.tell)
            self._summarise(imported)
            if options["apply"]:
                self._apply(imported, user, options["without_refused"], telling)

    def _apply(self, imported: Import, user: User | None, without_refused: bool, telling: Telling) -> None:
        Import.objects.filter(pk=imported.pk, state="read", token=imported.token).update(state="applying")
        apply_import(imported.pk, imported.token, user, without_refused, telling.tell)
        imported.refresh_from_db(fields=["state", "trouble", "done"])
        if imported.state != "applied":
            raise CommandError(imported.trouble or "It was not applied.")
        self.stdout.write(f"Applied: {imported.done} entries. The history shows it, and can undo it as one.")

    def _summarise(self, imported: Import) -> None:
        """Tell what the rows would do. Raises CommandError where the whole file is refused."""
        imported.refresh_from_db(fields=["state", "trouble", "rows"])
        if imported.state == "refused":
            raise CommandError(imported.trouble or "The file is refused.")
        for code, term in ROW_VERDICT.items():
            self.stdout.write(f"{term.en}: {imported.results.filter(verdict=code).count()}")
        refused = imported.results.filter(verdict="refused").order_by("number")
        for row in refused[:SHOWN]:
            for place, why in row.faults:
                self.stdout.write(f"  {row.key or 'row ' + str(row.number)}, {place}: {why}")
        if refused.count() > SHOWN:
            self.stdout.write(f"  … and {refused.count() - SHOWN} more rows; the desk shows them all.")


def _content(path: Path) -> bytes:
    """The bytes of the file. Raises CommandError where it cannot be read, or is none that could be imported."""
    try:
        raw = path.read_bytes()
        form_of(path.name, raw)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    except RefusedFileError as error:
        raise CommandError(str(error)) from error
    return raw
