"""Entries that may be one programme: found by name, by another name, by the official page; and no false alarms."""

from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opportunities.curation import duplicates
from opportunities.curation.changing import changing
from opportunities.curation.duplicates import Sought, close_to, close_to_many, plain_address
from opportunities.curation.revision import raise_revision
from opportunities.models import Opportunity
from tests.builders import make_opportunity

pytestmark = pytest.mark.django_db


def found(name: str, name_ja: str | None = None, *urls: str, slug: str | None = None) -> dict[str, tuple[str, ...]]:
    return {one.slug: one.reasons for one in close_to(name, name_ja, urls, slug)}


@pytest.fixture
def awards() -> None:
    make_opportunity(
        "plum",
        name="Plum Foundation Research Fellowships",
        name_ja="梅財団研究フェローシップ",
        keywords=["PFRF", "Plum Travelling Fellowship"],
        application={"official_url": "https://www.plum.example.org/fellowships/"},
    )
    make_opportunity("pine", name="Pine Trust Travel Grant", state="draft", keywords=["travel"])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Plum Foundation research fellowship", "name"),
        ("The PLUM FOUNDATION Research Fellowships Programme", "name"),
        ("Plum Foundatoin Research Fellowships", "name"),  # a slip of the pen
        ("Fellowships for research of the Plum Foundation", "name"),
        ("Plum Fellowships", "name"),  # all words of it are in the other
        ("pfrf", "other-name"),
        ("Plum travelling fellowship", "other-name"),
    ],
)
def test_names_that_are_close(awards: None, name: str, reason: str) -> None:
    assert found(name).get("plum", ("",))[0] == reason


@pytest.mark.parametrize("name", ["Cherry Foundation Study Fellowships", "Plum", "Travelling Grant", "梅財団"])
def test_names_that_are_not(awards: None, name: str) -> None:
    assert "plum" not in found(name)


def test_drafts_are_looked_at_too_and_an_entry_is_not_like_itself(awards: None) -> None:
    assert found("Pine Trust travel grants") == {"pine": ("name",)}
    assert found("Pine Trust Travel Grant", slug="pine") == {}


def test_the_japanese_name_whatever_its_width(awards: None) -> None:
    assert found("Something else", "梅財団　研究フェローシップ") == {"plum": ("japanese-name",)}


def test_the_official_page_unless_several_have_it(awards: None) -> None:
    page = "http://plum.example.org/fellowships?utm_source=mail#top"
    assert found("Something else", None, page) == {"plum": ("address",)}
    make_opportunity("plum-2", name="Quite another", application={"official_url": page})
    assert found("Something else", None, page) == {}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.example.org/a/", "http://example.org/a"),
        ("https://EXAMPLE.org/index.html", "https://example.org"),
        ("https://example.org/a?id=1&utm_medium=x&fbclid=y", "https://example.org/a?id=1"),
        ("https://example.org:443/a", "https://example.org/a"),
    ],
)
def test_addresses_of_one_page(one: str, other: str) -> None:
    assert plain_address(one) == plain_address(other)


def test_addresses_of_different_pages() -> None:
    pages = ["example.org/a", "example.org/A", "example.org/a?id=1", "example.org:8080/a", "a.example.org/a"]
    assert len({plain_address(f"https://{page}") for page in pages}) == len(pages)


@settings(deadline=None)
@given(st.text(max_size=60), st.text(max_size=20), st.text(max_size=60))
def test_any_text_can_be_asked_about(name: str, name_ja: str, url: str) -> None:
    assert close_to(name, name_ja, [url]) == []


def test_what_changes_is_noticed(awards: None) -> None:
    assert "plum" in found("Plum Foundation Research Fellowships")
    with changing("edit") as change:
        change.about_to_change(*Opportunity.objects.filter(slug="plum"))
        Opportunity.objects.filter(slug="plum").update(name="Bamboo Scheme", keywords=[])
    assert found("Plum Foundation Research Fellowships") == {}
    assert "plum" in found("Bamboo schemes")
    with changing("delete") as change:
        change.about_to_change(*Opportunity.objects.filter(slug="plum"))
        Opportunity.objects.filter(slug="plum").delete()
    assert found("Bamboo Scheme") == {}
    Opportunity.objects.filter(slug="pine").update(name="Oak Scheme")
    raise_revision(None)
    assert "pine" in found("Oak Scheme")


def test_many_at_once_as_an_import_asks(awards: None) -> None:
    rows = [Sought("Plum Foundation research fellowship"), Sought("Nothing like it")] * 150
    answers = close_to_many(rows)
    assert [[one.slug for one in answer] for answer in answers] == [["plum"], []] * 150
    assert str(answers[0][0]) == "This may be “Plum Foundation Research Fellowships” (plum): the names are close."


def test_no_false_alarms_in_the_real_catalogue(loaded_catalogue: None) -> None:
    """All pairs that are called alike share nearly all of their names, or their page; nobody is asked in vain."""
    entries = list(Opportunity.objects.all())
    sought = [Sought(e.name, e.name_ja, (e.official_url,) if e.official_url else (), e.slug) for e in entries]
    alike = {
        frozenset((entry.slug, one.slug))
        for entry, answer in zip(entries, close_to_many(sought), strict=True)
        for one in answer
    }
    assert len(alike) <= 14, sorted(map(sorted, alike))
    assert frozenset(("jsps-invitational-long-term", "jsps-invitational-short-term")) in alike
    assert close_to("Research Fellowship", None, []) == [], "words that many names have tell nothing"
    assert "daiwa-scholarship" in found("Diawa Scholarships")


def test_a_hundred_thousand_names_are_looked_through_in_a_fifth_of_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [
        "research",
        "japan",
        "fellowship",
        "study",
        "travel",
        "science",
        "art",
        "grant",
        "joint",
        "visit",
        "youth",
        "marine",
    ]
    names = duplicates._Names(0)
    for pk in range(100_000):
        name = " ".join([*(words[(pk // 10**n) % 10] for n in range(4)), f"body{pk % 9000}", f"x{pk}"])
        names.put(duplicates._known(pk, f"e{pk}", name, None, [], None))
    monkeypatch.setattr(duplicates, "_names", names)
    times = []
    for pk in (5, 50_000, 99_999):
        started = perf_counter()
        (answer,) = names.close_to([Sought(names.known[pk].name)])
        times.append(perf_counter() - started)
        assert pk in {one.pk for one in answer}
    assert min(times) < 0.2, times
