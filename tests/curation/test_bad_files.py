"""Files that are refused: whole, with file, line, entry, field and reason, and nothing stored."""

import io
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from opportunities.curation.catalogue_files import CatalogueError, read_catalogue
from opportunities.curation.loading import load_catalogue
from opportunities.models import CatalogueRevision, LoadedFacts, Opportunity, Organisation
from tests.builders import (
    exchange_rate_entry,
    opportunity_entry,
    organisation_entry,
    round_entry,
    source_entry,
    write_catalogue,
)

pytestmark = pytest.mark.django_db


def refusal(folder: Path) -> str:
    """What the command says of files that it refuses, once it is sure that nothing was stored."""
    with pytest.raises(CommandError) as raised:
        call_command("load_catalogue", folder, stdout=io.StringIO())
    assert not Opportunity.objects.exists()
    assert not Organisation.objects.exists()
    assert not LoadedFacts.objects.exists()
    assert not CatalogueRevision.objects.exists()
    message = str(raised.value)
    assert message.startswith("Nothing was loaded")
    assert "Traceback" not in message
    return message


def refused_text(folder: Path, text: str | bytes) -> str:
    """The refusal of an opportunities file with this content, beside a sound one."""
    write_catalogue(folder, organisations=[organisation_entry()])
    raw = text if isinstance(text, bytes) else text.encode()
    (folder / "opportunities" / "all.yaml").write_bytes(raw)
    return refusal(folder)


def refused_entry(folder: Path, **changes: Any) -> str:
    """The refusal of an opportunity with these facts, the second of three."""
    entries = [opportunity_entry("first"), opportunity_entry("second", **changes), opportunity_entry("third")]
    return refusal(write_catalogue(folder, opportunities=entries))


def as_yaml(**changes: Any) -> str:
    return yaml.dump([opportunity_entry("first", **changes)], sort_keys=False, allow_unicode=True)


# --- What an entry says ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"kind": "lottery"}, "kind", "“lottery” is not one of: scholarship"),
        ({"directions": ["up"]}, "directions.0", "“up” is not one of: uk-to-japan"),
        ({"disciplines": ["7.1"]}, "disciplines.0", "“7.1” is not one of"),
        ({"directions": ["joint", "joint"]}, "directions", "stands twice: joint"),
        ({"sources": []}, "sources", ""),
        ({"sources": [source_entry("s1"), source_entry("s1")]}, "sources", "stands twice: s1"),
        ({"colour": "blue"}, "colour", "is not a field"),
        ({"name": "x" * 5000}, "name", "300 characters"),
        ({"name": "   "}, "name", ""),
        ({"name": "a\x07b"}, "name", "control character"),
        ({"funding": {"currency": "GBP", "min": 9, "max": 1}}, "funding", "min 9 is above max 1"),
        ({"funding": {"max": 1}}, "funding", "needs its currency"),
        ({"funding": {"currency": "GBP", "max": 10**16}}, "funding.max", ""),
        ({"funding": {"currency": "GBP", "max": -1}}, "funding.max", ""),
        ({"funding": {"currency": "pounds", "max": 1}}, "funding.currency", ""),
        ({"funding": {"currency": "GBP", "max": "1"}}, "funding.max", ""),
        ({"duration": {"min_months": 5, "max_months": 2}}, "duration", "above"),
        ({"duration": {"max_months": float("nan")}}, "duration.max_months", ""),
        ({"duration": {"max_months": float("inf")}}, "duration.max_months", ""),
        ({"eligibility": {"age": {"min": 40, "max": 30}}}, "eligibility.age", "min 40 is above max 30"),
        ({"eligibility": {"age": {"max": 30, "on_date": "02-30"}}}, "eligibility.age.on_date", ""),
        ({"eligibility": {"nationality": {"rule": "only"}}}, "eligibility.nationality", "needs values"),
        (
            {"eligibility": {"nationality": {"rule": "only", "values": ["Japan"]}}},
            "eligibility.nationality.values.0",
            "",
        ),
        ({"cycle": {"usual_closes": ["13-01"]}}, "cycle.usual_closes.0", ""),
        ({"cycle": {"usual_closes": ["02-30"]}}, "cycle.usual_closes.0", ""),
        ({"cycle": {"timezone": "Europe/Camelot"}}, "cycle.timezone", "Europe/Camelot"),
        ({"cycle": {"rounds": [round_entry(opens="2027-02-01")]}}, "cycle.rounds.0", "before it opens"),
        ({"cycle": {"rounds": [round_entry(closes="2027-02-30")]}}, "cycle.rounds.0.closes", "2027-02-30"),
        ({"cycle": {"rounds": [round_entry(closes="soon")]}}, "cycle.rounds.0.closes", "soon"),
        ({"cycle": {"rounds": [round_entry(closes=None)]}}, "cycle.rounds.0", "opening or a closing date"),
        ({"cycle": {"rounds": [round_entry(), round_entry()]}}, "cycle.rounds", "stands twice: 2027"),
        ({"cycle": {"rounds": [round_entry(source="s9")]}}, "", "s9"),
        ({"annexe_label": "Butterfield Awards"}, "annexe_label", "needs annexe_section"),
        ({"funders": ["nobody-knows"]}, "funders", "“nobody-knows” is not in organisations"),
        ({"related_case_study": "nothing"}, "related_case_study", "“nothing” is not in case_studies"),
    ],
)
def test_a_fact_that_cannot_be(tmp_path: Path, changes: dict[str, Any], field: str, reason: str) -> None:
    message = refused_entry(tmp_path, **changes)
    assert "opportunities/all.yaml, line" in message
    assert "entry “second”" in message
    assert field in message
    assert reason in message


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>",
        "ftp://example.org/",
        "//example.org/",
        "/opportunities/",
        "https://user:password@example.org/",
        "https://user@example.org/",
        "https://",
        "https://localhost",
        "https://example.org/a b",
        "https://example.org\\@evil.example/",
        "https://example.org:99999/",
        "https://[::1/",
        'https://example.org/"onclick="x',
        "https://example.org/\u202e",
        "https://" + "a" * 3000 + ".org",
    ],
)
def test_an_address_that_no_page_may_link_to(tmp_path: Path, address: str) -> None:
    assert "application.official_url" in refused_entry(tmp_path / "a", application={"official_url": address})
    assert "sources.0.url" in refused_entry(tmp_path / "b", sources=[source_entry(url=address)])


@pytest.mark.parametrize("missing", ["key", "name", "kind", "summary", "programme_status", "confidence", "sources"])
def test_a_required_key_that_is_missing(tmp_path: Path, missing: str) -> None:
    entry = opportunity_entry("second")
    del entry[missing]
    message = refusal(write_catalogue(tmp_path, opportunities=[opportunity_entry("first"), entry]))
    assert f"field {missing}: is required and missing" in message


@pytest.mark.parametrize("key", ["Second Entry", "second_entry", "-second", "séconde", "", "x" * 81])
def test_a_key_that_is_no_slug(tmp_path: Path, key: str) -> None:
    assert "field key:" in refusal(write_catalogue(tmp_path, opportunities=[opportunity_entry(key, name="Second")]))


def test_every_fault_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    message = refused_text(
        tmp_path,
        as_yaml(kind="lottery") + as_yaml(confidence="sure").replace("key: first", "key: other"),
    )
    assert "line 3: entry “first”, field kind" in message
    assert "entry “other”, field confidence" in message


def test_a_slug_used_twice_in_one_file_and_across_files(tmp_path: Path) -> None:
    message = refused_text(tmp_path, as_yaml() + as_yaml())
    assert "field key: already used in opportunities/all.yaml, line 1" in message
    write_catalogue(tmp_path, opportunities=[opportunity_entry("first")])
    (tmp_path / "opportunities" / "more.yaml").write_text(as_yaml())
    assert "more.yaml, line 1: entry “first”, field key: already used in opportunities/all.yaml" in refusal(tmp_path)


def test_organisations_that_are_above_themselves(tmp_path: Path) -> None:
    loop = [organisation_entry("a", parent="b"), organisation_entry("b", parent="a")]
    assert "above itself" in refusal(write_catalogue(tmp_path, organisations=loop))
    unknown = [organisation_entry("a", parent="nobody")]
    assert "“nobody” is not in organisations" in refusal(write_catalogue(tmp_path, organisations=unknown))


def test_a_rate_of_nothing(tmp_path: Path) -> None:
    rates = [exchange_rate_entry(units_per_gbp="0.0")]
    assert "units_per_gbp" in refusal(write_catalogue(tmp_path, exchange_rates=rates))


# --- What a file is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (as_yaml().replace("name: First", "name: NO"), "“NO” without quotes is read as true or false"),
        (as_yaml().replace("name: First", "name: on"), "“on” without quotes"),
        (as_yaml().replace("name: First", "on: First"), "“on” without quotes"),
        (as_yaml() + "  name: Again\n", "the key “name” stands twice"),
        (as_yaml().replace("name: First", "name: 2023-02-30"), "“2023-02-30” is not a day of the calendar"),
        (as_yaml().replace("name: First", "name: !!python/object:os.system x"), "tags are not allowed"),
        (as_yaml().replace("name: First", "name: !!binary aGVsbG8="), "tags are not allowed"),
        (as_yaml().replace("name: First", "name: &a First"), "anchors and aliases"),
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\n", "anchors and aliases"),
        ("- " * 100_000, "nested more than"),
        ("[" * 100_000, "nesting"),
        ("{a: " * 100_000, "nested more than"),
        ("- key: [unclosed", "not well-formed YAML"),
        ("key: first", "must hold a list of entries"),
        ("just words", "must hold a list of entries"),
        ("", "must hold a list of entries"),
        ("- just words\n- 3\n- null\n", "number 1"),
        (as_yaml() + "---\n" + as_yaml(), "more than one YAML document"),
        ("- {1: a}", "a key must be a word"),
        ("- {[a]: b}", "a key must be a word"),
        ("- " + "9" * 5000, "more than 18 digits"),
        ("\tkey: x", "not well-formed YAML"),
        (b"- key: caf\xe9\n", "not UTF-8"),
        (as_yaml().encode("utf-16"), "not UTF-8"),
        (b"- key: a\x00b\n", "not well-formed YAML"),
        ('- key: "a\\ud800b"\n', ""),
        ('- key: "a\\0b"\n', ""),
    ],
)
def test_a_file_that_is_not_plain_yaml(tmp_path: Path, text: str | bytes, reason: str) -> None:
    message = refused_text(tmp_path, text)
    assert "opportunities/all.yaml" in message
    assert reason in message


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    assert "larger than 20 MB" in refused_text(tmp_path, "# " + "x" * 20_000_001)


def test_a_folder_without_files_and_a_path_that_does_not_exist(tmp_path: Path) -> None:
    assert "no catalogue files here" in refusal(tmp_path)
    with pytest.raises(CommandError, match="There is nothing at"):
        call_command("load_catalogue", tmp_path / "nowhere")


def test_nothing_is_lost_from_what_was_there(tmp_path: Path) -> None:
    load_catalogue(write_catalogue(tmp_path, opportunities=[opportunity_entry("first", name="Before")]))
    number = CatalogueRevision.objects.get().number
    entries = [opportunity_entry("first", name="After"), opportunity_entry("second", kind="lottery")]
    with pytest.raises(CatalogueError):
        load_catalogue(write_catalogue(tmp_path, opportunities=entries))
    assert Opportunity.objects.get().name == "Before"
    assert CatalogueRevision.objects.get().number == number


# --- Anything at all -------------------------------------------------------------------------

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.dates()
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["key", "name", "cycle", "sources"]) | st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=15,
)


def is_refused_or_sound(content: bytes, folder: Path) -> None:
    """Reading such a file gives records or a CatalogueError, nothing else."""
    file = folder / "opportunities.yaml"
    file.write_bytes(content)
    try:
        read_catalogue(file)
    except CatalogueError as error:
        assert all(str(fault) for fault in error.faults)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=200))
def test_any_bytes(content: bytes, tmp_path: Path) -> None:
    is_refused_or_sound(content, tmp_path)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    data=plain
    | st.lists(
        st.builds(
            lambda change: {**opportunity_entry(), **change},
            st.dictionaries(
                st.sampled_from([*sorted(opportunity_entry()), "cycle", "eligibility", "funding"]), plain, max_size=3
            ),
        ),
        max_size=2,
    )
)
def test_any_plain_yaml(data: Any, tmp_path: Path) -> None:
    is_refused_or_sound(yaml.safe_dump(data, allow_unicode=True).encode("utf-8", "surrogatepass"), tmp_path)


class StoredIsWhatIsRead(TestCase):
    """What passes the check can be stored: no fault is left for the database to find."""

    @settings(max_examples=60, deadline=None)
    @given(
        change=st.dictionaries(
            st.sampled_from(["name", "summary", "notes", "keywords", "name_ja"]), scalars | st.lists(st.text())
        )
    )
    def test_checked_facts_can_be_stored(self, change: dict[str, Any]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "opportunities.yaml"
            file.write_text(yaml.safe_dump([{**opportunity_entry(), **change}]), encoding="utf-8")
            try:
                load_catalogue(file)
            except CatalogueError:
                assert not Opportunity.objects.exists()
            else:
                assert Opportunity.objects.count() == 1
