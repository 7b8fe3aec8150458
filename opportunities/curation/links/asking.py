"""Asking for one address with patience: retries with back-off, and waiting as long as the host asks for."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx

from core.outbound import Answer, Gate, Outbound, OutboundError
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.visits import Visits

_PASSING = ("dns", "unreachable", "silent", "broken-off", "garbage")  # faults that may be over in a moment
_BUSY = (429, 500, 502, 503, 504)
_TOO_MANY = 429


async def ask(url: str, outbound: Outbound, gate: Gate, visits: Visits, pace: Pace) -> Answer:
    """What comes of an address in the end. Raises OutboundError, and whatever the gate raises."""
    pause = pace.back_off
    for retries_left in range(pace.retries, -1, -1):
        try:
            answer = await outbound.fetch(url, gate)
        except OutboundError as error:
            if error.fault not in _PASSING or not retries_left:
                raise
            visits.rest(error.url, pause)
        else:
            if answer.status not in _BUSY:
                return answer
            wait = asked_to_wait(answer.headers, datetime.now(UTC))
            if not retries_left or (wait is not None and wait > pace.longest_wait):
                if answer.status == _TOO_MANY or wait is not None:
                    visits.close(answer.url)
                return answer
            visits.rest(answer.url, pause if wait is None else wait)
        pause *= 2
    raise AssertionError("the last attempt returns or raises")


def asked_to_wait(headers: httpx.Headers, at: datetime) -> float | None:
    """The seconds that Retry-After asks for, written as a number or as a moment; None where it asks for nothing."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - at).total_seconds())
