"""What holds between records, and so cannot be seen in one alone: references, trees, values that only one may have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.text import fold
from opportunities.curation.documents import AnyFacts, CaseStudyFacts, OpportunityFacts, OrganisationFacts
from opportunities.curation.synonyms import SynonymFacts

UNIQUE = {"organisations": ("uuid", "ror"), "opportunities": ("uuid",), "case_studies": ("annexe_number",)}

Stored = Mapping[str, Mapping[str, Mapping[str, Any]]]  # plain facts by collection and key
Changed = Mapping[str, Mapping[str, AnyFacts]]  # those about to be stored


@dataclass(frozen=True)
class Conflict:
    """A fact of one record that does not go with the others."""

    collection: str
    key: str
    field: str
    reason: str


def conflicts(stored: Stored, changed: Changed) -> Iterator[Conflict]:
    """All that would be wrong in the catalogue, were `changed` put over `stored`."""
    yield from _broken_references(stored, changed)
    yield from _loops(stored["organisations"], changed["organisations"])
    for collection, fields in UNIQUE.items():
        for field in fields:
            yield from _shared_values(collection, field, stored[collection], changed[collection])
    yield from _shared_words(stored["synonyms"], changed["synonyms"])
    yield from _taken_keys(stored["opportunities"], changed["opportunities"])


def _broken_references(stored: Stored, changed: Changed) -> Iterator[Conflict]:
    known = {name: stored[name].keys() | changed[name].keys() for name in changed}
    for name, records in changed.items():
        for key, facts in records.items():
            for field, collection, target in _references(facts):
                if target not in known[collection]:
                    yield Conflict(name, key, field, f"“{target}” is not in {collection}")


def _references(facts: AnyFacts) -> Iterator[tuple[str, str, str]]:
    """Field, collection and key of all that the record refers to."""
    if isinstance(facts, OpportunityFacts):
        yield from (("funders", "organisations", key) for key in facts.funders)
        yield from (("administered_by", "organisations", key) for key in facts.administered_by)
        if facts.successor:
            yield "successor", "opportunities", facts.successor
        if facts.related_case_study:
            yield "related_case_study", "case_studies", facts.related_case_study
    elif isinstance(facts, OrganisationFacts) and facts.parent:
        yield "parent", "organisations", facts.parent
    elif isinstance(facts, CaseStudyFacts):
        yield from (("opportunities", "opportunities", key) for key in facts.opportunities)
    elif isinstance(facts, SynonymFacts):
        yield from (("means.funder", "organisations", key) for key in facts.means.funder)


def _loops(stored: Mapping[str, Mapping[str, Any]], changed: Mapping[str, AnyFacts]) -> Iterator[Conflict]:
    parents = {key: facts["parent"] for key, facts in stored.items()}
    parents |= {key: facts.parent for key, facts in changed.items() if isinstance(facts, OrganisationFacts)}
    for key in changed:
        if _is_above_itself(key, parents):
            yield Conflict("organisations", key, "parent", "the organisation is above itself")


def _is_above_itself(key: str, parents: Mapping[str, str | None]) -> bool:
    seen = {key}
    above = parents.get(key)
    while above is not None and above not in seen:
        seen.add(above)
        above = parents.get(above)
    return above == key


def _shared_values(
    collection: str, field: str, stored: Mapping[str, Mapping[str, Any]], changed: Mapping[str, AnyFacts]
) -> Iterator[Conflict]:
    owners = {facts[field]: key for key, facts in stored.items() if facts[field] and key not in changed}
    for key, facts in changed.items():
        value = getattr(facts, field)
        if value and owners.setdefault(value, key) != key:
            yield Conflict(collection, key, field, f"“{value}” belongs to “{owners[value]}” already")


def _shared_words(stored: Mapping[str, Mapping[str, Any]], changed: Mapping[str, AnyFacts]) -> Iterator[Conflict]:
    owners = {fold(word): key for key, facts in stored.items() if key not in changed for word in facts["words"]}
    for key, facts in changed.items():
        for word in facts.words if isinstance(facts, SynonymFacts) else ():
            if (owner := owners.setdefault(fold(word), key)) != key:
                yield Conflict("synonyms", key, "words", f"“{word}” belongs to “{owner}” already")


def _taken_keys(stored: Mapping[str, Mapping[str, Any]], changed: Mapping[str, AnyFacts]) -> Iterator[Conflict]:
    """Former keys that are another entry's key, present or former: an address leads to one entry."""
    owners = {former: key for key, facts in stored.items() if key not in changed for former in facts["former_keys"]}
    present = stored.keys() | changed.keys()
    for key, facts in changed.items():
        for former in facts.former_keys if isinstance(facts, OpportunityFacts) else ():
            if former in present or owners.setdefault(former, key) != key:
                yield Conflict("opportunities", key, "former_keys", f"“{former}” belongs to another entry")
        if key in owners and owners[key] != key:
            yield Conflict("opportunities", key, "key", f"“{key}” is a former key of “{owners[key]}”")
