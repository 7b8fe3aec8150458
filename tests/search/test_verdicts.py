"""The verdicts of all entries at once are those of each, whatever the catalogue, the profile and the moment."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.eligibility.criteria import Conjunction
from opportunities.eligibility.days import Span
from opportunities.eligibility.profile import Profile
from opportunities.eligibility.rules import judge
from opportunities.eligibility.terms import VERDICT
from opportunities.finder import FinderQuery, find, verdict_of
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from tests.eligibility.strategies import ANSWERS, profiles, requirements
from tests.search.entries import TAKEN, entry, snapshot_of

few = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
moments = st.sampled_from([TAKEN, TAKEN + timedelta(days=40), TAKEN + timedelta(days=400), TAKEN - timedelta(days=3)])


@st.composite
def schedules(draw: st.DrawFn) -> Schedule:
    """An announced round, an expected one, one that is always open, one that is over, or nothing known."""
    day = draw(st.dates(datetime(2026, 10, 1, tzinfo=UTC).date(), datetime(2028, 3, 1, tzinfo=UTC).date()))
    closes = StatedDate(day.replace(day=1), "month") if draw(st.booleans()) else StatedDate(day, zone="Asia/Tokyo")
    rounds = draw(st.sampled_from([(), (CallRound("a", None, closes),)]))
    frequency = draw(st.sampled_from(["annual", "rolling", "irregular", "unknown"]))
    usual = draw(st.sampled_from([(), (YearlyDate(4),), (YearlyDate(9, 30),)]))
    return Schedule("active", Cycle(frequency, closes=usual), rounds)


@st.composite
def catalogues(draw: st.DrawFn) -> list[Entry]:
    """A few entries that require random things; some require the same."""
    kinds = draw(st.lists(requirements(), min_size=1, max_size=5))
    count = draw(st.integers(0, 8))
    return [
        entry(f"entry-{number}", requirements=draw(st.sampled_from(kinds)), schedule=draw(schedules()))
        for number in range(count)
    ]


@given(catalogues(), profiles(), moments)
@few
def test_all_at_once_as_each_by_itself(entries: list[Entry], profile: Profile, at: datetime) -> None:
    snapshot = snapshot_of(*entries)
    found = snapshot.verdicts(profile, at).values
    assert set(found) == set(VERDICT)
    for code, numbers in found.items():
        assert set(numbers) == {n for n in snapshot.live if verdict_of(n, profile, at, snapshot).code == code}


@given(catalogues(), profiles(), moments)
@few
def test_counts_filter_and_order_go_by_the_verdicts(entries: list[Entry], profile: Profile, at: datetime) -> None:
    snapshot = snapshot_of(*entries)
    everything = find(FinderQuery(sort="eligible"), at, snapshot, profile=profile)
    codes = [verdict_of(number, profile, at, snapshot).code for number in everything.numbers]
    assert codes == sorted(codes, key=list(VERDICT).index)
    assert [hit.verdict.code for hit in everything.hits if hit.verdict] == codes[:20]
    facet = everything.facets[0]
    assert facet.parameter == "eligible"
    for option in facet.options:
        narrowed = find(FinderQuery(selection={"eligible": (option.code,)}), at, snapshot, profile=profile)
        assert narrowed.total == option.count == codes.count(option.code)


@given(catalogues(), profiles(), moments)
@few
def test_a_question_bears_on_just_the_undecided_that_ask_it(
    entries: list[Entry], profile: Profile, at: datetime
) -> None:
    snapshot = snapshot_of(*entries)
    asked = snapshot.open_questions(profile, at)
    for field in ANSWERS:
        assert asked.get(field, 0) == sum(_asks(field, number, profile, at, snapshot) for number in snapshot.live)


def _asks(field: str, number: int, profile: Profile, at: datetime, snapshot: Snapshot) -> bool:
    """Whether the verdict is open and some condition, of whatever way, asks for the answer."""
    required, deadline = snapshot.entry(number).requirements, snapshot.deadline(number, at)
    if verdict_of(number, profile, at, snapshot).code != "cannot-tell":
        return False
    return any(field in _missing(way.criteria, profile, deadline) for way in required.ways())


def _missing(criteria: Conjunction, profile: Profile, deadline: Span) -> set[str]:
    return {field for criterion in criteria for field in judge(criterion, profile, deadline).missing}


def test_without_a_profile_what_depends_on_who_asks_is_left_out() -> None:
    snapshot = snapshot_of(entry("one"), entry("two"))
    asked = FinderQuery(selection={"eligible": ("likely",), "kind": ("grant",)}, sort="eligible")
    result = find(asked, TAKEN, snapshot)
    assert result.total == 2
    assert result.query.selection == {"kind": ("grant",)}
    assert "eligible" not in {facet.parameter for facet in result.facets}
    assert all(hit.verdict is None for hit in result.hits)
