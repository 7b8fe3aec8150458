"""The few facts of all stored records that other records are held against: keys, unique values, parents, words."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from opportunities.curation.catalogue_files import COLLECTIONS
from opportunities.curation.checking import Conflict, conflicts
from opportunities.curation.documents import AnyFacts
from opportunities.models import CaseStudy, ExchangeRate, FormerSlug, Opportunity, Organisation, SynonymGroup

Outlines = dict[str, dict[str, dict[str, Any]]]


class Outline:
    """The catalogue as far as `checking.conflicts` looks at it, read once in six queries."""

    def conflicts(self, changed: Mapping[str, Mapping[str, AnyFacts]]) -> Iterator[Conflict]:
        """All that would be wrong in the catalogue, were `changed` (by collection and key) put over it."""
        return conflicts(self.stored, {name: changed.get(name, {}) for name in COLLECTIONS})

    @cached_property
    def stored(self) -> Outlines:
        """The facts that matter, by collection and key."""
        former: dict[int, list[str]] = {}
        for pk, slug in FormerSlug.objects.values_list("opportunity", "slug"):
            former.setdefault(pk, []).append(slug)
        return {
            "organisations": {
                slug: {"uuid": str(uuid), "ror": ror, "parent": parent}
                for slug, uuid, ror, parent in Organisation.objects.order_by().values_list(
                    "slug", "uuid", "ror", "parent__slug"
                )
            },
            "case_studies": {
                slug: {"annexe_number": number}
                for slug, number in CaseStudy.objects.order_by().values_list("slug", "number")
            },
            "opportunities": {
                slug: {"uuid": str(uuid), "former_keys": former.get(pk, [])}
                for pk, slug, uuid in Opportunity.objects.order_by().values_list("pk", "slug", "uuid")
            },
            "exchange_rates": {code: {} for code in ExchangeRate.objects.order_by().values_list("currency", flat=True)},
            "synonyms": {key: {"words": words} for key, words in SynonymGroup.objects.values_list("key", "words")},
        }
