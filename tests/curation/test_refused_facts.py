"""An entry that cannot be is refused, with file, line, entry, field and reason, and nothing is stored."""

from pathlib import Path
from typing import Any

import pytest

from opportunities.curation.catalogue_files import CatalogueError
from opportunities.curation.loading import load_catalogue
from opportunities.models import Opportunity, Organisation
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
from tests.curation.refusals import GOOD, only, refused

pytestmark = pytest.mark.django_db


# --- One fact of one entry -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"kind": "bursary"}, "kind", "“bursary” is not one of: scholarship, fellowship"),
        ({"directions": ["uk-to-mars"]}, "directions.0", "“uk-to-mars” is not one of"),
        ({"disciplines": ["1.99"]}, "disciplines.0", "“1.99” is not one of"),
        ({"directions": ["joint", "joint"]}, "directions", "stands twice: joint"),
        ({"key": "Not A Slug"}, "key", "must be small letters, digits and single hyphens"),
        ({"key": "not_a_slug"}, "key", "must be small letters, digits and single hyphens"),
        ({"key": "-slug"}, "key", "must be small letters, digits and single hyphens"),
        ({"key": "séjour"}, "key", "must be small letters, digits and single hyphens"),
        ({"cycle": {"rounds": [round_entry(closes="soon")]}}, "cycle.rounds.0.closes", "“soon” is neither a day"),
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
        ({"state": "yes"}, "state", "not one of: draft"),
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
        ({"eligibility": {"age": {"on_date": "04"}}}, "eligibility.age.on_date", "neither a day of the year"),
        ({"eligibility": {"age": {"on_date": "04-01"}}}, "eligibility.age", "counted: date and on_date go together"),
        (
            {"eligibility": {"age": {"counted": "date", "on_date": "2026-04-31"}}},
            "eligibility.age.on_date",
            "not a day",
        ),
        (
            {"eligibility": {"age": {"counted": "start", "on_year": "after-deadline"}}},
            "eligibility.age",
            "on_year needs an on_date",
        ),
        ({"eligibility": {"stays": [{"country": "JP"}]}}, "eligibility.stays.0", "needs min_months"),
        (
            {"eligibility": {"stays": [{"country": "JP", "max_months": -1}]}},
            "eligibility.stays.0.max_months",
            "greater",
        ),
        ({"eligibility": {"institution": {"countries": ["GB"]}}}, "eligibility.institution", "rule and countries"),
        ({"eligibility": {"degree": {"any_of": ["phd"]}}}, "eligibility.degree.any_of.0", "not one of"),
        ({"eligibility": {"degree": {"or_equivalent": True}}}, "eligibility.degree", "needs any_of or text"),
        (
            {"eligibility": {"languages": [{"language": "ja", "text": "N2"}]}},
            "eligibility.languages.0",
            "go into level",
        ),
        ({"eligibility": {"either": [[{"age": {"max": 30}}]]}}, "eligibility.either.0", "at least 2 items"),
        (
            {"eligibility": {"routes": [{"key": "a", "name": "A"}, {"key": "a", "name": "B"}]}},
            "eligibility",
            "stands twice: a",
        ),
        (
            {"eligibility": {"either": [[{"other": ["x"]}, {"other": ["y"]}]] * 7}},
            "eligibility",
            "128 combinations of routes and alternatives; at most 64",
        ),
        ({"eligibility": {"host": {"required": True, "source": ["s9"]}}}, "eligibility", "rests on source “s9”"),
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


def test_references_between_the_other_records(tmp_path: Path) -> None:
    lost = [organisation_entry("lost", parent="nobody")], [case_study_entry("study", opportunities=["nothing"])]
    faults = refused(write_catalogue(tmp_path, organisations=lost[0], case_studies=lost[1]))
    assert [(fault.entry, fault.field, fault.reason) for fault in faults] == [
        ("lost", "parent", "“nobody” is not in organisations"),
        ("study", "opportunities", "“nothing” is not in opportunities"),
    ]


@pytest.mark.parametrize("rate", ["0", "0.0", "-1", "1.123456", "1e3", "many"])
def test_a_rate_that_cannot_be(tmp_path: Path, rate: str) -> None:
    fault = only(refused(write_catalogue(tmp_path, exchange_rates=[exchange_rate_entry(units_per_gbp=rate)])))
    assert (fault.entry, fault.field) == ("JPY", "units_per_gbp")


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


def test_the_largest_amount_fits_into_the_database(tmp_path: Path) -> None:
    largest = opportunity_entry("large", funding={"currency": "JPY", "min": 10**15, "max": 10**15})
    load_catalogue(write_catalogue(tmp_path, [largest]))
    assert Opportunity.objects.get().amount_max == 10**15
