"""What the desk's first page counts besides entries, invented, and somebody to look at it."""

from datetime import timedelta
from random import Random

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.utils import timezone

from benchmarks.distribution import SEED
from opportunities.curation.upkeep import refresh_upkeep
from opportunities.models import (
    Link,
    Mail,
    Operation,
    Opportunity,
    RecordChange,
    Subscriber,
    Suggestion,
    UnansweredSearch,
    Upkeep,
)

VERDICTS = (*(("works",) * 88), *(("moved",) * 5), "broken", "broken", "gone", "gone", "suspected", "forbidden", "down")
SUGGESTIONS, WORDS_A_DAY, MAILS = 2_000, 500, 20_000
LARGE, SMALL = 50_000, 3  # records that operations changed


def furnish() -> None:
    """Work out the upkeep of all entries, and fill the tables of the desk."""
    if Upkeep.objects.count() < Opportunity.objects.count():
        refresh_upkeep()
    if not Link.objects.exists():
        with transaction.atomic():
            _links(Random(SEED))
            _waiting(Random(SEED))
            _history()


def cookie_of_an_administrator() -> str:
    """The Cookie header of a browser in which an administrator is logged in."""
    user, _is_new = User.objects.get_or_create(username="ume", is_staff=True, is_superuser=True)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _links(random: Random) -> None:
    stated = Opportunity.objects.exclude(official_url=None).order_by()
    urls = sorted(url for url in stated.values_list("official_url", flat=True).distinct() if url)
    Link.objects.bulk_create(
        (Link(url=url, host="example.org", verdict=random.choice(VERDICTS)) for url in urls), batch_size=2_000
    )


def _waiting(random: Random) -> None:
    """Suggestions, searches that found nothing and mails, done and not."""
    now = timezone.now()
    states = ("waiting", "accepted", "declined", "spam")
    Suggestion.objects.bulk_create(
        Suggestion(about=f"Programme {n}", made_at=now, state=random.choice(states)) for n in range(SUGGESTIONS)
    )
    first = timezone.localdate().replace(day=1)
    days = [first + timedelta(days=n) for n in range(timezone.localdate().day)]
    UnansweredSearch.objects.bulk_create(
        (
            UnansweredSearch(words=f"words {n}-{day.day}", day=day, count=n + 1)
            for day in days
            for n in range(WORDS_A_DAY)
        ),
        batch_size=2_000,
    )
    subscriber = Subscriber.objects.create(email="hanako@example.org", language="ja", created_at=now)
    mail_states = (*(("sent",) * 95), "failed", "waiting", "unanswered")
    Mail.objects.bulk_create(
        (
            Mail(
                subscriber=subscriber,
                reason=str(n),
                language="ja",
                state=random.choice(mail_states),
                not_before=now,
                created_at=now,
            )
            for n in range(MAILS)
        ),
        batch_size=2_000,
    )


def _history() -> None:
    """Some operations of the administrator, two of them on as many records as an import has at most."""
    user, _is_new = User.objects.get_or_create(username="ume", is_staff=True, is_superuser=True)
    for number in range(20):
        operation = Operation.objects.create(kind="import", at=timezone.now(), by=user, by_name="Ume")
        RecordChange.objects.bulk_create(
            (
                RecordChange(operation=operation, collection="opportunities", key=f"k{n}", name="Programme", after={})
                for n in range(SMALL if number % 10 else LARGE)
            ),
            batch_size=5_000,
        )
