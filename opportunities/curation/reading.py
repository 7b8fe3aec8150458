"""From stored records to facts: the exact reverse of `storing`."""

from collections.abc import Iterable
from datetime import UTC, date, time
from decimal import Decimal

from django.db.models import Model

from opportunities.curation.documents import (
    AnyFacts,
    ApplicationFacts,
    CaseStudyFacts,
    CycleFacts,
    DurationFacts,
    ExchangeRateFacts,
    FundingFacts,
    InstitutionFacts,
    LinkFacts,
    OpportunityFacts,
    OrganisationFacts,
    PersonFacts,
    RoundFacts,
    SourceFacts,
)
from opportunities.curation.eligibility_rows import eligibility_facts
from opportunities.curation.fact_types import plain_number
from opportunities.curation.synonyms import MeansFacts, SynonymFacts
from opportunities.models import (
    CaseStudy,
    ExchangeRate,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
)


def opportunity_facts(opportunity: Opportunity) -> OpportunityFacts:
    """The facts of an opportunity that was fetched `with_facts()`."""
    return OpportunityFacts.model_construct(
        key=opportunity.slug,
        uuid=str(opportunity.uuid),
        state=opportunity.state,
        publish_at=opportunity.publish_at.astimezone(UTC).isoformat() if opportunity.publish_at else None,
        successor=opportunity.successor.slug if opportunity.successor else None,
        former_keys=[former.slug for former in opportunity.former_slugs.all()],
        name=opportunity.name,
        name_ja=opportunity.name_ja,
        annexe_section=opportunity.annexe_section,
        annexe_label=opportunity.annexe_label,
        kind=opportunity.kind,
        summary=opportunity.summary,
        summary_ja=opportunity.summary_ja,
        funders=sorted(funder.slug for funder in opportunity.funders.all()),
        administered_by=sorted(body.slug for body in opportunity.administered_by.all()),
        programme_status=opportunity.programme_status,
        status_note=opportunity.status_note,
        directions=_codes(opportunity, "direction"),
        career_stages=_codes(opportunity, "stage"),
        disciplines=_codes(opportunity, "discipline"),
        activities=_codes(opportunity, "activity"),
        eligibility=eligibility_facts(opportunity),
        funding=_funding(opportunity),
        duration=_duration(opportunity),
        application=ApplicationFacts.model_construct(
            official_url=opportunity.official_url,
            apply_url=opportunity.apply_url,
            guidance_url=opportunity.guidance_url,
            route=opportunity.route,
        ),
        cycle=_cycle(opportunity),
        related_case_study=opportunity.related_case_study.slug if opportunity.related_case_study else None,
        keywords=opportunity.keywords,
        sources=_sources(opportunity.sources.all()),
        confidence=opportunity.confidence,
        last_checked=_stated(opportunity.last_checked_on, opportunity.last_checked_precision),
        next_check=_stated(opportunity.next_check_due, "day"),
        notes=opportunity.notes,
    )


def organisation_facts(organisation: Organisation) -> OrganisationFacts:
    """The facts of an organisation."""
    return OrganisationFacts.model_construct(
        key=organisation.slug,
        uuid=str(organisation.uuid),
        name=organisation.name,
        name_ja=organisation.name_ja,
        acronym=organisation.acronym,
        country=organisation.country,
        kind=organisation.kind,
        parent=organisation.parent.slug if organisation.parent else None,
        annexe_section=organisation.annexe_section,
        annexe_label=organisation.annexe_label,
        ror=organisation.ror,
        website=organisation.website,
        summary=organisation.summary,
        offers=organisation.offers,
        sources=_sources(organisation.sources.all()),
        last_checked=_stated(organisation.last_checked_on, organisation.last_checked_precision),
        next_check=_stated(organisation.next_check_due, "day"),
        notes=organisation.notes,
    )


def case_study_facts(study: CaseStudy) -> CaseStudyFacts:
    """The facts of a case study."""
    return CaseStudyFacts.model_construct(
        key=study.slug,
        annexe_number=study.number,
        title=study.title,
        opportunities=sorted(opportunity.slug for opportunity in study.opportunities.all()),
        people=[PersonFacts.model_construct(**person) for person in study.people],
        institutions=[InstitutionFacts.model_construct(**institution) for institution in study.institutions],
        years=study.years,
        outcomes=study.outcomes,
        summary=study.summary,
        summary_ja=study.summary_ja,
        links=[LinkFacts.model_construct(**link) for link in study.links],
        sources=_sources(study.sources.all()),
    )


def exchange_rate_facts(rate: ExchangeRate) -> ExchangeRateFacts:
    """The facts of an exchange rate."""
    return ExchangeRateFacts.model_construct(
        currency=rate.currency,
        units_per_gbp=plain_number(rate.units_per_gbp),
        as_of=rate.as_of,
        source_url=rate.source_url or "",
        source_title=rate.source_title,
    )


def synonym_facts(group: SynonymGroup) -> SynonymFacts:
    """The facts of a group of synonyms."""
    means = MeansFacts.model_construct(**group.means)
    return SynonymFacts.model_construct(key=group.key, words=group.words, means=means, note=group.note)


def facts_of(record: Model) -> AnyFacts:
    """The facts of a stored record; of an opportunity, best of one that was fetched `with_facts()`."""
    if isinstance(record, Opportunity):
        return opportunity_facts(record)
    if isinstance(record, Organisation):
        return organisation_facts(record)
    if isinstance(record, CaseStudy):
        return case_study_facts(record)
    if isinstance(record, SynonymGroup):
        return synonym_facts(record)
    if isinstance(record, ExchangeRate):
        return exchange_rate_facts(record)
    raise TypeError(f"{type(record).__name__} is not a record of the catalogue")


def stored_facts(collection: str) -> Iterable[AnyFacts]:
    """The facts of all stored records of a collection, in no order that one could rely on."""
    if collection == "opportunities":
        return map(opportunity_facts, Opportunity.objects.with_facts())
    if collection == "organisations":
        return map(organisation_facts, Organisation.objects.select_related("parent").prefetch_related("sources"))
    if collection == "case_studies":
        return map(case_study_facts, CaseStudy.objects.prefetch_related("opportunities", "sources"))
    if collection == "synonyms":
        return map(synonym_facts, SynonymGroup.objects.all())
    return map(exchange_rate_facts, ExchangeRate.objects.all())


def _codes(opportunity: Opportunity, scheme: str) -> list[str]:
    return [item.code for item in opportunity.classifications.all() if item.scheme == scheme]


def _number(months: Decimal | None) -> int | float | None:
    if months is None:
        return None
    return int(months) if months == months.to_integral_value() else float(months)


def _stated(day: date | None, precision: str) -> str | None:
    if day is None:
        return None
    return f"{day:%Y-%m}" if precision == "month" else day.isoformat()


def _sources(sources: Iterable[Source]) -> list[SourceFacts]:
    return [
        SourceFacts.model_construct(
            id=source.ref,
            url=source.url,
            title=source.title,
            publisher=source.publisher,
            as_of=source.as_of,
            supports=source.supports,
        )
        for source in sources
    ]


def _funding(opportunity: Opportunity) -> FundingFacts:
    return FundingFacts.model_construct(
        currency=opportunity.currency,
        min=opportunity.amount_min,
        max=opportunity.amount_max,
        basis=opportunity.amount_basis,
        covers=_codes(opportunity, "covers"),
        note=opportunity.funding_note,
    )


def _duration(opportunity: Opportunity) -> DurationFacts:
    return DurationFacts.model_construct(
        min_months=_number(opportunity.duration_min_months),
        max_months=_number(opportunity.duration_max_months),
        note=opportunity.duration_note,
    )


def _cycle(opportunity: Opportunity) -> CycleFacts:
    usual = list(opportunity.usual_dates.all())
    opens = [str(day) for day in usual if day.event == "opens"]
    return CycleFacts.model_construct(
        frequency=opportunity.frequency,
        usual_opens=opens[0] if opens else None,
        usual_closes=[str(day) for day in usual if day.event == "closes"],
        timezone=opportunity.timezone,
        rounds=[_round(call) for call in opportunity.rounds.all()],
    )


def _round(call: Round) -> RoundFacts:
    return RoundFacts.model_construct(
        label=call.label,
        opens=_stated(call.opens_on, call.opens_precision),
        opens_time=_clock(call.opens_time),
        closes=_stated(call.closes_on, call.closes_precision),
        closes_time=_clock(call.closes_time),
        timezone=call.timezone,
        source=call.source.ref if call.source else None,
    )


def _clock(moment: time | None) -> str | None:
    return f"{moment:%H:%M}" if moment else None
