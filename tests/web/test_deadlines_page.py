"""The calendar: what is shown of which programme, how it is found, and that nothing is lost or invented."""

import re
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest import MonkeyPatch

from opportunities.finder import FinderQuery, find
from opportunities.search.current import current_snapshot
from opportunities.web.timeline import ahead
from tests.builders import Entry, make_opportunity, round_entry
from tests.web.pages import Page, read_page
from tests.web.test_queries import queries

pytestmark = pytest.mark.django_db
PATH = "/deadlines/"


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    with time_machine.travel("2026-11-25T12:00:00Z", tick=False):
        yield


def cycle(*rounds: Entry, frequency: str = "annual", zone: str = "Europe/London", **usual: list[str]) -> Entry:
    return {"frequency": frequency, "timezone": zone, "rounds": list(rounds), **usual}


def call(label: str, closes: str | None, opens: str | None = None, **facts: str) -> Entry:
    return round_entry(label, closes=closes, opens=opens, **facts)


def titles(page_html: str) -> list[str]:
    """The titles of the marks on the timeline, in the order of the page."""
    return re.findall(r"<a href=\"[^\"]*#when\"><title>(.*?)</title>", page_html)


def rows(page: Page) -> list[str]:
    """The names in the tables, in order."""
    return re.findall(r"[A-Z]\w+ Award", page.text.split("Programme by programme")[1])


def test_an_announced_window_is_solid_and_linked_with_its_words(visitor: Client) -> None:
    make_opportunity("cherry-award", cycle=cycle(call("2027", "2027-01-15", "2026-12-01"), frequency="irregular"))
    html = visitor.get(PATH).text
    assert titles(html) == ["Cherry Award: Closes 15 Jan 2027 (UK time); opens 1 Dec 2026"]
    picture = html.split('<svg class="plot"')[1].split("</table>")[0]
    assert "url(#hatch" not in picture and "expected" not in picture
    assert 'role="group"' in picture and "<title>Cherry Award</title>" in picture and "<desc>" in picture


def test_an_expected_window_is_hatched_and_says_so_in_words(visitor: Client) -> None:
    make_opportunity("cherry-award", directions=["uk-to-japan"], cycle=cycle(usual_closes=["01-15"]))
    html = visitor.get(PATH).text
    assert "Expected around 15 Jan 2027 (UK time)" in read_page(html).text
    (title,) = titles(html)
    assert "estimate from the programme" in title
    assert '<path class="mark expected"' in html.split('<svg class="plot"')[1]
    make_opportunity("plum-award", directions=["uk-to-japan"], cycle=cycle(usual_closes=["01"]))
    assert 'class="wide-mark expected" fill="url(#hatch-uk-to-japan)"' in visitor.get(PATH).text


def test_several_rounds_of_a_year_and_both_sides_are_all_there(look: Callable[[str], Page]) -> None:
    sides = (call("2027 (UK side)", "2027-01-14"), call("2027 (Japanese side)", "2027-01-15", timezone="Asia/Tokyo"))
    make_opportunity("joint-award", cycle=cycle(*sides, frequency="irregular"))
    make_opportunity("twice-award", cycle=cycle(frequency="twice-yearly", usual_closes=["03-31", "09-30"]))
    text = look(PATH).text
    assert "2027 (UK side): Closes 14 Jan 2027 (UK time)" in text
    assert "2027 (Japanese side): Closes 15 Jan 2027 (Japan time)" in text
    assert "Expected around 31 Mar 2027 (UK time) Expected around 30 Sept 2027 (UK time)" in text


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"closes": "2027-01-15", "closes_time": "16:00"}, "Closes 16:00 on 15 Jan 2027 (UK time)"),
        ({"closes": "2027-01-15", "closes_time": "00:00"}, "Closes 23:59 on 14 Jan 2027 (UK time)"),
        ({"closes": "2027-01"}, "Closes Jan 2027 (UK time)"),
        ({"closes": "2027-01-15", "timezone": "Asia/Tokyo"}, "Closes 15 Jan 2027 (Japan time)"),
        ({"closes": None, "opens": "2027-01-15"}, "Closing date not announced Opens 15 Jan 2027 (UK time)"),
        ({"closes": "2027-01-15", "opens": "2026-11-01"}, "Closes 15 Jan 2027 (UK time) Open now"),
    ],
)
def test_dates_are_said_as_precisely_as_they_are_stated(facts: Entry, words: str, look: Callable[[str], Page]) -> None:
    make_opportunity("cherry-award", cycle=cycle(round_entry("2027", **facts), frequency="irregular"))
    assert words in look(PATH).text


def test_what_has_no_date_ahead_is_counted_and_can_be_found(look: Callable[[str], Page]) -> None:
    make_opportunity("cherry-award", cycle=cycle(usual_closes=["01-15"]))
    make_opportunity("rolling-award", cycle=cycle(frequency="rolling"))
    make_opportunity("over-award", cycle=cycle(call("2025", "2025-01-15"), frequency="irregular"))
    make_opportunity("silent-award", kind="grant")
    make_opportunity("late-award", cycle=cycle(call("2028", "2028-01-15", "2027-12-20"), frequency="irregular"))
    page = look(f"{PATH}?kind=grant")
    said = page.text.split("Not on the calendar")[1]
    assert "The next date of one more programme is later than that." in said
    assert "Rolling: apply at any time : 1 Closed : 1 Not known : 1" in said
    for status, name in (("rolling", "Rolling Award"), ("closed", "Over Award"), ("unknown", "Silent Award")):
        link = f"/opportunities/?status={status}&kind=grant"
        assert link in page.links
        assert name in look(link).text
    assert rows(page) == ["Cherry Award"]


def test_it_is_filtered_by_the_parameters_of_the_search(look: Callable[[str], Page]) -> None:
    make_opportunity("cherry-award", directions=["uk-to-japan"], cycle=cycle(usual_closes=["01-15"]))
    make_opportunity("plum-award", directions=["japan-to-uk"], cycle=cycle(usual_closes=["02-15"]))
    assert rows(look(PATH)) == ["Cherry Award", "Plum Award"]
    page = look(f"{PATH}?direction=japan-to-uk&group=stage&sort=name&page=3")
    assert rows(page) == ["Plum Award"]
    assert rows(look(f"{PATH}?q=cherry")) == ["Cherry Award"]
    assert f"{PATH}?group=stage" in page.links  # the pill takes the filter away, and nothing else
    assert "/opportunities/?direction=japan-to-uk" in page.links
    assert f"{PATH}?direction=japan-to-uk&group=stage&month=2027-02" in page.links
    assert not [a for a in page.all("div") if a.get("role") == "alert"]
    ticked = [box["id"] for box in page.all("input") if "checked" in box]
    assert ticked == ["direction-japan-to-uk"]


def test_a_programme_stands_in_each_of_its_groups(look: Callable[[str], Page]) -> None:
    make_opportunity(
        "cherry-award",
        directions=["uk-to-japan", "japan-to-uk"],
        career_stages=["doctoral"],
        cycle=cycle(usual_closes=["01-15"]),
    )
    make_opportunity("plum-award", directions=[], career_stages=[], cycle=cycle(usual_closes=["02-15"]))

    def headings(query: str) -> list[str]:
        return [a["id"].removeprefix("group-") for a in look(PATH + query).all("h3") if "id" in a]

    assert headings("") == ["uk-to-japan", "japan-to-uk", "not-stated"]
    assert headings("?group=stage") == ["doctoral", "not-stated"]
    assert headings("?group=none") == ["all"]
    assert headings("?direction=japan-to-uk") == ["japan-to-uk"]
    assert rows(look(PATH)) == ["Cherry Award", "Cherry Award", "Plum Award"]
    assert rows(look(f"{PATH}?group=none")) == ["Cherry Award", "Plum Award"]


def test_a_great_many_are_bounded_and_it_is_said(look: Callable[[str], Page], monkeypatch: MonkeyPatch) -> None:
    for number, name in enumerate(("fourth", "third", "second", "first")):
        closes = f"2027-0{5 - number}-15"
        dates = cycle(call("2027", closes), frequency="irregular") if number % 2 else cycle(usual_closes=[closes[5:]])
        make_opportunity(f"{name}-award", cycle=dates)
    monkeypatch.setattr(ahead, "MOST", 2)
    page = look(PATH)
    assert rows(page) == ["First Award", "Second Award"]
    assert "4 programmes have a date ahead. The calendar shows the 2 whose date is nearest." in page.text
    assert "#filters" in page.links
    month = look(f"{PATH}?month=2027-05")
    assert "Fourth Award" in month.text  # not among the nearest, but in this month
    assert "This month shows 1 of them" in month.text


def test_the_year_at_a_glance_counts_the_closings_of_each_month(look: Callable[[str], Page]) -> None:
    make_opportunity("cherry-award", cycle=cycle(call("2027", "2027-01-15"), frequency="irregular"))
    make_opportunity("plum-award", cycle=cycle(usual_closes=["01"]))
    text = look(PATH).text
    assert "January 2027: 1 announced, 1 expected" in text
    assert "February 2027: 0 announced, 0 expected" in text


def test_a_month_shows_its_days_and_what_falls_some_time_in_it(look: Callable[[str], Page]) -> None:
    make_opportunity(
        "cherry-award", cycle=cycle(call("2027", "2027-01-15", "2027-01-04"), frequency="irregular", zone="Asia/Tokyo")
    )
    make_opportunity("plum-award", cycle=cycle(usual_closes=["01"]))
    page = look(f"{PATH}?month=2027-01")
    some_time, rest = page.text.split("Some time this month")[1].split("Mon Monday")
    assert "Plum Award expected to close · UK time" in some_time
    assert "Plum" not in rest
    grid, days = rest.split("Day by day")
    assert "4 4 January 2027 Cherry Award opens · Japan time" in grid
    assert "15 15 January 2027 Cherry Award closes · Japan time" in grid
    assert "Friday 15 January Cherry Award closes · Japan time" in days
    assert {f"{PATH}?month=2026-12", f"{PATH}?month=2027-02", PATH} <= set(page.links)


def test_a_full_day_leads_to_the_list_that_has_all(look: Callable[[str], Page]) -> None:
    for number in range(8):
        make_opportunity(f"award-{number}", cycle=cycle(usual_closes=["01-31"]))
    page = look(f"{PATH}?month=2027-01")
    assert "and 3 more" in page.text
    assert "#day-2027-01-31" in page.links
    assert any(heading.get("id") == "day-2027-01-31" for heading in page.all("h3"))
    assert page.text.split("Day by day")[1].count("expected to close") == 8


def test_the_calendar_ends_where_it_ends(look: Callable[[str], Page]) -> None:
    first, last = look(f"{PATH}?month=2026-11"), look(f"{PATH}?month=2027-11")
    assert f"{PATH}?month=2026-10" not in first.links
    assert f"{PATH}?month=2027-12" not in last.links
    assert "The calendar ends on 25 November 2027." in last.text
    assert "today" in first.text


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("month=2027-13", "“2027-13” is not a month such as 2027-01"),
        ("month=%00%3Cb%3E", "is not a month such as 2027-01"),
        (f"month={'9' * 5000}", "is not a month such as 2027-01"),
        ("month=%EF%BC%92027-01", "is not a month such as 2027-01"),
        ("month=2031-01", "The calendar holds the twelve months from now"),
        ("month=1000-01", "The calendar holds the twelve months from now"),
        ("group=<script>", "We cannot group by “<script>”."),
        ("kind=nothing", "“nothing” is not one of the choices"),
        ("colour=red", "do not know the search parameter “colour”"),
    ],
)
def test_what_is_wrong_with_an_address_is_said(query: str, message: str, look: Callable[[str], Page]) -> None:
    make_opportunity("cherry-award", cycle=cycle(usual_closes=["01-15"]))
    page = look(f"{PATH}?{query}")
    assert message in page.text
    assert "Deadlines of the next twelve months" in page.text
    assert not [a for a in page.all("script") if not a.get("src", "").startswith("/static/")]


def test_names_are_shown_and_not_obeyed(visitor: Client) -> None:
    make_opportunity("cherry-award", name='<b>"A & B\'s"</b>', cycle=cycle(usual_closes=["01-15"]))
    for query in ("", "?month=2027-01"):
        html = visitor.get(PATH + query).text
        assert "<b>" not in html
        assert "&lt;b&gt;&quot;A &amp; B&#x27;s&quot;&lt;/b&gt;" in html


def test_without_any_entry_there_is_a_page(look: Callable[[str], Page]) -> None:
    assert "Nothing that was found has a date in the next twelve months." in look(PATH).text
    assert "Nothing that was found opens or closes in this month." in look(f"{PATH}?month=2027-01").text


@pytest.mark.usefixtures("loaded_catalogue")
@pytest.mark.parametrize("query", ["", "?group=stage", "?group=none", "?month=2026-12", "?q=research&stage=doctoral"])
def test_of_the_real_catalogue_every_programme_has_its_place(query: str, visitor: Client) -> None:
    """On the timeline or in one of the counts; well-formed, without a query beyond the revision's."""
    for prefix in ("", "/ja"):
        assert queries(visitor, f"{prefix}{PATH}{query}") == 1
    page = read_page(visitor.get(PATH + query).text)
    assert page.repeated_ids == []
    assert len(page.all("h1")) == 1
    if query == "?group=none":
        shown = len({a["href"] for a in page.all("a") if a["href"].endswith("#when")})
        counted = sum(map(int, re.findall(r" : ([0-9]+)", page.text.split("Not on the calendar")[1])))
        assert shown + counted == find(FinderQuery(), timezone.now(), current_snapshot()).total
