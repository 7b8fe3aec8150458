"""A file that is no catalogue is refused whole, with its place and the reason, and nothing is stored."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from opportunities.curation.catalogue_files import CatalogueError
from opportunities.curation.loading import load_catalogue
from opportunities.models import Opportunity
from tests.builders import (
    opportunity_entry,
    write_catalogue,
)
from tests.curation.refusals import GOOD, only, refused

pytestmark = pytest.mark.django_db


def written(folder: Path, text: str | bytes, name: str = "all.yaml") -> Path:
    """The folder, with a file of this text beside a good one."""
    write_catalogue(folder, [GOOD])
    content = text if isinstance(text, bytes) else text.encode()
    (folder / "opportunities" / name).write_bytes(content)
    return folder


def as_text(*lines: str) -> str:
    """A good entry called “bad-award” in YAML, with these lines at its end."""
    return "\n".join(
        [
            "- key: bad-award",
            "  name: Bad Award",
            "  kind: grant",
            "  summary: Some words.",
            "  programme_status: active",
            "  directions: [joint]",
            "  career_stages: [doctoral]",
            "  disciplines: [all]",
            "  activities: [research-visit]",
            "  confidence: high",
            "  sources: [{id: s1, title: Page, publisher: official}]",
            *lines,
        ]
    )


# --- Texts that are no catalogue -------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ("  eligibility: {residence: {rule: only, values: [NO]}}", "eligibility.residence.values.0", "write 'NO' in"),
        ("  name_ja: on", "name_ja", "“on” without quotes is read as true or false by YAML: write 'on' in quotes"),
        ("  on: 2026-01-01", "on", "write 'on' in quotes"),
        ("  keywords: [Y]", "keywords.0", "write 'Y' in quotes"),
        ("  true: 1", "", "a key must be a word"),
        ("  5: five", "", "a key must be a word"),
        ("  [a, b]: c", "", "a key must be a word"),
        ("  {a: b}: c", "", "a key must be a word"),
        ("  last_checked: 2023-02-30", "last_checked", "“2023-02-30” is not a day of the calendar"),
        ("  name: Again", "name", "the key “name” stands twice"),
        ("  funding: {currency: GBP, max: 1234567890123456789}", "funding.max", "more than 18 digits"),
        ("  notes: !!python/object/apply:os.system [id]", "notes", "tags are not allowed"),
        ("  notes: !!str text", "notes", "tags are not allowed"),
        ("  notes: !!binary aGVsbG8=", "notes", "tags are not allowed"),
        ("  notes: &anchor text", "notes", "anchors and aliases"),
    ],
)
def test_yaml_that_means_something_else(tmp_path: Path, line: str, field: str, reason: str) -> None:
    fault = only(refused(written(tmp_path, as_text(line))))
    assert (fault.file, fault.line, fault.entry, fault.field) == ("opportunities/all.yaml", 12, "bad-award", field)
    assert reason in fault.reason


@pytest.mark.parametrize("number", [".nan", ".inf", "-.inf", "1e400", f"{'9' * 400}.0", "0x7F", "1_000"])
def test_a_number_that_is_none(tmp_path: Path, number: str) -> None:
    fault = only(refused(written(tmp_path, as_text(f"  duration: {{min_months: {number}}}"))))
    assert (fault.line, fault.field) == (12, "duration.min_months")


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"", 1, "the file must hold a list of entries"),
        (b"# nothing but a comment\n", 1, "the file must hold a list of entries"),
        (b"key: value\n", 1, "the file must hold a list of entries"),
        (b"just a word\n", 1, "the file must hold a list of entries"),
        (b"- a: \xe9t\xe9\n", 1, "not UTF-8: byte 0xe9 cannot be read"),
        (b"- a\n- b: \xff\n", 2, "not UTF-8: byte 0xff cannot be read"),
        ("- a: b\n".encode("utf-16"), 1, "not UTF-8: byte 0xff cannot be read"),
        ("- a: b\n".encode("utf-16-le"), 1, "character 0x00 is not allowed"),
        (b"- a\n- b\x00c\n", 2, "character 0x00 is not allowed"),
        (b'- key: "\\ud800"\n', 1, "invalid Unicode character escape code"),
        (b"- [a\n", 2, "not well-formed YAML"),
        (b"- a: b: c\n", 1, "not well-formed YAML"),
        (b"\tkey: x\n", 1, "not well-formed YAML"),
        (b"- a\n---\n- b\n", 2, "more than one YAML document"),
        (b"&a [*a]\n", 1, "anchors and aliases"),
        (b"- &a [x, x]\n- &b [*a, *a]\n- &c [*b, *b]\n", 1, "anchors and aliases"),
        (b"[" * 100_000, 1, "exceeded maximum nesting depth"),
        (b"{a: " * 100_000, 1, "nested more than 20 levels deep"),
        (b"{" * 100_000, 1, "exceeded maximum nesting depth"),
        (b"{{a: b}: c}", 1, "a key must be a word"),
        (b"? " * 100_000, 1, "a key must be a word"),
        (b"- " * 100_000, 1, "nested more than 20 levels deep"),
        (b"%TAG ! tag:yaml.org,2002:python/\n---\n- !object/apply:os.system [id]\n", 3, "tags are not allowed"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_file_that_is_no_catalogue(tmp_path: Path, content: bytes, line: int, reason: str) -> None:
    fault = only(refused(written(tmp_path, content, "bad.yaml")))
    assert (fault.file, fault.line) == ("opportunities/bad.yaml", line)
    assert reason in fault.reason


@pytest.mark.parametrize("entry", ["a word", "5", "null", "[a, b]", "2026-01-01"])
def test_an_entry_that_is_no_mapping(tmp_path: Path, entry: str) -> None:
    fault = only(refused(written(tmp_path, f"- {entry}\n")))
    assert (fault.line, fault.entry) == (1, "number 1")
    assert "dictionary" in fault.reason


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    assert "larger than 20 MB" in only(refused(written(tmp_path, b"#" * 20_000_001))).reason


def test_a_folder_and_a_dangling_link_in_the_place_of_files(tmp_path: Path) -> None:
    write_catalogue(tmp_path, [GOOD])
    (tmp_path / "opportunities" / "folder.yaml").mkdir()
    (tmp_path / "opportunities" / "link.yaml").symlink_to(tmp_path / "nowhere")
    faults = refused(tmp_path)
    assert [fault.file for fault in faults] == ["opportunities/folder.yaml", "opportunities/link.yaml"]


def test_a_folder_without_files(tmp_path: Path) -> None:
    assert "no catalogue files here" in only(refused(tmp_path)).reason


def test_nothing_of_a_bad_catalogue_is_stored_over_a_good_one(tmp_path: Path) -> None:
    load_catalogue(write_catalogue(tmp_path, [GOOD]))
    write_catalogue(tmp_path, [{**GOOD, "name": "New"}, opportunity_entry("bad-award", funders=["nobody"])])
    for overwrite in (False, True):
        with pytest.raises(CatalogueError):
            load_catalogue(tmp_path, overwrite=overwrite)
    assert [item.name for item in Opportunity.objects.all()] == ["Good Award"]


# --- What the command says -------------------------------------------------------------------


def test_the_command_says_where_what_and_why(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [opportunity_entry("bad-award", kind="bursary")])
    with pytest.raises(CommandError) as refusal:
        call_command("load_catalogue", folder, stdout=io.StringIO())
    assert str(refusal.value).startswith(
        "Nothing was loaded. Mend these and load again:\n"
        "  opportunities/all.yaml, line 3: entry “bad-award”, field kind: “bursary” is not one of: scholarship,"
    )


@pytest.mark.parametrize("path", ["nowhere", "x" * 5000])
def test_a_path_that_leads_nowhere(tmp_path: Path, path: str) -> None:
    with pytest.raises(CommandError, match="There is nothing at"):
        call_command("load_catalogue", tmp_path / path)


def test_a_name_in_a_file_cannot_steer_the_terminal(tmp_path: Path) -> None:
    folder = write_catalogue(tmp_path, [{**GOOD, "key": "\x1b[2Jcleared\nNothing is wrong"}])
    message = str(only(refused(folder)))
    assert "cleared�Nothing is wrong" in message
    assert message.isprintable()


def test_no_traceback_is_shown(tmp_path: Path) -> None:
    folder = written(tmp_path, "- key: on\n")
    environment = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path / 'never-made.sqlite3'}"}
    command = [sys.executable, "manage.py", "load_catalogue", str(folder)]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: Nothing was loaded.")
    assert "opportunities/all.yaml, line 1: entry “number 1”, field key: “on” without quotes" in done.stderr
    assert "Traceback" not in done.stderr
