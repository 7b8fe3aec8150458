"""One address from beginning to end: robots, turns, retries, verdict."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from core.outbound import Outbound, OutboundError
from opportunities.curation.links.asking import ask
from opportunities.curation.links.finding import Finding, judged, judged_fault
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.robots import Robots, RobotsForbidError
from opportunities.curation.links.visits import LeftForLaterError, Visits

_log = logging.getLogger(__name__)


class Checker:
    """Tries addresses; remembers for one run what it learned of their hosts."""

    def __init__(self, outbound: Outbound, pace: Pace) -> None:
        self._outbound = outbound
        self._pace = pace
        self._visits = Visits(pace)
        self._robots = Robots(outbound, self._visits, pace)

    async def check(self, url: str) -> Finding | None:
        """What came of an address; None where it was left for another run."""
        try:
            answer = await ask(url, self._outbound, self._gate, self._visits, self._pace)
        except OutboundError as error:
            self._visits.note(error.url, is_silent=error.fault == "silent")
            return judged_fault(error)
        except RobotsForbidError:
            return Finding("forbidden", "The site asks robots to leave this page alone (robots.txt).")
        except LeftForLaterError:
            return None
        except Exception:  # one strange page must not keep us from all others
            _log.exception("%s could not be tried", url)
            return None
        self._visits.note(answer.url, is_silent=False)
        return judged(url, answer)

    @asynccontextmanager
    async def _gate(self, url: str) -> AsyncIterator[None]:
        await self._robots.ask_leave(url)
        async with self._visits.turn(url):
            yield
