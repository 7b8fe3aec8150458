"""The real catalogue as plain facts, for the reference."""

from pathlib import Path

import pytest

from opportunities.curation.catalogue_files import read_catalogue
from tests.search.reference import Facts


@pytest.fixture(scope="session")
def catalogue_facts(catalogue_files: Path) -> Facts:
    """The entries of the real catalogue's files."""
    records = {
        collection: [facts.model_dump(mode="json") for facts in by_key.values()]
        for collection, by_key in read_catalogue(catalogue_files).records.items()
    }
    rates = {rate["currency"]: rate["units_per_gbp"] for rate in records["exchange_rates"]}
    return Facts(records["opportunities"], records["organisations"], rates)
