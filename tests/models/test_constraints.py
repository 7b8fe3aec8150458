"""What the database itself refuses, whoever writes: rows go in by bulk_create, past every form and clean()."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from opportunities.models import (
    CaseStudy,
    CatalogueChange,
    CatalogueRevision,
    Classification,
    Criterion,
    EligibilityRoute,
    ExchangeRate,
    LoadedFacts,
    Opportunity,
    Organisation,
    Round,
    Source,
    SynonymGroup,
    UsualDate,
)
from tests.builders import make_case_study, make_opportunity, make_organisation, round_entry

pytestmark = pytest.mark.django_db

DAY, LATER = date(2027, 1, 15), date(2027, 2, 1)
MODELS: dict[str, tuple[type[models.Model], dict[str, Any]]] = {
    "opportunity": (Opportunity, {"slug": "x", "name": "X", "kind": "grant", "summary": "X."}),
    "organisation": (Organisation, {"slug": "x", "name": "X", "country": "GB", "kind": "foundation"}),
    "case study": (CaseStudy, {"slug": "x", "number": "1", "title": "X", "summary": "X."}),
    "rate": (ExchangeRate, {"currency": "JPY", "units_per_gbp": Decimal(200), "as_of": "2026-10", "source_title": "X"}),
    "round": (Round, {"label": "x", "closes_on": DAY}),
    "usual date": (UsualDate, {"event": "closes", "month": 1, "day": 15}),
    "criterion": (Criterion, {"kind": "other", "text": "X."}),
    "route": (EligibilityRoute, {"key": "x", "name": "X"}),
    "classification": (Classification, {"scheme": "direction", "code": "in-uk"}),
    "source": (Source, {"ref": "x", "title": "X", "publisher": "official"}),
    "synonyms": (SynonymGroup, {"key": "x", "words": ["x"]}),
    "revision": (CatalogueRevision, {}),
    "change": (CatalogueChange, {"revision": 1, "opportunity": 1}),
    "loaded facts": (LoadedFacts, {"collection": "opportunities", "key": "x", "facts": {}}),
}
HANGING = ("round", "usual date", "criterion", "route", "classification", "source")


def write(row: str, /, **changes: Any) -> models.Model:
    """Insert a row that is good but for the changes; one that hangs on an opportunity hangs on “sakura-award”."""
    model, values = MODELS[row]
    if row in HANGING and "opportunity" not in changes:
        changes["opportunity"] = Opportunity.objects.filter(slug="sakura-award").first() or make_opportunity()
    made = model(**{**values, **changes})
    model._default_manager.bulk_create([made])
    return made


@pytest.mark.parametrize("kind", MODELS)
def test_the_row_that_the_others_differ_from_is_taken(kind: str) -> None:
    assert write(kind).pk


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        *[("opportunity", {field: "nonsense"}) for field in ("kind", "programme_status", "frequency", "confidence")],
        ("opportunity", {"amount_basis": "nonsense"}),
        ("opportunity", {"annexe_section": "nonsense"}),
        *[("opportunity", {field: "javascript:1"}) for field in ("official_url", "apply_url", "guidance_url")],
        ("opportunity", {"official_url": "ftp://example.org"}),
        ("opportunity", {"official_url": ""}),
        ("opportunity", {"currency": "GBP", "amount_min": 2, "amount_max": 1}),
        ("opportunity", {"amount_min": 1}),
        ("opportunity", {"amount_max": 1}),
        ("opportunity", {"currency": "GBP", "amount_max": -1}),
        ("opportunity", {"duration_min_months": 2, "duration_max_months": 1}),
        ("opportunity", {"annexe_label": "X"}),
        ("opportunity", {"name": None}),
        ("organisation", {"kind": "nonsense"}),
        ("organisation", {"annexe_section": "nonsense"}),
        ("organisation", {"website": "javascript:1"}),
        ("organisation", {"ror": "https://example.org/012345678"}),
        ("organisation", {"id": 1_000_000, "parent_id": 1_000_000}),
        ("rate", {"units_per_gbp": Decimal(0)}),
        ("synonyms", {"words": []}),
        ("synonyms", {"words": None}),
        ("synonyms", {"means": None}),
        ("rate", {"units_per_gbp": Decimal(-1)}),
        ("rate", {"source_url": "javascript:1"}),
        ("round", {"closes_on": None}),
        ("round", {"opens_on": LATER}),
        ("round", {"closes_on": date(9999, 1, 1)}),
        ("round", {"opens_precision": "nonsense", "opens_on": DAY}),
        ("round", {"closes_precision": "nonsense"}),
        ("round", {"closes_time": time(12)}),
        ("round", {"closes_precision": "minute"}),
        ("round", {"opens_on": DAY, "opens_time": time(12)}),
        ("round", {"opens_on": DAY, "opens_precision": "minute"}),
        ("round", {"opens_time": time(12), "opens_precision": "minute"}),
        (
            "round",
            {
                "opens_on": DAY,
                "opens_time": time(12, 1),
                "opens_precision": "minute",
                "closes_time": time(12),
                "closes_precision": "minute",
            },
        ),
        ("usual date", {"event": "nonsense"}),
        ("usual date", {"month": 0}),
        ("usual date", {"month": 13}),
        ("usual date", {"day": 0}),
        ("usual date", {"day": 32}),
        ("usual date", {"month": 2, "day": 30}),
        ("usual date", {"month": 4, "day": 31}),
        ("criterion", {"kind": "nonsense"}),
        ("criterion", {"kind": "nationality", "rule": "nonsense"}),
        ("criterion", {"kind": "age", "rule": "any"}),
        ("criterion", {"kind": "age", "minimum": 2, "maximum": 1}),
        ("criterion", {"kind": "host", "minimum": 2}),
        ("criterion", {"kind": "host", "maximum": 2}),
        ("criterion", {"kind": "other", "required": True}),
        ("criterion", {"kind": "applicant", "rule": "only"}),
        ("criterion", {"kind": "career-stage", "minimum": 1}),
        *[
            ("criterion", {"kind": kind, field: "nonsense"})
            for kind, field in (
                ("language", "level"),
                ("nationality", "dual_nationals"),
                ("degree", "held_by"),
                ("age", "counted"),
                ("age", "on_year"),
                ("age", "breaks"),
                ("host", "host_kind"),
            )
        ],
        ("criterion", {"either": 0}),
        ("criterion", {"alternative": 0}),
        ("criterion", {"kind": "age", "on_date": "04-01", "counted": "deadline"}),
        ("criterion", {"values": None}),
        ("criterion", {"sources": None}),
        ("route", {"key": None}),
        ("route", {"name": None}),
        ("opportunity", {"eligibility_terms": None}),
        ("classification", {"scheme": "nonsense"}),
        ("classification", {"code": "nonsense"}),
        ("classification", {"scheme": "stage", "code": "joint"}),
        ("source", {"opportunity": None}),
        ("source", {"publisher": "nonsense"}),
        ("source", {"url": "javascript:1"}),
        ("revision", {"id": 2}),
        ("change", {"everything": True}),
    ],
    ids=str,
)
def test_what_cannot_be(kind: str, changes: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(kind, **changes)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("opportunity", {"currency": "GBP", "amount_min": 1, "amount_max": 1}),
        ("opportunity", {"currency": "GBP", "amount_max": 10**15}),
        ("opportunity", {"official_url": "http://example.org"}),
        ("organisation", {"ror": "https://ror.org/012345678"}),
        ("round", {"opens_on": DAY}),
        ("round", {"closes_time": time(12), "closes_precision": "minute"}),
        ("usual date", {"month": 2, "day": 29}),
        ("usual date", {"month": 12, "day": 31}),
        ("usual date", {"day": None}),
        ("criterion", {"kind": "age", "minimum": 20}),
        ("criterion", {"kind": "host", "required": False}),
        ("criterion", {"kind": "earlier-award", "required": False, "again_after_years": 3}),
        ("criterion", {"kind": "stay", "values": ["JP"], "maximum": 12, "within_years": 3}),
        ("criterion", {"kind": "work-experience", "minimum": 2}),
        ("criterion", {"kind": "institution", "rule": "only", "countries": ["GB"]}),
        ("criterion", {"kind": "age", "maximum": 30, "counted": "date", "on_date": "04-01", "on_year": "fiscal-year"}),
        ("criterion", {"route": "study", "either": 0, "alternative": 1}),
        ("classification", {"scheme": "discipline", "code": "2"}),
        ("classification", {"scheme": "discipline", "code": "2.10"}),
    ],
    ids=str,
)
def test_what_can_be(kind: str, changes: dict[str, Any]) -> None:
    assert write(kind, **changes).pk


@pytest.mark.parametrize(
    ("kind", "again"),
    [
        ("opportunity", {}),
        ("organisation", {}),
        ("case study", {"number": "2"}),
        ("case study", {"slug": "y"}),
        ("rate", {}),
        ("round", {"closes_on": LATER}),
        ("usual date", {}),
        ("usual date", {"day": None}),
        ("criterion", {"kind": "age"}),
        ("criterion", {"kind": "age", "either": 0, "alternative": 0}),
        ("criterion", {"kind": "age", "route": "study"}),
        ("criterion", {"kind": "age", "route": "study", "either": 0, "alternative": 0}),
        ("route", {"name": "Y"}),
        ("classification", {}),
        ("source", {}),
        ("revision", {}),
        ("loaded facts", {}),
        ("synonyms", {"words": ["y"]}),
    ],
    ids=str,
)
def test_what_may_be_there_once_only(kind: str, again: dict[str, Any]) -> None:
    if kind in ("usual date", "criterion"):
        write(kind, **again)
    else:
        write(kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(kind, **again)


@pytest.mark.parametrize("kind", ["opportunity", "organisation"])
def test_a_uuid_is_one_records_own(kind: str) -> None:
    first: Any = write(kind)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(kind, slug="y", uuid=first.uuid)


def test_a_ror_id_is_one_organisations_own_and_unknown_ones_do_not_clash() -> None:
    make_organisation("a", ror="https://ror.org/012345678")
    make_organisation("b")
    make_organisation("c")
    with pytest.raises(IntegrityError), transaction.atomic():
        Organisation.objects.filter(slug="b").update(ror="https://ror.org/012345678")


def test_stays_languages_and_other_conditions_may_repeat() -> None:
    for kind in ("stay", "language", "other"):
        write("criterion", kind=kind)
        write("criterion", kind=kind)
    assert Criterion.objects.count() == 6


def test_a_condition_may_stand_again_elsewhere() -> None:
    write("criterion", kind="age")
    places: list[dict[str, Any]] = [{"either": group, "alternative": number} for group in (0, 1) for number in (0, 1)]
    for place in [*places, *({"route": route, **place} for route in ("a", "b") for place in ({}, *places))]:
        write("criterion", kind="age", **place)
    assert Criterion.objects.count() == 15


def test_two_opportunities_may_have_routes_of_one_name() -> None:
    write("route")
    assert write("route", opportunity=make_opportunity("plum-award")).pk


def test_a_source_has_one_owner_only() -> None:
    award, trust = make_opportunity(), make_organisation()
    with pytest.raises(IntegrityError), transaction.atomic():
        write("source", opportunity=award, organisation=trust)
    with pytest.raises(IntegrityError), transaction.atomic():
        write("source", opportunity=None, organisation=trust, case_study=make_case_study())
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(opportunity=award).update(organisation=trust)


def test_a_round_outlives_its_source() -> None:
    award = make_opportunity(cycle={"rounds": [round_entry("2027", source="s1")]})
    award.sources.all().delete()
    assert award.rounds.get().source is None


def test_an_update_is_held_to_the_same_rules() -> None:
    make_opportunity(funding={"currency": "GBP", "min": 1, "max": 2})
    for values in ({"amount_max": 0}, {"currency": None}, {"official_url": "javascript:1"}, {"kind": "nonsense"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Opportunity.objects.update(**values)


def test_what_others_refer_to_cannot_be_deleted_and_what_hangs_on_a_record_goes_with_it() -> None:
    parent = make_organisation("parent")
    make_organisation("child", parent="parent")
    with pytest.raises(models.ProtectedError):
        parent.delete()
    award = make_opportunity(cycle={"usual_closes": ["01-15"], "rounds": [{"label": "a", "closes": "2027-01-15"}]})
    write("route", opportunity=award)
    award.delete()
    left = [
        model._default_manager.exists() for model in (Classification, Round, UsualDate, Criterion, EligibilityRoute)
    ]
    assert left == [False] * 5
    assert not Source.objects.filter(organisation=None).exists()
