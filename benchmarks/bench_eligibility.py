"""Who can apply: the verdicts of all entries for one profile, and what they add to a search.

Measured in a thread of its own, like pages: CPython 3.11 is slower where the stack is as deep as pytest makes it.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks import engine
from benchmarks.measuring import once_each
from benchmarks.questions import AT, SELECTIONS, Selection
from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.search.snapshot import Snapshot

RESEARCHER = Profile(
    nationalities=("GB",),
    permanent_residence=(),
    residence="GB",
    career_stage="early-career",
    highest_degree="doctorate",
    enrolled_in="not-enrolled",
    phd=PartialDate(2021, 3, 14),
    born=PartialDate(1991, 5),
    employed=True,
    institution_kind="university",
    institution_country="GB",
    fields=("1.3",),
    english="native",
    has_host=True,
)
# Each differs in an answer, so that nothing is kept of the one before.
PEOPLE = [replace(RESEARCHER, career_break_months=months) for months in range(60)]
Given = TypeVar("Given")
Made = TypeVar("Made")
_thread = ThreadPoolExecutor(1)


def _in_thread(function: Callable[[Given], Made]) -> Callable[[Given], Made]:
    return lambda given: _thread.submit(function, given).result()


def test_verdicts_of_somebody_new(benchmark: BenchmarkFixture, snapshot: Snapshot) -> None:
    """All entries, as sets of numbers, as a search needs them."""
    assert sum(map(len, snapshot.verdicts(RESEARCHER, AT).values.values())) == len(snapshot)
    once_each(benchmark, _in_thread(lambda profile: snapshot.verdicts(profile, AT).values), PEOPLE)


def test_counts_for_somebody_known(benchmark: BenchmarkFixture, snapshot: Snapshot) -> None:
    """All counts of all facets, the verdicts' among them, for somebody whose verdicts are at hand."""
    snapshot.verdicts(RESEARCHER, AT)

    def count(selection: Selection) -> engine.Counts:
        return engine.facet_counts(snapshot, selection, AT, RESEARCHER)

    once_each(benchmark, _in_thread(count), list(SELECTIONS) * 5)


def test_open_questions(benchmark: BenchmarkFixture, snapshot: Snapshot) -> None:
    """How many entries each question that is not answered would bear on."""
    asked = [replace(person, residence=None, has_host=None) for person in PEOPLE]
    once_each(benchmark, _in_thread(lambda profile: snapshot.open_questions(profile, AT)), asked)
