"""Taking over new addresses: in every record that names the old one, as one operation that can be undone."""

from datetime import UTC, datetime

import pytest

from opportunities.curation.history import undo
from opportunities.curation.links.moving import take_new_addresses
from opportunities.models import CatalogueRevision, Link, Opportunity, Organisation, Source
from tests.builders import make_case_study, make_opportunity, make_organisation, source_entry

pytestmark = pytest.mark.django_db
OLD, NEW = "http://a.org/grants", "https://www.a.org/grants"
AT = datetime(2026, 11, 3, tzinfo=UTC)


def moved(old: str = OLD, new: str = NEW) -> Link:
    return Link.objects.create(url=old, host="a.org", verdict="moved", moved_to=new, tried_at=AT, answered_at=AT)


def everywhere() -> list[str | None]:
    """The addresses in the places where the old one stood."""
    entry, organisation = Opportunity.objects.get(slug="one"), Organisation.objects.get()
    sources = Source.objects.order_by("pk").values_list("url", flat=True)
    return [entry.official_url, entry.guidance_url, organisation.website, *sources]


def test_it_is_changed_wherever_it_stands_and_undone_as_one() -> None:
    pages = {"official_url": OLD, "guidance_url": OLD, "apply_url": "https://a.org/form"}
    make_opportunity("one", application=pages, sources=[source_entry(url=OLD), source_entry("s2")])
    make_organisation(website=OLD, sources=[source_entry(url=OLD)])
    make_case_study(sources=[source_entry(url=OLD)])
    moved()
    revision = CatalogueRevision.objects.get().number
    result = take_new_addresses({OLD: NEW}, by=None, reason="The site has moved.")
    assert result.taken == {OLD: NEW}
    assert everywhere() == [NEW, NEW, NEW, NEW, "https://example.org/s2", NEW, NEW]
    assert Opportunity.objects.get().apply_url == "https://a.org/form"
    assert result.operation is not None
    assert (result.operation.kind, result.operation.reason) == ("bulk", "The site has moved.")
    assert {change.collection: set(change.facts) for change in result.operation.changes.all()} == {
        "opportunities": {"application.official_url", "application.guidance_url", "sources[s1]"},
        "organisations": {"website", "sources[s1]"},
        "case_studies": {"sources[s1]"},
    }
    assert CatalogueRevision.objects.get().number > revision
    assert list(Link.objects.values_list("url", "verdict", "tried_at")) == [(NEW, "works", AT)]
    assert undo(result.operation, by=None).kept == []
    assert everywhere() == [OLD, OLD, OLD, OLD, "https://example.org/s2", OLD, OLD]


def test_two_at_once_in_one_entry_are_one_operation() -> None:
    make_opportunity("one", application={"official_url": OLD, "apply_url": "http://a.org/form"})
    moved()
    moved("http://a.org/form", "https://www.a.org/form")
    result = take_new_addresses({OLD: NEW, "http://a.org/form": "https://www.a.org/form"}, by=None)
    assert result.operation is not None
    assert result.operation.changes.count() == 1
    entry = Opportunity.objects.get()
    assert (entry.official_url, entry.apply_url) == (NEW, "https://www.a.org/form")


def test_only_what_was_shown_is_taken() -> None:
    make_opportunity("one", application={"official_url": OLD, "apply_url": "http://a.org/form"})
    moved(new="https://elsewhere.org/")
    Link.objects.create(url="http://a.org/form", host="a.org", verdict="gone", tried_at=AT)
    result = take_new_addresses({OLD: NEW, "http://a.org/form": NEW, "http://a.org/x": NEW}, by=None)
    assert (result.taken, result.operation) == ({}, None)
    assert sorted(result.left) == ["http://a.org/form", OLD, "http://a.org/x"]
    assert Opportunity.objects.get().official_url == OLD
