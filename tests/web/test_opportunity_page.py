"""The page of one opportunity says everything known, and says plainly what is not."""

from collections.abc import Callable, Iterator

import pytest
import time_machine

from tests.builders import make_case_study, make_exchange_rate, make_opportunity, make_organisation, source_entry
from tests.web.pages import Page

pytestmark = pytest.mark.django_db
NOW = "2026-11-25T12:00:00Z"
QUESTIONS_WITHOUT_ANSWER = (
    "Direction", "Career stage", "Field", "Activity", "Nationality", "Where you live or work", "Institution", "Degree",
    "Years since the doctorate", "Age", "Language", "Host", "Who applies", "Amount", "What is covered", "How long",
    "How often", "Usually opens", "Usually closes", "Guidance", "Application form",
)  # fmt: skip


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.mark.parametrize("place", ["en", "ja"])
def test_of_an_entry_with_nothing_known_each_unknown_is_said(place: str, look: Callable[[str], Page]) -> None:
    make_opportunity(
        "mystery",
        programme_status="unknown",
        directions=[],
        career_stages=[],
        disciplines=[],
        activities=[],
        last_checked=None,
        confidence="low",
        sources=[source_entry(url=None)],
    )
    page = look("/opportunities/mystery/" if place == "en" else "/ja/opportunities/mystery/")
    assert "None" not in page.text.replace("None is announced", "")
    assert "null" not in page.text
    if place == "ja":
        return
    text = page.text
    for question in QUESTIONS_WITHOUT_ANSWER:
        assert f"{question} Not stated" in text, question
    for words in (
        "Funder not stated",
        "Programme Not known",
        "Dates not stated",
        "No dated round was seen",
        "No official page is known",
        "Last checked never",
        "Next check due not planned",
    ):
        assert words in text, words


def test_every_known_fact_stands_on_the_page(look: Callable[[str], Page]) -> None:
    make_organisation("sakura-trust")
    make_organisation("plum-office")
    make_exchange_rate("JPY", units_per_gbp="200")
    make_case_study("two-laboratories")
    make_opportunity(
        "full",
        name_ja="全部賞",
        summary="A summary.",
        summary_ja="概要。",
        status_note="Paused in 2020 & resumed <2022>.",
        funders=["sakura-trust"],
        administered_by=["plum-office"],
        directions=["uk-to-japan", "japan-to-uk"],
        disciplines=["1.3", "6"],
        annexe_section="platforms",
        annexe_label="The Row",
        related_case_study="two-laboratories",
        eligibility={
            "summary": "For many.",
            "nationality": {"rule": "only", "values": ["GB", "JP"], "note": "Dual too."},
            "residence": {"rule": "except", "values": ["NO"]},
            "institution": "A British university",
            "degree": {"any_of": ["doctorate", "enrolled-doctorate"], "text": "In physics."},
            "years_since_phd": {"max": 7},
            "age": {"min": 18, "max": 35, "counted": "date", "on_date": "04-01"},
            "languages": [{"language": "en or ja", "level": "B2"}],
            "host": {"required": True, "country": "JP"},
            "applicant": "nominated",
            "other": ["Must like tea."],
        },
        funding={
            "currency": "JPY",
            "min": 100000,
            "max": 200000,
            "basis": "per-month",
            "covers": ["travel"],
            "note": "Taxed.",
        },
        duration={"min_months": 3, "max_months": 6, "note": "Whole months."},
        application={
            "official_url": "https://official.example.org/a?b=c&d=e#f",
            "apply_url": "https://apply.example.org/",
            "guidance_url": "http://guide.example.org/",
            "route": "Through the embassy.",
        },
        cycle={
            "frequency": "annual",
            "usual_opens": "10",
            "usual_closes": ["12-15"],
            "timezone": "Europe/London",
            "rounds": [
                {"label": "Old", "closes": "2024-12-15", "source": "s1"},
                {"label": "Next", "opens": "2026-10", "closes": "2026-12-15", "closes_time": "16:00"},
            ],
        },
        sources=[source_entry("s1", title="The First Page", as_of="2025", supports=["rounds", "name_ja"])],
        notes="The two pages disagree.",
        last_checked="2026-11",
        next_check="2026-11-24",
    )
    page = look("/opportunities/full/")
    for words in (
        "全部賞", "A summary.", "概要。", "Paused in 2020 & resumed <2022>.", "Sakura Trust", "Plum Office", "The Row",
        "UK to Japan · Japan to UK", "Natural sciences: Physical sciences", "Humanities and the arts",
        "Two laboratories", "For many.", "Only nationals of the United Kingdom or Japan", "Dual too.",
        "People who live or work in Norway cannot apply",
        "A British university", "At most 7 years since the doctorate", "Aged 18 to 35, counted on 1 April",
        "A doctorate held or enrolled for a doctorate", "In physics.", "B2", "A host in Japan must agree first",
        "You must be nominated", "Must like tea.", "¥100,000 to ¥200,000 a month", "Travel", "Taxed.", "3 to 6 months",
        "Whole months.", "Through the embassy.", "Leads to official.example.org.", "20 days left", "Once a year",
        "Closes 16:00 on 15 December 2026 (UK time, GMT)", "Japan time: 01:00 on 16 December 2026",
        "15 December (UK time)",
        "October 2026", "15 December 2024", "The First Page", "page of: 2025", "supports: rounds, name ja",
        "The two pages disagree.", "November 2026", "This check is overdue", "about £3,000 to £6,000 a year",
    ):  # fmt: skip
        assert words in page.text, words
    assert page.links.count("https://official.example.org/a?b=c&d=e#f") == 2
    assert "https://apply.example.org/" in page.links
    assert "http://guide.example.org/" in page.links
    assert page.text.index("Next") < page.text.index("Old")
    assert "#source-s1" in page.links
    assert "not-stated" not in [a.get("class") for _, a in page.elements]


@pytest.mark.parametrize(
    ("cycle", "says", "never_says"),
    [
        (
            {"rounds": [{"label": "r", "closes": "2026-12-15"}]},
            "Next deadline 15 December 2026 (time zone not stated)",
            "Japan time:",
        ),
        (
            {"timezone": "Asia/Tokyo", "rounds": [{"label": "r", "closes": "2026-12-15"}]},
            "UK time: that day is over before the end of 15 December 2026 The hour is not stated",
            "(estimate)",
        ),
        (
            {"frequency": "annual", "usual_closes": ["05"], "timezone": "Europe/London"},
            "Next deadline (estimate) May 2027 (UK time)",
            "The hour is not stated",
        ),
        (
            {"rounds": [{"label": "r", "closes": "2020-12-15"}]},
            "The last known round closed 15 December 2020",
            "Next deadline",
        ),
        ({"frequency": "rolling"}, "Apply at any time", "Next deadline"),
    ],
)
def test_the_next_deadline_is_told_with_its_zone_or_honestly_not(
    cycle: dict[str, object], says: str, never_says: str, look: Callable[[str], Page]
) -> None:
    make_opportunity("dated", cycle=cycle)
    text = look("/opportunities/dated/").text
    assert says in text
    assert never_says not in text


def test_a_page_that_serves_several_programmes_is_called_general(look: Callable[[str], Page]) -> None:
    for key, published in (("one", True), ("two", True), ("three", True), ("draft", False)):
        url = {"three": "https://example.org/own", "draft": "https://example.org/own"}.get(
            key, "https://example.org/all"
        )
        make_opportunity(key, state="published" if published else "draft", application={"official_url": url})
    words = "A general page of the body that runs it"
    assert words in look("/opportunities/one/").text
    assert words not in look("/opportunities/three/").text


def test_similar_opportunities_are_offered_but_ended_ones_are_not(look: Callable[[str], Page]) -> None:
    make_opportunity("one", kind="prize", activities=["publication"])
    make_opportunity("alike", kind="prize", activities=["publication"])
    make_opportunity("over", kind="prize", activities=["publication"], programme_status="ended")
    links = look("/opportunities/one/").links
    assert "/opportunities/alike/" in links
    assert "/opportunities/over/" not in links
    assert "/opportunities/one/" not in links
