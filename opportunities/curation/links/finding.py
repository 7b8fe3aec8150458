"""The verdict on one attempt: what an answer, or the lack of one, says about a link. Pure functions."""

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urldefrag, urlsplit

from core.outbound import Answer, OutboundError
from core.web_addresses import web_address_fault
from opportunities.curation.links.pages import keeps_robots_out, page_of, reads_like_an_error

LONGEST = 1000  # characters of an address that can be stored
_FOR_GOOD = (301, 308)
_NO_SUCH_PAGE = (404, 410)
# What robots are answered where people may well see the page. 999 is LinkedIn's own.
_KEPT_OUT = (401, 402, 403, 405, 406, 407, 418, 429, 451, 999)
_FINE = range(200, 300)
_HOME = re.compile(
    r"(/([a-z]{2}([-_][a-z]{2})?|english|japanese|eng|jpn))?(/(index|default|home|top|main)(\.\w{1,5})?)?/?",
    re.IGNORECASE,
)
_ERROR_PLACE = re.compile(r"/(404|error-?404|page-?not-?found|not-?found|errors?)(\.\w{1,5})?/?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one attempt showed: a verdict, and what was seen, in words. "broken" is never the verdict of one attempt."""

    verdict: str
    detail: str
    status: int | None = None
    moved_to: str | None = None


def judged_fault(error: OutboundError) -> Finding:
    """The verdict where nothing came."""
    return Finding("refused" if error.fault == "refused" else "down", _plain(str(error)))


def judged(url: str, answer: Answer) -> Finding:
    """The verdict on what came from an address."""
    page = page_of(answer)
    status = answer.status
    if keeps_robots_out(answer, page):
        return Finding("forbidden", "The site checks first whether its reader is a human being.", status)
    if status in _NO_SUCH_PAGE:
        return Finding("gone", f"The site answers {_named(status)}.", status)
    if status in _KEPT_OUT:
        return Finding("forbidden", f"The site answers {_named(status)}.", status)
    if status not in _FINE:
        return Finding("down", f"The site answers {_named(status)}.", status)
    if page is not None and reads_like_an_error(page):
        shown = page.title or next(iter(page.headings), "") or page.text
        return Finding("suspected", _plain(f"The page reads: “{shown[:120]}”."), status)
    return _judged_by_its_way(url, answer)


def _judged_by_its_way(url: str, answer: Answer) -> Finding:
    """The verdict on a page that is fine in itself, by the redirects that led to it."""
    if answer.hops and _is_elsewhere(url, answer.url):
        return Finding("suspected", _plain(f"It leads to {answer.url}, not to a page of its own."), answer.status)
    if (new := _new_address(url, answer)) is not None:
        return Finding("moved", _plain(f"The site says that the page has moved to {new}."), answer.status, new)
    led = f" after a redirect to {answer.url}" if answer.hops else ""
    cut = "" if answer.is_whole else " (only its beginning was read)"
    return Finding("works", _plain(f"The site answers {_named(answer.status)}{led}{cut}."), answer.status)


def _is_elsewhere(url: str, end: str) -> bool:
    """Whether redirects led from a page of its own to a home page, or to a place for errors."""
    return bool(_ERROR_PLACE.search(urlsplit(end).path)) or (_is_home(end) and not _is_home(url))


def _is_home(url: str) -> bool:
    parts = urlsplit(url)
    return not parts.query and _HOME.fullmatch(parts.path) is not None


def _new_address(url: str, answer: Answer) -> str | None:
    """Where the site says that the page is for good: the end of its permanent redirects, up to the first other one."""
    new = url
    for hop in answer.hops:
        if hop.status not in _FOR_GOOD:
            break
        new = hop.leads_to
    if urldefrag(new)[0] == urldefrag(url)[0] or len(new) > LONGEST or web_address_fault(new) is not None:
        return None
    return new


def _named(status: int) -> str:
    """404 (Not Found)."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def _plain(text: str) -> str:
    """Text that can be stored and shown: what strangers wrote may have anything in it."""
    return "".join(c if c.isprintable() else " " for c in text)[:500]
