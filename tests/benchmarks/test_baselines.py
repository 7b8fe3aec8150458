"""A baseline answers the same question as the finder, or the comparison says nothing."""

import json
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from benchmarks import engine, fts5, orm_counts
from benchmarks.catalogue import fill
from benchmarks.questions import AT, PAGES, SELECTIONS, Selection
from benchmarks.results import Results
from benchmarks.works import WORKS

pytestmark = pytest.mark.usefixtures("loaded_catalogue")
COMPARABLE = ("direction", "stage", "activity", "covers", "kind", "section")


@pytest.mark.parametrize("selection", SELECTIONS[::4])
def test_group_by_counts_what_the_finder_counts(selection: Selection) -> None:
    fill(394)
    ours = engine.facet_counts(engine.ready(), selection, AT)
    theirs = orm_counts.facet_counts(selection)
    for facet in COMPARABLE:
        stated = {value: number for value, number in ours[facet].items() if number and value != "not-stated"}
        assert theirs[facet] == stated, facet


@pytest.mark.parametrize("text", ["Daiwa Scholarships", "奨学金", "grassland"])
def test_fts5_finds_words_in_both_languages(text: str, tmp_path: Path) -> None:
    index = fts5.index(tmp_path / "entries.sqlite3")
    assert fts5.best(index, text, 20)
    assert not fts5.best(index, "astrolabe", 20)


@pytest.mark.urls("benchmarks.urls")
@pytest.mark.parametrize("kind", PAGES)
def test_the_floor_is_the_same_page_without_the_work(
    kind: str, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = PAGES[kind][0]
    real = client.get(address).content
    assert client.get(f"/canned{address}").content == real
    with django_assert_num_queries(0):
        client.get(f"/canned{address}")


def test_every_reported_bench_exists() -> None:
    """Each figure is taken from a bench that some file has."""
    asked: list[str] = []

    class Asked(Results):
        def median(self, bench: str) -> float | None:
            asked.append(bench)
            return None

        slowest = median

        def noted(self, bench: str, *keys: str) -> float | None:
            return self.median(bench)

    for work in WORKS:
        for figure in filter(None, (work.figure, work.baseline)):
            figure(Asked("real", "2026-11-25", json.loads("{}")))
    files = (Path(engine.__file__).parent).glob("bench_*.py")
    written = "".join(path.read_text(encoding="utf-8") for path in files)
    assert asked
    assert {bench for bench in asked if f"def {bench.partition('[')[0]}(" not in written} == set()
