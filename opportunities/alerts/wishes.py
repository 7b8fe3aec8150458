"""How often somebody wants to hear of something, and of what."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from core.dates import start_of_day
from opportunities.models.alerts import CLOSES, DEADLINES, MONTHLY, NEW, WEEKLY, Alert

DAYS_CHOICES = (3, 7, 14, 30, 60)  # before a deadline
HOUR = time(6)  # UTC: morning in the UK, afternoon in Japan


@dataclass(frozen=True, slots=True)
class Wish:
    """What an alert tells (codes of MATTER), how often (a code of RHYTHM), and how many days before a deadline."""

    rhythm: str
    matters: frozenset[str]
    days: int

    def wants(self, matter: str) -> bool:
        """Whether a matter is told; of alerts that are only about deadlines, never a new match."""
        return matter in self.matters and not (matter == NEW and self.rhythm == DEADLINES)


def wish_of(alert: Alert) -> Wish:
    """The wish that is stored with an alert."""
    return Wish(alert.rhythm, frozenset(alert.matters), alert.days)


def next_due(rhythm: str, at: datetime) -> datetime | None:
    """The first moment after `at` at which a digest of this rhythm is due; None: whenever something happens.

    The days are the same for everybody, so that all weekly alerts of an address come in one mail.
    """
    today = at.astimezone(UTC).date()
    if rhythm == WEEKLY:
        due = datetime.combine(today - timedelta(days=today.weekday()), HOUR, UTC)
        return due if due > at else due + timedelta(days=7)
    if rhythm == MONTHLY:
        due = datetime.combine(today.replace(day=1), HOUR, UTC)
        following = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
        return due if due > at else start_of_day(following, None) + timedelta(hours=HOUR.hour)
    return None


def reminded_until(wish: Wish, at: datetime) -> datetime:
    """Deadlines up to this moment are near at `at`: also those that come near before the next digest is due."""
    due = next_due(wish.rhythm, at) or at
    return due + timedelta(days=wish.days) if wish.wants(CLOSES) else at
