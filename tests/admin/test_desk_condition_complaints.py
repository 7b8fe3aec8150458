"""Conditions that cannot be are refused in words, beside their box; so are those that do not go together."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from opportunities.models import CatalogueRevision, Criterion, EligibilityRoute, Opportunity
from tests.admin.forms_as_sent import Sent, form_on, page_of, send, with_row
from tests.builders import make_opportunity, source_entry


def an_entry(**eligibility: Any) -> Opportunity:
    """An entry with two routes and one source, and these conditions."""
    routes = [{"key": "study", "name": "To study"}, {"key": "research", "name": "For research"}]
    stated = {"nationality": {"rule": "any"}, "routes": routes, **eligibility}
    return make_opportunity(eligibility=stated, sources=[source_entry("s1")])


def complaints(desk: Client, opportunity: Opportunity, sent: Sent, **changes: Any) -> str:
    """What the page of the entry says; nothing is stored."""

    def stored() -> list[Any]:
        rows = [list(model._default_manager.order_by("pk").values()) for model in (Criterion, EligibilityRoute)]
        return [*rows, CatalogueRevision.objects.get().number]

    before = stored()
    said = send(desk, page_of(opportunity), sent, **changes)
    assert said, "it was accepted"
    assert stored() == before
    return "\n".join(said)


# --- One condition ------------------------------------------------------------------------------


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"kind": "", "text": "A letter."}, "kind: This field is required."),
    ({"kind": "shoe-size"}, "kind: Select a valid choice."),
    ({"kind": "nationality", "rule": "any"}, "kind: Another row already has this."),
    ({"kind": "residence"}, "kind: Nothing is stated of this condition"),
    ({"kind": "residence", "rule": "only"}, "places: Name the places that this rule speaks of."),
    ({"kind": "residence", "places": "GB"}, "rule: Say whether only these places count"),
    ({"kind": "residence", "rule": "any", "places": "GB"}, "rule: Say whether only these places count"),
    ({"kind": "residence", "rule": "only", "places": "UK"}, "places: The code of the United Kingdom is GB."),
    ({"kind": "residence", "rule": "only", "places": "Japan"}, "places: “Japan” is neither a country's code"),
    ({"kind": "residence", "rule": "any", "text": "NUL\x00"}, "text: Null characters are not allowed."),
    ({"kind": "residence", "rule": "any", "note": "Bell\x07"}, "note: This text has a control character in it"),
    ({"kind": "stay", "maximum": "12"}, "country: A condition of this kind needs this."),
    ({"kind": "stay", "country": "JP"}, "minimum: Fill in this, or one of the others"),
    ({"kind": "stay", "country": "JP, GB", "maximum": "12"}, "country: One only."),
    ({"kind": "stay", "country": "EU", "maximum": "12"}, "country: “EU” is not a country's code"),
    ({"kind": "stay", "country": "JP", "maximum": "1201"}, "maximum: This cannot be more than 1200."),
    ({"kind": "stay", "country": "JP", "maximum": "9", "within_years": "0"}, "within_years: This must be from 1"),
    ({"kind": "institution", "rule": "any"}, "rule: Of institutions, “any” says nothing"),
    ({"kind": "institution", "rule": "only"}, "places: Name the places that this rule speaks of."),
    ({"kind": "institution", "institution_kinds": ["circus"]}, "institution_kinds: Select a valid choice."),
    (
        {"kind": "institution", "named": "Leeds\r\nLeeds"},
        "kind: The catalogue's files cannot hold this: stands twice",
    ),
    ({"kind": "institution", "named": "Bell\x07"}, "named: This text has a control character in it"),
    ({"kind": "occupation", "rule": "only"}, "belongs_as: A condition of this kind needs this."),
    ({"kind": "occupation", "belongs_as": ["student"]}, "rule: Say whether only these count"),
    ({"kind": "career-stage", "note": "As of 2024."}, "stages: A condition of this kind needs this."),
    ({"kind": "degree", "held_by": "start"}, "degrees: Fill in this, or one of the others"),
    ({"kind": "degree", "degrees": ["knighthood"]}, "degrees: Select a valid choice."),
    ({"kind": "first-degree", "subjects": ["6.2"], "rule": "any"}, "rule: Say whether only these count"),
    ({"kind": "field", "rule": "only"}, "subjects: A condition of this kind needs this."),
    ({"kind": "field", "rule": "only", "subjects": ["7"]}, "subjects: Select a valid choice."),
    ({"kind": "age", "minimum": "40", "maximum": "30"}, "minimum: The lower limit is above the upper one."),
    ({"kind": "age", "maximum": "121"}, "maximum: This cannot be more than 120."),
    ({"kind": "age", "maximum": "-1"}, "maximum: Ensure this value is greater than or equal to 0."),
    ({"kind": "age", "minimum": "18", "less_than_maximum": "on"}, "maximum: “Less than” needs its upper limit."),
    ({"kind": "age", "maximum": "30", "on_date": "04-01"}, "counted: A day is given"),
    ({"kind": "age", "maximum": "30", "counted": "date"}, "on_date: Give the set day"),
    ({"kind": "age", "maximum": "30", "counted": "date", "on_date": "04"}, "on_date: “04” is neither a day"),
    ({"kind": "age", "maximum": "30", "counted": "date", "on_date": "02-30"}, "on_date: “02-30” is neither"),
    (
        {"kind": "age", "maximum": "30", "counted": "date", "on_date": "2026-04-01", "on_year": "deadline-year"},
        "on_year: Of which year is said of a day such as 04-01 only.",
    ),
    ({"kind": "age", "maximum": "30", "on_year": "deadline-year"}, "on_year: Of which year is said of a day"),
    ({"kind": "age", "maximum": "30", "places": "GB"}, "places: This does not belong to a condition of this kind"),
    ({"kind": "host", "required": "true", "rule": "any"}, "rule: This does not belong to a condition of this"),
    ({"kind": "other", "text": "A.", "partner_only": "on"}, "partner_only: This does not belong to a condition"),
    ({"kind": "language", "text": "fluent"}, "languages: A condition of this kind needs this."),
    ({"kind": "language", "languages": "Japanese"}, "languages: “Japanese” is not the code of a language"),
    ({"kind": "work-experience", "note": "2024"}, "minimum: Fill in this, or one of the others"),
    ({"kind": "earlier-award", "awards": "sakura-award"}, "held: A condition of this kind needs this."),
    ({"kind": "earlier-award", "held": "never", "awards": "moon"}, "awards: “moon” is the slug of no opportunity"),
    ({"kind": "earlier-award", "held": "never", "again_after_years": "51"}, "again_after_years: This must be from"),
    ({"kind": "applicant", "by": "JSPS"}, "applicants: A condition of this kind needs this."),
    ({"kind": "applicant", "applicants": ["neighbour"]}, "applicants: Select a valid choice."),
    ({"kind": "other", "note": "Hm."}, "text: A condition of this kind needs this."),
]


def test_each_condition(desk: Client) -> None:
    """All on one page, as each page takes its time; each complaint stands with its own row."""
    opportunity = an_entry()
    sent = form_on(desk, page_of(opportunity))
    for row, _said in WRONG:
        sent = with_row(sent, "criteria", **row)
    complaints(desk, opportunity, sent)
    page = desk.post(page_of(opportunity), sent)
    errors = next(
        inline.formset for inline in page.context["inline_admin_formsets"] if inline.formset.prefix == "criteria"
    ).errors
    for (row, said), found in zip(WRONG, errors[1:], strict=True):
        told = [f"{field}: {message}" for field, messages in found.items() for message in messages]
        assert any(said in complaint for complaint in told), (row, told)


# --- Its place ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"route": "to-the-moon"}, "route: “to-the-moon” is not one of this entry's routes: study, research."),
        ({"route": "Study!"}, "route: Enter a valid “slug”"),
        ({"route": "STUDY"}, "route: “STUDY” is not one of this entry's routes"),
        ({"route": "x" * 81}, "route: Ensure this value has at most 80 characters"),
        ({"either": "0"}, "alternative: Say which alternative of its group this is"),
        ({"alternative": "0"}, "either: Say which group this alternative belongs to"),
        ({"either": "0", "alternative": "0"}, "alternative: This stands alone in its group"),
        ({"either": "-1", "alternative": "0"}, "either: Ensure this value is greater than or equal to 0."),
        ({"sources": ["s9"]}, "sources: “s9” is not one of this entry's sources: s1."),
    ],
)
def test_where_it_belongs(desk: Client, place: dict[str, Any], said: str) -> None:
    opportunity = an_entry()
    sent = with_row(form_on(desk, page_of(opportunity)), "criteria", kind="age", maximum="30", **place)
    assert said in complaints(desk, opportunity, sent)


def test_an_entry_without_routes_says_so(desk: Client) -> None:
    opportunity = make_opportunity()
    sent = with_row(form_on(desk, page_of(opportunity)), "criteria", kind="age", maximum="30", route="study")
    assert "route: This entry has no routes: add “study”" in complaints(desk, opportunity, sent)


def test_the_same_condition_may_stand_in_another_route_or_alternative_but_not_twice_in_one(desk: Client) -> None:
    opportunity = an_entry(either=[[{"age": {"max": 30}}, {"degree": {"any_of": ["doctorate"]}}]])
    sent = with_row(form_on(desk, page_of(opportunity)), "criteria", kind="age", maximum="40", route="study")
    sent = with_row(sent, "criteria", kind="age", maximum="50", either="0", alternative="1")
    again = with_row(sent, "criteria", kind="age", maximum="60", either="0", alternative="1")
    assert "kind: Another row already has this." in complaints(desk, opportunity, again)
    assert send(desk, page_of(opportunity), sent) == []


def test_a_route_or_a_source_that_a_condition_names_cannot_go(desk: Client) -> None:
    routes = [{"key": "study", "name": "To study", "age": {"max": 30, "source": ["s2"]}}]
    opportunity = make_opportunity(eligibility={"routes": routes}, sources=[source_entry("s1"), source_entry("s2")])
    sent = form_on(desk, page_of(opportunity))
    gone = complaints(desk, opportunity, sent, eligibility_routes__0__DELETE="on")
    assert "route: This entry has no routes: add “study”" in gone
    renamed = complaints(desk, opportunity, sent, eligibility_routes__0__key="learn")
    assert "route: “study” is not one of this entry's routes: learn." in renamed
    assert "sources: “s2” is not one of" in complaints(desk, opportunity, sent, sources__1__DELETE="on")
    both = {"eligibility_routes__0__key": "learn", "criteria__0__route": "learn"}
    assert send(desk, page_of(opportunity), sent, **both) == []


def test_more_combinations_than_can_be_worked_out(desk: Client) -> None:
    group = [{"age": {"max": age}} for age in (30, 35, 40, 45)]
    opportunity = an_entry(either=[group, group])
    sent = form_on(desk, page_of(opportunity))
    for alternative in ("0", "1", "2"):
        row = {"kind": "degree", "degrees": ["masters"], "either": "2", "alternative": alternative}
        sent = with_row(sent, "criteria", **row)
    assert "either: Routes and alternatives combine in 96 ways; at most 64 can be." in complaints(
        desk, opportunity, sent
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"key": "To study"}, "key: “To study” cannot be a slug"),
        ({"key": ""}, "key: This field is required."),
        ({"key": "study"}, "key: Another row already has this."),
        ({"name": ""}, "name: This field is required."),
        ({"name": "x" * 201}, "name: Ensure this value has at most 200 characters"),
        ({"name_ja": "鐘\x07"}, "name_ja: This text has a control character in it"),
    ],
)
def test_a_route(desk: Client, changes: dict[str, str], said: str) -> None:
    opportunity = an_entry()
    row = {"key": "teach", "name": "To teach", **changes}
    sent = with_row(form_on(desk, page_of(opportunity)), "eligibility_routes", **row)
    assert said in complaints(desk, opportunity, sent)


@pytest.mark.parametrize("terms", ["A report.\x00", "A \u202e report."])
def test_terms(desk: Client, terms: str) -> None:
    opportunity = an_entry()
    said = complaints(desk, opportunity, form_on(desk, page_of(opportunity)), eligibility_terms=terms)
    assert "eligibility_terms: This text has a control character in it" in said


# --- On its own page ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"route": "moon"}, "route: “moon” is not one of this entry's routes: study, research."),
        ({"sources": ["s9"]}, "sources: “s9” is not one of this entry's sources: s1."),
        ({"either": "", "alternative": ""}, "With this, another condition would be wrong (Degree · group 0"),
        ({"alternative": "1", "kind": "degree", "maximum": "", "degrees": ["none"]}, "already there."),
        ({"maximum": "30", "counted": "date"}, "on_date: Give the set day"),
    ],
)
def test_a_condition_on_its_own_page(desk: Client, changes: dict[str, Any], said: str) -> None:
    an_entry(either=[[{"age": {"max": 30}}, {"degree": {"any_of": ["doctorate"]}}]])
    row = Criterion.objects.get(kind="age")
    before = Criterion.objects.filter(pk=row.pk).values().get()
    assert said in "\n".join(send(desk, page_of(row), form_on(desk, page_of(row)), **changes))
    assert Criterion.objects.filter(pk=row.pk).values().get() == before


def test_who_may_edit_routes_but_only_look_at_conditions_cannot_leave_these_without_theirs(
    client: Client, db: None
) -> None:
    user = User.objects.create(username="momo", is_staff=True)
    models = ("opportunity", "eligibilityroute", "source")
    rights = ["view_criterion", *(f"{verb}_{model}" for verb in ("view", "change", "delete") for model in models)]
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client.force_login(user)
    opportunity = make_opportunity(eligibility={"routes": [{"key": "study", "name": "To study", "age": {"max": 30}}]})
    sent = form_on(client, page_of(opportunity))
    assert send(client, page_of(opportunity), sent, name="Renamed") == []
    response = client.post(page_of(opportunity), {**sent, "eligibility_routes-0-DELETE": ["on"]})
    assert response.status_code == 200
    assert EligibilityRoute.objects.exists()
