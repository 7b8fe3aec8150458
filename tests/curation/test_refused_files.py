"""A bad file is refused whole, with file, line, entry, field and reason, and nothing is stored."""

import io
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from opportunities.curation.catalogue_files import CatalogueError, Fault
from opportunities.curation.loading import load_catalogue
from opportunities.models import CatalogueRevision, LoadedFacts, Opportunity, Organisation
from tests.builders import (
    case_study_entry,
    exchange_rate_entry,
    make_organisation,
    opportunity_entry,
    organisation_entry,
    round_entry,
    source_entry,
    write_catalogue,
)

pytestmark = pytest.mark.django_db

GOOD = opportunity_entry("good-award")


def refused(folder: Path, **options: Any) -> list[Fault]:
    """The faults for which the files are refused, nothing having been stored."""
    with pytest.raises(CatalogueError) as error:
        load_catalogue(folder, **options)
    for model in (Opportunity, Organisation, LoadedFacts, CatalogueRevision):
        assert not model.objects.exists()
    return error.value.faults


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]


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


# --- One fact of one entry -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"kind": "bursary"}, "kind", "“bursary” is not one of: scholarship, fellowship"),
        ({"directions": ["uk-to-mars"]}, "directions.0", "“uk-to-mars” is not one of"),
        ({"disciplines": ["1.99"]}, "disciplines.0", "“1.99” is not one of"),
        ({"directions": ["joint", "joint"]}, "directions", "stands twice: joint"),
        ({"key": "Not A Slug"}, "key", "must be small letters, digits and single hyphens"),
        ({"key": "a" * 81}, "key", "at most 80 characters"),
        ({"name": ""}, "name", "at least 1 character"),
        ({"name": " \n "}, "name", "at least 1 character"),
        ({"name": "n" * 5000}, "name", "at most 300 characters"),
        ({"name": 7}, "name", "should be a valid string"),
        ({"name": ["a", "b"]}, "name", "should be a valid string"),
        ({"name": "null\x00byte"}, "name", "has a control character in it"),
        ({"name": "escape \x1b[2J"}, "name", "has a control character in it"),
        ({"name": "c1 \x9b"}, "name", "has a control character in it"),
        ({"name": "gro.elpmaxe \u202e"}, "name", "has a control character in it"),
        ({"uuid": "not-a-uuid"}, "uuid", "“not-a-uuid” is not a UUID"),
        ({"published": "yes"}, "published", "valid boolean"),
        ({"colour": "red"}, "colour", "is not a field of this record"),
        ({"funding": {"curency": "GBP"}}, "funding.curency", "is not a field of this record"),
        ({"funding": [1]}, "funding", "valid dictionary"),
        ({"career_stages": {"doctoral": True}}, "career_stages", "valid list"),
        ({"funding": {"currency": "GBP", "min": 9, "max": 3}}, "funding", "min 9 is above max 3"),
        ({"funding": {"max": 3}}, "funding", "an amount needs its currency"),
        ({"funding": {"currency": "pounds", "max": 3}}, "funding.currency", "must be three capital letters"),
        ({"funding": {"currency": "GBP", "max": -1}}, "funding.max", "greater than or equal to 0"),
        ({"funding": {"currency": "GBP", "max": 10**15 + 1}}, "funding.max", "less than or equal to 1000000000000000"),
        ({"funding": {"currency": "GBP", "max": 10.5}}, "funding.max", "valid integer"),
        ({"funding": {"currency": "GBP", "max": True}}, "funding.max", "valid integer"),
        ({"duration": {"min_months": 12, "max_months": 6}}, "duration", "min_months 12 is above max_months 6"),
        ({"duration": {"min_months": 0}}, "duration.min_months", "more than 0"),
        ({"duration": {"min_months": 1201}}, "duration.min_months", "at most 1200"),
        ({"duration": {"min_months": 0.123}}, "duration.min_months", "more than two decimals"),
        ({"duration": {"min_months": "12"}}, "duration.min_months", "must be a number of months"),
        ({"eligibility": {"age": {"min": 40, "max": 30}}}, "eligibility.age", "min 40 is above max 30"),
        ({"eligibility": {"age": {"on_date": "04"}}}, "eligibility.age.on_date", "at least 5 characters"),
        ({"eligibility": {"nationality": {"rule": "only"}}}, "eligibility.nationality", "needs values"),
        (
            {"eligibility": {"nationality": {"rule": "any", "values": ["GB"]}}},
            "eligibility.nationality",
            "cannot have values",
        ),
        (
            {"eligibility": {"residence": {"rule": "only", "values": ["Norway"]}}},
            "eligibility.residence.values.0",
            "neither a two-letter country code",
        ),
        ({"cycle": {"usual_closes": ["13"]}}, "cycle.usual_closes.0", "13 is not a month"),
        ({"cycle": {"usual_closes": ["02-30"]}}, "cycle.usual_closes.0", "not a day of any year"),
        ({"cycle": {"timezone": "Europe/Atlantis"}}, "cycle.timezone", "is not a time zone such as Europe/London"),
        ({"cycle": {"timezone": "../../etc/passwd"}}, "cycle.timezone", "is not a time zone"),
        ({"cycle": {"rounds": [round_entry(closes=None)]}}, "cycle.rounds.0", "needs an opening or a closing date"),
        (
            {"cycle": {"rounds": [round_entry(opens="2027-01-16")]}},
            "cycle.rounds.0",
            "closes (2027-01-15) before it opens (2027-01-16)",
        ),
        (
            {"cycle": {"rounds": [round_entry(opens="2027-01-15", opens_time="12:00", closes_time="11:59")]}},
            "cycle.rounds.0",
            "closes (at 11:59) before it opens (at 12:00)",
        ),
        ({"cycle": {"rounds": [round_entry(closes_time="24:00")]}}, "cycle.rounds.0.closes_time", "a time such as"),
        (
            {"cycle": {"rounds": [round_entry(closes="2027-01", closes_time="12:00")]}},
            "cycle.rounds.0",
            "needs its day",
        ),
        ({"cycle": {"rounds": [round_entry("a"), round_entry("a")]}}, "cycle.rounds", "stands twice: a"),
        ({"cycle": {"rounds": [round_entry(source="s9")]}}, "cycle", "rests on source “s9”, which is not in the list"),
        ({"last_checked": "2023-02-30"}, "last_checked", "neither a day (2026-03-31) nor a month (2026-03)"),
        ({"last_checked": "20260331"}, "last_checked", "neither a day"),
        ({"last_checked": "2026-W10-1"}, "last_checked", "neither a day"),
        ({"last_checked": "9999-12-31"}, "last_checked", "not within the years 1900 to 2199"),
        ({"next_check": "2026-03"}, "next_check", "is not a day"),
        ({"sources": []}, "sources", "at least 1 item"),
        ({"sources": [source_entry("s1"), source_entry("s1")]}, "sources", "stands twice: s1"),
        ({"sources": [source_entry(publisher="blog")]}, "sources.0.publisher", "“blog” is not one of"),
        ({"sources": [source_entry(supports=["weather"])]}, "sources.0.supports.0", "“weather” is not one of"),
        ({"annexe_label": "Some label"}, "annexe_label", "needs annexe_section"),
        ({"funders": ["nobody"]}, "funders", "“nobody” is not in organisations"),
        ({"administered_by": ["nobody"]}, "administered_by", "“nobody” is not in organisations"),
        ({"related_case_study": "nothing"}, "related_case_study", "“nothing” is not in case_studies"),
    ],
)
def test_a_fact_that_cannot_be(tmp_path: Path, changes: dict[str, Any], field: str, reason: str) -> None:
    bad = {**opportunity_entry("bad-award"), **changes}
    fault = only(refused(write_catalogue(tmp_path, [GOOD, bad])))
    line = (tmp_path / "opportunities" / "all.yaml").read_text().splitlines()[fault.line - 1]
    assert (fault.file, fault.entry, fault.field) == ("opportunities/all.yaml", bad["key"][:80], field)
    assert reason in fault.reason
    assert fault.line > 15, line  # within the second entry
    assert str(fault).startswith(f"opportunities/all.yaml, line {fault.line}: entry “{bad['key'][:80]}”, field {field}")


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "data:text/html,<script>",
        "ftp://example.org/",
        "file:///etc/passwd",
        "//example.org/",
        "example.org",
        "/relative",
        "",
        "https://",
        "https:///path",
        "https://localhost/",
        "HTTPS://example.org/",
        "https://user:secret@example.org/",
        "https://user@example.org/",
        "https://@example.org/",
        "https://example.org\\@evil.example/",
        "https://example.org/a b",
        " https://example.org/",
        "https://example.org/\n",
        "https://example.org/\u3000",
        "https://example.org/\u202etxt",
        "https://exa\u200bmple.org/",
        'https://example.org/"onclick',
        "https://example.org/<script>",
        "https://example.org:99999/",
        "https://[::1/",
        "https://example.org／evil/",
        f"https://example.org/{'a' * 1000}",
    ],
)
def test_an_address_that_no_page_may_link_to(tmp_path: Path, address: str) -> None:
    bad = opportunity_entry("bad-award", application={"official_url": address})
    fault = only(refused(write_catalogue(tmp_path, [bad])))
    assert (fault.entry, fault.field) == ("bad-award", "application.official_url")


def test_every_record_with_an_address_refuses_a_script(tmp_path: Path) -> None:
    folder = write_catalogue(
        tmp_path,
        [opportunity_entry(sources=[source_entry(url="javascript:1")])],
        [organisation_entry(website="javascript:1")],
        [case_study_entry(links=[{"title": "Link", "url": "javascript:1"}])],
        [exchange_rate_entry(source_url="javascript:1")],
    )
    fields = {(fault.file, fault.field) for fault in refused(folder)}
    assert fields == {
        ("opportunities/all.yaml", "sources.0.url"),
        ("organisations.yaml", "website"),
        ("case_studies.yaml", "links.0.url"),
        ("exchange_rates.yaml", "source_url"),
    }


@pytest.mark.parametrize("missing", ["key", "name", "kind", "summary", "directions", "confidence", "sources"])
def test_a_missing_fact(tmp_path: Path, missing: str) -> None:
    bad = opportunity_entry("bad-award")
    del bad[missing]
    fault = only(refused(write_catalogue(tmp_path, [GOOD, bad])))
    assert (fault.field, fault.reason) == (missing, "is required and missing")
    assert fault.entry == ("Bad Award" if missing == "key" else "bad-award")


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    bad = opportunity_entry("bad-award", kind="bursary", confidence="some")
    faults = refused(write_catalogue(tmp_path, [bad], [organisation_entry("trust", country="Britain")]))
    assert {(fault.entry, fault.field) for fault in faults} == {
        ("bad-award", "kind"),
        ("bad-award", "confidence"),
        ("trust", "country"),
    }


# --- Records that do not go together ---------------------------------------------------------


def test_a_slug_that_stands_twice_in_a_file(tmp_path: Path) -> None:
    fault = only(refused(write_catalogue(tmp_path, [GOOD, GOOD])))
    assert (fault.entry, fault.field) == ("good-award", "key")
    assert fault.reason == "already used in opportunities/all.yaml, line 1"
    assert fault.line > 1


def test_a_slug_that_stands_in_two_files(tmp_path: Path) -> None:
    write_catalogue(tmp_path, [GOOD])
    (tmp_path / "opportunities" / "more.yaml").write_bytes((tmp_path / "opportunities" / "all.yaml").read_bytes())
    fault = only(refused(tmp_path))
    assert (fault.file, fault.line, fault.field) == ("opportunities/more.yaml", 1, "key")
    assert fault.reason == "already used in opportunities/all.yaml, line 1"


@pytest.mark.parametrize("parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "a"}])
def test_an_organisation_above_itself(tmp_path: Path, parents: dict[str, str]) -> None:
    below = organisation_entry("below", parent="a")
    loop = [organisation_entry(key, parent=parent) for key, parent in parents.items()]
    faults = refused(write_catalogue(tmp_path, organisations=[*loop, below]))
    assert {fault.entry for fault in faults} == parents.keys()
    assert {(fault.field, fault.reason) for fault in faults} == {("parent", "the organisation is above itself")}


def test_values_that_only_one_record_may_have(tmp_path: Path) -> None:
    uuid = "6f0e7a5e-3c0c-4c59-9d7e-1d2b6c1f0a11"
    ror = "https://ror.org/012345678"
    folder = write_catalogue(
        tmp_path,
        [opportunity_entry("a", uuid=uuid), opportunity_entry("b", uuid=uuid.upper())],
        [organisation_entry("c", ror=ror), organisation_entry("d", ror=ror)],
        [case_study_entry("e"), case_study_entry("f")],
    )
    assert {(fault.entry, fault.field, fault.reason) for fault in refused(folder)} == {
        ("b", "uuid", f"“{uuid}” belongs to “a” already"),
        ("d", "ror", f"“{ror}” belongs to “c” already"),
        ("f", "annexe_number", "“8.1.9” belongs to “e” already"),
    }


def test_a_value_that_a_stored_record_has(tmp_path: Path) -> None:
    ror = "https://ror.org/012345678"
    make_organisation("stored", ror=ror)
    with pytest.raises(CatalogueError, match=r"entry “new”, field ror: .* belongs to “stored” already"):
        load_catalogue(write_catalogue(tmp_path, organisations=[organisation_entry("new", ror=ror)]))
    assert Organisation.objects.count() == 1


def test_what_only_the_database_sees_is_told_as_a_fault(tmp_path: Path) -> None:
    """Two bodies that exchange a unique value pass every check, but not one after the other."""
    one, two = "https://ror.org/012345678", "https://ror.org/087654321"
    load_catalogue(
        write_catalogue(tmp_path, organisations=[organisation_entry("a", ror=one), organisation_entry("b", ror=two)])
    )
    swapped = [organisation_entry("a", ror=two), organisation_entry("b", ror=one)]
    with pytest.raises(CatalogueError, match="entry “a”: the database refuses it"):
        load_catalogue(write_catalogue(tmp_path, organisations=swapped))
    assert dict(Organisation.objects.values_list("slug", "ror")) == {"a": one, "b": two}


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


def test_the_largest_amount_fits_into_the_database(tmp_path: Path) -> None:
    largest = opportunity_entry("large", funding={"currency": "JPY", "min": 10**15, "max": 10**15})
    load_catalogue(write_catalogue(tmp_path, [largest]))
    assert Opportunity.objects.get().amount_max == 10**15, connection.vendor
