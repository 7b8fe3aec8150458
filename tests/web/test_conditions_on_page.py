"""The page of an opportunity says who can apply: by question, by route, with alternatives and with sources."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from opportunities.eligibility.criteria import Conditions, Criterion, Requirements, Route
from opportunities.eligibility.days import Span
from opportunities.eligibility.evaluate import evaluate
from opportunities.eligibility.profile import Profile
from opportunities.wording.verdicts import Context, verdict_in_words
from tests.builders import make_opportunity, source_entry
from tests.web.pages import Page, read_page

pytestmark = pytest.mark.django_db
SOURCES = [
    source_entry("s1", title="The call", as_of="2025", supports=["eligibility"]),
    source_entry("s2", title="The old rules", as_of="2019-04", supports=["age"]),
    source_entry("s3", title="On money", as_of="2020", supports=["funding"]),
]


def who(look: Callable[[str], Page], language: str = "", **eligibility: Any) -> str:
    """What the page of an opportunity with this eligibility says in answer to “Can I apply?”."""
    make_opportunity("bridge", eligibility=eligibility, sources=SOURCES)
    text = look(f"{language}/opportunities/bridge/").text
    start, end = ("応募資格", "支援内容") if language else ("Can I apply?", "What do I get?")
    return text[text.rindex(start, 0, text.index(end)) : text.index(end)]


def test_questions_that_nobody_answers_are_told_apart_from_those_that_depend(look: Callable[[str], Page]) -> None:
    only_japan = {"rule": "only", "values": ["JP"]}
    text = who(
        look,
        age={"max": 35},
        either=[[{"nationality": only_japan}, {"residence": only_japan}]],
    )
    assert "Nationality It depends: see below" in text
    assert "Degree Not stated" in text
    assert "Age Aged 35 or under" in text
    assert "One of these is enough: Nationality: Only nationals of Japan" in text
    assert "Residence" not in text
    assert "Work experience" not in text


def test_routes_have_names_and_conditions_of_their_own(look: Callable[[str], Page]) -> None:
    routes = [
        {"key": "host", "name": "Through a host", "applicant": {"who": ["host"], "by": "The host, online."}},
        {"key": "self", "name": "On your own", "work_experience": {"min_years": 2}},
        {"key": "open", "name": "Open door"},
    ]
    text = who(look, host={"required": True}, routes=routes)
    assert "For everyone" in text
    assert "Route 1: Through a host Who applies Your host applies for you The host, online." in text
    assert "Route 2: On your own Work experience At least 2 years of work experience" in text
    assert "Route 3: Open door No further conditions are stated." in text


def test_routes_are_named_in_japanese_where_they_have_such_a_name(look: Callable[[str], Page]) -> None:
    routes = [
        {"key": "host", "name": "Through a host", "name_ja": "受入研究者経由", "age": {"max": 40}},
        {"key": "self", "name": "On your own", "age": {"max": 30}},
    ]
    make_opportunity("bridge", eligibility={"routes": routes}, sources=SOURCES)
    page = look("/ja/opportunities/bridge/")
    assert "受入研究者経由" in page.text
    assert "Through a host" not in page.text
    assert "On your own" in page.text


def test_what_is_known_only_in_words_and_what_one_accepts_stand_apart(look: Callable[[str], Page]) -> None:
    text = who(
        look,
        residence={"rule": "only", "values": ["GB"], "text": "In Wales.", "note": "Since 2020."},
        other=["Must like tea.", "Must not mind rain."],
        terms=["A report at the end."],
    )
    assert "Only people who live or work in the United Kingdom In Wales. Since 2020." in text
    assert "Check yourself Must like tea." in text
    assert text.index("Must not mind rain.") < text.index("What you accept A report at the end.")


def test_each_condition_has_its_own_sources_or_those_that_support_it(look: Callable[[str], Page]) -> None:
    text = who(
        look,
        age={"max": 35},
        host={"required": True, "source": ["s3"]},
        degree={"any_of": ["doctorate"]},
    )
    assert "Aged 35 or under 2 sources, 2019 to 2025 The call (2025) The old rules (2019-04)" in text
    assert "A host must agree first 1 source, 2020 On money (2020)" in text
    assert "A doctorate held 1 source, 2025 The call (2025)" in text


HOST = Criterion("host", required=True, countries=("JP",))
ROUTES = (
    Route("host", "Through a host", "受入研究者経由", Conditions((HOST,))),
    Route("self", "Nominated", None, Conditions((Criterion("nationality", rule="only", values=("JP",)),))),
)


def verdict_box(profile: Profile, *common: Criterion, routes: tuple[Route, ...] = (), **context: Any) -> Page:
    verdict = evaluate(Requirements(Conditions(common), routes), profile, Span(1, 1))
    words = verdict_in_words(verdict, profile, Context(lambda _slug: None, "announced"))
    return read_page(render_to_string("web/eligibility/_verdict.html", {"verdict": words, **context}))


def test_a_verdict_is_shown_with_each_finding_marked_in_words() -> None:
    conditions = (
        Criterion("nationality", rule="only", values=("GB",)),
        Criterion("residence", rule="only", values=("GB",), text="In Wales."),
        Criterion("age", maximum=30),
    )
    page = verdict_box(Profile(nationalities=("GB",), residence="GB"), *conditions, eligibility_link="/eligibility/")
    assert "Cannot tell" in page.text
    assert "Met: Nationals of the United Kingdom can apply." in page.text
    assert (
        "Cannot tell: People who live or work in the United Kingdom can apply. Check the rest yourself: In Wales."
        in (page.text)
    )
    assert "/eligibility/" in page.links
    assert [a["lang"] for tag, a in page.elements if tag == "span" and "lang" in a] == ["en"]


def test_a_refusal_says_what_would_change_it_and_by_which_route() -> None:
    profile = Profile(nationalities=("GB",), has_host=False)
    page = verdict_box(profile, routes=ROUTES)
    assert "Not eligible" in page.text
    assert "Possible through a host in Japan." in page.text
    with override("ja"):
        assert "受入研究者経由" in verdict_box(profile, routes=ROUTES).text
