"""Eight search while edits land: nobody meets an error, half an edit, or a mixture of two states of the catalogue."""

import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from opportunities.curation.revision import raise_revision
from opportunities.finder import FinderQuery, FinderResult, find
from opportunities.models import Opportunity
from opportunities.search.changes import current_revision
from opportunities.search.current import current_snapshot
from opportunities.search.entry import Entry
from tests.builders import make_opportunity
from tests.databases import connected_to, new_database

EDITS = 200
PAIRS = 10  # of entries: each edit is of both entries of a pair. Together they fill one page.
THREADS = 8
AT = datetime(2026, 11, 25, 12, tzinfo=UTC)
ALL = FinderQuery(q="common", sort="name")


def stage(edit: int) -> str:
    return "doctoral" if edit // PAIRS % 2 else "masters"


def edits_in_force(last: int) -> Counter[int]:
    """Once edit number `last` is made, the number that each entry carries."""
    return Counter(dict.fromkeys(range(last - PAIRS + 1, last + 1), 2))


@pytest.fixture
def database(tmp_path: Path, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """The address of a database of its own in which edits 1 to PAIRS are made."""
    with django_db_blocker.unblock(), new_database(tmp_path) as url, connected_to(url):
        for pair in range(PAIRS):
            for side in ("a", "b"):
                make_opportunity(f"award-{pair}-{side}")
        for number in range(1, PAIRS + 1):
            edit(number)
        yield url


def edit(number: int) -> None:
    """Change several facts of both entries of a pair to what tells the number of the edit."""
    with transaction.atomic():
        pair = Opportunity.objects.filter(slug__startswith=f"award-{number % PAIRS}-")
        pair.update(
            name=f"Common name edit{number}",
            summary=f"Common summary edit{number}.",
            keywords=[f"keyword{number}"],
            currency="GBP",
            amount_min=number,
        )
        for award in pair:
            award.classifications.filter(scheme="stage").update(code=stage(number))
        raise_revision([award.pk for award in pair])


def number_of(entry: Entry) -> int:
    """The number that an entry carries, of which all its facts tell."""
    assert entry.award.minimum is not None
    number = int(entry.award.minimum)
    assert entry.name == f"Common name edit{number}"
    assert entry.summary == f"Common summary edit{number}."
    assert entry.keywords == (f"keyword{number}",)
    assert entry.stages == (stage(number),)
    assert int(entry.slug.split("-")[1]) == number % PAIRS
    return number


def check_answer(result: FinderResult, last: int) -> None:
    """All hits are as they stood after edit `last`, and so are the counts."""
    assert Counter(number_of(hit.entry) for hit in result.hits) == edits_in_force(last)
    counts = {o.code: o.count for facet in result.facets if facet.parameter == "stage" for o in facet.options}
    stages = Counter(hit.entry.stages[0] for hit in result.hits)
    assert {code: count for code, count in counts.items() if count} == dict(stages)


def search(first_revision: int) -> int:
    """Search once in several ways; gives the number of the last edit seen."""
    snapshot = current_snapshot()
    last = snapshot.revision - first_revision
    check_answer(find(ALL, AT, snapshot), last)
    for exact, total in ((last, 2), (last + 1, 0), (last - PAIRS, 0), (last - PAIRS + 1, 2)):
        assert find(FinderQuery(q=f'"edit{exact}"'), AT, snapshot).total == total, (exact, last)
    for code in ("masters", "doctoral"):
        chosen = find(FinderQuery(q="common keyword", selection={"stage": (code,)}), AT, snapshot)
        assert chosen.total == 2 * sum(stage(number) == code for number in edits_in_force(last))
    return last


def visit(client: Client) -> int:
    """Look at the page of all results; gives the number of the last edit on it."""
    response = client.get("/opportunities/?q=common&sort=name")
    assert response.status_code == 200
    # Found words are marked, so that a name comes in pieces.
    text = re.sub(r"</?mark[^>]*>", "", response.content.decode())
    numbers = Counter(int(number) for number in set(re.findall(r"name edit(\d+)", text)))
    summaries = {int(number) for number in re.findall(r"summary edit(\d+)", text)}
    last = max(numbers)
    assert set(numbers) == set(edits_in_force(last))
    assert summaries <= set(numbers)
    return last


class Searchers:
    """Threads that search again and again until they are told to stop; what went wrong in them, and what they saw."""

    def __init__(self, database: str) -> None:
        self.database = database
        self.stopped = threading.Event()
        self.failures: list[BaseException] = []
        self.seen: list[list[int]] = []

    def run(self, work: Callable[[], int]) -> None:
        seen: list[int] = []
        self.seen.append(seen)
        try:
            with connected_to(self.database):
                while not self.stopped.is_set():
                    seen.append(work())
        except BaseException as error:
            self.failures.append(error)


def test_every_answer_is_of_one_state_while_edits_land(database: str) -> None:
    first_revision = current_revision() - PAIRS
    searchers = Searchers(database)
    clients = [Client() for _ in range(THREADS // 2)]
    works: list[Callable[[], int]] = [lambda: search(first_revision)] * (THREADS - len(clients))
    works += [lambda client=client: visit(client) for client in clients]  # type: ignore[misc]
    threads = [threading.Thread(target=searchers.run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for number in range(PAIRS + 1, EDITS + PAIRS + 1):
        edit(number)
    assert search(first_revision) == EDITS + PAIRS
    searchers.stopped.set()
    for thread in threads:
        thread.join(timeout=30)
    assert searchers.failures == []
    assert search(first_revision) == visit(Client()) == EDITS + PAIRS
    for seen in searchers.seen:
        assert seen == sorted(seen), "a later answer was of an earlier state"
    assert len(set().union(*searchers.seen)) > 20, "hardly any edit was met while it was new"
