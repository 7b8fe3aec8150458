"""What is reported, beside which baseline, and the numbers to reach."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks.results import Results

Figure = Callable[[Results], float | None]


@dataclass(frozen=True, slots=True)
class Target:
    """A limit: of the figure itself, in its unit, or of a ratio."""

    limit: float
    of: str = "figure"  # or "times faster" (at least), or "times the floor" (at most)

    def words(self, unit: str) -> str:
        """The target as it stands in the table."""
        if self.of == "times faster":
            return f"≥ {self.limit:g}× faster"
        return f"≤ {self.limit:g} {unit}" if self.of == "figure" else f"≤ {self.limit:g}×"

    def is_reached(self, figure: float, baseline: float | None) -> bool:
        """Whether the figure, or its ratio to the baseline, keeps the limit."""
        if self.of == "figure":
            return figure <= self.limit
        if baseline is None:
            return False
        return baseline / figure >= self.limit if self.of == "times faster" else figure / baseline <= self.limit


@dataclass(frozen=True, slots=True)
class Work:
    """One line for each size: a figure in its unit, beside a baseline that is either slower or a floor."""

    name: str
    unit: str
    figure: Figure
    baseline: Figure | None = None
    is_floor: bool = False
    targets: Mapping[str, tuple[Target, ...]] = field(default_factory=dict)


def faster(times: float) -> Target:
    """At least so many times faster than the baseline."""
    return Target(times, "times faster")


def floors(times: float) -> Target:
    """At most so many times the floor."""
    return Target(times, "times the floor")


def at_most(limit: float) -> Target:
    """At most so much, in the figure's unit."""
    return Target(limit)


def milliseconds(bench: str) -> Figure:
    """A bench's median."""
    return lambda results: _times(1000, results.median(bench))


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else value * factor


def _text(kind: str, targets: Mapping[str, tuple[Target, ...]] | None = None) -> Work:
    """A text search beside FTS5."""
    bench, baseline = milliseconds(f"test_text[{kind}]"), milliseconds(f"test_text_by_fts5[{kind}]")
    return Work(f"text, top 20: {kind} (baseline: FTS5, bm25)", "ms", bench, baseline, targets=targets or {})


def _page(kind: str, targets: Mapping[str, tuple[Target, ...]] | None = None) -> Work:
    """A page beside its floor."""
    name = f"whole page: {kind} (baseline: its floor)"
    bench, floor = milliseconds(f"test_page[{kind}]"), milliseconds(f"test_page_floor[{kind}]")
    return Work(name, "ms", bench, floor, is_floor=True, targets=targets or {})


WORKS: tuple[Work, ...] = (
    Work(
        "all facet counts, three facets selected (baseline: ORM GROUP BY)",
        "ms",
        milliseconds("test_counts"),
        milliseconds("test_counts_by_orm"),
        targets={"100000": (faster(200), at_most(2)), "1000000": (at_most(12),)},
    ),
    Work(
        "the same with verdicts, of somebody known (baseline: without)",
        "ms",
        milliseconds("test_counts_for_somebody_known"),
        milliseconds("test_counts"),
        is_floor=True,
    ),
    Work(
        "the verdicts of all entries, for somebody new",
        "ms",
        milliseconds("test_verdicts_of_somebody_new"),
        targets={"100000": (at_most(5),)},
    ),
    Work("what each open question would settle", "ms", milliseconds("test_open_questions")),
    _text("two common words", {"100000": (faster(10),), "1000000": (at_most(15),)}),
    _text("a rare word"),
    _text("a typo"),
    _text("Japanese"),
    _text("a sentence"),
    Work("for comparison, two common words in tantivy", "ms", milliseconds("test_text_by_tantivy[two common words]")),
    _page(
        "words and three facets",
        {"real": (floors(1.5),), "100000": (floors(2.0), at_most(20)), "1000000": (floors(3.5),)},
    ),
    _page("three facets"),
    _page("words"),
    _page("start"),
    Work("what htmx asks for after a click", "ms", milliseconds("test_update_of_page")),
    Work("the desk's first page", "ms", milliseconds("test_dashboard"), targets={"100000": (at_most(300),)}),
    Work(
        "an edit is seen in every worker (the slowest of 10)",
        "s",
        lambda results: results.slowest("test_edit_is_seen"),
        targets={"100000": (at_most(1.5),), "1000000": (at_most(5),)},
    ),
    Work(
        "p99 of answers while editing (baseline: the usual p99)",
        "ms",
        lambda results: results.noted("test_requests_while_editing", "while editing", "p99"),
        lambda results: results.noted("test_requests_while_editing", "usual", "p99"),
        is_floor=True,
    ),
    Work(
        "the slowest answer while editing (baseline: the usual p99)",
        "ms",
        lambda results: results.noted("test_requests_while_editing", "while editing", "slowest"),
        lambda results: results.noted("test_requests_while_editing", "usual", "p99"),
        is_floor=True,
        targets={"100000": (floors(2.0),)},
    ),
    Work(
        "build from the database",
        "s",
        lambda results: results.noted("test_start_from_the_database", "seconds"),
        targets={"100000": (at_most(20),), "1000000": (at_most(240),)},
    ),
    Work("`manage.py build_search_index`, all in all", "s", lambda results: results.median("test_prepare_index")),
    Work("opening the prepared index", "s", lambda results: results.noted("test_start_from_the_index", "seconds")),
    Work(
        "memory that a worker adds: built by itself",
        "MB",
        lambda results: results.noted("test_start_from_the_database", "added", "rss"),
        targets={"100000": (at_most(200),), "1000000": (at_most(1200),)},
    ),
    Work(
        "memory that a worker adds: prepared index",
        "MB",
        lambda results: results.noted("test_start_from_the_index", "added", "rss"),
        targets={"100000": (at_most(200),), "1000000": (at_most(1200),)},
    ),
    Work(
        "of that, its own (the rest is shared with other workers)",
        "MB",
        lambda results: results.noted("test_start_from_the_index", "added", "own"),
    ),
)
