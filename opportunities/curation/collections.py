"""The collections that the catalogue consists of: which model keeps each, and what names its records."""

from typing import Any

from django.db.models import Model, QuerySet

from opportunities.curation.documents import AnyFacts
from opportunities.curation.merging import Facts
from opportunities.curation.reading import facts_of
from opportunities.models import CaseStudy, ExchangeRate, Opportunity, Organisation, SynonymGroup

MODEL_OF: dict[str, type[Model]] = {
    "organisations": Organisation,
    "case_studies": CaseStudy,
    "opportunities": Opportunity,
    "exchange_rates": ExchangeRate,
    "synonyms": SynonymGroup,
}
COLLECTION_OF = {model: collection for collection, model in MODEL_OF.items()}
KEY_FIELD = {"synonyms": "key", "exchange_rates": "currency"}  # the others have a slug
_AT_ONCE = 200  # keys in one query

Place = tuple[str, str]  # collection and key


def place_of(record: Model) -> Place:
    """The collection and the key by which a record is known in files and in the history."""
    collection = COLLECTION_OF[type(record)]
    return collection, str(getattr(record, KEY_FIELD.get(collection, "slug")))


def records_of(collection: str, keys: list[str]) -> QuerySet[Any]:
    """The stored records with these keys."""
    return MODEL_OF[collection]._default_manager.filter(**{f"{KEY_FIELD.get(collection, 'slug')}__in": keys})


def stored_versions(collection: str, keys: list[str]) -> dict[str, Facts]:
    """The facts of the records with these keys as they are stored now, by key; without those that are not there."""
    versions: dict[str, Facts] = {}
    for start in range(0, len(keys), _AT_ONCE):
        records = records_of(collection, keys[start : start + _AT_ONCE])
        versions |= {place_of(record)[1]: plain(facts_of(record)) for record in _with_facts(records)}
    return versions


def stored_version(place: Place) -> Facts | None:
    """The facts of one record as it is stored now; None where it is not there."""
    return stored_versions(place[0], [place[1]]).get(place[1])


def plain(facts: AnyFacts) -> Facts:
    """Facts as JSON has them."""
    return facts.model_dump(mode="json", by_alias=True)


def _with_facts(records: QuerySet[Any]) -> QuerySet[Any]:
    """The records with all that their facts are read from, in a number of queries that does not grow with them."""
    if records.model is Opportunity:
        return Opportunity.objects.with_facts().filter(pk__in=records.values("pk"))
    if records.model is Organisation:
        return records.select_related("parent").prefetch_related("sources")
    return records.prefetch_related("opportunities", "sources") if records.model is CaseStudy else records
