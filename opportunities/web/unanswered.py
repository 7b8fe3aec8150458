"""Counts the searches that find nothing: the words and the day, never who searched.

A search is answered from memory; it neither waits for the database nor fails with it. So the words are counted in
memory, and a thread writes them down about once a minute, and once more when the process ends. Of a process that is
killed a minute of counts is lost.
"""

import atexit
import logging
import os
import re
import threading
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs

from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import F
from django.http import HttpRequest

from core.text import fold, has_control_character
from opportunities.finder import FinderResult
from opportunities.models import UnansweredSearch
from opportunities.search.snapshot import Snapshot

logger = logging.getLogger(__name__)

LONGEST = 80  # characters; who writes more tells a story
MOST_HELD = 1000  # different words that are held in memory
MOST_A_DAY = 500  # different words that are kept of one day: whoever makes up words fills no disk
KEPT = timedelta(days=400)
WRITE_EVERY = 60.0  # seconds
PATIENCE = 2000  # milliseconds to wait for another writer; what cannot be written is tried again a minute later
TYPING = 5.0  # seconds within which longer words are taken for the same ones, typed on

_QUOTES = re.compile(r"""["“”„「」『』]""")
# What looks like an address, a link, or a number by which somebody is reached or registered.
_PERSONAL = re.compile(r"@|://|\bwww\.|\w\.[a-z]{2,6}(?:[/\s]|$)|\d(?:[\s().+-]?\d){6}")

Day = tuple[date, str]  # on which these words were searched for


@dataclass(slots=True)
class _Held:
    """What is not written down yet: how often, and when last, by the clock of this process."""

    count: int = 0
    noted_at: float = 0.0


def countable(typed: str) -> str | None:
    """The words of a question, folded, as they are counted; None where they are better not kept.

    A name cannot be told from other words; an address and a number can.
    """
    words = " ".join(_QUOTES.sub(" ", fold(typed)).split())
    is_short = 2 <= len(words) <= LONGEST and any(map(str.isalpha, words))
    return words if is_short and not _PERSONAL.search(words) and not has_control_character(words) else None


def question_before(request: HttpRequest) -> str | None:
    """What the same page asked before this request updated it; None for a page of its own."""
    address = request.headers.get("HX-Current-URL")
    if address is None:
        return None
    return parse_qs(address.partition("#")[0].partition("?")[2]).get("q", [""])[-1]


class Tally:
    """What this process counted and has not written down yet."""

    def __init__(self) -> None:
        self._held: dict[Day, _Held] = {}
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._writing_in: int | None = None  # the process whose thread writes: a fork has none

    def note(self, typed: str, before: str | None, result: FinderResult, snapshot: Snapshot) -> None:
        """Count a search whose words by themselves find nothing: that the filters chosen besides do is no gap.

        While somebody types, the page asks again and again; what she typed on from a moment ago does not count. Nor
        does the same question with other filters, in another order.
        """
        words, earlier = countable(typed), countable(before or "")
        if before is not None and words == earlier:
            return
        day = result.at.date()
        if words and earlier and words.startswith(earlier):
            self._take_back((day, earlier))
        if words and not result.total and _finds_nothing(words, result, snapshot):
            self._add((day, words), 1)
            self._see_that_it_is_written()

    def write(self, everything: bool = True) -> None:
        """Write down what is held; without `everything`, only what nobody types on any more."""
        with self._writing:
            counts = self._taken(everything)
            if not counts:
                return
            try:
                record(counts)
            except Error as error:
                logger.warning("Searches that found nothing cannot be written now: %s", type(error).__name__)
                for key, count in counts.items():
                    self._add(key, count)

    def _add(self, key: Day, count: int) -> None:
        with self._lock:
            if key in self._held or len(self._held) < MOST_HELD:
                held = self._held.setdefault(key, _Held())
                held.count, held.noted_at = held.count + count, time.monotonic()

    def _take_back(self, key: Day) -> None:
        with self._lock:
            held = self._held.get(key)
            if held is None or time.monotonic() - held.noted_at > TYPING:
                return
            held.count -= 1
            if not held.count:
                del self._held[key]

    def _taken(self, everything: bool) -> dict[Day, int]:
        """What is to be written, which is not held any more."""
        ripe = time.monotonic() - TYPING
        with self._lock:
            keys = [key for key, held in self._held.items() if everything or held.noted_at < ripe]
            return {key: self._held.pop(key).count for key in keys}

    def _see_that_it_is_written(self) -> None:
        """Start the thread of this process, if none writes. Like the search's own, it rests where that does."""
        if self._writing_in == os.getpid() or not settings.SEARCH_CHECK_SECONDS:
            return
        with self._lock:
            if self._writing_in == os.getpid():
                return
            self._writing_in = os.getpid()
        atexit.register(self._write_at_exit)
        threading.Thread(target=self._keep_writing, name="unanswered-searches", daemon=True).start()

    def _keep_writing(self) -> None:
        while True:
            time.sleep(WRITE_EVERY)
            try:
                self.write(everything=False)
            except Exception:  # whatever it was, the next minute may do better
                logger.exception("Searches that found nothing could not be written.")
            finally:
                connection.close()  # this thread's own

    def _write_at_exit(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


def record(counts: Mapping[Day, int]) -> None:
    """Add to what is stored, and let go of what is old. Settled words come back. Raises one of Django's `Error`s."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
        for day in sorted({day for day, _words in counts}):
            _record(day, Counter({words: count for (on, words), count in counts.items() if on == day}))


def _record(day: date, counts: Counter[str]) -> None:
    stored = UnansweredSearch.objects.filter(day=day)
    known = set(stored.filter(words__in=counts).values_list("words", flat=True))
    room = max(0, MOST_A_DAY - stored.count())
    new = [words for words, _count in counts.most_common() if words not in known][:room]
    # Another process may be adding the same words at this moment.
    UnansweredSearch.objects.bulk_create(
        [UnansweredSearch(day=day, words=words) for words in sorted(new)], ignore_conflicts=True
    )
    for words in sorted(known.union(new)):
        stored.filter(words=words).update(count=F("count") + counts[words], settled_at=None)
    UnansweredSearch.objects.filter(day__lt=day - KEPT).delete()


def _finds_nothing(words: str, result: FinderResult, snapshot: Snapshot) -> bool:
    found = snapshot.search(words, result.at)
    return found is not None and not found.matched


_tally = Tally()


def note_search(request: HttpRequest, result: FinderResult, snapshot: Snapshot) -> None:
    """Count a search if it is one that found nothing. Never waits for a database, never fails for want of one."""
    if request.method == "GET" and not request.headers.get("HX-History-Restore-Request"):
        _tally.note(result.query.q, question_before(request), result, snapshot)


def write_now() -> None:
    """Write down what this process holds."""
    _tally.write()
