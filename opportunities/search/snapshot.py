"""An immutable picture of all published opportunities at one revision of the catalogue."""

import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap

from opportunities.deadlines.status import Standing, standing_at
from opportunities.eligibility.days import Span, deadline_span
from opportunities.eligibility.profile import Profile
from opportunities.search.bitmaps import Narrowed, Selection
from opportunities.search.declaration import ELIGIBLE, FACET, FACETS, NOT_STATED
from opportunities.search.entry import Body, Entry
from opportunities.search.layer import NEVER, Layer, moment_at, name_key
from opportunities.search.lexicon import Lexicon, Wording
from opportunities.search.moments import TIME_FACETS, Moment
from opportunities.search.names import Names
from opportunities.search.options import Bodies
from opportunities.search.postings import numbers_in
from opportunities.search.question import parse_question
from opportunities.search.ranking import Found
from opportunities.search.scoring import Scoring
from opportunities.search.text import Texts
from opportunities.search.understanding import understand
from opportunities.search.verdicts import Cases, Verdicts
from opportunities.search.ways import Ways

_ENTRIES_AT_HAND = 2048  # that stay decoded
_PROFILES_AT_HAND = 256  # whose verdicts are kept: she who turns a page asks again
_LOOK_AHEAD = timedelta(minutes=2)
_MOMENTS_KEPT = 3  # the last, the present and the next: requests that began before a change may still ask


class Surroundings:
    """What is not an opportunity, but is needed to find one: organisations by slug, and what people call things."""

    def __init__(self, bodies: Mapping[str, Body], wordings: tuple[Wording, ...]) -> None:
        self.bodies, self.wordings = bodies, wordings
        self.lexicon = Lexicon(wordings, bodies)
        self.named_bodies = Bodies(bodies)
        self.names = Names(wordings, bodies)


class Snapshot:
    """A prepared layer, what has changed since, and the answers that both give together.

    Entries have numbers: those of the prepared layer come first, those that changed follow. `differing` are the primary
    keys of all that may not be as the prepared layer has them. `live` are the numbers that count: an entry in its old
    form, and one that is gone, keep theirs but are not live.
    """

    def __init__(
        self,
        revision: int,
        taken_at: datetime,
        prepared: Layer,
        changed: Layer,
        differing: frozenset[int],
        around: Surroundings,
    ) -> None:
        self.revision = revision
        self.taken_at = taken_at
        self.around = around
        self.bodies = around.bodies
        self.prepared, self.changed = prepared, changed
        self.numbers = len(prepared) + len(changed)
        self.differing = differing
        self.live = BitMap(range(self.numbers)) - BitMap(n for n in map(prepared.with_pk, differing) if n is not None)
        self.name_rank = _name_ranks(prepared, changed)
        self.checked: NDArray[np.int32] = np.concatenate([prepared.checked, changed.checked])
        self.text = Texts(prepared.index, changed.index, len(prepared), self.live, around.lexicon)
        self.entry = lru_cache(maxsize=_ENTRIES_AT_HAND)(self._entry)
        self._pictures = {
            facet.parameter: _joined(prepared, changed, facet.parameter) for facet in FACETS if facet.of is not None
        }
        self.scoring = Scoring(self.text, self._with_lasting_value, self.live, self.numbers)
        self._verdicts = lru_cache(maxsize=_PROFILES_AT_HAND)(
            lambda cases, profile: cases.verdicts(profile, self.numbers)
        )
        self._lock = threading.Lock()
        self._moments: tuple[Moment, ...] = (self._first_moment(),)

    def __len__(self) -> int:
        return len(self.live)

    def entries(self) -> Iterator[Entry]:
        """All entries."""
        return map(self._entry, self.live)

    def _entry(self, number: int) -> Entry:
        """The entry with a number."""
        own = number - len(self.prepared)
        return self.prepared.entry(number) if own < 0 else self.changed.entry(own)

    def number_of(self, slug: str) -> int | None:
        """The number of the entry with a slug; None where there is none."""
        number = self.changed.with_slug(slug)
        if number is not None:
            return number + len(self.prepared)
        number = self.prepared.with_slug(slug)
        return number if number is not None and number in self.live else None

    def standing(self, number: int, at: datetime) -> Standing:
        """Where the programme of an entry stands: as long as a moment holds, always the same."""
        known = self.at(at).standings
        standing = known.get(number)
        if standing is None:
            if len(known) >= _ENTRIES_AT_HAND:
                known.clear()
            standing = known[number] = standing_at(self.entry(number).schedule, at)
        return standing

    def at(self, at: datetime) -> Moment:
        """What depends on time, at `at`. Only what can have changed since the last question is computed anew."""
        return self._covering(at) or self._move_to(at)

    def look_ahead(self, at: datetime) -> None:
        """Compute what comes next, where it comes soon, so that no request has to."""
        until = self.at(at).until
        if until != NEVER and moment_at(until) - at <= _LOOK_AHEAD:
            self.at(moment_at(until))

    def _covering(self, at: datetime) -> Moment | None:
        return next((moment for moment in self._moments if moment.covers(at)), None)

    def _move_to(self, at: datetime) -> Moment:
        with self._lock:
            if moment := self._covering(at):
                return moment
            nearest = max(self._moments, key=lambda moment: (moment.since <= at, moment.since))
            moment = nearest.moved_to(at, self._entry, self.live)
            self._moments = (moment, *self._moments[: _MOMENTS_KEPT - 1])
            return moment

    def with_value(self, parameter: str, value: str, at: datetime) -> BitMap:
        """The live entries that yield the value of a facet."""
        if FACET[parameter].at is None:
            return self._with_lasting_value(parameter, value)
        return self.at(at).pictures[parameter].get(value, BitMap()) & self.live

    def _with_lasting_value(self, parameter: str, value: str) -> BitMap:
        return self._pictures[parameter].get(value, BitMap()) & self.live

    def values_of(self, parameter: str) -> dict[str, int]:
        """The values of a facet that does not depend on time, and how many entries yield each."""
        counts = {value: len(members & self.live) for value, members in self._pictures[parameter].items()}
        return {value: count for value, count in counts.items() if count and value != NOT_STATED}

    @property
    def newest_check(self) -> date | None:
        """The latest day on which an entry was checked."""
        earliest = int(self.checked[numbers_in(self.live)].min(initial=0))
        return date.fromordinal(-earliest) if earliest else None

    def search(self, question: str, at: datetime) -> Found | None:
        """What a question finds; None where it holds nothing to look for."""
        parsed = parse_question(question)
        if parsed.is_empty:
            return None
        understood = understand(parsed, self.around.lexicon, self.text)
        return Found(understood, self.text, self.scoring, lambda p, v: self.with_value(p, v, at), self.live)

    def narrow(self, selection: Selection, found: BitMap, at: datetime, verdicts: Verdicts | None = None) -> Narrowed:
        """What the selection leaves of `found`; `verdicts` are those of the person who asks, if anything is known."""
        pictures = {**self._pictures, **self.at(at).pictures}
        if verdicts is not None:
            pictures[ELIGIBLE.parameter] = verdicts.values
        return Narrowed(pictures, selection, found, self.live)

    @cached_property
    def _ways(self) -> Ways:
        return self.prepared.ways.followed_by(self.changed.ways)

    def cases(self, at: datetime) -> Cases:
        """The cases of eligibility as they differ at a moment."""
        moment, today = self.at(at), at.date()
        known = moment.cases.get(today)
        if known is None:
            known = moment.cases[today] = Cases(self._ways, moment.closing, self.live, today)
        return known

    def verdicts(self, profile: Profile, at: datetime) -> Verdicts:
        """The verdicts of all live entries for a profile."""
        verdicts: Verdicts = self._verdicts(self.cases(at), profile)
        return verdicts

    def open_questions(self, profile: Profile, at: datetime) -> dict[str, int]:
        """For each field of the profile that is not answered, how many undecided entries its answer would bear on.

        What is hidden unless asked for does not count.
        """
        cases = self.cases(at)
        known = cases.questions.get(profile)
        if known is None:
            if len(cases.questions) >= _PROFILES_AT_HAND:
                cases.questions.clear()
            known = cases.questions[profile] = cases.open_questions(profile, self.narrow({}, self.live, at).result)
        return known

    def deadline(self, number: int, at: datetime) -> Span:
        """The deadline by which the eligibility of one entry is reckoned."""
        first, last = self.at(at).closing[number].tolist()
        return deadline_span((first, last), at.date())

    def _first_moment(self) -> Moment:
        return Moment(
            since=max(self.prepared.at, self.changed.at),
            next_change=np.concatenate([self.prepared.next_change, self.changed.next_change]),
            deadline=np.concatenate([self.prepared.deadline, self.changed.deadline]),
            closing=np.concatenate([self.prepared.closing, self.changed.closing]),
            pictures={facet.parameter: _joined(self.prepared, self.changed, facet.parameter) for facet in TIME_FACETS},
        )


def _joined(prepared: Layer, changed: Layer, parameter: str) -> dict[str, BitMap]:
    """The values of a facet in both layers. Entries that are not live stay in it: what it is met with has none."""
    values = dict(prepared.pictures[parameter])
    for value, members in changed.pictures[parameter].items():
        values[value] = values.get(value, BitMap()) | members.shift(len(prepared))
    return values


def _name_ranks(prepared: Layer, changed: Layer) -> NDArray[np.float64]:
    """For each entry a number that is greater the later it comes in the alphabet; changed ones lie between."""
    ranks = np.empty(len(prepared) + len(changed))
    ranks[prepared.by_name] = np.arange(len(prepared))
    for place, own in enumerate(changed.by_name.tolist(), 1):
        before = prepared.place_of_name(name_key(changed.entry(own)))
        ranks[len(prepared) + own] = before - 1 + place / (len(changed) + 1)
    return ranks
