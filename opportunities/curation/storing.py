"""From checked facts to stored records: the exact reverse of `reading`. The caller holds the transaction."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Model

from core.dates import last_day_of_month
from opportunities.curation.documents import (
    AnyFacts,
    ApplicationFacts,
    CaseStudyFacts,
    ExchangeRateFacts,
    OpportunityFacts,
    OrganisationFacts,
    Record,
    RoundFacts,
    SourceFacts,
    first_day,
)
from opportunities.curation.eligibility_rows import criteria_of, routes_of
from opportunities.curation.synonyms import SynonymFacts
from opportunities.deadlines.rounds import YearlyDate
from opportunities.models import (
    CaseStudy,
    Classification,
    Criterion,
    EligibilityRoute,
    ExchangeRate,
    FormerSlug,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
    UsualDate,
)


def store(facts: AnyFacts) -> Model:
    """Create or update the record of these facts, and all that hangs on it; gives the record."""
    if isinstance(facts, OpportunityFacts):
        return _store_opportunity(facts)
    if isinstance(facts, OrganisationFacts):
        return _store_organisation(facts)
    if isinstance(facts, CaseStudyFacts):
        return _store_case_study(facts)
    if isinstance(facts, SynonymFacts):
        return _store_synonyms(facts)
    return _store_exchange_rate(facts)


def store_whole(facts: AnyFacts) -> Model:
    """Store one record, and join it to those that it refers to, all of which are stored; gives the record."""
    record = store(facts)
    if isinstance(facts, OrganisationFacts):
        link_parent(facts)
    elif isinstance(facts, OpportunityFacts):
        link_successor(facts)
    elif isinstance(facts, CaseStudyFacts):
        link_case_study(facts)
    return record


def link_case_study(facts: CaseStudyFacts) -> None:
    """Join a case study to its opportunities, once these are stored."""
    study = CaseStudy.objects.get(slug=facts.key)
    study.opportunities.set(Opportunity.objects.filter(slug__in=facts.opportunities))


def link_successor(facts: OpportunityFacts) -> None:
    """Join an opportunity to its successor, once all opportunities are stored."""
    successor = Opportunity.objects.get(slug=facts.successor) if facts.successor else None
    Opportunity.objects.filter(slug=facts.key).update(successor=successor)


def link_parent(facts: OrganisationFacts) -> None:
    """Join an organisation to its parent, once all organisations are stored."""
    parent = Organisation.objects.get(slug=facts.parent) if facts.parent else None
    Organisation.objects.filter(slug=facts.key).update(parent=parent)


def _store_opportunity(facts: OpportunityFacts) -> Opportunity:
    case_study = CaseStudy.objects.get(slug=facts.related_case_study) if facts.related_case_study else None
    opportunity, _ = Opportunity.objects.update_or_create(
        slug=facts.key,
        defaults={
            **columns_of(facts),
            **({} if facts.successor else {"successor": None}),  # one is joined later: it may not be stored yet
            "related_case_study": case_study,
        },
    )
    _store_former_slugs(opportunity, facts.former_keys)
    opportunity.funders.set(Organisation.objects.filter(slug__in=facts.funders))
    opportunity.administered_by.set(Organisation.objects.filter(slug__in=facts.administered_by))
    _replace(opportunity, Classification, classifications_of(facts))
    _replace(opportunity, Criterion, criteria_of(facts.eligibility))
    _replace(opportunity, EligibilityRoute, routes_of(facts.eligibility))
    _replace(opportunity, UsualDate, usual_dates_of(facts))
    sources = _store_sources(facts.sources, opportunity=opportunity)
    _store_rounds(opportunity, facts.cycle.rounds, sources)
    return opportunity


def columns_of(facts: OpportunityFacts) -> dict[str, Any]:
    """What stands in the row of an opportunity itself, but for its slug and what refers to other records."""
    return {
        **_checked(facts, facts.next_check),
        "state": facts.state,
        "publish_at": datetime.fromisoformat(facts.publish_at) if facts.publish_at else None,
        "eligibility_summary": facts.eligibility.summary,
        "eligibility_terms": facts.eligibility.terms,
        "currency": facts.funding.currency,
        "amount_min": facts.funding.min,
        "amount_max": facts.funding.max,
        "amount_basis": facts.funding.basis,
        "funding_note": facts.funding.note,
        "duration_min_months": _decimal(facts.duration.min_months),
        "duration_max_months": _decimal(facts.duration.max_months),
        "duration_note": facts.duration.note,
        "frequency": facts.cycle.frequency,
        "timezone": facts.cycle.timezone,
        **{name: getattr(facts.application, name) for name in ApplicationFacts.model_fields},
        **{name: getattr(facts, name) for name in _SAME_NAME},
    }


_SAME_NAME = {
    "name", "name_ja", "kind", "summary", "summary_ja", "keywords", "annexe_section", "annexe_label",
    "programme_status", "status_note", "confidence", "notes",
}  # fmt: skip


def _store_organisation(facts: OrganisationFacts) -> Organisation:
    same_name = {
        "name", "name_ja", "acronym", "country", "kind", "annexe_section", "annexe_label", "ror", "website",
        "summary", "offers", "notes",
    }  # fmt: skip
    organisation, _ = Organisation.objects.update_or_create(
        slug=facts.key, defaults={**_checked(facts, facts.next_check), **facts.model_dump(include=same_name)}
    )
    _store_sources(facts.sources, organisation=organisation)
    return organisation


def _store_case_study(facts: CaseStudyFacts) -> CaseStudy:
    same_name = {"title", "summary", "summary_ja", "years", "people", "institutions", "outcomes", "links"}
    study, _ = CaseStudy.objects.update_or_create(
        slug=facts.key, defaults={"number": facts.annexe_number, **facts.model_dump(include=same_name)}
    )
    _store_sources(facts.sources, case_study=study)
    return study


def _store_exchange_rate(facts: ExchangeRateFacts) -> ExchangeRate:
    values = facts.model_dump(exclude={"currency", "units_per_gbp"})
    rate, _ = ExchangeRate.objects.update_or_create(
        currency=facts.currency, defaults={**values, "units_per_gbp": Decimal(facts.units_per_gbp)}
    )
    return rate


def _store_synonyms(facts: SynonymFacts) -> SynonymGroup:
    values = {"words": facts.words, "means": facts.means.named(), "note": facts.note}
    group, _ = SynonymGroup.objects.update_or_create(key=facts.key, defaults=values)
    return group


def _checked(facts: Record, next_check: str | None) -> dict[str, Any]:
    return {
        "uuid": facts.uuid,
        "last_checked_on": first_day(facts.last_checked) if facts.last_checked else None,
        "last_checked_precision": "month" if facts.last_checked and len(facts.last_checked) == 7 else "day",
        "next_check_due": first_day(next_check) if next_check else None,
    }


def _decimal(months: float | None) -> Decimal | None:
    return None if months is None else Decimal(str(months))


def _replace(opportunity: Opportunity, model: type[Any], rows: Iterable[Any]) -> None:
    """Put `rows`, in their order, in the place of the opportunity's rows of that model."""
    model.objects.filter(opportunity=opportunity).delete()
    numbered = list(rows)
    for position, row in enumerate(numbered):
        row.opportunity = opportunity
        row.position = position
    model.objects.bulk_create(numbered)


def _store_former_slugs(opportunity: Opportunity, slugs: list[str]) -> None:
    FormerSlug.objects.filter(opportunity=opportunity).exclude(slug__in=slugs).delete()
    known = set(FormerSlug.objects.filter(opportunity=opportunity).values_list("slug", flat=True))
    FormerSlug.objects.bulk_create(
        FormerSlug(opportunity=opportunity, slug=slug) for slug in slugs if slug not in known
    )


def classifications_of(facts: OpportunityFacts) -> Iterable[Classification]:
    """The rows of the codes by which an opportunity is found, in order within their scheme."""
    schemes = {
        "direction": facts.directions,
        "stage": facts.career_stages,
        "discipline": facts.disciplines,
        "activity": facts.activities,
        "covers": facts.funding.covers,
    }
    return (Classification(scheme=scheme, code=code) for scheme, codes in schemes.items() for code in codes)


def usual_dates_of(facts: OpportunityFacts) -> Iterable[UsualDate]:
    """The rows of the dates that a programme usually keeps, in order."""
    events = [("opens", facts.cycle.usual_opens)] if facts.cycle.usual_opens else []
    events += [("closes", day) for day in facts.cycle.usual_closes]
    for event, text in events:
        day = YearlyDate.parse(text)
        yield UsualDate(event=event, month=day.month, day=day.day)


def _store_sources(facts: list[SourceFacts], **owner: Any) -> dict[str, Source]:
    """Store the sources of a record under their short names; rows that stay keep their identity."""
    Source.objects.filter(**owner).exclude(ref__in=[source.id for source in facts]).delete()
    stored = {source.ref: source for source in Source.objects.filter(**owner)}
    for position, item in enumerate(facts):
        source = stored.setdefault(item.id, Source(ref=item.id, **owner))
        fill_source(source, item, position)
    _save_all(Source, stored.values(), SOURCE_COLUMNS)
    return stored


SOURCE_COLUMNS = ["position", "url", "title", "publisher", "as_of", "supports"]


def fill_source(source: Source, facts: SourceFacts, position: int) -> None:
    """Let the row of a source say these facts."""
    source.position = position
    for name in SOURCE_COLUMNS[1:]:
        setattr(source, name, getattr(facts, name))


def _store_rounds(opportunity: Opportunity, facts: list[RoundFacts], sources: dict[str, Source]) -> None:
    Round.objects.filter(opportunity=opportunity).exclude(label__in=[call.label for call in facts]).delete()
    stored = {call.label: call for call in Round.objects.filter(opportunity=opportunity)}
    for position, item in enumerate(facts):
        call = stored.setdefault(item.label, Round(label=item.label, opportunity=opportunity))
        fill_round(call, item, position)
        call.source = sources[item.source] if item.source else None
    _save_all(Round, stored.values(), ROUND_COLUMNS)


ROUND_COLUMNS = [
    "position", "opens_on", "opens_precision", "opens_time", "closes_on", "closes_precision", "closes_time",
    "timezone", "source",
]  # fmt: skip


def fill_round(call: Round, facts: RoundFacts, position: int) -> None:
    """Let the row of a round say these facts, but for the source."""
    call.position = position
    call.opens_on, call.opens_precision = _day(facts.opens, facts.opens_time, closing=False)
    call.opens_time = time.fromisoformat(facts.opens_time) if facts.opens_time else None
    call.closes_on, call.closes_precision = _day(facts.closes, facts.closes_time, closing=True)
    call.closes_time = time.fromisoformat(facts.closes_time) if facts.closes_time else None
    call.timezone = facts.timezone


def _day(stated: str | None, clock: str | None, closing: bool) -> tuple[date | None, str]:
    if stated is None:
        return None, "day"
    if len(stated) == 7:
        first = first_day(stated)
        return last_day_of_month(first.year, first.month) if closing else first, "month"
    return date.fromisoformat(stated), "minute" if clock else "day"


def _save_all(model: type[Any], rows: Iterable[Any], fields: list[str]) -> None:
    """Insert the new rows and update the others, in two statements."""
    rows = list(rows)
    model.objects.bulk_create([row for row in rows if row.pk is None])
    model.objects.bulk_update([row for row in rows if row.pk is not None], fields)
