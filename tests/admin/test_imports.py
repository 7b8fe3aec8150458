"""Importing and exporting at the desk, as a curator does it."""

import html
import json
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from opportunities.curation.importing import work
from opportunities.models import Import, Operation, Opportunity
from tests.admin.roles import browser_of
from tests.builders import make_opportunity
from tests.curation.importing.tables import csv_of, new_entries, read_rows

UPLOAD = reverse("admin:opportunities_import_add")
LIST = reverse("admin:opportunities_opportunity_changelist")


def page_of(imported: Import, view: str = "change") -> str:
    return reverse(f"admin:opportunities_import_{view}", args=[imported.pk])


def text_of(response: Any) -> str:
    return html.unescape(response.content.decode())


def file_of(response: HttpResponseBase) -> bytes:
    assert response.status_code == 200
    assert "attachment" in response["Content-Disposition"]
    return b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]


def upload(client: Client, raw: bytes, name: str = "table.csv", **sent: str) -> Any:
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, raw), **sent}, follow=True)


def person(*permissions: str) -> Client:
    """Somebody at the desk with these permissions."""
    user = User.objects.create(username="momo", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    return browser_of(user)


def test_from_three_bad_rows_to_an_undone_import(desk: Client) -> None:
    make_opportunity("sakura-award", funding={"currency": "GBP", "max": 500})
    rows = [
        *new_entries("plum-award", "pear-award", "fig-award", funding__currency="GBP", funding__max="900"),
        ["sakura-award", "Sakura Award", *[""] * 10, "GBP", "600"],
    ]
    for row, place, wrong in ((1, "funding.max", "a lot"), (2, "kind", "gift"), (3, "directions", "up")):
        rows[row][rows[0].index(place)] = wrong
    rows[4] = ["sakura-award", *rows[1][1:]]
    rows[4][rows[0].index("funding.max")] = "600"
    shown = text_of(upload(desk, csv_of(rows), reason="Autumn"))
    assert "N2" in shown and "“a lot” is not a whole number" in shown
    assert "C3" in shown and "“gift” is not one of" in shown
    assert "F4" in shown
    imported = Import.objects.get()
    assert (imported.by and imported.by.username, imported.reason) == ("ume", "Autumn")
    assert Opportunity.objects.count() == 1

    changed = text_of(desk.get(page_of(imported) + "?rows=changed"))
    assert "Amount, at most" in changed and "500" in changed and "600" in changed
    refused = desk.post(page_of(imported, "apply"))
    assert "Correct the refused rows first" in text_of(refused)
    assert not Operation.objects.filter(kind="import").exists()

    raw = file_of(desk.get(page_of(imported, "refused"))).decode("utf-8-sig")
    assert "is not a whole number" in raw
    raw = raw.replace("a lot", "900").replace("gift", "grant").replace('"up"', '"joint"')
    desk.post(page_of(imported, "drop"))
    shown = text_of(upload(desk, raw.encode(), "corrected.csv"))
    corrected = Import.objects.order_by("pk").last()
    assert corrected and corrected.results.filter(verdict="new").count() == 3, shown
    done = desk.post(page_of(corrected, "apply"), {"reason": "Corrected"}, follow=True)
    assert "3 entries were imported" in text_of(done)
    assert Opportunity.objects.filter(state="draft").count() == 3

    operation = Operation.objects.get(kind="import")
    assert reverse("admin:opportunities_operation_change", args=[operation.pk]) in text_of(done)
    assert operation.reason == "Corrected"


def test_what_is_left_out_and_what_is_not_applied_twice(desk: Client) -> None:
    rows = new_entries("plum-award", "")
    upload(desk, csv_of(rows))
    imported = Import.objects.get()
    sent = {"reason": "", "without_refused": "on"}
    assert "1 refused row was left out" in text_of(desk.post(page_of(imported, "apply"), sent, follow=True))
    assert Opportunity.objects.get().slug == "plum-award"
    again = desk.post(page_of(imported, "apply"), sent, follow=True)
    assert "no longer what it was" in text_of(again)
    assert Operation.objects.filter(kind="import").count() == 1


def test_a_file_that_says_what_is_known_changes_nothing(desk: Client) -> None:
    make_opportunity("sakura-award")
    shown = text_of(upload(desk, csv_of([["key", "name"], ["sakura-award", "Sakura Award"]])))
    assert "There is nothing to apply" in shown
    assert 'id="apply_form"' not in shown


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("table.pdf", b"%PDF", "neither an Excel workbook"),
        ("table.csv", b"", "empty"),
        ("table.csv", b"x" * 10_000_001, "larger than 10 MB"),
        ("table.xlsx", b"\xd0\xcf\x11\xe0" + b"\0" * 99, "locked with a password"),
        ("table.csv", b"name\nPlum\n", "must be “key”"),
    ],
)
def test_files_that_cannot_be_read_are_refused_in_words(desk: Client, name: str, raw: bytes, words: str) -> None:
    assert words in text_of(upload(desk, raw, name))


def test_pages_of_rows(desk: Client, db: None) -> None:
    imported = read_rows(new_entries(*(f"plum-{number}" for number in range(60))))
    first, second = (text_of(desk.get(page_of(imported) + f"?rows=new&page={n}")) for n in (1, 2))
    assert "plum-49" in first and "plum-50" not in first and "Page 1 of 2" in first
    assert "plum-50" in second and "plum-49" not in second
    for query in ("?rows=%00&page=x", "?rows=nothing&page=99999"):
        assert desk.get(page_of(imported) + query).status_code == 200


def test_what_a_row_says_is_shown_as_text(desk: Client) -> None:
    trap = "<script>alert(1)</script>"
    response = upload(desk, csv_of(new_entries("plum-award", name=trap, kind=trap)))
    assert trap not in response.content.decode()
    assert trap in text_of(response)


def test_a_large_file_shows_how_far_it_is(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "is_quick", lambda raw: False)
    monkeypatch.setattr(work, "_start_process", lambda *arguments: None)
    shown = text_of(upload(desk, csv_of(new_entries("plum-award"))))
    imported = Import.objects.get()
    address = page_of(imported, "progress")
    assert address in shown and '<noscript><meta http-equiv="refresh"' in shown
    assert json.loads(desk.get(address).content) == {"state": "reading", "done": 0, "is_alive": True}
    assert "no longer what it was" in text_of(desk.post(page_of(imported, "again"), follow=True))

    Import.objects.update(seen_alive_at=timezone.now() - timedelta(minutes=5))
    shown = text_of(desk.get(page_of(imported)))
    assert "has ended too early" in shown and "http-equiv" not in shown
    monkeypatch.undo()
    assert "1 new entry" in text_of(desk.post(page_of(imported, "again"), follow=True))


def test_who_may_not_publish_does_not_apply_what_publishes(db: None) -> None:
    make_opportunity("sakura-award", state="draft", application={"official_url": "https://example.org/"})
    imported = read_rows([["key", "state"], ["sakura-award", "published"]])
    client = person("import_opportunity", "view_opportunity")
    assert "ask an editor" in text_of(client.get(page_of(imported)))
    assert client.post(page_of(imported, "apply"), {}).status_code == 403
    assert Opportunity.objects.get().state == "draft"


def test_imports_take_the_permission_to_import(db: None) -> None:
    imported = read_rows(new_entries("plum-award"))
    client = person("view_opportunity", "change_opportunity", "view_import", "add_import", "change_import")
    views = [page_of(imported, view) for view in ("change", "progress", "refused")]
    template = reverse("admin:opportunities_import_template", args=["xlsx"])
    for address in (*views, UPLOAD, template, reverse("admin:opportunities_import_changelist")):
        assert client.get(address).status_code == 403, address
    for view in ("apply", "drop", "again"):
        assert client.post(page_of(imported, view)).status_code == 403, view
    assert "Imports" not in text_of(client.get(LIST))
    imported.refresh_from_db()
    assert imported.state == "read"


def test_templates_open(desk: Client) -> None:
    raw = file_of(desk.get(reverse("admin:opportunities_import_template", args=["xlsx"])))
    assert load_workbook(BytesIO(raw)).sheetnames[0] == "opportunities"
    assert b"# example" in file_of(desk.get(reverse("admin:opportunities_import_template", args=["csv"])))
    assert desk.get(reverse("admin:opportunities_import_template", args=["pdf"])).status_code == 404


def test_exports_of_all_of_the_filtered_and_of_the_ticked(reader: Client, db: None) -> None:
    for key, kind in (("sakura-award", "grant"), ("plum-award", "prize"), ("fig-award", "prize")):
        make_opportunity(key, kind=kind)

    def keys(raw: bytes) -> set[str]:
        text = raw.decode("utf-8-sig")
        return {
            key for key in ("sakura-award", "plum-award", "fig-award") if f'"{key}"' in text or f"key: {key}" in text
        }

    everything = {"sakura-award", "plum-award", "fig-award"}
    assert "Export these 3 entries" in text_of(reader.get(LIST))
    filtered = "?kind__exact=prize&q=award"
    link = reverse("admin:opportunities_opportunity_export", args=["csv"])
    assert f"{link}?kind__exact=prize" in text_of(reader.get(LIST + filtered))
    assert keys(file_of(reader.get(link))) == everything
    assert keys(file_of(reader.get(link + filtered))) == {"plum-award", "fig-award"}
    assert keys(file_of(reader.get(link.replace("csv", "yaml") + filtered))) == {"plum-award", "fig-award"}
    ticked = [str(Opportunity.objects.get(slug="fig-award").pk)]
    sent = {"action": "export_csv", "_selected_action": ticked}
    assert keys(file_of(reader.post(LIST, sent))) == {"fig-award"}
    sheet: Any = load_workbook(BytesIO(file_of(reader.get(link.replace("csv", "xlsx")))))["opportunities"]
    assert sheet.max_row == 4
    assert reader.get(link.replace("csv", "pdf")).status_code == 404
    for query in ("?q=%00", "?nothing=1", "?kind__exact=%00"):
        assert reader.get(link + query).status_code in (200, 302)
