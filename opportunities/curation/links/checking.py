"""The whole run: which links are due, trying them, storing what came of each as it comes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from core.outbound import Outbound
from opportunities.curation.links.addresses import sync_links
from opportunities.curation.links.due import due_links, in_order
from opportunities.curation.links.pace import Pace
from opportunities.curation.links.recording import record
from opportunities.curation.links.running import findings
from opportunities.models import Link

NAME = "UKJapanFundingFinder"  # by which robots.txt may speak to us


@dataclass
class Report:
    """What a run did. `changes` are the addresses whose verdict is another one now, with the verdicts."""

    tried: Counter[str] = field(default_factory=Counter)  # by verdict
    changes: list[tuple[str, str, str]] = field(default_factory=list)
    left: int = 0  # for another run


def user_agent() -> str:
    """How the checker introduces itself: what it is, and where one reads who runs it."""
    contact = f"; +{settings.SITE_URL}" if settings.SITE_URL else ""
    return f"{NAME}/1.0 (checks links of a public catalogue{contact})"


def chosen_links(at: datetime, urls: list[str] | None, only_due: bool, limit: int | None) -> list[str]:
    """The addresses that a run is to try, the most important first; the links are brought up to date before."""
    sync_links()
    if urls:
        links = in_order(Link.objects.filter(url__in=urls))
    else:
        links = due_links(at) if only_due else in_order(Link.objects.all())
    return list(links.values_list("url", flat=True)[:limit])


def check_links(
    urls: list[str],
    now: Callable[[], datetime],
    outbound: Outbound,
    pace: Pace,
    seconds: float,
    tell: Callable[[str, str | None], None] = lambda _url, _verdict: None,
) -> Report:
    """Try these addresses within so many seconds. `tell` hears of each with its verdict, None where it was left.

    It may be stopped anywhere: what was found until then is stored.
    """
    report = Report(left=len(urls))
    for url, finding in findings(urls, outbound, pace, seconds):
        if finding is None:
            tell(url, None)
            continue
        verdicts = record(url, finding, now())
        if verdicts is not None:
            before, verdict = verdicts
            report.tried[verdict] += 1
            report.left -= 1
            if before != verdict:
                report.changes.append((url, before, verdict))
            tell(url, verdict)
    return report
