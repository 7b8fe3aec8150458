"""A finding written down: three strikes, on three days in a row, before a link is called broken."""

from datetime import UTC, datetime

from django.db import transaction

from opportunities.curation.links.finding import Finding
from opportunities.models import Link

STRIKES = 3
_FAILED = ("down", "gone")
_WORKED = ("works", "moved")


def written(link: Link, finding: Finding, at: datetime) -> Link:
    """The link with what was found at a moment. It is not stored.

    Several failures of one day (UTC) are one strike. A site that says that there is no such page is believed at once.
    """
    has_failed = finding.verdict in _FAILED
    is_another_day = link.tried_at is None or link.tried_at.astimezone(UTC).date() < at.astimezone(UTC).date()
    if not has_failed:
        link.strikes, link.failing_since = 0, None
    elif is_another_day or not link.strikes:
        link.strikes += 1
        link.failing_since = link.failing_since or at
    link.verdict = "broken" if finding.verdict == "down" and link.strikes >= STRIKES else finding.verdict
    link.status, link.detail, link.moved_to = finding.status, finding.detail, finding.moved_to
    link.tried_at = at
    if finding.verdict in _WORKED:
        link.answered_at = at
    return link


def record(url: str, finding: Finding, at: datetime) -> tuple[str, str] | None:
    """Store what came of an address; gives its verdict before and now.

    None where it is not known any more, or was tried again meanwhile.
    """
    with transaction.atomic():
        link = Link.objects.select_for_update().filter(url=url).first()
        if link is None or (link.tried_at is not None and link.tried_at > at):
            return None
        before = link.verdict
        written(link, finding, at).save()
        return before, link.verdict
