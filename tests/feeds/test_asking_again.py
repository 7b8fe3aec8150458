"""Programs that ask again are told at once where nothing has changed, and never where something has."""

import pytest
from django.test import Client
from time_machine import Traveller

from tests.builders import make_opportunity, round_entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
ADDRESSES = (
    "/opportunities.ics?kind=grant",
    "/opportunities.atom",
    "/opportunities/sakura.ics",
    "/opportunities/sakura.atom",
)


@pytest.fixture(autouse=True)
def sakura() -> None:
    make_opportunity(
        "sakura", cycle={"timezone": "Europe/London", "rounds": [round_entry(opens="2026-11-27", opens_time="09:30")]}
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_sent_again_where_nothing_has_changed(client: Client, now: Traveller, address: str) -> None:
    first = client.get(address)
    now.shift(6 * 3600)
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] == first["ETag"]
        assert "Accept-Language" in again["Vary"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_change_of_the_catalogue_is_sent(client: Client, now: Traveller, address: str) -> None:
    first = client.get(address)
    now.shift(60)
    make_opportunity("sakura", name="Plum", cycle={"rounds": [round_entry()]})
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        again = client.get(address, headers=headers)
        assert again.status_code == 200
        assert "Plum" in again.text


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_time_alone_changes_is_sent(client: Client, now: Traveller, address: str) -> None:
    """The round opens at 09:30, and is open from then on."""
    now.move_to("2026-11-27T09:29:00Z")
    first = client.get(address)
    now.move_to("2026-11-27T09:30:00Z")
    for headers in ({"if-none-match": first["ETag"]}, {"if-modified-since": first["Last-Modified"]}):
        assert client.get(address, headers=headers).status_code == 200


def test_another_language_or_search_is_another_answer(client: Client) -> None:
    tags = [
        client.get(address, headers=headers)["ETag"]
        for address, headers in (
            ("/opportunities.ics", {}),
            ("/opportunities.ics", {"accept-language": "ja"}),
            ("/opportunities.ics?kind=grant", {}),
            ("/opportunities.ics?kind=grant&colour=red", {}),
            ("/opportunities.atom", {}),
        )
    ]
    assert len(set(tags)) == len(tags)


def test_files_have_names_and_types(client: Client) -> None:
    calendar, feed = client.get("/opportunities/sakura.ics"), client.get("/opportunities.atom")
    assert calendar["Content-Type"] == "text/calendar; charset=utf-8"
    assert calendar["Content-Disposition"] == 'attachment; filename="uk-japan-funding-sakura.ics"'
    assert feed["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert feed["Content-Disposition"] == 'inline; filename="uk-japan-funding-opportunities.atom"'
    assert calendar["Cache-Control"] == feed["Cache-Control"] == "public, max-age=900"
    assert not calendar.cookies


def test_nothing_can_be_sent_to_them(client: Client) -> None:
    assert client.post("/opportunities.ics").status_code == 405
    head = client.head("/opportunities.ics")
    assert (head.status_code, head.content) == (200, b"")


@pytest.mark.parametrize(
    "query",
    [
        "?q=%00%0d%0aX: y",
        "?q=" + "a" * 5000,
        "?lang=../../etc",
        "?lang=" + "j" * 3000,
        "?sort=;&kind=%ff",
        "?page=-1",
        "?o=" + "x,&o=" * 300,
    ],
)
def test_bad_addresses_get_a_calendar_and_a_feed_all_the_same(client: Client, query: str) -> None:
    for form in ("ics", "atom"):
        assert client.get(f"/opportunities.{form}{query}").status_code == 200
