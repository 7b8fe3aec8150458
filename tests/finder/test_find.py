"""Results come in the order asked for, in pages of twenty, each once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.finder import FinderQuery, FinderResult, find
from opportunities.search.options import MOST_SHOWN
from opportunities.search.snapshot import Snapshot
from tests.search.entries import body, entry, slugs_of, snapshot_of

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)


def dated(opens: date, closes: date | None) -> Schedule:
    call = CallRound("round", StatedDate(opens), StatedDate(closes) if closes else None)
    return Schedule("active", Cycle("irregular"), (call,))


SCHEDULES = {
    "closing-soon": dated(date(2026, 11, 1), date(2026, 12, 1)),
    "opens-later": dated(date(2026, 12, 2), date(2026, 12, 20)),
    "open": dated(date(2026, 11, 1), date(2027, 3, 1)),
    "opens-later-without-end": dated(date(2027, 4, 1), None),
    "rolling": Schedule("active", Cycle("rolling")),
    "expected-in-january": Schedule("active", Cycle("annual", closes=(YearlyDate(1, 15),))),
    "expected-in-may": Schedule("active", Cycle("annual", closes=(YearlyDate(5),))),
    "unknown": Schedule("active", Cycle("unknown")),
    "closed-lately": dated(date(2026, 1, 1), date(2026, 10, 1)),
    "closed-long-ago": dated(date(2019, 1, 1), date(2019, 10, 1)),
    "ended": Schedule("ended", Cycle("annual", closes=(YearlyDate(1, 1),))),
}


def slugs(result: FinderResult, snapshot: Snapshot) -> list[str]:
    return slugs_of(result.numbers, snapshot)


def test_the_order_by_deadline_puts_announced_dates_first_and_ended_programmes_last() -> None:
    """The order in which SCHEDULES stand; the names would have it otherwise."""
    names = dict(zip(SCHEDULES, "zyxwvutsrqp", strict=True))
    snapshot = snapshot_of(*(entry(slug, name=names[slug], schedule=when) for slug, when in SCHEDULES.items()))
    every_status = FinderQuery(selection={"status": ("any",)})
    result = find(every_status, AT, snapshot)
    assert slugs(result, snapshot) == list(SCHEDULES)
    assert [hit.entry.slug for hit in result.hits] == list(SCHEDULES)
    assert [hit.standing.status for hit in result.hits][:3] == ["closing-soon", "opens-later", "open"]


def test_time_passes_between_two_searches_of_one_snapshot() -> None:
    """What is open today is closed tomorrow, to the minute, without anybody building anything anew."""
    closes = StatedDate(date(2026, 12, 1), zone="Asia/Tokyo")
    schedule = Schedule("active", Cycle("irregular"), (CallRound("2026", None, closes),))
    snapshot = snapshot_of(entry("one", schedule=schedule))
    end = datetime(2026, 12, 1, 15, tzinfo=UTC)  # midnight in Tokyo
    is_open = FinderQuery(selection={"status": ("open",)})
    assert find(is_open, end - timedelta(minutes=1), snapshot).total == 1
    assert find(is_open, end, snapshot).total == 0
    assert find(is_open, end - timedelta(minutes=1), snapshot).total == 1  # asked in any order


def test_names_are_sorted_without_regard_to_case_and_macrons() -> None:
    names = ["Abe", "ōhashi", "Okada", "oki", "Ōtani", "Zoo"]
    snapshot = snapshot_of(*(entry(f"e-{n}", name=name) for n, name in enumerate(reversed(names))))
    result = find(FinderQuery(sort="name"), AT, snapshot)
    assert [hit.entry.name for hit in result.hits] == names


def test_the_recently_checked_come_first_and_the_never_checked_last() -> None:
    snapshot = snapshot_of(
        entry("a-never", last_checked=None),
        entry("b-old", last_checked=date(2020, 1, 1)),
        entry("c-new", last_checked=date(2026, 11, 1)),
        entry("d-new", last_checked=date(2026, 11, 1)),
    )
    result = find(FinderQuery(sort="checked"), AT, snapshot)
    assert slugs(result, snapshot) == ["c-new", "d-new", "b-old", "a-never"]


def test_a_question_is_answered_best_first_unless_another_order_is_asked_for() -> None:
    snapshot = snapshot_of(
        entry("mention", name="A", summary="Not a fellowship."),
        entry("name", name="Z Fellowship", schedule=SCHEDULES["closed-lately"]),
    )
    assert slugs(find(FinderQuery(q="fellowship"), AT, snapshot), snapshot) == ["name", "mention"]
    assert slugs(find(FinderQuery(q="fellowship", sort="relevance"), AT, snapshot), snapshot) == ["name", "mention"]
    assert slugs(find(FinderQuery(q="fellowship", sort="name"), AT, snapshot), snapshot) == ["mention", "name"]
    assert slugs(find(FinderQuery(q="fellowship", sort="deadline"), AT, snapshot), snapshot) == ["mention", "name"]
    # Without words there is no relevance to sort by.
    assert slugs(find(FinderQuery(sort="relevance"), AT, snapshot), snapshot) == ["mention", "name"]


@pytest.mark.parametrize(("size", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
@pytest.mark.parametrize("sort", ["deadline", "name", "checked"])
def test_every_result_stands_on_exactly_one_page(size: int, pages: int, sort: str) -> None:
    snapshot = snapshot_of(*(entry(f"entry-{number}") for number in range(size)))
    shown: list[str] = []
    for page in range(1, pages + 1):
        result = find(FinderQuery(sort=sort, page=page), AT, snapshot)
        assert (result.total, result.pages, result.query.page) == (size, pages, page)
        assert not result.beyond_last_page
        assert len(result.hits) == 20 or page == pages
        shown += [hit.entry.slug for hit in result.hits]
    assert sorted(shown) == sorted(one.slug for one in snapshot.entries())
    beyond = find(FinderQuery(sort=sort, page=pages + 1), AT, snapshot)
    assert beyond.beyond_last_page
    assert (beyond.query.page, beyond.hits) == (pages, result.hits)


def test_a_pill_leads_to_the_search_without_its_value() -> None:
    snapshot = snapshot_of(entry("one", kind="grant", funders=(body("jsps", name="JSPS"),)))
    query = FinderQuery(q="one", selection={"kind": ("grant", "prize"), "funder": ("jsps",)}, page=3)
    pills = find(query, AT, snapshot).pills
    assert [(pill.facet, pill.label) for pill in pills] == [
        ("Kind of support", "Grant"),
        ("Kind of support", "Prize"),
        ("Funder", "JSPS"),
    ]
    assert [pill.without.address for pill in pills] == [
        "?q=one&kind=prize&funder=jsps",
        "?q=one&kind=grant&funder=jsps",
        "?q=one&kind=grant&kind=prize",
    ]


def test_the_list_of_funders_is_narrowed_by_name_without_touching_the_results() -> None:
    jsps = body("jsps", name="Society for Science", acronym="JSPS", name_ja="日本学術振興会")
    snapshot = snapshot_of(entry("a", funders=(jsps,)), entry("b", funders=(body("daiwa", name="Ōwada"),)), entry("c"))

    def funders(part: str, *chosen: str) -> list[str]:
        result = find(FinderQuery(selection={"funder": chosen} if chosen else {}, name_part=part), AT, snapshot)
        assert result.total == (3 if not chosen else len(chosen))
        facet = next(facet for facet in result.facets if facet.parameter == "funder")
        return [option.code for option in facet.options]

    assert funders("") == ["daiwa", "jsps", "not-stated"]
    assert funders("owada") == ["daiwa", "not-stated"]
    assert funders("学術") == funders("ｊｓｐｓ") == ["jsps", "not-stated"]
    assert funders("owada", "jsps") == ["daiwa", "jsps", "not-stated"]  # the chosen ones stay in view


def test_of_very_many_funders_those_with_most_results_and_the_chosen_are_shown() -> None:
    entries = [entry(f"e-{n}", funders=(body(f"f-{n:03}"),)) for n in range(MOST_SHOWN + 20)]
    entries += [entry(f"more-{n}", funders=(body("f-050"),)) for n in range(2)]
    snapshot = snapshot_of(*entries)
    result = find(FinderQuery(selection={"funder": ("f-055",)}), AT, snapshot)
    facet = next(facet for facet in result.facets if facet.parameter == "funder")
    shown = [option.code for option in facet.options]
    assert {"f-050", "f-055"} <= set(shown)
    assert shown == sorted(shown)
    assert len(shown) == MOST_SHOWN
    assert facet.more == 20


def test_funders_stand_under_the_body_they_belong_to_and_are_found_by_it() -> None:
    ukri, mrc = body("ukri", name="UKRI"), body("mrc", name="MRC", parent="ukri")
    one = replace(entry("one", funders=(mrc,)), lineage=frozenset({"mrc", "ukri"}))
    snapshot = snapshot_of(one, entry("two"), bodies=[ukri])
    result = find(FinderQuery(selection={"funder": ("mrc",)}), AT, snapshot)
    facet = next(facet for facet in result.facets if facet.parameter == "funder")
    top = facet.options[0]
    assert (top.code, top.count, top.has_selected_child) == ("ukri", 1, True)
    assert [(child.code, child.count, child.is_selected) for child in top.children] == [("mrc", 1, True)]
    assert slugs(find(FinderQuery(selection={"funder": ("ukri",)}), AT, snapshot), snapshot) == ["one"]
