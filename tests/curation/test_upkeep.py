"""What the desk is told of an entry: what it lacks, and from which day on."""

from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from opportunities.curation.changing import changing
from opportunities.curation.upkeep import refresh_upkeep
from opportunities.models import Opportunity, Upkeep
from opportunities.models.upkeep import codes_of
from opportunities.vocabulary import CAREER_STAGE, DIRECTION
from tests.builders import make_opportunity, round_entry, source_entry

pytestmark = pytest.mark.django_db
ANNUAL = {"frequency": "annual", "timezone": "Europe/London"}
LAST_YEAR = round_entry("2026", closes="2026-01-15")


def upkeep_of(**facts: Any) -> Upkeep:
    """What is worked out for an entry with these facts."""
    entry = make_opportunity(**facts)
    assert refresh_upkeep([entry.slug]) == 1
    return Upkeep.objects.get(opportunity=entry)


def test_a_round_is_missing_from_the_day_after_the_last_closing() -> None:
    found = upkeep_of(cycle={**ANNUAL, "rounds": [LAST_YEAR, round_entry("2025", closes="2025-01-14")]})
    assert found.round_missing_from == date(2026, 1, 16)
    month = upkeep_of(key="plum", cycle={**ANNUAL, "rounds": [round_entry("2026", closes="2026-02")]})
    assert month.round_missing_from == date(2026, 3, 1), "all of a month that is stated may be meant"


@pytest.mark.parametrize(
    "facts",
    [
        {"cycle": {**ANNUAL, "rounds": [LAST_YEAR, round_entry("2027", opens="2026-10-01", closes=None)]}},
        {"cycle": {"frequency": "rolling", "rounds": [LAST_YEAR]}},
        {"cycle": {"frequency": "one-off", "rounds": [LAST_YEAR]}},
        {"cycle": {**ANNUAL, "rounds": [LAST_YEAR]}, "programme_status": "ended"},
        {"cycle": {**ANNUAL, "rounds": []}},
    ],
    ids=["the next one opens", "rolling", "one-off", "ended", "no round was ever dated"],
)
def test_no_round_is_missing(facts: dict[str, Any]) -> None:
    assert upkeep_of(**facts).round_missing_from is None


@pytest.mark.parametrize(
    ("checked", "unseen"),
    [("2026-01-15", True), ("2026-01-16", False), ("2026-11-22", False), (None, True)],
)
def test_whether_somebody_looked_since_the_closing(checked: str | None, unseen: bool) -> None:
    found = upkeep_of(cycle={**ANNUAL, "rounds": [LAST_YEAR]}, last_checked=checked)
    assert found.round_unseen_from == (date(2026, 1, 16) if unseen else None)


def test_the_first_closing_that_could_be_expected_when_somebody_last_looked() -> None:
    usual = {**ANNUAL, "usual_closes": ["06-30"]}
    assert upkeep_of(cycle=usual, last_checked="2026-03-01").expected_until == date(2026, 6, 30)
    assert upkeep_of(key="plum", cycle=usual, last_checked="2026-07-01").expected_until == date(2027, 6, 30)
    announced = {**usual, "rounds": [round_entry("2026", closes="2026-06-25")]}
    assert upkeep_of(key="pine", cycle=announced, last_checked="2026-03-01").expected_until == date(2027, 6, 30)
    assert upkeep_of(key="bamboo", cycle={"frequency": "irregular"}).expected_until is None


def test_facts_without_a_source() -> None:
    facts: dict[str, Any] = {
        "funding": {"currency": "GBP", "max": 500},
        "duration": {"min_months": 3},
        "eligibility": {
            "age": {"max": 39, "counted": "deadline"},
            "degree": {"any_of": ["doctorate"], "source": ["s2"]},
        },
        "cycle": {**ANNUAL, "usual_closes": ["06"], "rounds": [LAST_YEAR, round_entry("2025", source="s1")]},
    }
    sources = [source_entry("s1", supports=["summary"]), source_entry("s2", supports=["degree"])]
    found = upkeep_of(**facts, sources=sources)
    assert found.unsourced == ["eligibility", "funding", "duration", "cycle", "cycle.rounds[2026]"]
    assert found.unsourced_count == 5
    supported = [source_entry("s1", supports=["age", "covers", "duration", "usual_closes"]), source_entry("s2")]
    assert upkeep_of(key="plum", **facts, sources=supported).unsourced == []


def test_how_old_the_newest_source_is() -> None:
    sources = [
        source_entry("s1", as_of="2019-20"),
        source_entry("s2", as_of="2022-03"),
        source_entry("s3", as_of="undated"),
    ]
    assert upkeep_of(sources=sources).newest_source_year == 2022
    assert upkeep_of(key="plum", sources=[source_entry("s1", as_of="undated")]).newest_source_year is None


def test_what_lacks_in_japanese_is_told_apart() -> None:
    found = upkeep_of(name_ja="桜賞")
    assert (found.lacks_name_ja, found.lacks_summary_ja) == (False, True)


def test_every_change_refreshes_it_and_the_command_all_of_them() -> None:
    entry = make_opportunity(directions=["joint", "in-uk"])
    with changing("edit") as change:
        change.about_to_change(entry)
        entry.state, entry.summary_ja = "draft", "要約"
        entry.save()
    found = Upkeep.objects.get()
    assert (found.state, found.lacks_summary_ja) == ("draft", False)
    assert codes_of(found.directions, DIRECTION) == ["joint", "in-uk"]
    assert codes_of(found.stages, CAREER_STAGE) == ["doctoral"]
    Opportunity.objects.update(state="published")
    make_opportunity("plum")
    call_command("refresh_upkeep", verbosity=0)
    assert sorted(Upkeep.objects.values_list("opportunity__slug", "state")) == [
        ("plum", "published"),
        ("sakura-award", "published"),
    ]


def test_many_entries_take_no_more_questions_than_one(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for key in ("one", "two", "three"):
        make_opportunity(
            key,
            eligibility={"age": {"max": 39, "counted": "deadline"}, "host": {"required": True}},
            cycle={**ANNUAL, "usual_closes": ["06"], "rounds": [LAST_YEAR]},
            funding={"currency": "GBP", "max": 500},
        )
    with django_assert_num_queries(8):  # the keys, the entries, five kinds of rows under them, and what is written
        assert refresh_upkeep() == 3
