"""Subscribers for tests, signed up and confirmed as the pages do it, and the job run for them."""

from datetime import UTC, datetime

from django.db import transaction

from opportunities.alerts import subscribing
from opportunities.alerts.run import RunReport, run
from opportunities.alerts.targets import Target
from opportunities.alerts.wishes import Wish
from opportunities.curation.revision import raise_revision
from opportunities.curation.touching import touched_by
from opportunities.models import Alert, Opportunity
from opportunities.models.alerts import MATTER
from opportunities.search.current import current_snapshot

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)  # a Wednesday


def confirmed(
    email: str = "ada@example.org",
    search: str | None = "",
    entry: int | None = None,
    rhythm: str = "at-once",
    matters: frozenset[str] = frozenset(MATTER),
    days: int = 14,
    language: str = "en-gb",
    at: datetime = AT,
) -> Alert:
    """An alert that was asked for and confirmed at `at`."""
    target = Target(None if entry is not None else search, entry)
    alert = subscribing.sign_up(email, target, Wish(rhythm, matters, days), language, at)
    subscribing.confirm(alert.key, at, current_snapshot())
    return Alert.objects.get(pk=alert.pk)


def job(at: datetime = AT) -> RunReport:
    """Run the job at a moment."""
    return run(lambda: at, current_snapshot())


def edit_round(opportunity: Opportunity, label: str = "2027", **changes: object) -> None:
    """Change a round as a curator does: with the revision that tells searches."""
    with transaction.atomic():
        assert opportunity.rounds.filter(label=label).update(**changes)
        raise_revision(touched_by([opportunity]))
