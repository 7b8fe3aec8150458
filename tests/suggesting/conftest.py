"""A reader who takes her time, and the entry that she writes about."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from opportunities.models import Opportunity
from opportunities.suggesting.stamps import new_stamp
from tests.builders import make_opportunity

AT = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)
ENTRY = "/suggest-a-change/entry/sakura-award/"
NEW = "/suggest-a-change/new/"

Send = Callable[..., Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is two in the afternoon (UTC), and time passes only when a test says so."""
    with time_machine.travel(AT, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def entry(db: None) -> Opportunity:
    return make_opportunity(
        name="Sakura Award",
        summary="A year in Kyoto.",
        funding={"currency": "GBP", "max": 500, "note": "Paid in May."},
        application={"official_url": "https://sakura.example.org/award"},
        cycle={"rounds": [{"label": "2027", "closes": "2027-01-15", "timezone": "Europe/London"}]},
    )


@pytest.fixture
def send(client: Client, clock: time_machine.Traveller) -> Send:
    """Fetches the form, takes a minute, and sends it: `send(ENTRY, name="…")`; a dot in a name is written as two
    underlines."""

    def send(address: str = ENTRY, headers: dict[str, str] | None = None, **words: Any) -> Any:
        typed = {"stamp": new_stamp(), **{name.replace("__", "."): value for name, value in words.items()}}
        clock.shift(timedelta(minutes=1))
        return client.post(address, typed, headers={"Sec-Fetch-Site": "same-origin", **(headers or {})})

    return send
