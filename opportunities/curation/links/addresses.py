"""Which addresses are looked at, and which records name each."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Q, QuerySet

from opportunities.models import CaseStudy, Link, Opportunity, Organisation, Source

LOOKED_AT = ("draft", "in-review", "published")  # states
PAGES = ("official_url", "apply_url", "guidance_url")  # of an opportunity
_AT_ONCE = 500

Record = Opportunity | Organisation | CaseStudy


@dataclass(frozen=True, slots=True)
class Use:
    """A record that names an address, and as what: "official_url", "website", or "source s1"."""

    record: Record
    role: str


def sync_links() -> tuple[int, int]:
    """Take up addresses that are new, and forget those that nothing names any more; gives how many of each."""
    named = _named()
    known = set(Link.objects.values_list("url", flat=True))
    new = sorted(named - known)
    rows = [Link(url=url, host=host_of(url)) for url in new]
    Link.objects.bulk_create(rows, batch_size=_AT_ONCE, ignore_conflicts=True)
    old = sorted(known - named)
    for start in range(0, len(old), _AT_ONCE):
        Link.objects.filter(url__in=old[start : start + _AT_ONCE]).delete()
    return len(new), len(old)


def host_of(url: str) -> str:
    """The host of an address, as a link keeps it."""
    return (urlsplit(url).hostname or "")[:255]


def uses_of(urls: Collection[str]) -> dict[str, list[Use]]:
    """The records that name each of these addresses, in three queries."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for opportunity in opportunities_naming(urls):
        for field in PAGES:
            if (url := getattr(opportunity, field)) in urls:
                uses[url].append(Use(opportunity, field))
    for organisation in Organisation.objects.filter(website__in=urls):
        uses[organisation.website or ""].append(Use(organisation, "website"))
    sources = Source.objects.filter(url__in=urls).select_related("opportunity", "organisation", "case_study")
    for source in sources.order_by("pk"):
        owner = source.opportunity or source.organisation or source.case_study
        if owner is not None:
            uses[source.url or ""].append(Use(owner, f"source {source.ref}"))
    return uses


def opportunities_naming(urls: Collection[str]) -> QuerySet[Opportunity]:
    """The opportunities, in whatever state, of which one of these is a page."""
    return Opportunity.objects.filter(
        Q(official_url__in=urls) | Q(apply_url__in=urls) | Q(guidance_url__in=urls)
    ).order_by("name", "slug")


def _named() -> set[str]:
    """All addresses that are looked at."""
    return {url for urls in _columns() for url in urls.iterator(chunk_size=2000) if url}


def _columns() -> Iterator[QuerySet[Any, str | None]]:
    entries = Opportunity.objects.filter(state__in=LOOKED_AT).order_by()
    for field in PAGES:
        yield entries.values_list(field, flat=True)
    yield Organisation.objects.order_by().values_list("website", flat=True)
    of_no_entry = Q(opportunity__isnull=True)
    sources = Source.objects.filter(of_no_entry | Q(opportunity__state__in=LOOKED_AT)).order_by()
    yield sources.values_list("url", flat=True)
