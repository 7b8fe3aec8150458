"""How the tests look at a refusal."""

from pathlib import Path
from typing import Any

import pytest

from opportunities.curation.catalogue_files import CatalogueError, Fault
from opportunities.curation.loading import load_catalogue
from opportunities.models import CatalogueRevision, LoadedFacts, Opportunity, Organisation
from tests.builders import opportunity_entry

GOOD = opportunity_entry("good-award")


def refused(folder: Path, **options: Any) -> list[Fault]:
    """The faults for which the files are refused, nothing having been stored."""
    with pytest.raises(CatalogueError) as error:
        load_catalogue(folder, **options)
    for model in (Opportunity, Organisation, LoadedFacts, CatalogueRevision):
        assert not model.objects.exists()
    return error.value.faults


def only(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, [str(fault) for fault in faults]
    return faults[0]
