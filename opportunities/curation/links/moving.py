"""Taking over new addresses of pages that have moved, in all records that name the old ones, as one operation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.web_addresses import web_address_fault
from opportunities.curation.changing import Change, changing
from opportunities.curation.links.addresses import PAGES, Record, host_of, uses_of
from opportunities.models import Link, Operation, Opportunity, Organisation


@dataclass
class Taken:
    """What taking over did: the operation (None: nothing changed), the new addresses by old, the old ones left."""

    operation: Operation | None = None
    taken: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def take_new_addresses(shown: Mapping[str, str], by: Any, reason: str | None = None) -> Taken:
    """Put the new address (value) in the place of the old one (key) wherever that is named.

    What the curator was shown is what is done: a link that has moved on since, or has not moved any more, is left.
    """
    result = Taken()
    with changing("bulk", by, reason) as change:
        links = {link.url: link for link in Link.objects.select_for_update().filter(url__in=shown, verdict="moved")}
        for old, new in shown.items():
            link = links.get(old)
            if link is None or link.moved_to != new or web_address_fault(new) is not None:
                result.left.append(old)
                continue
            _replace(change, old, new)
            _follow(link, new)
            result.taken[old] = new
    result.operation = change.operation
    return result


def _replace(change: Change, old: str, new: str) -> None:
    records: dict[tuple[type, int], Record] = {}
    for use in uses_of([old])[old]:
        records[type(use.record), use.record.pk] = use.record
    change.about_to_change(*records.values())
    for record in records.values():
        _replace_in(record, old, new)


def _replace_in(record: Record, old: str, new: str) -> None:
    fields = PAGES if isinstance(record, Opportunity) else ("website",) if isinstance(record, Organisation) else ()
    for name in fields:
        if getattr(record, name) == old:
            setattr(record, name, new)
    record.save(update_fields=[*fields, "changed_at"])
    record.sources.filter(url=old).update(url=new)


def _follow(link: Link, new: str) -> None:
    """What is known of the old address is known of the new one: there the page was seen."""
    Link.objects.get_or_create(
        url=new,
        defaults={
            "host": host_of(new),
            "verdict": "works",
            "status": link.status,
            "detail": f"Taken over from {link.url}.",
            "tried_at": link.tried_at,
            "answered_at": link.answered_at,
        },
    )
    link.delete()
