"""A file has the opportunities of the page, in its order, with every fact, and says where it comes from."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from opportunities.exports import rows, xlsx_file
from opportunities.exports.columns import COLUMNS
from opportunities.models import Opportunity
from tests.builders import make_exchange_rate, make_opportunity, make_organisation, source_entry
from tests.exports.files import Record, fetch, fetch_csv, fetch_json, fetch_xlsx, ignored, sheet_rows

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_noon")]
FORMS = ["csv", "xlsx", "json"]


@pytest.fixture
def at_noon() -> Any:
    """The morning of the day on which the facts were gathered."""
    with time_machine.travel(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC), tick=False):
        yield


@pytest.fixture
def rich() -> Opportunity:
    """An opportunity of which much is known."""
    make_organisation("sakura-trust", name="Sakura; Trust", name_ja="桜財団")
    make_exchange_rate("JPY", units_per_gbp="200")
    return make_opportunity(
        "rich",
        name="Rich Award",
        name_ja="豊かな賞",
        summary_ja="概要",
        funders=["sakura-trust"],
        directions=["uk-to-japan", "joint"],
        funding={"currency": "JPY", "min": 100000, "max": 200000, "basis": "per-month", "covers": ["travel"]},
        duration={"min_months": 0.5, "max_months": 12},
        application={"official_url": "https://example.org/rich"},
        cycle={
            "timezone": "Asia/Tokyo",
            "rounds": [{"label": "2027", "opens": "2026-12", "closes": "2027-01-15", "closes_time": "16:00"}],
        },
        sources=[source_entry("s1", as_of="2025"), source_entry("s2", url=None, title="A book")],
        last_checked="2026-11",
    )


def slugs(form: str, query: str) -> list[str]:
    if form == "csv":
        return [row["slug"] for row in fetch_csv(query)]
    if form == "json":
        return [row["slug"] for row in fetch_json(query)["opportunities"]]
    return [row["slug"] for row in sheet_rows(fetch_xlsx(query))]


def test_every_fact_of_a_row_stands_in_csv(rich: Opportunity) -> None:
    (row,) = fetch_csv("?lang=en")
    expected: Record = {
        "slug": "rich",
        "name": "Rich Award",
        "name_ja": "豊かな賞",
        "page": "http://testserver/opportunities/rich/",
        "kind": "grant",
        "kind_label": "Grant",
        "funders": "sakura-trust",
        "funders_label": "Sakura; Trust",
        "directions": "uk-to-japan; joint",
        "directions_label": "UK to Japan; Joint work by partners in both",
        "stages": "doctoral",
        "disciplines": "all",
        "summary": "Money for rich.",
        "currency": "JPY",
        "amount_min": "100000",
        "amount_max": "200000",
        "amount_basis_label": "a month",
        "worth_gbp_min": "6000",
        "worth_gbp_max": "12000",
        "covers_label": "Travel",
        "duration_min_months": "0.5",
        "duration_max_months": "12",
        "status": "opens-later",
        "opens": "2026-12",
        "opens_is_estimate": "false",
        "deadline": "2027-01-15",
        "deadline_time": "16:00",
        "deadline_zone": "Asia/Tokyo",
        "deadline_is_estimate": "false",
        "official_page": "https://example.org/rich",
        "sources": "https://example.org/s1",
        "source_titles": "Page s1; A book",
        "sources_as_of": "2025; –",
        "last_checked": "2026-11",
        "uuid": str(rich.uuid),
    }
    assert {name: row[name] for name in expected} == expected
    assert "15 January 2027" in row["deadline_label"]


def test_cells_of_a_workbook_have_types(rich: Opportunity) -> None:
    book = fetch_xlsx()
    sheet = book["opportunities"]
    (row,) = sheet_rows(book)
    assert (row["deadline"].date(), row["deadline"].time()) == (dt.date(2027, 1, 15), dt.time())
    assert row["deadline_time"] == dt.time(16)
    assert (row["opens"], row["last_checked"]) == ("2026-12", "2026-11")  # a month never gains a day
    assert (row["amount_max"], row["duration_min_months"], row["deadline_is_estimate"]) == (200000, 0.5, False)
    assert row["duration_note"] is None
    assert sheet.freeze_panes == "C2"
    assert sheet.column_dimensions["B"].width > 40
    assert sheet["A1"].font.bold
    about = {str(name): str(value) for name, value, *_rest in book["about"].iter_rows(values_only=True) if name}
    assert about["Address"] == "http://testserver/opportunities/"
    assert about["Retrieved"] == "2026-11-25T12:00:00Z"
    assert "CC BY 4.0" in about["Licence"]
    assert {column.name for column in COLUMNS} < set(about)


def test_json_says_what_it_is_and_holds_everything(rich: Opportunity) -> None:
    data = fetch_json("?kind=grant&foo=1")
    (entry,) = data.pop("opportunities")
    assert data == {
        "title": "UK–Japan Funding Finder",
        "page": "http://testserver/opportunities/?kind=grant",
        "retrieved_at": "2026-11-25T12:00:00Z",
        "language": "en-gb",
        "licence": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "catalogue_revision": data["catalogue_revision"],
        "total": 1,
        "ignored": ["We do not know the search parameter “foo”, so we left it out."],
    }
    assert entry["directions"][0] == {"code": "uk-to-japan", "label": "UK to Japan"}
    assert entry["deadline"] == {
        "date": "2027-01-15", "time": "16:00", "zone": "Asia/Tokyo", "is_estimate": False,
    }  # fmt: skip
    assert entry["opens"] == {"date": "2026-12", "time": None, "zone": "Asia/Tokyo", "is_estimate": False}
    assert entry["rounds"] == [{"label": "2027", "opens": entry["opens"], "closes": entry["deadline"]}]
    assert [source["url"] for source in entry["sources"]] == ["https://example.org/s1", None]
    assert entry["sources"][0]["as_of"] == "2025"
    assert entry["duration"] == {"min_months": 0.5, "max_months": 12.0, "note": None}
    assert entry["funders"] == [{"slug": "sakura-trust", "name": "Sakura; Trust", "name_ja": "桜財団", "acronym": None}]


def test_what_is_not_known_is_empty_and_an_estimate_is_marked() -> None:
    make_opportunity("bare", directions=[], career_stages=[], disciplines=[], activities=[])
    make_opportunity("yearly", cycle={"frequency": "annual", "usual_closes": ["05"]})
    make_opportunity("over", cycle={"rounds": [{"label": "2020", "closes": "2020-01-15"}]})
    by_slug = {row["slug"]: row for row in fetch_csv()}
    unknown = (
        "directions",
        "amount_max",
        "worth_gbp_max",
        "deadline",
        "deadline_is_estimate",
        "opens",
        "official_page",
    )
    assert {by_slug["bare"][name] for name in unknown} == {""}
    assert (by_slug["yearly"]["deadline"], by_slug["yearly"]["deadline_is_estimate"]) == ("2027-05", "true")
    assert (by_slug["over"]["status"], by_slug["over"]["deadline"]) == ("closed", "")


@pytest.mark.usefixtures("loaded_catalogue")
@pytest.mark.parametrize("query", ["", "?q=postdoc&sort=name", "?direction=uk-to-japan&stage=doctoral&page=3"])
def test_the_whole_search_comes_in_the_order_of_its_pages(query: str) -> None:
    from_pages: list[str] = []
    for page in range(1, 12):
        html = Client().get(f"/opportunities/?{query.lstrip('?').replace('&page=3', '')}&page={page}").text
        found = [part.split('"')[0] for part in html.split('data-opportunity="')[1:]]
        from_pages += [slug for slug in found if slug not in from_pages]
    assert len(from_pages) > 20
    for form in FORMS:
        assert slugs(form, query) == from_pages


@pytest.mark.usefixtures("loaded_catalogue")
def test_the_real_catalogue_reads_the_same_in_all_files() -> None:
    as_csv, as_sheet, as_json = (
        fetch_csv("?status=any"),
        sheet_rows(fetch_xlsx("?status=any")),
        fetch_json("?status=any"),
    )
    assert len(as_csv) == len(as_sheet) == as_json["total"] == 194
    for row, cells, entry in zip(as_csv, as_sheet, as_json["opportunities"], strict=True):
        assert row["slug"] == cells["slug"] == entry["slug"]
        assert row["deadline"] == ((entry["deadline"] or {"date": ""})["date"])
        assert row["status"] == cells["status"] == entry["status"]["code"]
        assert row["sources"].split("; ") == [source["url"] for source in entry["sources"] if source["url"]]
        assert (row["amount_max"] or None) == (str(entry["amount"]["max"]) if entry["amount"]["max"] else None)
        assert cells["amount_max"] == entry["amount"]["max"]


@pytest.mark.parametrize("form", FORMS)
def test_named_opportunities_come_in_the_order_of_the_address(form: str) -> None:
    for key in ("first", "second", "third"):
        make_opportunity(key)
    make_opportunity("draft", state="draft")
    query = "?o=third&o=first&o=third&o=draft&o=%00&q=second"
    assert slugs(form, query) == ["third", "first"]
    _content, headers = fetch(f"/opportunities.{form}{query}")
    told = " ".join(ignored(headers))
    assert "the search in it was left out" in told
    assert "“draft”" in told
    assert slugs(form, "?o=") == slugs(form, "?o=nothing") == []


def test_what_is_left_out_is_said_in_every_file() -> None:
    make_opportunity()
    query = "?kind=nonsense&lang=xx&foo=1&eligible=likely"
    book = fetch_xlsx(query)
    in_sheet = [str(row[1]) for row in book["about"].iter_rows(values_only=True) if row[0] == "Left out"]
    in_header = ignored(fetch(f"/opportunities.csv{query}")[1])
    assert fetch_json(query)["ignored"] == in_sheet == in_header
    assert len(in_header) == 4
    assert ignored(fetch("/opportunities.csv?kind=grant")[1]) == []


def test_a_workbook_that_would_be_too_large_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for key in ("first", "second", "third"):
        make_opportunity(key)
    monkeypatch.setattr("opportunities.exports.views.MOST_ROWS", 2)
    assert xlsx_file.MOST_ROWS < 1_048_575  # what a sheet can hold
    book = fetch_xlsx()
    assert len(sheet_rows(book)) == 2
    assert any("first 2 of 3" in str(row[1]) for row in book["about"].iter_rows(values_only=True) if row)
    assert len(fetch_csv()) == fetch_json()["total"] == 3


def test_the_address_the_browser_and_nobody_choose_the_language(rich: Opportunity) -> None:
    japanese = {"Accept-Language": "ja,en;q=0.5"}
    assert fetch_csv("?lang=ja")[0]["kind_label"] == "研究助成"
    assert fetch_csv("?lang=ja")[0]["page"] == "http://testserver/ja/opportunities/rich/"
    assert fetch_csv(**japanese)[0]["kind_label"] == "研究助成"
    assert fetch_csv("?lang=en", **japanese)[0]["kind_label"] == "Grant"
    assert fetch_csv(**{"Accept-Language": "fr"})[0]["kind_label"] == "Grant"
    assert fetch_json("?lang=ja")["opportunities"][0]["kind"] == {"code": "grant", "label": "研究助成"}
    _content, headers = fetch("/opportunities.csv?lang=ja")
    assert headers["Content-Language"] == "ja"
    assert "Accept-Language" in headers["Vary"]


@pytest.mark.parametrize(
    ("form", "kind"), [("csv", "text/csv"), ("json", "application/json"), ("xlsx", "spreadsheetml")]
)
def test_a_file_has_its_type_and_a_name_with_the_date(form: str, kind: str) -> None:
    make_opportunity()
    content, headers = fetch(f"/opportunities.{form}")
    assert kind in headers["Content-Type"]
    name = f'attachment; filename="uk-japan-funding-opportunities-2026-11-25.{form}"'
    assert headers["Content-Disposition"] == name
    assert "shortlist-2026" in fetch(f"/opportunities.{form}?o=sakura-award")[1]["Content-Disposition"]
    assert content.startswith({"csv": b"\xef\xbb\xbf", "json": b"{", "xlsx": b"PK"}[form])
    head = Client().head(f"/opportunities.{form}")
    assert (head.status_code, head.headers["Content-Disposition"]) == (200, name)
    assert Client().post(f"/opportunities.{form}").status_code == 405


def test_a_large_file_asks_little_and_keeps_little(
    monkeypatch: pytest.MonkeyPatch, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Entries are taken a few at a time, with one question for the sources of all of them."""
    for number in range(10):
        make_opportunity(f"award-{number}")
    fetch_csv()
    monkeypatch.setattr(rows, "AT_ONCE", 4)
    with django_assert_max_num_queries(3 + 4):
        response = Client().get("/opportunities.csv")
        parts = [part for part in response if isinstance(part, bytes)]
    assert len(parts) == 3
    assert len(fetch_csv()) == len(fetch_json()["opportunities"]) == 10


@pytest.mark.parametrize("form", FORMS)
def test_a_database_out_of_reach_is_told_before_anything_is_sent(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    make_opportunity()
    fetch(f"/opportunities.{form}")

    def unreachable(pks: list[int]) -> dict[int, list[rows.Cited]]:
        raise OperationalError

    monkeypatch.setattr(rows, "_sources_of", unreachable)
    response = Client(raise_request_exception=False).get(f"/opportunities.{form}")
    assert response.status_code == 503
    assert "Retry-After" in response.headers


def test_the_columns_are_documented_as_they_are() -> None:
    documented = (Path(settings.BASE_DIR) / "docs" / "exports.md").read_text(encoding="utf-8")
    assert "\n".join(f"| `{column.name}` | {column.what} |" for column in COLUMNS) in documented
    make_opportunity()
    (entry,) = fetch_json()["opportunities"]
    assert [key for key in entry if f"`{key}`" not in documented] == []


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query", ["?q=%00%ff", "?lang=%E6%97%A5", f"?lang={'x' * 5000}", "?o=" + "&o=".join(f"x{n}" for n in range(2500))]
)
def test_odd_addresses_give_a_file(form: str, query: str) -> None:
    make_opportunity()
    _content, headers = fetch(f"/opportunities.{form}{query}")
    assert all(len(value) < 4_000 for value in headers.values())
