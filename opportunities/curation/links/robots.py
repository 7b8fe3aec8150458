"""What sites ask robots to leave alone, read once in a run."""

import asyncio
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from core.outbound import Outbound, OutboundError
from opportunities.curation.links.asking import ask
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.visits import Visits

_NO_WAY = ("refused", "dns", "unreachable", "tls")  # faults that any page of the same place has
_ALL_IS_WELL = range(200, 300)


class RobotsForbidError(Exception):
    """The site's robots.txt asks robots not to look at this page."""


class Robots:
    """The rules of the sites that are visited in one run."""

    def __init__(self, outbound: Outbound, visits: Visits, pace: Pace) -> None:
        self._outbound = outbound
        self._visits = visits
        self._pace = pace
        self._rules: dict[str, asyncio.Task[RobotFileParser]] = {}

    async def ask_leave(self, url: str) -> None:
        """Return where the page may be looked at.

        Raises RobotsForbidError where not, and OutboundError where no page of that place can be had.
        """
        place = origin_of(url)
        if place not in self._rules:
            self._rules[place] = asyncio.create_task(self._read(place))
        rules = await self._rules[place]
        if not rules.can_fetch(self._outbound.user_agent, url):
            raise RobotsForbidError
        delay = rules.crawl_delay(self._outbound.user_agent)
        if delay is not None:
            self._visits.slow_down(url, float(delay))

    async def _read(self, place: str) -> RobotFileParser:
        """The rules of a site. One that has none, or cannot say them, forbids nothing that we know of."""
        rules = RobotFileParser()
        lines: list[str] = []
        try:
            answer = await ask(f"{place}/robots.txt", self._outbound, self._visits.turn, self._visits, self._pace)
            if answer.status in _ALL_IS_WELL:
                lines = answer.body.decode("utf-8-sig", errors="replace").splitlines()
        except OutboundError as error:
            if error.fault in _NO_WAY and origin_of(error.url) == place:
                raise
        rules.parse(lines)
        return rules


def origin_of(url: str) -> str:
    """https://example.org for any page of it."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
