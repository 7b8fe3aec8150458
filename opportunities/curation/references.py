"""Which records name which others in their facts: asked before one of them is deleted."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model

from opportunities.models import CaseStudy, Opportunity, Organisation, SynonymGroup

# Who names, in which field, and whom.
_NAMED_IN: tuple[tuple[type[Model], str, type[Model]], ...] = (
    (Opportunity, "funders", Organisation),
    (Opportunity, "administered_by", Organisation),
    (Opportunity, "related_case_study", CaseStudy),
    (Opportunity, "successor", Opportunity),
    (CaseStudy, "opportunities", Opportunity),
    (Organisation, "parent", Organisation),
)


def referring_to(records: Iterable[Model]) -> list[Model]:
    """The stored records whose facts name any of these, each once."""
    found = {row: None for row, _slug in _references(list(records))}
    return list(found)


def referred_to(records: Iterable[Model]) -> set[str]:
    """The slugs of those of these records, all of one kind, that others name."""
    return {slug for _row, slug in _references(list(records))}


def _references(records: list[Model]) -> Iterator[tuple[Model, str]]:
    """Each record that names one of these, with the slug that it names."""
    for naming, field, named in _NAMED_IN:
        pks = [record.pk for record in records if isinstance(record, named)]
        manager: Any = naming._default_manager
        links = manager.filter(**{f"{field}__in": pks}).values_list("pk", f"{field}__slug") if pks else ()
        rows = manager.in_bulk([pk for pk, _slug in links])
        yield from ((rows[pk], slug) for pk, slug in links)
    slugs = {record.slug for record in records if isinstance(record, Organisation)}
    for group in SynonymGroup.objects.all() if slugs else ():
        yield from ((group, slug) for slug in slugs & set(group.means.get("funder", ())))
