"""Files fetched as a visitor does, and read as a program does."""

import csv
import json
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import unquote

from django.test import Client
from openpyxl import Workbook, load_workbook

Record = dict[str, str]


def fetch(address: str, **headers: str) -> tuple[bytes, dict[str, str]]:
    """The content of a file that must be there, and the response's headers."""
    response = Client(raise_request_exception=False).get(address, headers=headers)
    assert response.status_code == 200, (address, response.status_code)
    content = response.getvalue() if response.streaming else response.content
    return content, dict(response.headers)


def fetch_csv(query: str = "", **headers: str) -> list[Record]:
    """The rows of the CSV file by the names of their columns."""
    content, _headers = fetch(f"/opportunities.csv{query}", **headers)
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


def fetch_json(query: str = "", **headers: str) -> dict[str, Any]:
    """The JSON file."""
    data: dict[str, Any] = json.loads(fetch(f"/opportunities.json{query}", **headers)[0])
    return data


def fetch_xlsx(query: str = "", **headers: str) -> Workbook:
    """The workbook."""
    return load_workbook(BytesIO(fetch(f"/opportunities.xlsx{query}", **headers)[0]))


def sheet_rows(book: Workbook) -> list[dict[str, Any]]:
    """The entries of a workbook by the names of their columns."""
    names, *rows = book["opportunities"].iter_rows(values_only=True)
    return [dict(zip(map(str, names), row, strict=True)) for row in rows]


def ignored(headers: dict[str, str]) -> list[str]:
    """What the header says was left out."""
    return [unquote(message) for message in headers.get("X-Ignored", "").split(", ") if message]
