"""Many entries stored at once are stored as each would be by itself."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opportunities.curation.collections import stored_versions
from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.storing_many import store_opportunities
from opportunities.models import CaseStudy, Criterion, Opportunity, Organisation, Round, Source
from tests.builders import opportunity_entry, round_entry, source_entry

pytestmark = pytest.mark.django_db


def facts_of(versions: dict[str, dict[str, object]]) -> list[OpportunityFacts]:
    return [OpportunityFacts.model_validate(facts) for facts in versions.values()]


def test_the_real_catalogue_is_stored_as_it_was(loaded_catalogue: None) -> None:
    keys = list(Opportunity.objects.values_list("slug", flat=True))
    before = stored_versions("opportunities", keys)
    rows = {model: set(model._default_manager.values_list("pk", flat=True)) for model in (Source, Round)}
    # Over what is stored …
    store_opportunities(facts_of(before))
    assert stored_versions("opportunities", keys) == before
    for model, pks in rows.items():
        assert set(model._default_manager.values_list("pk", flat=True)) == pks
    # … and where nothing is.
    CaseStudy.opportunities.through.objects.all().delete()
    Opportunity.objects.all().delete()
    assert not Criterion.objects.exists()
    assert Organisation.objects.exists()
    store_opportunities(facts_of(before))
    assert stored_versions("opportunities", keys) == before


def test_what_an_entry_says_no_more_goes() -> None:
    rich = opportunity_entry(
        "plum-award",
        former_keys=["old-plum"],
        cycle={"rounds": [round_entry("2026", source="s2"), round_entry("2027", source="s1")]},
        sources=[source_entry("s1"), source_entry("s2")],
    )
    poor = opportunity_entry(
        "plum-award", cycle={"rounds": [round_entry("2027")]}, sources=[source_entry("s1", title="New")]
    )
    store_opportunities([OpportunityFacts.model_validate(rich)])
    kept = Source.objects.get(ref="s1").pk, Round.objects.get(label="2027").pk, Opportunity.objects.get().created_at
    store_opportunities([OpportunityFacts.model_validate(poor)])
    source, call = Source.objects.get(), Round.objects.get()
    assert (source.pk, call.pk, Opportunity.objects.get().created_at) == kept
    assert (source.title, call.source) == ("New", None)
    assert stored_versions("opportunities", ["plum-award"])["plum-award"]["former_keys"] == []


def test_the_number_of_queries_does_not_grow_with_the_entries() -> None:
    def queries(number: int) -> int:
        many = [
            OpportunityFacts.model_validate(opportunity_entry(f"plum-{n}", cycle={"rounds": [round_entry()]}))
            for n in range(number)
        ]
        store_opportunities(many)
        with CaptureQueriesContext(connection) as captured:
            store_opportunities(many)
        return len(captured)

    assert queries(12) == queries(3)
