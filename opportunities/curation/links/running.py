"""Many addresses at once, within a given time. Nothing here knows of the database."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from threading import Thread
from urllib.parse import urlsplit

from core.outbound import Outbound
from opportunities.curation.links.finding import Finding
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.trying import Checker

Found = tuple[str, Finding | None]  # None: left for another run


def findings(urls: Iterable[str], outbound: Outbound, pace: Pace, seconds: float) -> Iterator[Found]:
    """What comes of these addresses, as it comes; nothing of those for which the time is too short.

    The requests are made by a thread of its own, so that whoever takes the findings can store each at once over its
    one connection to the database.
    """
    came: SimpleQueue[Found | BaseException | None] = SimpleQueue()
    loop = asyncio.new_event_loop()
    everything = _check_all(list(urls), Checker(outbound, pace), pace.hosts_at_once, seconds, came)

    def work() -> None:
        try:
            with asyncio.Runner(loop_factory=lambda: loop) as runner:
                runner.run(everything)
        except BaseException as error:
            came.put(error)
        came.put(None)

    thread = Thread(target=work, name="links", daemon=True)
    thread.start()
    try:
        while (found := came.get()) is not None:
            if isinstance(found, BaseException):
                raise found
            yield found
    finally:
        with suppress(RuntimeError):  # the loop is closed where all is done
            loop.call_soon_threadsafe(_stop, loop)
        thread.join()


def _stop(loop: asyncio.AbstractEventLoop) -> None:
    for task in asyncio.all_tasks(loop):
        task.cancel()


async def _check_all(
    urls: list[str],
    checker: Checker,
    hosts_at_once: int,
    seconds: float,
    came: "SimpleQueue[Found | BaseException | None]",
) -> None:
    """Check the addresses host by host, some hosts at a time, until the time is over."""
    by_host: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        by_host[urlsplit(url).hostname or ""].append(url)
    places = asyncio.Semaphore(hosts_at_once)

    async def visit(of_one_host: list[str]) -> None:
        async with places:
            for url in of_one_host:
                came.put((url, await checker.check(url)))

    with suppress(TimeoutError):
        async with asyncio.timeout(seconds), asyncio.TaskGroup() as group:
            for of_one_host in by_host.values():
                group.create_task(visit(of_one_host))
