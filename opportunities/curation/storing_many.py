"""Many opportunities stored at once: what `storing.store` does for one, in a number of queries that does not grow.

Rows of sources and rounds that stay keep their identity, as there. The caller holds the transaction, and joins
successors with `storing.link_successor` once all are stored.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.eligibility_rows import criteria_of, routes_of
from opportunities.curation.storing import (
    ROUND_COLUMNS,
    SOURCE_COLUMNS,
    classifications_of,
    columns_of,
    fill_round,
    fill_source,
    usual_dates_of,
)
from opportunities.models import (
    CaseStudy,
    Classification,
    Criterion,
    EligibilityRoute,
    FormerSlug,
    Opportunity,
    Organisation,
    Round,
    Source,
    UsualDate,
)

_REPLACED: dict[type[Any], Callable[[OpportunityFacts], Iterable[Any]]] = {
    Classification: classifications_of,
    Criterion: lambda facts: criteria_of(facts.eligibility),
    EligibilityRoute: lambda facts: routes_of(facts.eligibility),
    UsualDate: usual_dates_of,
}
_BODIES: dict[str, Any] = {
    "funders": Opportunity.funders.through,
    "administered_by": Opportunity.administered_by.through,
}

Pairs = list[tuple[Opportunity, OpportunityFacts]]


def store_opportunities(many: list[OpportunityFacts]) -> list[Opportunity]:
    """Create or update the opportunities of these facts, some hundreds, and all that hangs on them."""
    known = set(Opportunity.objects.filter(slug__in=[facts.key for facts in many]).values_list("slug", flat=True))
    pairs = _store_own_columns(many)
    stored = [opportunity for opportunity, _facts in pairs if opportunity.slug in known]
    _store_bodies(pairs, stored)
    _store_former_slugs(pairs, stored)
    for model, rows_of in _REPLACED.items():
        model.objects.filter(opportunity__in=stored).delete()
        model.objects.bulk_create(row for owner, facts in pairs for row in _numbered(owner, rows_of(facts)))
    _store_rounds(pairs, stored, _store_sources(pairs, stored))
    return [opportunity for opportunity, _facts in pairs]


def _store_own_columns(many: list[OpportunityFacts]) -> Pairs:
    """The row of each opportunity itself; gives the rows with their keys."""
    studies = dict(CaseStudy.objects.filter(slug__in=_named(many, "related_case_study")).values_list("slug", "pk"))
    rows = [
        Opportunity(
            slug=facts.key,
            related_case_study_id=studies[facts.related_case_study] if facts.related_case_study else None,
            **columns_of(facts),
        )
        for facts in many
    ]
    kept = ("id", "slug", "created_at")
    Opportunity.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["slug"],
        update_fields=[field.name for field in Opportunity._meta.concrete_fields if field.name not in kept],
    )
    return list(zip(rows, many, strict=True))


def _named(many: list[OpportunityFacts], fact: str) -> set[str]:
    return {name for facts in many if (name := getattr(facts, fact))}


def _store_bodies(pairs: Pairs, stored: list[Opportunity]) -> None:
    """Who funds and who administers."""
    slugs = {slug for _opportunity, facts in pairs for slug in (*facts.funders, *facts.administered_by)}
    bodies = dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    for name, through in _BODIES.items():
        through.objects.filter(opportunity__in=stored).delete()
        through.objects.bulk_create(
            through(opportunity=opportunity, organisation_id=bodies[slug])
            for opportunity, facts in pairs
            for slug in getattr(facts, name)
        )


def _store_former_slugs(pairs: Pairs, stored: list[Opportunity]) -> None:
    FormerSlug.objects.filter(opportunity__in=stored).delete()
    FormerSlug.objects.bulk_create(
        FormerSlug(opportunity=opportunity, slug=slug) for opportunity, facts in pairs for slug in facts.former_keys
    )


def _numbered(opportunity: Opportunity, rows: Iterable[Any]) -> Iterable[Any]:
    """The rows of one opportunity, in their order."""
    for position, row in enumerate(rows):
        row.opportunity = opportunity
        row.position = position
        yield row


def _store_sources(pairs: Pairs, stored: list[Opportunity]) -> dict[tuple[int, str], Source]:
    """The sources, by the primary key of their opportunity and their short name."""
    kept = _kept(Source, "ref", stored, {o.pk: {source.id for source in facts.sources} for o, facts in pairs})
    rows: dict[tuple[int, str], Source] = {}
    for opportunity, facts in pairs:
        for position, item in enumerate(facts.sources):
            source = Source(pk=kept.get((opportunity.pk, item.id)), opportunity=opportunity, ref=item.id)
            fill_source(source, item, position)
            rows[opportunity.pk, item.id] = source
    _save(Source, rows.values(), SOURCE_COLUMNS)
    return rows


def _store_rounds(pairs: Pairs, stored: list[Opportunity], sources: Mapping[tuple[int, str], Source]) -> None:
    kept = _kept(Round, "label", stored, {o.pk: {call.label for call in facts.cycle.rounds} for o, facts in pairs})
    rows = []
    for opportunity, facts in pairs:
        for position, item in enumerate(facts.cycle.rounds):
            call = Round(pk=kept.get((opportunity.pk, item.label)), opportunity=opportunity, label=item.label)
            fill_round(call, item, position)
            call.source = sources[opportunity.pk, item.source] if item.source else None
            rows.append(call)
    _save(Round, rows, ROUND_COLUMNS)


def _kept(
    model: type[Any], named_by: str, stored: list[Opportunity], wanted: Mapping[int, set[str]]
) -> dict[tuple[int, str], int]:
    """The primary keys of the rows that stay, by opportunity and name. Those that nothing names any more go."""
    kept, gone = {}, []
    for pk, owner, name in model.objects.filter(opportunity__in=stored).values_list("pk", "opportunity", named_by):
        if name in wanted[owner]:
            kept[owner, name] = pk
        else:
            gone.append(pk)
    model.objects.filter(pk__in=gone).delete()
    return kept


def _save(model: type[Any], rows: Iterable[Any], columns: list[str]) -> None:
    """Insert the new rows and overwrite those that are there."""
    by_novelty: dict[bool, list[Any]] = defaultdict(list)
    for row in rows:
        by_novelty[row.pk is None].append(row)
    model.objects.bulk_create(by_novelty[True])
    model.objects.bulk_create(by_novelty[False], update_conflicts=True, unique_fields=["id"], update_fields=columns)
