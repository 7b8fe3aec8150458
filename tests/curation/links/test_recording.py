"""What is kept of each attempt: strikes over days, when a link is due again, which addresses are looked at."""

from datetime import UTC, datetime, timedelta

import pytest

from opportunities.curation.links.addresses import sync_links, uses_of
from opportunities.curation.links.due import due_links
from opportunities.curation.links.finding import Finding
from opportunities.curation.links.recording import record, written
from opportunities.models import Link
from tests.builders import make_case_study, make_opportunity, make_organisation, source_entry

DAY = datetime(2026, 11, 3, 4, 0, tzinfo=UTC)
DOWN, WORKS = Finding("down", "No connection to the server."), Finding("works", "The site answers 200 (OK).", 200)


def tried(*attempts: tuple[float, str]) -> Link:
    """A link after attempts at so many days from the first, each with its verdict."""
    link = Link(url="https://a.org/")
    for days, verdict in attempts:
        written(link, Finding(verdict, ""), DAY + timedelta(days=days))
    return link


@pytest.mark.parametrize(
    "attempts, verdict, strikes",
    [
        ([(0, "down")], "down", 1),
        ([(0, "down"), (0.1, "down"), (0.2, "down"), (0.3, "down")], "down", 1),
        ([(0, "down"), (1, "down")], "down", 2),
        ([(0, "down"), (1, "down"), (2, "down")], "broken", 3),
        ([(0, "down"), (7, "down"), (14, "down")], "broken", 3),
        ([(0, "down"), (1, "down"), (2, "works"), (3, "down")], "down", 1),
        ([(0, "down"), (1, "down"), (2, "forbidden"), (3, "down")], "down", 1),
        ([(0, "down"), (0.1, "works"), (0.2, "down"), (1, "down")], "down", 2),
        ([(0, "down"), (1, "gone"), (2, "down")], "broken", 3),
        ([(0, "gone")], "gone", 1),
        ([(0, "down"), (1, "down"), (2, "gone")], "gone", 3),
        ([(0, "down"), (1, "down"), (2, "down"), (3, "works")], "works", 0),
        ([(0, "down"), (1, "down"), (2, "down"), (5, "down")], "broken", 4),
    ],
)
def test_three_strikes_on_three_days_in_a_row(attempts: list[tuple[float, str]], verdict: str, strikes: int) -> None:
    link = tried(*attempts)
    assert (link.verdict, link.strikes) == (verdict, strikes)


def test_it_is_kept_when_it_worked_last_and_since_when_it_fails() -> None:
    link = tried((0, "works"), (1, "moved"), (2, "down"), (3, "down"))
    assert link.answered_at == DAY + timedelta(days=1)
    assert link.failing_since == DAY + timedelta(days=2)
    assert link.tried_at == DAY + timedelta(days=3)
    assert tried((0, "down"), (1, "works")).failing_since is None


@pytest.mark.django_db
def test_a_finding_is_stored_once_and_an_old_one_never_over_a_newer() -> None:
    Link.objects.create(url="https://a.org/", host="a.org")
    assert record("https://a.org/", WORKS, DAY) == ("untried", "works")
    assert record("https://a.org/", DOWN, DAY - timedelta(hours=1)) is None
    assert record("https://forgotten.org/", DOWN, DAY) is None
    link = Link.objects.get()
    assert (link.verdict, link.status, link.detail, link.tried_at) == ("works", 200, "The site answers 200 (OK).", DAY)


@pytest.mark.django_db
def test_what_is_down_is_due_the_next_day_and_what_works_in_a_week() -> None:
    make_opportunity("one", application={"official_url": "https://a.org/official"}, sources=[source_entry(url=None)])
    due_after = {
        "works": 7,
        "moved": 7,
        "gone": 3,
        "down": 1,
        "broken": 3,
        "forbidden": 30,
        "refused": 30,
        "suspected": 7,
    }
    for verdict in due_after:
        Link.objects.create(url=f"https://a.org/{verdict}", host="a.org", verdict=verdict, tried_at=DAY)
    Link.objects.create(url="https://a.org/new", host="a.org")
    Link.objects.create(url="https://a.org/official", host="a.org", verdict="works", tried_at=DAY)

    def due(days: float) -> list[str]:
        return [
            url.removeprefix("https://a.org/")
            for url in due_links(DAY + timedelta(days=days)).values_list("url", flat=True)
        ]

    assert due(0.1) == ["new"]
    assert due(1) == ["new", "down"]
    assert set(due(3)) == {"new", "down", "gone", "broken"}
    assert due(7)[:2] == ["official", "new"], "official pages first, then what was never tried"
    assert len(due(30)) == 10


@pytest.mark.django_db
def test_the_addresses_of_all_that_is_or_may_be_published_are_looked_at() -> None:
    pages = {"official_url": "https://a.org/1", "apply_url": "https://a.org/2", "guidance_url": "https://a.org/3"}
    make_opportunity("shown", application=pages, sources=[source_entry(url="https://a.org/4")])
    make_opportunity("draft", state="draft", sources=[source_entry(url="https://a.org/5")])
    make_opportunity(
        "waiting", state="in-review", sources=[source_entry(url="https://a.org/6"), source_entry("s2", url=None)]
    )
    make_opportunity("over", state="retired", sources=[source_entry(url="https://a.org/retired")])
    make_organisation(
        website="https://a.org/7", ror="https://ror.org/0abcdefg1", sources=[source_entry(url="https://b.org/8")]
    )
    make_case_study(sources=[source_entry(url="https://a.org/4")])
    Link.objects.create(url="https://a.org/forgotten", host="a.org")
    Link.objects.create(url="https://a.org/1", host="a.org", verdict="works", tried_at=DAY)
    assert sync_links() == (7, 1)
    assert sync_links() == (0, 0)
    assert list(Link.objects.values_list("host", flat=True).order_by("host")) == ["a.org"] * 7 + ["b.org"]
    assert Link.objects.get(url="https://a.org/1").verdict == "works", "what is known is kept"
    uses = uses_of(["https://a.org/2", "https://a.org/4", "https://a.org/7"])
    assert {url: [(str(use.record), use.role) for use in found] for url, found in uses.items()} == {
        "https://a.org/2": [("Shown", "apply_url")],
        "https://a.org/4": [("Shown", "source s1"), ("8.1.9 Two laboratories", "source s1")],
        "https://a.org/7": [("Sakura Trust", "website")],
    }
