"""What is typed is what is stored, and every change raises the catalogue's revision."""

from datetime import date, time
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import IntegrityError, models
from django.test import Client

from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.reading import case_study_facts, opportunity_facts, organisation_facts, stored_facts
from opportunities.models import (
    CaseStudy,
    CatalogueRevision,
    Criterion,
    ExchangeRate,
    Opportunity,
    Organisation,
    Round,
    Source,
)
from tests.admin.forms_as_sent import form_on, page_for, page_of, send, with_row
from tests.builders import (
    make_case_study,
    make_exchange_rate,
    make_opportunity,
    make_organisation,
    round_entry,
    source_entry,
)


def facts_of(opportunity: Opportunity) -> dict[str, Any]:
    """The stored facts, which must be such as the catalogue's files may hold."""
    facts = opportunity_facts(Opportunity.objects.with_facts().get(pk=opportunity.pk)).model_dump(by_alias=True)
    return OpportunityFacts.model_validate(facts).model_dump(by_alias=True)


def revision() -> int:
    """The catalogue's revision."""
    found = CatalogueRevision.objects.first()
    return found.number if found else 0


# --- Nothing changes by itself ------------------------------------------------------------------


def test_a_form_sent_back_untouched_changes_no_fact(desk: Client, loaded_catalogue: None) -> None:
    for opportunity in Opportunity.objects.with_facts().order_by("slug")[::28]:
        before = opportunity_facts(opportunity)
        assert send(desk, page_of(opportunity), form_on(desk, page_of(opportunity))) == [], opportunity
        after = opportunity_facts(Opportunity.objects.with_facts().get(pk=opportunity.pk))
        assert after == before
    for organisation in Organisation.objects.order_by("slug")[::40]:
        known = organisation_facts(organisation)
        assert send(desk, page_of(organisation), form_on(desk, page_of(organisation))) == [], organisation
        assert organisation_facts(Organisation.objects.get(pk=organisation.pk)) == known
    for study in CaseStudy.objects.all():
        told = case_study_facts(study)
        assert send(desk, page_of(study), form_on(desk, page_of(study))) == [], study
        assert case_study_facts(CaseStudy.objects.get(pk=study.pk)) == told


def test_rows_on_their_own_pages_are_kept_too(desk: Client, loaded_catalogue: None) -> None:
    before = {name: list(stored_facts(name)) for name in ("opportunities", "organisations", "exchange_rates")}
    rows = [*Round.objects.all()[::40], *Source.objects.all()[::150], *Criterion.objects.all()[::200]]
    for row in [*rows, *ExchangeRate.objects.all()]:
        assert send(desk, page_of(row), form_on(desk, page_of(row))) == [], row
    assert {name: list(stored_facts(name)) for name in before} == before


def test_looking_does_not_raise_the_revision(desk: Client) -> None:
    opportunity = make_opportunity(state="draft")
    before = revision()
    for address in (page_of(opportunity), page_of(opportunity, "delete"), page_of(opportunity, "history")):
        assert desk.get(address).status_code == 200
    assert send(desk, page_of(opportunity), form_on(desk, page_of(opportunity)), name="")
    assert revision() == before


# --- What is typed is what is stored ------------------------------------------------------------


def test_a_new_opportunity_from_an_empty_form(desk: Client) -> None:
    funder = make_organisation("sakura-trust")
    address = page_for(Opportunity, "add")
    sent = form_on(desk, address)
    new = {
        "name": "Plum Fellowship", "slug": "plum-fellowship", "kind": "fellowship", "summary": "A year in Kyoto.",
        "directions": ["uk-to-japan"], "disciplines": ["1", "6.1"], "covers": ["stipend", "travel"],
        "keywords": "plum\r\n\r\n梅 ", "funders": str(funder.pk), "usual_opens": "03", "usual_closes": "12-15, 06",
        "timezone": "Asia/Tokyo", "confidence": "medium", "last_checked_on": "20/11/2026",
        "last_checked_precision": "month", "sources__0__title": "The page", "sources__0__publisher": "official",
    }  # fmt: skip
    assert send(desk, address, sent, **new) == []
    plum = Opportunity.objects.get(slug="plum-fellowship")
    facts = facts_of(plum)
    assert plum.state == "draft"
    assert facts["directions"] == ["uk-to-japan"] and facts["disciplines"] == ["1", "6.1"]
    assert facts["career_stages"] == [] and facts["funding"]["covers"] == ["stipend", "travel"]
    assert facts["keywords"] == ["plum", "梅"] and facts["funders"] == ["sakura-trust"]
    assert facts["cycle"]["usual_opens"] == "03" and facts["cycle"]["usual_closes"] == ["12-15", "06"]
    assert facts["last_checked"] == "2026-11"
    assert facts["next_check"] == "2027-05-02", "182 days from the first of the month, for medium confidence"
    assert [source["id"] for source in facts["sources"]] == ["s1"]


def test_the_slug_is_made_from_the_name_and_never_changes(desk: Client) -> None:
    opportunity = make_opportunity("sakura-award")
    assert "#id_slug" in desk.get(page_for(Opportunity, "add")).content.decode()
    assert send(desk, page_of(opportunity), form_on(desk, page_of(opportunity)), slug="other", uuid="0" * 32) == []
    assert Opportunity.objects.get().slug == "sakura-award"
    assert Opportunity.objects.get().uuid == opportunity.uuid


def test_a_stated_next_check_is_kept(desk: Client) -> None:
    opportunity = make_opportunity()
    sent = form_on(desk, page_of(opportunity))
    assert send(desk, page_of(opportunity), sent, next_check_due="2027-02-01") == []
    assert Opportunity.objects.get().next_check_due == date(2027, 2, 1)
    sent = form_on(desk, page_of(opportunity))
    assert send(desk, page_of(opportunity), sent, next_check_due="", confidence="low") == []
    assert Opportunity.objects.get().next_check_due == date(2027, 2, 21), "91 days from 22 November 2026"


def test_codes_keep_their_order_and_new_ones_come_last(desk: Client) -> None:
    opportunity = make_opportunity(career_stages=["senior", "doctoral", "school"])
    sent = form_on(desk, page_of(opportunity))
    assert send(desk, page_of(opportunity), sent, career_stages=["school", "masters", "senior"]) == []
    assert facts_of(opportunity)["career_stages"] == ["senior", "school", "masters"]


def test_a_round_precise_to_the_month_is_kept_as_the_month(desk: Client) -> None:
    opportunity = make_opportunity()
    sent = with_row(
        form_on(desk, page_of(opportunity)), "rounds", label="2028",
        opens_on="14/02/2028", opens_precision="month", closes_on="05/04/2028", closes_precision="month",
    )  # fmt: skip
    assert send(desk, page_of(opportunity), sent) == []
    call = Round.objects.get()
    assert (call.opens_on, call.closes_on) == (date(2028, 2, 1), date(2028, 4, 30))
    assert facts_of(opportunity)["cycle"]["rounds"][0]["closes"] == "2028-04"


def test_a_round_to_the_minute_in_its_own_zone(desk: Client) -> None:
    opportunity = make_opportunity(cycle={"rounds": [round_entry("2026"), round_entry("2027")]})
    sent = with_row(
        form_on(desk, page_of(opportunity)), "rounds", label="2028", closes_on="2028-04-05",
        closes_time="16:00:30", closes_precision="minute", timezone="Asia/Tokyo",
        source="s1",
    )  # fmt: skip
    assert send(desk, page_of(opportunity), sent) == []
    call = opportunity.rounds.last()
    assert call and (call.label, call.closes_time, call.timezone) == ("2028", time(16), "Asia/Tokyo")
    assert facts_of(opportunity)["cycle"]["rounds"][2]["source"] == "s1"


def test_a_source_that_rounds_rest_on_can_go(desk: Client) -> None:
    opportunity = make_opportunity(
        sources=[source_entry("s1"), source_entry("s2")], cycle={"rounds": [round_entry(source="s2")]}
    )
    sent = form_on(desk, page_of(opportunity))
    assert send(desk, page_of(opportunity), sent, sources__1__DELETE="on", rounds__0__label="2029") == []
    assert Round.objects.get().source is None
    assert facts_of(opportunity)["cycle"]["rounds"][0]["label"] == "2029"


def test_a_new_source_gets_the_next_free_short_name(desk: Client) -> None:
    opportunity = make_opportunity(sources=[source_entry("s1"), source_entry("s3")])
    sent = with_row(
        with_row(form_on(desk, page_of(opportunity)), "sources", title="One", publisher="news", supports=["rounds"]),
        "sources", title="Two", publisher="news",
    )  # fmt: skip
    assert send(desk, page_of(opportunity), sent) == []
    assert [source.ref for source in opportunity.sources.all()] == ["s1", "s3", "s2", "s4"]
    assert opportunity.sources.get(ref="s2").supports == ["rounds"]


def test_a_case_study_is_typed_in_rows(desk: Client) -> None:
    study = make_case_study()
    sent = form_on(desk, page_of(study))
    typed = {
        "people": "Mary Bell | Reader | Leeds\r\nTanaka",
        "institutions": "GB | University of Leeds",
        "outcomes": "Four papers.\r\nA workshop.",
        "links": "67 | Scholarships \\| MEXT | https://example.org/\r\n | A page that is gone",
    }
    assert send(desk, page_of(study), sent, **typed) == []
    study.refresh_from_db()
    assert study.people == [
        {"name": "Mary Bell", "role": "Reader", "institution": "Leeds"},
        {"name": "Tanaka", "role": None, "institution": None},
    ]
    assert study.institutions == [{"name": "University of Leeds", "country": "GB"}]
    assert study.outcomes == ["Four papers.", "A workshop."]
    assert [(link["footnote"], link["title"]) for link in study.links] == [
        (67, "Scholarships | MEXT"),
        (None, "A page that is gone"),
    ]


def test_texts_keep_plain_line_ends(desk: Client) -> None:
    opportunity = make_opportunity(notes="One.\n\nTwo.")
    sent = form_on(desk, page_of(opportunity))
    assert sent["notes"] == ["One.\r\n\r\nTwo."], "browsers send it so"
    assert send(desk, page_of(opportunity), sent, name="Renamed") == []
    assert facts_of(opportunity)["notes"] == "One.\n\nTwo."


# --- The revision -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("prefix", "row"),
    [
        ("rounds", {"label": "2030", "closes_on": "2030-01-15"}),
        ("criteria", {"kind": "other", "text": "A letter is needed."}),
        ("eligibility_routes", {"key": "study", "name": "To study"}),
        ("sources", {"title": "Another page", "publisher": "news"}),
    ],
)
def test_a_new_row_raises_the_revision(desk: Client, prefix: str, row: dict[str, str]) -> None:
    opportunity = make_opportunity()
    before = revision()
    assert send(desk, page_of(opportunity), with_row(form_on(desk, page_of(opportunity)), prefix, **row)) == []
    assert revision() > before


def test_every_kind_of_record_raises_the_revision(desk: Client) -> None:
    opportunity = make_opportunity(cycle={"rounds": [round_entry()]}, eligibility={"institution": "A university"})
    edits: list[tuple[models.Model, dict[str, str]]] = [
        (opportunity, {"name": "New name"}),
        (make_organisation(), {"name": "New name"}),
        (make_case_study(), {"title": "New title"}),
        (make_exchange_rate(), {"units_per_gbp": "210.5"}),
        (Round.objects.get(), {"label": "2031"}),
        (Criterion.objects.get(), {"text": "A museum"}),
        (opportunity.sources.get(), {"title": "New title"}),
    ]
    for record, change in edits:
        before = revision()
        assert send(desk, page_of(record), form_on(desk, page_of(record)), **change) == []
        assert revision() > before, record


def test_deleting_raises_the_revision(desk: Client) -> None:
    for number in range(3):
        make_opportunity(f"award-{number}", state="draft")
    before = revision()
    one, *others = Opportunity.objects.all()
    assert desk.post(page_of(one, "delete"), {"post": "yes"}).status_code == 302
    assert revision() > before
    before = revision()
    chosen = [str(o.pk) for o in others]
    action = {"action": "delete_drafts_selected", ACTION_CHECKBOX_NAME: chosen, "_confirmed": "yes"}
    assert desk.post(page_for(Opportunity, "changelist"), action).status_code == 302
    assert not Opportunity.objects.exists()
    assert revision() > before


@pytest.mark.django_db(transaction=True)
def test_deleting_and_its_revision_stand_or_fall_together(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    opportunity = make_opportunity(state="draft")

    def fail(changed: object) -> None:
        raise IntegrityError("the revision cannot be written")

    monkeypatch.setattr("opportunities.curation.changing.raise_revision", fail)
    action = {"action": "delete_drafts_selected", ACTION_CHECKBOX_NAME: [str(opportunity.pk)], "_confirmed": "yes"}
    with pytest.raises(IntegrityError):
        desk.post(page_for(Opportunity, "changelist"), action)
    with pytest.raises(IntegrityError):
        send(desk, page_of(opportunity), form_on(desk, page_of(opportunity)), name="Half stored")
    assert Opportunity.objects.get().name == opportunity.name
