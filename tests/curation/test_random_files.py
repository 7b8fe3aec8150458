"""Random facts survive storing and exporting; random files are refused in words or loaded, never anything else."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.web_addresses import web_address_fault
from opportunities.curation.catalogue_files import CatalogueError
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import load_catalogue
from opportunities.curation.reading import opportunity_facts
from opportunities.curation.storing import store
from opportunities.curation.yaml_reading import YamlError, parse_yaml
from opportunities.models import CatalogueRevision, LoadedFacts, Opportunity, Organisation
from tests.builders import opportunity_entry, write_catalogue
from tests.strategies import AWKWARD, RandomCatalogue, catalogues, opportunity_entries, texts

pytestmark = pytest.mark.django_db
# Each example is one load or store, all within the transaction of the test.
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(opportunity_entries())
@few
def test_facts_are_read_as_they_were_stored(entry: dict[str, Any]) -> None:
    facts = OpportunityFacts.model_validate(entry)
    store(facts)
    assert opportunity_facts(Opportunity.objects.with_facts().get(slug="random")).model_dump() == facts.model_dump()


@given(catalogues(max_opportunities=3, max_organisations=3))
@settings(few, max_examples=10)
def test_a_load_of_an_export_changes_nothing(catalogue: RandomCatalogue) -> None:
    with tempfile.TemporaryDirectory() as folder:
        load_catalogue(write_catalogue(Path(folder) / "given", **vars(catalogue)), overwrite=True)
        export_catalogue(Path(folder) / "export")
        report = load_catalogue(Path(folder) / "export")
        assert (report.changes_anything, report.kept) == (False, [])
        # Loaded anew, it is what it was.
        Opportunity.objects.all().delete()
        Organisation.objects.update(parent=None)
        Organisation.objects.all().delete()
        load_catalogue(Path(folder) / "export", overwrite=True)
        export_catalogue(Path(folder) / "again")
        for name in ("opportunities/all.yaml", "organisations.yaml"):
            assert (Path(folder) / "again" / name).read_bytes() == (Path(folder) / "export" / name).read_bytes()


@pytest.mark.parametrize("text", AWKWARD)
def test_an_awkward_word_survives_an_export(text: str, tmp_path: Path) -> None:
    awkward = opportunity_entry("award", name=text[:300], keywords=[text], eligibility={"institution": text})
    load_catalogue(write_catalogue(tmp_path / "given", [awkward]))
    export_catalogue(tmp_path / "export")
    assert not load_catalogue(tmp_path / "export").changes_anything
    assert Opportunity.objects.get().keywords == [text]


plain_data = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.dates() | texts(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts(10) | st.just("key"), inner, max_size=4),
    max_leaves=12,
)


def refused_or_loaded(content: bytes) -> None:
    """Load a file of these bytes: where it is refused, nothing is stored."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "random.yaml"
        file.write_bytes(content)
        before = Opportunity.objects.count(), LoadedFacts.objects.count(), CatalogueRevision.objects.count()
        try:
            load_catalogue(file)
        except CatalogueError as error:
            assert str(error)
            assert all(fault.reason for fault in error.faults)
            after = Opportunity.objects.count(), LoadedFacts.objects.count(), CatalogueRevision.objects.count()
            assert after == before


@given(st.binary(max_size=300))
@example(b"- ? {a: b}\n  : c")
@example(b"{on: off}")
@few
def test_random_bytes(content: bytes) -> None:
    refused_or_loaded(content)


@given(plain_data)
@few
def test_random_structures(data: Any) -> None:
    refused_or_loaded(yaml.dump([data], Dumper=yaml.SafeDumper, allow_unicode=True).encode(errors="replace"))


@given(opportunity_entries(), plain_data, st.data())
@few
def test_an_entry_with_one_random_fact(entry: dict[str, Any], anything: Any, choice: st.DataObject) -> None:
    place = entry
    while isinstance(place, dict):
        name = choice.draw(st.sampled_from(sorted(place)), label="fact")
        if not isinstance(place[name], dict) or choice.draw(st.booleans(), label="here"):
            place[name] = anything
            break
        place = place[name]
    refused_or_loaded(yaml.dump([entry], Dumper=yaml.SafeDumper, allow_unicode=True).encode(errors="replace"))


@given(st.text(alphabet="[]{}:,-?&*!|>'\"%@`# \n\tab01~<=", max_size=60))
@settings(max_examples=200, deadline=None)
def test_random_yaml_is_read_or_refused(text: str) -> None:
    try:
        parse_yaml(text.encode())
    except YamlError as error:
        assert error.reason


@given(st.text(max_size=60) | st.text(max_size=40).map("https://{}".format))
def test_no_random_address_passes_that_could_run_or_mislead(text: str) -> None:
    if web_address_fault(text) is None:
        assert text.startswith(("http://", "https://"))
        assert text.isprintable()
        assert "@" not in text.split("/")[2]
