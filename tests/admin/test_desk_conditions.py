"""Conditions of eligibility on the desk: each kind in its own boxes, as the catalogue's files would say it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from opportunities.curation.documents import OpportunityFacts
from opportunities.curation.exporting import export_catalogue
from opportunities.curation.loading import load_catalogue
from opportunities.curation.reading import opportunity_facts
from opportunities.models import Criterion, EligibilityRoute, Opportunity
from opportunities.search.changes import changes_since, current_revision
from tests.admin.forms_as_sent import Sent, form_on, page_for, page_of, send, with_row
from tests.builders import make_opportunity, make_organisation, opportunity_entry, source_entry, write_catalogue

Eligibility = dict[str, Any]
TWO_ROUTES = {
    "nationality": {"rule": "only", "values": ["GB"]},
    "either": [[{"age": {"max": 44}}, {"years_since_phd": {"max": 10}}]],
    "routes": [
        {"key": "study", "name": "To study", "degree": {"any_of": ["bachelors"]}},
        {"key": "research", "name": "For research", "name_ja": "研究", "degree": {"any_of": ["doctorate"]}},
    ],
}


def eligibility_of(opportunity: Opportunity) -> Eligibility:
    """Who can apply, as a file would say it: what is stored must be such as the files may hold."""
    stored = opportunity_facts(Opportunity.objects.with_facts().get(pk=opportunity.pk)).model_dump(by_alias=True)
    return OpportunityFacts.model_validate(stored).eligibility.model_dump(by_alias=True, exclude_defaults=True)


def with_condition(sent: Sent, kind: str, **boxes: Any) -> Sent:
    """The form with one more condition."""
    return with_row(sent, "criteria", kind=kind, **boxes)


# --- Each kind ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "boxes", "facts"),
    [
        (
            "nationality",
            {"rule": "only", "places": "gb, JP"},
            {"nationality": {"rule": "only", "values": ["GB", "JP"]}},
        ),
        (
            "nationality",
            {"rule": "except", "places": "JP", "permanent_residents": "true", "dual_nationals": "refused"},
            {
                "nationality": {
                    "rule": "except", "values": ["JP"], "permanent_residents": True, "dual_nationals": "refused",
                }
            },
        ),
        ("residence", {"rule": "any", "note": "2024 call"}, {"residence": {"rule": "any", "note": "2024 call"}}),
        (
            "stay",
            {"country": "jp", "maximum": "12", "within_years": "3"},
            {"stays": [{"country": "JP", "max_months": 12, "within_years": 3}]},
        ),
        ("stay", {"country": "JP", "text": "Little."}, {"stays": [{"country": "JP", "text": "Little."}]}),
        (
            "institution",
            {
                "institution_kinds": ["university", "museum"], "rule": "only", "places": "GB",
                "belongs_as": ["student"],
                "named": "University of Oxford\r\nUniversity of Leeds", "partner_only": "on", "text": "With a charter.",
            },
            {
                "institution": {
                    "kinds": ["university", "museum"], "rule": "only", "countries": ["GB"], "as": ["student"],
                    "named": ["University of Oxford", "University of Leeds"], "partner_only": True,
                    "text": "With a charter.",
                }
            },
        ),
        (
            "occupation",
            {"rule": "except", "belongs_as": ["student"]},
            {"occupation": {"rule": "except", "values": ["student"]}},
        ),
        ("career-stage", {"stages": ["senior"]}, {"career_stages": {"values": ["senior"]}}),
        (
            "degree",
            {"degrees": ["masters", "doctorate"], "or_equivalent": "on", "held_by": "start", "text": "A good one."},
            {
                "degree": {
                    "any_of": ["masters", "doctorate"], "or_equivalent": True, "held_by": "start",
                    "text": "A good one.",
                }
            },
        ),
        (
            "first-degree",
            {"rule": "except", "subjects": ["6.2"]},
            {"first_degree": {"rule": "except", "values": ["6.2"]}},
        ),
        ("field", {"rule": "only", "subjects": ["1", "2.2"]}, {"fields": {"values": ["1", "2.2"]}}),
        (
            "years-since-phd",
            {"maximum": "5", "less_than_maximum": "on", "counted": "start", "breaks": "do-not-count"},
            {"years_since_phd": {"max": 5, "less_than_max": True, "counted": "start", "breaks": "do-not-count"}},
        ),
        (
            "age",
            {"minimum": "18", "maximum": "30", "counted": "date", "on_date": "04-01", "on_year": "fiscal-year"},
            {"age": {"min": 18, "max": 30, "counted": "date", "on_date": "04-01", "on_year": "fiscal-year"}},
        ),
        (
            "age",
            {"maximum": "30", "counted": "date", "on_date": "2026-04-01"},
            {"age": {"max": 30, "counted": "date", "on_date": "2026-04-01"}},
        ),
        ("age", {"minimum": "0"}, {"age": {"min": 0}}),
        (
            "language",
            {"languages": "en, JA", "level": "fluent", "text": "fluent"},
            {"languages": [{"language": "en or ja", "level_code": "fluent", "level": "fluent"}]},
        ),
        (
            "work-experience",
            {"minimum": "2", "maximum": "6"},
            {"work_experience": {"min_years": 2, "max_years": 6}},
        ),
        (
            "earlier-award",
            {"held": "never", "awards": "plum-award, sakura-trust", "again_after_years": "3"},
            {"earlier_award": {"rule": "never", "of": ["plum-award", "sakura-trust"], "again_after_years": 3}},
        ),
        ("earlier-award", {"held": "must"}, {"earlier_award": {"rule": "must"}}),
        ("host", {"required": "true", "country": "JP"}, {"host": {"required": True, "country": "JP"}}),
        ("host", {"required": "false", "host_kind": "partner"}, {"host": {"required": False, "what": "partner"}}),
        ("host", {"required": "unknown", "text": "It depends."}, {"host": {"text": "It depends."}}),
        (
            "applicant",
            {"applicants": ["host", "nominated"], "by": "the Royal Society"},
            {"applicant": {"who": ["host", "nominated"], "by": "the Royal Society"}},
        ),
        ("other", {"text": "A letter is needed."}, {"other": [{"text": "A letter is needed."}]}),
    ],
)  # fmt: skip
def test_each_kind(desk: Client, kind: str, boxes: dict[str, Any], facts: Eligibility) -> None:
    make_organisation("sakura-trust")
    make_opportunity("plum-award")
    opportunity = make_opportunity()
    assert send(desk, page_of(opportunity), with_condition(form_on(desk, page_of(opportunity)), kind, **boxes)) == []
    assert eligibility_of(opportunity) == facts
    assert send(desk, page_of(opportunity), form_on(desk, page_of(opportunity))) == []
    assert eligibility_of(opportunity) == facts, "the form shows what it stored"
    row = Criterion.objects.get()
    assert send(desk, page_of(row), form_on(desk, page_of(row))) == []
    assert eligibility_of(opportunity) == facts, "so does the page of the condition"


def test_a_condition_of_another_kind_leaves_nothing_of_the_old_one(desk: Client) -> None:
    opportunity = make_opportunity(
        eligibility={"institution": {"kinds": ["company"], "rule": "only", "countries": ["GB"], "as": ["employed"]}}
    )
    changes = {"kind": "host", "required": "true", "rule": "", "places": "", "institution_kinds": [], "belongs_as": []}
    sent = form_on(desk, page_of(opportunity))
    assert send(desk, page_of(opportunity), sent, **{f"criteria__0__{box}": v for box, v in changes.items()}) == []
    row = Criterion.objects.get()
    assert (row.values, row.countries, row.occupations) == ([], [], [])
    assert eligibility_of(opportunity) == {"host": {"required": True}}


def test_terms_are_typed_one_per_line(desk: Client) -> None:
    opportunity = make_opportunity(eligibility={"terms": ["A report is due."]})
    sent = form_on(desk, page_of(opportunity))
    assert sent["eligibility_terms"] == ["A report is due."]
    assert send(desk, page_of(opportunity), sent, eligibility_terms="A report.\r\n\r\n No other award. ") == []
    assert eligibility_of(opportunity) == {"terms": ["A report.", "No other award."]}


# --- Routes, alternatives, sources --------------------------------------------------------------


def test_a_new_entry_with_routes_alternatives_and_sources_at_once(desk: Client) -> None:
    address = page_for(Opportunity, "add")
    sent = form_on(desk, address)
    sent = with_row(sent, "eligibility_routes", key="study", name="To study")
    sent = with_row(sent, "eligibility_routes", key="research", name="For research", name_ja="研究")
    sent = with_condition(sent, "nationality", rule="only", places="GB")
    sent = with_condition(sent, "degree", degrees=["bachelors"], route="study")
    sent = with_condition(sent, "degree", degrees=["doctorate"], route="research")
    sent = with_condition(sent, "age", maximum="44", either="0", alternative="0")
    sent = with_condition(sent, "years-since-phd", maximum="10", either="0", alternative="1", sources=["s1"])
    new = {"name": "Plum", "slug": "plum", "kind": "grant", "summary": "Plums."}
    source = {"sources__0__ref": "s1", "sources__0__title": "A page", "sources__0__publisher": "official"}
    assert send(desk, address, sent, **new, **source) == []
    resting = {**TWO_ROUTES, "either": [[{"age": {"max": 44}}, {"years_since_phd": {"max": 10, "source": ["s1"]}}]]}
    assert eligibility_of(Opportunity.objects.get()) == resting


def test_routes_keep_their_order_and_go_with_their_conditions(desk: Client) -> None:
    opportunity = make_opportunity(eligibility=TWO_ROUTES)
    sent = with_row(form_on(desk, page_of(opportunity)), "eligibility_routes", key="teach", name="To teach")
    number = next(n for n, row in enumerate(opportunity.criteria.all()) if row.route == "study")
    gone = {"eligibility_routes__0__DELETE": "on", f"criteria__{number}__DELETE": "on"}
    before = current_revision()
    assert send(desk, page_of(opportunity), sent, **gone) == []
    assert [route["key"] for route in eligibility_of(opportunity)["routes"]] == ["research", "teach"]
    assert changes_since(before).opportunities == {opportunity.pk}


def test_alternatives_of_one_number_hold_together(desk: Client) -> None:
    opportunity = make_opportunity(eligibility=TWO_ROUTES)
    sent = with_condition(
        form_on(desk, page_of(opportunity)), "other", text="And a letter.", either="0", alternative="1"
    )
    assert send(desk, page_of(opportunity), sent) == []
    assert eligibility_of(opportunity)["either"] == [
        [{"age": {"max": 44}}, {"years_since_phd": {"max": 10}, "other": [{"text": "And a letter."}]}]
    ]


def test_sources_are_chosen_by_their_short_names(desk: Client) -> None:
    opportunity = make_opportunity(
        sources=[source_entry("s1"), source_entry("s2")], eligibility={"age": {"max": 30, "source": ["s2"]}}
    )
    address = page_of(opportunity)
    assert "s2: Page s2" in desk.get(address).content.decode()
    sent = form_on(desk, address)
    assert sent["criteria-0-sources"] == ["s2"]
    sent = with_row(sent, "sources", ref="s9", title="Seen just now", publisher="news")
    assert send(desk, address, sent, criteria__0__sources=["s9", "s1", "s2", "s1"]) == []
    assert eligibility_of(opportunity)["age"]["source"] == ["s2", "s9", "s1"], "those that were there come first"


def test_the_titles_of_rows_tell_for_whom_they_hold(desk: Client) -> None:
    html = desk.get(page_of(make_opportunity(eligibility=TWO_ROUTES))).content.decode()
    assert "Age · group 0, alternative 0" in html
    assert "Degree · route “research”" in html


# --- The files ----------------------------------------------------------------------------------


def test_what_a_curator_edits_survives_the_files(desk: Client, tmp_path: Path, db: None) -> None:
    entry = opportunity_entry(eligibility={**TWO_ROUTES, "terms": ["A report is due."]})
    load_catalogue(write_catalogue(tmp_path, [entry]))
    opportunity = Opportunity.objects.get()
    sent = form_on(desk, page_of(opportunity))
    number = next(n for n, row in enumerate(opportunity.criteria.all()) if row.kind == "nationality")
    edits = {f"criteria__{number}__places": "GB, IE", "eligibility_routes__0__name": "To study for a degree"}
    assert send(desk, page_of(opportunity), sent, **edits) == []
    entry["eligibility"] = {**entry["eligibility"], "terms": ["Two reports are due."], "nationality": {"rule": "any"}}
    load_catalogue(write_catalogue(tmp_path, [entry]))
    facts = eligibility_of(opportunity)
    assert facts["terms"] == ["Two reports are due."], "the files' news came in"
    assert facts["nationality"]["values"] == ["GB", "IE"], "the curator's edit stayed"
    assert [route["name"] for route in facts["routes"]] == ["To study for a degree", "For research"]


def test_what_was_typed_is_exported_and_read_again(desk: Client, tmp_path: Path) -> None:
    opportunity = make_opportunity(eligibility=TWO_ROUTES)
    sent = with_condition(form_on(desk, page_of(opportunity)), "language", languages="ja", level="none", route="study")
    assert send(desk, page_of(opportunity), sent) == []
    typed = eligibility_of(opportunity)
    export_catalogue(tmp_path)
    Opportunity.objects.all().delete()
    load_catalogue(tmp_path)
    assert eligibility_of(Opportunity.objects.get()) == typed
    assert EligibilityRoute.objects.count() == 2
