"""When each link is to be tried again, by what came of it last time."""

from datetime import datetime, timedelta

from django.db.models import BooleanField, Case, F, Q, QuerySet, Value, When

from opportunities.models import Link, Opportunity

# A little less than a day, so that a job that runs at the same time every day finds them due.
_NEXT_DAY = timedelta(hours=20)
AGAIN_AFTER = {
    "untried": timedelta(0),
    "works": timedelta(days=7),
    "moved": timedelta(days=7),
    "gone": timedelta(days=3),
    "suspected": timedelta(days=7),
    "forbidden": timedelta(days=30),
    "down": _NEXT_DAY,
    "broken": timedelta(days=3),
    "refused": timedelta(days=30),
}


def due_links(at: datetime) -> QuerySet[Link]:
    """The links that are due, the most important first: official pages, then those that were not tried for longest."""
    is_due = Q(tried_at__isnull=True)
    for verdict, pause in AGAIN_AFTER.items():
        is_due |= Q(verdict=verdict, tried_at__lte=at - pause)
    return in_order(Link.objects.filter(is_due))


def in_order(links: QuerySet[Link]) -> QuerySet[Link]:
    """Official pages of published entries first, then what was not tried for longest."""
    official = Opportunity.objects.published().exclude(official_url=None).values("official_url")
    is_other = Case(When(url__in=official, then=Value(False)), default=Value(True), output_field=BooleanField())
    return links.order_by(is_other, F("tried_at").asc(nulls_first=True), "pk")
