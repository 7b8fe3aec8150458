"""A load tells which opportunities look different after it."""

from pathlib import Path
from typing import Any

import pytest

from opportunities.curation.loading import load_catalogue
from opportunities.models import CatalogueRevision, Opportunity
from opportunities.search.changes import changes_since, current_revision
from tests.builders import (
    case_study_entry,
    exchange_rate_entry,
    opportunity_entry,
    organisation_entry,
    synonym_entry,
    write_catalogue,
)

pytestmark = pytest.mark.django_db


def catalogue(**changes: Any) -> dict[str, Any]:
    """An institute under its ministry, an award of each and one of nobody's, and what else a catalogue has."""
    collections = {
        "organisations": [organisation_entry("ministry"), organisation_entry("institute", parent="ministry")],
        "opportunities": [
            opportunity_entry("of-ministry", funders=["ministry"]),
            opportunity_entry("of-institute", funders=["institute"]),
            opportunity_entry("of-nobody"),
        ],
        "case_studies": [case_study_entry()],
        "exchange_rates": [exchange_rate_entry()],
        "synonyms": [synonym_entry()],
    }
    return {**collections, **changes}


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """The folder of the catalogue, which was loaded."""
    load_catalogue(write_catalogue(tmp_path, **catalogue()))
    return tmp_path


def touched(folder: Path, **changes: Any) -> set[str]:
    """The opportunities that are told to have changed after the catalogue is loaded with these collections."""
    before = current_revision()
    load_catalogue(write_catalogue(folder, **catalogue(**changes)))
    found = changes_since(before)
    assert found.revision == before + 1
    if found.everything:
        return {"everything"}
    return set(Opportunity.objects.filter(pk__in=found.opportunities).values_list("slug", flat=True))


def test_the_first_load_is_everything_as_it_brings_rates(loaded: Path) -> None:
    assert changes_since(0).everything


def test_new_and_changed_opportunities_are_named(loaded: Path) -> None:
    known = catalogue()["opportunities"]
    changed = [*known[:2], opportunity_entry("of-nobody", name="New name"), opportunity_entry("new-award")]
    assert touched(loaded, opportunities=changed) == {"of-nobody", "new-award"}


def test_those_of_changed_organisations_are_named(loaded: Path) -> None:
    ministry, institute = catalogue()["organisations"]
    assert touched(loaded, organisations=[{**ministry, "name": "X"}, institute]) == {"of-ministry", "of-institute"}
    assert touched(loaded, organisations=[{**ministry, "name": "X"}, organisation_entry("institute")]) == {
        "of-institute"
    }


def test_a_new_rate_is_everything(loaded: Path) -> None:
    assert touched(loaded, exchange_rates=[exchange_rate_entry(units_per_gbp="201")]) == {"everything"}


def test_what_stands_beside_names_nobody(loaded: Path) -> None:
    assert touched(loaded, case_studies=[case_study_entry(title="New title")]) == set()
    assert (
        touched(loaded, case_studies=[case_study_entry(title="New title")], synonyms=[synonym_entry("plum")]) == set()
    )


def test_an_idle_load_and_a_rehearsal_leave_no_change(loaded: Path) -> None:
    before = CatalogueRevision.objects.get().number
    load_catalogue(loaded)
    write_catalogue(loaded, **catalogue(exchange_rates=[exchange_rate_entry(units_per_gbp="201")]))
    load_catalogue(loaded, dry_run=True)
    assert changes_since(before).revision == before
