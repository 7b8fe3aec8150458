"""Small valid records for tests: as facts in the form of the catalogue's files, as files, and stored.

An entry is a mapping as fixtures/catalogue/README.md describes it. Keyword arguments replace whole facts:
`opportunity_entry("x", funding={"currency": "GBP", "max": 500})`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from opportunities.curation.documents import (
    AnyFacts,
    CaseStudyFacts,
    ExchangeRateFacts,
    OpportunityFacts,
    OrganisationFacts,
)
from opportunities.curation.revision import raise_revision
from opportunities.curation.storing import store_whole
from opportunities.curation.synonyms import SynonymFacts
from opportunities.curation.touching import touched_by
from opportunities.models import CaseStudy, ExchangeRate, Opportunity, Organisation, SynonymGroup

Entry = dict[str, Any]


def source_entry(id: str = "s1", **changes: Any) -> Entry:
    """A source."""
    return {"id": id, "url": f"https://example.org/{id}", "title": f"Page {id}", "publisher": "official", **changes}


def opportunity_entry(key: str = "sakura-award", **changes: Any) -> Entry:
    """An opportunity of which little is known."""
    return {
        "key": key,
        "name": key.replace("-", " ").title(),
        "kind": "grant",
        "summary": f"Money for {key}.",
        "programme_status": "active",
        "directions": ["joint"],
        "career_stages": ["doctoral"],
        "disciplines": ["all"],
        "activities": ["research-visit"],
        "confidence": "high",
        "last_checked": "2026-11-22",
        "sources": [source_entry()],
        **changes,
    }


def organisation_entry(key: str = "sakura-trust", **changes: Any) -> Entry:
    """An organisation."""
    return {
        "key": key,
        "name": key.replace("-", " ").title(),
        "country": "GB",
        "kind": "foundation",
        "sources": [source_entry()],
        **changes,
    }


def case_study_entry(key: str = "two-laboratories", **changes: Any) -> Entry:
    """A case study."""
    return {
        "key": key,
        "annexe_number": "8.1.9",
        "title": "Two laboratories",
        "summary": "They met and went on together.",
        "sources": [source_entry()],
        **changes,
    }


def exchange_rate_entry(currency: str = "JPY", **changes: Any) -> Entry:
    """An exchange rate."""
    return {
        "currency": currency,
        "units_per_gbp": "200.5",
        "as_of": "2026-10",
        "source_url": "https://example.org/rates",
        "source_title": "Rates",
        **changes,
    }


def synonym_entry(key: str = "cherry", **changes: Any) -> Entry:
    """A group of synonyms."""
    return {"key": key, "words": [key, f"{key} blossom"], **changes}


def round_entry(label: str = "2027", **changes: Any) -> Entry:
    """A call round that closes on 15 January 2027."""
    return {"label": label, "closes": "2027-01-15", **changes}


def write_catalogue(
    folder: Path,
    opportunities: Iterable[Entry] = (),
    organisations: Iterable[Entry] = (),
    case_studies: Iterable[Entry] = (),
    exchange_rates: Iterable[Entry] = (),
    synonyms: Iterable[Entry] = (),
) -> Path:
    """Write the catalogue's files into `folder`, over those that are there; gives the folder."""
    (folder / "opportunities").mkdir(parents=True, exist_ok=True)
    files = {
        "opportunities/all.yaml": opportunities,
        "organisations.yaml": organisations,
        "case_studies.yaml": case_studies,
        "exchange_rates.yaml": exchange_rates,
        "synonyms.yaml": synonyms,
    }
    for name, entries in files.items():
        text = yaml.dump(list(entries), Dumper=PlainDumper, allow_unicode=True, sort_keys=False)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class PlainDumper(yaml.SafeDumper):
    """Writes every text in quotes, everything else bare, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def represent_scalar(self, tag: str, value: Any, style: str | None = None) -> yaml.ScalarNode:
        return super().represent_scalar(tag, value, '"' if tag.endswith(":str") else None)


def make_opportunity(key: str = "sakura-award", **changes: Any) -> Opportunity:
    """Store an opportunity through the curation layer. What it refers to must be stored."""
    _make(OpportunityFacts.model_validate(opportunity_entry(key, **changes)))
    return Opportunity.objects.get(slug=key)


def make_organisation(key: str = "sakura-trust", **changes: Any) -> Organisation:
    """Store an organisation through the curation layer. Its parent must be stored."""
    _make(OrganisationFacts.model_validate(organisation_entry(key, **changes)))
    return Organisation.objects.get(slug=key)


def make_case_study(key: str = "two-laboratories", **changes: Any) -> CaseStudy:
    """Store a case study through the curation layer. Its opportunities must be stored."""
    _make(CaseStudyFacts.model_validate(case_study_entry(key, **changes)))
    return CaseStudy.objects.get(slug=key)


def make_exchange_rate(currency: str = "JPY", **changes: Any) -> ExchangeRate:
    """Store an exchange rate through the curation layer."""
    _make(ExchangeRateFacts.model_validate(exchange_rate_entry(currency, **changes)))
    return ExchangeRate.objects.get(currency=currency)


def make_synonyms(key: str = "cherry", **changes: Any) -> SynonymGroup:
    """Store a group of synonyms through the curation layer."""
    _make(SynonymFacts.model_validate(synonym_entry(key, **changes)))
    return SynonymGroup.objects.get(key=key)


def _make(facts: AnyFacts) -> None:
    """Store a record as the desk does: with the revision that tells whom it touches, in one transaction."""
    with transaction.atomic():
        record = store_whole(facts)
        raise_revision(touched_by([record]))
