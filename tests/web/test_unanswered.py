"""Searches that find nothing are counted: the words and the day, no more, and no search waits for it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
import time_machine
from django.db import OperationalError, transaction
from django.db.backends.utils import CursorWrapper
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from opportunities.models import UnansweredSearch
from opportunities.web import unanswered
from opportunities.web.unanswered import MOST_A_DAY, MOST_HELD, countable, record, write_now
from tests.builders import make_opportunity
from tests.databases import IS_POSTGRESQL, connected_to, new_database

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)
SEARCH = "/opportunities/"


@pytest.fixture(autouse=True)
def nothing_counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A catalogue with one grant for joint work; nothing is counted yet."""
    make_opportunity("sakura-award")
    monkeypatch.setattr(unanswered, "_tally", unanswered.Tally())
    with time_machine.travel("2026-11-25T10:00:00Z", tick=False):
        yield


def counted() -> dict[str, int]:
    """What stands in the database once all is written."""
    write_now()
    return dict(UnansweredSearch.objects.values_list("words", "count"))


def type_on(client: Client, before: str, words: str) -> None:
    """What htmx asks while somebody types."""
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{SEARCH}?q={before.replace(' ', '+')}"}
    assert client.get(SEARCH, {"q": words}, headers=headers).status_code == 200


def test_words_that_find_nothing_are_counted_by_day(client: Client) -> None:
    for words in ("Zeppelin", "zeppelin", "ＺＥＰＰＥＬＩＮ", "sakura", "", "飛行船"):
        client.get(SEARCH, {"q": words})
    client.get(f"/ja{SEARCH}", {"q": "飛行船"})
    assert counted() == {"zeppelin": 3, "飛行船": 2}
    assert set(UnansweredSearch.objects.values_list("day", flat=True)) == {TODAY}
    client.get(SEARCH, {"q": "zeppelin"})
    assert counted()["zeppelin"] == 4, "what is written is added to"


def test_filters_that_leave_nothing_are_no_gap(client: Client) -> None:
    client.get(SEARCH, {"q": "sakura", "direction": "in-japan"})
    client.get(SEARCH, {"q": '"sakura joint"'})
    make_opportunity("plum-award", programme_status="ended")
    client.get(SEARCH, {"q": "plum"})
    client.get(SEARCH, {"q": "zeppelin", "direction": "in-japan"})
    assert counted() == {"zeppelin": 1}


@pytest.mark.parametrize(
    "typed",
    [
        "hanako@example.org", "call 020 7946 0018", "03-1234-5678", "A1234567", "https://example.org/x",
        "www.example.org", "example.ac.jp", "x" * 81, "z", "12345", "???", "evil \u202eword",
    ],
)  # fmt: skip
def test_what_looks_personal_or_is_no_word_is_not_kept(typed: str, client: Client) -> None:
    assert countable(typed) is None
    client.get(SEARCH, {"q": typed})
    assert counted() == {}


@pytest.mark.parametrize("typed", ["JSPS 2027", "ph.d. zeppelin", "高校生 留学", "r&d"])
def test_what_is_only_a_word_is_kept(typed: str) -> None:
    assert countable(typed) == typed.lower()


def test_while_somebody_types_only_the_end_counts(client: Client) -> None:
    for before, words in (("", "zep"), ("zep", "zeppe"), ("zeppe", "zeppelin")):
        type_on(client, before, words)
    assert counted() == {"zeppelin": 1}
    for before, words in (("", "sakx"), ("sakx", "sakxy")):
        type_on(client, before, words)
    type_on(client, "sakxy", "sakura")
    assert counted() == {"zeppelin": 1, "sakxy": 1}, "not what she typed on from, but what she gave up"


def test_words_typed_on_much_later_are_another_search(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    type_on(client, "", "zeppelin")
    later = time.monotonic() + 2 * unanswered.TYPING
    monkeypatch.setattr("opportunities.web.unanswered.time.monotonic", lambda: later)
    type_on(client, "zeppelin", "zeppelin research")
    assert counted() == {"zeppelin": 1, "zeppelin research": 1}


def test_the_same_words_with_other_filters_are_the_same_search(client: Client) -> None:
    type_on(client, "", "zeppelin")
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{SEARCH}?q=zeppelin#results"}
    client.get(SEARCH, {"q": "zeppelin", "stage": "doctoral"}, headers=headers)
    client.head(SEARCH, {"q": "zeppelin"})
    client.get(SEARCH, {"q": "zeppelin"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert counted() == {"zeppelin": 1}


@pytest.mark.parametrize("address", ["http://[", "?q=%ff&q", "x" * 5000, "?" + "&".join(["q=a"] * 5000)])
def test_any_address_of_the_page_before_is_borne(address: str, client: Client) -> None:
    client.get(SEARCH, {"q": "zeppelin"}, headers={"HX-Current-URL": address})
    assert counted() == {"zeppelin": 1}


def test_a_search_does_not_ask_the_database_for_it(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.get(SEARCH, {"q": "sakura"})
    with django_assert_max_num_queries(10) as found:
        client.get(SEARCH, {"q": "sakura"})
    usual = len(found)
    with django_assert_max_num_queries(usual):
        client.get(SEARCH, {"q": "zeppelin"})


def test_what_cannot_be_written_waits_for_the_next_time(client: Client) -> None:
    client.get(SEARCH, {"q": "zeppelin"})
    with mock.patch.object(CursorWrapper, "execute", side_effect=OperationalError("database is locked")):
        write_now()
        assert client.get(SEARCH, {"q": "zeppelin"}).status_code == 200
    assert counted() == {"zeppelin": 2}


def test_whoever_makes_up_words_fills_neither_memory_nor_disk(client: Client) -> None:
    record({(TODAY, f"made up {n}"): 1 for n in range(MOST_A_DAY - 1)})
    record(
        {(TODAY, "zeppelin"): 5, (TODAY, "one more"): 1, (TODAY, "made up 7"): 1, (date(2026, 11, 24), "airship"): 1}
    )
    assert UnansweredSearch.objects.filter(day=TODAY).count() == MOST_A_DAY
    assert UnansweredSearch.objects.get(words="zeppelin").count == 5, "what is searched for most comes first"
    assert UnansweredSearch.objects.get(words="made up 7").count == 2
    assert UnansweredSearch.objects.filter(words="airship").exists()
    with mock.patch("opportunities.web.unanswered.record") as written:
        for number in range(MOST_HELD + 10):
            unanswered._tally._add((TODAY, f"words {number}"), 1)
        write_now()
    assert len(written.call_args.args[0]) == MOST_HELD


def test_settled_words_come_back_and_old_ones_go() -> None:
    record({(date(2025, 10, 1), "old"): 1, (TODAY, "zeppelin"): 1})
    UnansweredSearch.objects.update(settled_at="2026-11-25T09:00Z")
    record({(TODAY, "zeppelin"): 1})
    assert list(UnansweredSearch.objects.values_list("words", "count", "settled_at")) == [("zeppelin", 2, None)]


ONE_SEARCH = """
import django, time
django.setup()
from django.test import Client
browser = Client(SERVER_NAME="localhost")
browser.get("/opportunities/")
started = time.monotonic()
assert browser.get("/opportunities/?q=zeppelin").status_code == 200
print(time.monotonic() - started)
"""


def seconds_of_a_search(url: str, folder: Path) -> float:
    """How long a search that finds nothing takes in a process of its own, which ends as processes do."""
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DEBUG": "true",
        "SEARCH_CHECK_SECONDS": "1",
    }
    command = [sys.executable, "-c", ONE_SEARCH]
    return float(subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, timeout=60).stdout)


@pytest.mark.skipif(IS_POSTGRESQL, reason="only SQLite has one lock for everybody who writes")
def test_a_search_waits_for_no_writer_and_is_written_when_the_process_ends(tmp_path: Path) -> None:
    with new_database(tmp_path) as url, connected_to(url):
        with transaction.atomic():  # as an import does, for minutes
            assert seconds_of_a_search(url, tmp_path) < 2
            assert not UnansweredSearch.objects.exists()
        assert seconds_of_a_search(url, tmp_path) < 2
        assert list(UnansweredSearch.objects.values_list("words", "count")) == [("zeppelin", 1)]
