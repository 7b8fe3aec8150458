"""Small valid records for tests: as facts in the form of the catalogue's files, as files, and stored.

An entry is a mapping as fixtures/catalogue/README.md describes it. Keyword arguments replace whole facts:
`opportunity_entry("x", funding={"currency": "GBP", "max": 500})`.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from opportunities.curation.documents import CaseStudyFacts, ExchangeRateFacts, OpportunityFacts, OrganisationFacts
from opportunities.curation.revision import raise_revision
from opportunities.curation.storing import link_case_study, link_parent, store
from opportunities.models import CaseStudy, ExchangeRate, Opportunity, Organisation

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


def round_entry(label: str = "2027", **changes: Any) -> Entry:
    """A call round that closes on 15 January 2027."""
    return {"label": label, "closes": "2027-01-15", **changes}


def write_catalogue(
    folder: Path,
    opportunities: Iterable[Entry] = (),
    organisations: Iterable[Entry] = (),
    case_studies: Iterable[Entry] = (),
    exchange_rates: Iterable[Entry] = (),
) -> Path:
    """Write the catalogue's files into `folder`, over those that are there; gives the folder."""
    (folder / "opportunities").mkdir(parents=True, exist_ok=True)
    files = {
        "opportunities/all.yaml": opportunities,
        "organisations.yaml": organisations,
        "case_studies.yaml": case_studies,
        "exchange_rates.yaml": exchange_rates,
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
    store(OpportunityFacts.model_validate(opportunity_entry(key, **changes)))
    raise_revision()
    return Opportunity.objects.get(slug=key)


def make_organisation(key: str = "sakura-trust", **changes: Any) -> Organisation:
    """Store an organisation through the curation layer. Its parent must be stored."""
    facts = OrganisationFacts.model_validate(organisation_entry(key, **changes))
    store(facts)
    link_parent(facts)
    raise_revision()
    return Organisation.objects.get(slug=key)


def make_case_study(key: str = "two-laboratories", **changes: Any) -> CaseStudy:
    """Store a case study through the curation layer. Its opportunities must be stored."""
    facts = CaseStudyFacts.model_validate(case_study_entry(key, **changes))
    store(facts)
    link_case_study(facts)
    raise_revision()
    return CaseStudy.objects.get(slug=key)


def make_exchange_rate(currency: str = "JPY", **changes: Any) -> ExchangeRate:
    """Store an exchange rate through the curation layer."""
    store(ExchangeRateFacts.model_validate(exchange_rate_entry(currency, **changes)))
    raise_revision()
    return ExchangeRate.objects.get(currency=currency)
