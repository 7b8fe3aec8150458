"""Turns at each host: one request at a time, with a pause after each."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import monotonic
from urllib.parse import urlsplit

from opportunities.curation.links.pace import Pace


class LeftForLaterError(Exception):
    """The host wants to be left alone for now: its other pages are for another run."""


class _Host:
    def __init__(self, delay: float) -> None:
        self.lock = asyncio.Lock()
        self.delay = delay
        self.free_at = 0.0
        self.silences = 0
        self.is_closed = False


class Visits:
    """Keeps the hosts apart, of one run."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._hosts: dict[str, _Host] = defaultdict(lambda: _Host(pace.delay))

    @asynccontextmanager
    async def turn(self, url: str) -> AsyncIterator[None]:
        """Wait for the turn at the host of an address, and keep it. Raises LeftForLaterError."""
        host = self._host(url)
        async with host.lock:
            if host.is_closed:
                raise LeftForLaterError
            await asyncio.sleep(max(0.0, host.free_at - monotonic()))
            try:
                yield
            finally:
                host.free_at = max(host.free_at, monotonic() + host.delay)

    def rest(self, url: str, seconds: float) -> None:
        """Leave the host alone for so long."""
        host = self._host(url)
        host.free_at = max(host.free_at, monotonic() + seconds)

    def slow_down(self, url: str, delay: float) -> None:
        """Make the pauses as long as the host asks, within reason."""
        host = self._host(url)
        host.delay = max(host.delay, min(delay, self._pace.longest_delay))

    def close(self, url: str) -> None:
        """Leave the host alone for the rest of the run."""
        self._host(url).is_closed = True

    def note(self, url: str, is_silent: bool) -> None:
        """Note whether a page stayed without an answer; with too many in a row the host is left alone."""
        host = self._host(url)
        host.silences = host.silences + 1 if is_silent else 0
        host.is_closed = host.is_closed or host.silences >= self._pace.silences

    def _host(self, url: str) -> _Host:
        return self._hosts[urlsplit(url).hostname or ""]
