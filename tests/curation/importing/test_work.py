"""Who works on an import, and how one can tell how far it is, and that it is dead."""

import json
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from opportunities.curation.importing import work
from opportunities.curation.importing.progress import DEAD_AFTER, Telling, progress_of
from opportunities.models import Import, Operation, Opportunity
from tests.builders import make_opportunity
from tests.curation.importing.tables import csv_of, new_entries, read, read_rows

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, db: None) -> list[list[str]]:
    """The commands of the processes that would be started: everything counts as large."""
    commands: list[list[str]] = []

    class Process:
        def __init__(self, command: list[str], **kwargs: Any) -> None:
            commands.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(work, "is_quick", lambda raw: False)
    monkeypatch.setattr(work, "QUICK_ROWS", 0)
    monkeypatch.setattr("opportunities.curation.importing.work.subprocess.Popen", Process)
    return commands


def test_large_files_are_left_to_a_process_with_its_token(started: list[list[str]]) -> None:
    imported = work.upload("plums.csv", csv_of(new_entries("plum-award")), None)
    number = str(imported.pk)
    assert imported.state == "reading"
    assert started[0][2:] == ["work_on_import", number, "read", "--token", imported.token]
    assert not imported.results.exists()

    call_command("work_on_import", number, "read", "--token", "another")
    assert not imported.results.exists()  # it has been taken over
    call_command("work_on_import", number, "read", "--token", imported.token)
    imported.refresh_from_db()
    assert imported.state == "read"

    work.start_applying(imported, None, without_refused=True, reason="Autumn")
    assert started[1][2:] == ["work_on_import", number, "apply", "--token", imported.token, "--without-refused"]
    call_command("work_on_import", number, "apply", "--token", imported.token)
    assert Operation.objects.get(kind="import").reason == "Autumn"


def test_a_process_is_presumed_dead_when_it_says_nothing(db: None, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    imported = Import(pk=7, at=NOW, token="t", seen_alive_at=NOW, done=3)
    assert progress_of(imported, NOW + timedelta(seconds=5)).is_alive
    assert not progress_of(imported, NOW + DEAD_AFTER).is_alive

    folder = tmp_path / "imports"
    folder.mkdir()
    told = {"token": "t", "done": 40, "at": (NOW + timedelta(seconds=25)).isoformat()}
    (folder / "7.progress").write_text(json.dumps(told))
    progress = progress_of(imported, NOW + DEAD_AFTER)
    assert (progress.done, progress.is_alive) == (40, True)
    (folder / "7.progress").write_text(json.dumps({**told, "token": "another"}))
    assert progress_of(imported, NOW + DEAD_AFTER).done == 3
    (folder / "7.progress").write_text("{")
    assert progress_of(imported, NOW).done == 3


def test_progress_is_told_while_the_database_is_written(db: None, settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("elsewhere another connection tells it")
    settings.DATA_DIR = tmp_path
    file = tmp_path / "imports" / "7.progress"
    with Telling(7, "t") as telling:
        telling.tell(12)
        deadline = time.monotonic() + 10
        while not (file.exists() and json.loads(file.read_text())["done"] == 12) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert json.loads(file.read_text())["done"] == 12
    assert not file.exists()


def test_a_dead_import_is_decided_on_again(db: None) -> None:
    imported = read_rows(new_entries("plum-award"))
    Import.objects.filter(pk=imported.pk).update(state="applying")
    imported.refresh_from_db()
    work.take_back(imported)
    imported.refresh_from_db()
    assert imported.state == "read"
    assert imported.trouble and "Nothing was changed" in imported.trouble


def test_an_operator_imports_a_file(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make_opportunity("sakura-award")
    file = tmp_path / "table.csv"
    file.write_bytes(csv_of([["key", "notes"], ["sakura-award", "Seen."], ["plum-award", ""]]))
    call_command("import_file", str(file))
    told = capsys.readouterr().out
    assert "Changed: 1" in told and "Refused: 1" in told
    assert "plum-award, row 3: name: is required and missing" in told
    with pytest.raises(CommandError, match="Some rows are refused"):
        call_command("import_file", str(file), "--apply")
    call_command("import_file", str(file), "--apply", "--without-refused", "--reason", "Autumn")
    assert Opportunity.objects.get().notes == "Seen."
    assert Operation.objects.get(kind="import").reason == "Autumn"
    for wrong, why in ((tmp_path / "no.csv", "cannot be read"), (tmp_path, "cannot be read")):
        with pytest.raises(CommandError, match=why):
            call_command("import_file", str(wrong))
    with pytest.raises(CommandError, match="no user"):
        call_command("import_file", str(file), "--by", "nobody")


def test_a_refused_file_is_not_kept(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opportunities.curation.importing.rows.MOST_ROWS", 300)
    imported = read(b"key,notes\n" + b"".join(b"plum-%d,\n" % number for number in range(301)))
    assert (imported.state, imported.file, imported.results.count()) == ("refused", None, 0)
    assert imported.trouble and "more than 300 rows" in imported.trouble
