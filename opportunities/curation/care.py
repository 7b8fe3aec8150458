"""What needs care at the desk: each matter declared once, for the number on the first page and the list behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from opportunities.models import Import, Link, Mail, Opportunity, Suggestion, UnansweredSearch, Upkeep
from opportunities.models.alerts import FAILED, UNANSWERED, WAITING

MISLEADING_LINK = ("gone", "broken", "suspected", "refused")  # verdicts on a link that does not lead to the page
OLD_SOURCE = 3  # years
MAIL_REMEMBERED = timedelta(days=30)  # for which a mail that did not arrive is shown


@dataclass(frozen=True)
class Care:
    """One matter. `records` are those that it concerns on a given day; only their primary keys may be relied on."""

    key: str
    title: Any  # a translatable text
    records: Callable[[date], QuerySet[Any]]

    def count(self, today: date) -> int:
        """How many records it concerns."""
        return self.records(today).count()

    def among(self, records: QuerySet[Any], today: date) -> QuerySet[Any]:
        """Those of `records` that it concerns."""
        return records.filter(pk__in=self.records(today).order_by().values("pk"))


def _published(condition: Callable[[date], Q]) -> Callable[[date], QuerySet[Any]]:
    """What is known of published entries for which a condition on their upkeep holds: those are what readers see."""
    return lambda today: Upkeep.objects.filter(condition(today), state="published")


def _entries(condition: Callable[[date], Q], state: str = "published") -> Callable[[date], QuerySet[Any]]:
    """The entries in one state for which a condition of their own holds."""
    return lambda today: Opportunity.objects.filter(condition(today), state=state)


def _linked(*verdicts: str) -> Callable[[date], Q]:
    """Whose official page has one of these verdicts."""
    return lambda _today: Q(official_url__in=Link.objects.filter(verdict__in=verdicts).order_by().values("url"))


ROUND_UNSEEN = Care(
    "round-unseen",
    _("The last round has closed, no next one is known, and nobody has looked since"),
    _published(lambda today: Q(round_unseen_from__lte=today)),
)
ROUND_SEEN = Care(
    "round-seen",
    _("The last round has closed, and no next one was announced when somebody looked"),
    _published(lambda today: Q(round_unseen_from=None, round_missing_from__lte=today)),
)
EXPECTED_PAST = Care(
    "expected-past",
    _("An expected closing date came and went without an announced round"),
    _published(lambda today: Q(expected_until__lt=today)),
)
CHECK_DUE = Care("check-due", _("Past their next check"), _entries(lambda today: Q(next_check_due__lt=today)))
NEVER_CHECKED = Care("check-none", _("No next check is set"), _entries(lambda _today: Q(next_check_due=None)))
LINK_BROKEN = Care("link-broken", _("The official link is broken, or seems to be"), _entries(_linked(*MISLEADING_LINK)))
LINK_MOVED = Care("link-moved", _("The official link has moved"), _entries(_linked("moved")))
UNSOURCED = Care("unsourced", _("Facts without a source"), _published(lambda _today: Q(unsourced_count__gt=0)))
SOURCE_OLD = Care(
    "source-old",
    _("The newest source is older than three years"),
    _published(lambda today: Q(newest_source_year__lt=today.year - OLD_SOURCE)),
)
SOURCE_UNDATED = Care(
    "source-undated", _("No source says how old it is"), _published(lambda _today: Q(newest_source_year=None))
)
CONFIDENCE_LOW = Care("confidence-low", _("Low confidence"), _entries(lambda _today: Q(confidence="low")))
SUMMARY_JA = Care("summary-ja", _("No Japanese summary"), _published(lambda _today: Q(lacks_summary_ja=True)))
NAME_JA = Care("name-ja", _("No Japanese name"), _published(lambda _today: Q(lacks_name_ja=True)))
IN_REVIEW = Care(
    "in-review", _("In review, waiting for an editor"), _entries(lambda _today: Q(publish_at=None), "in-review")
)
SCHEDULED = Care(
    "scheduled", _("Scheduled: published by themselves"), _entries(lambda _today: ~Q(publish_at=None), "in-review")
)

ENTRY_CARES = (
    ROUND_UNSEEN,
    ROUND_SEEN,
    EXPECTED_PAST,
    LINK_BROKEN,
    LINK_MOVED,
    CHECK_DUE,
    NEVER_CHECKED,
    IN_REVIEW,
    SCHEDULED,
    UNSOURCED,
    SOURCE_OLD,
    SOURCE_UNDATED,
    CONFIDENCE_LOW,
    SUMMARY_JA,
    NAME_JA,
)

SUGGESTIONS = Care("waiting", _("Suggestions from readers"), lambda _today: Suggestion.objects.filter(state="waiting"))
IMPORTS = Care("read", _("Imports waiting for a decision"), lambda _today: Import.objects.filter(state="read"))


def _mails(condition: Q) -> Callable[[date], QuerySet[Any]]:
    def lately(today: date) -> QuerySet[Any]:
        since = datetime.combine(today - MAIL_REMEMBERED, time.min, UTC)
        return Mail.objects.filter(condition, created_at__gte=since)

    return lately


MAIL_FAILED = Care(
    "failed",
    _("Alerts and other mails that were given up, or left without an answer"),
    _mails(Q(state__in=(FAILED, UNANSWERED))),
)
MAIL_RETRIED = Care("retried", _("Mails that failed and are tried again"), _mails(Q(state=WAITING, attempts__gt=0)))
MAIL_CARES = (MAIL_FAILED, MAIL_RETRIED)


def unanswered_since(day: date) -> QuerySet[Any]:
    """The searches since that day that found nothing and are not settled: a row of words and day each."""
    return UnansweredSearch.objects.filter(day__gte=day, settled_at=None)


# Each word once, whatever the number of days on which it was searched for.
UNANSWERED_WORDS = Care(
    "month",
    _("Searches that found nothing this month"),
    lambda today: unanswered_since(today.replace(day=1)).order_by().values("words").distinct(),
)
