"""The whole job: tidy up, decide what is to be told, send it. It may be stopped anywhere and run again at any time."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from opportunities.alerts.journal import sole_run
from opportunities.alerts.limits import forget_requests
from opportunities.alerts.mails import FORGOTTEN_AFTER
from opportunities.alerts.outbox import Deliveries, recover, send_all
from opportunities.alerts.planning import plan_all
from opportunities.alerts.subscribing import forget_unconfirmed
from opportunities.models import Mail
from opportunities.models.alerts import FAILED, SENT, UNANSWERED
from opportunities.search.snapshot import Snapshot


@dataclass(frozen=True)
class RunReport:
    """What a run did."""

    forgotten: int  # alerts that were never confirmed
    freed: int  # mails that a killed process had not handed over
    doubtful: int  # mails that a killed process had handed over, and never saw accepted
    decided: int
    deliveries: Deliveries


def run(now: Callable[[], datetime], snapshot: Snapshot) -> RunReport:
    """Tell everybody what is due. Raises AnotherRunError, or ServerUnreachableError where no mail can be sent."""
    at = now()
    with sole_run() as journal:
        freed, doubtful = recover(at, journal)
        journal.open()
        forgotten = forget_unconfirmed(at)
        forget_requests(at)
        Mail.objects.filter(state__in=(SENT, FAILED, UNANSWERED), created_at__lte=at - FORGOTTEN_AFTER).delete()
        decided = plan_all(at, snapshot)
        return RunReport(forgotten, freed, doubtful, decided, send_all(now, journal))
