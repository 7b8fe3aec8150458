"""The conditions of eligibility as a reader asks for them: every question has an answer, or says that it has none.

What holds for all comes first, by question; then groups of alternatives, of each of which one is enough; then the
routes, each with conditions of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.translation import gettext as _

from opportunities.eligibility.terms import CRITERION_KIND
from opportunities.models import Criterion, Opportunity
from opportunities.wording.conditions import NameOf, condition_in_words
from opportunities.wording.verdicts import RouteWords

# What everybody asks, whether there is an answer or not. Conditions of other kinds are shown where they are stated.
_ALWAYS_ASKED = (
    "nationality",
    "residence",
    "institution",
    "degree",
    "years-since-phd",
    "age",
    "language",
    "host",
    "applicant",
)
_QUESTIONS = (*_ALWAYS_ASKED, *(kind for kind in CRITERION_KIND if kind not in _ALWAYS_ASKED))  # in order
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Answer:
    """One condition: a statement, what of it is prose, notes (both English), the short names of its own sources."""

    kind: str
    statement: str | None
    prose: str | None
    notes: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def text(self) -> str:
        """Statement and prose in one line."""
        return "; ".join(part for part in (self.statement, self.prose) if part)


@dataclass(frozen=True, slots=True)
class Condition:
    """A question of eligibility with its answers; without any it is not stated, unless it `is_below`: in a route, or
    in an alternative.
    """

    kind: str
    question: str
    answers: tuple[Answer, ...] = ()
    is_below: bool = False

    @property
    def answer(self) -> str | None:
        """All answers in one line; None where there is none."""
        return "; ".join(answer.text for answer in self.answers if answer.text) or None

    @property
    def notes(self) -> tuple[str, ...]:
        """The notes on all answers."""
        return tuple(note for answer in self.answers for note in answer.notes)


Alternatives = tuple[tuple[Condition, ...], ...]  # one of them is enough


@dataclass(frozen=True, slots=True)
class Section:
    """Conditions that belong together: those for all, or those of a route."""

    route: RouteWords | None
    conditions: tuple[Condition, ...]
    either: tuple[Alternatives, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no condition is stated."""
        return not self.conditions and not self.either


def sections_of(opportunity: Opportunity, name_of: NameOf) -> tuple[Section, ...]:
    """What holds for all, and then each route, of an opportunity that was fetched `with_facts()`."""
    rows = list(opportunity.criteria.all())
    below = {row.kind for row in rows if row.route is not None or row.either is not None}
    common = _section(None, [row for row in rows if row.route is None], name_of)
    asked = {condition.kind: condition for condition in common.conditions}
    for kind in _ALWAYS_ASKED:
        asked.setdefault(kind, Condition(kind, _question(kind), is_below=kind in below))
    everything = tuple(asked[kind] for kind in _QUESTIONS if kind in asked)
    routes = (
        _section(RouteWords.of(route.name, route.name_ja), [row for row in rows if row.route == route.key], name_of)
        for route in opportunity.eligibility_routes.all()
    )
    return replace(common, conditions=everything), *routes


def conditions_of(criteria: Iterable[Criterion], name_of: NameOf = lambda _slug: None) -> list[Condition]:
    """One condition for each question, in order, as a table with little room shows them.

    What holds only by some routes, or as one of several alternatives, is marked so.
    """
    by_kind: dict[str, list[Answer]] = {kind: [] for kind in _ALWAYS_ASKED}
    for row in criteria:
        answer = _answer(row, name_of)
        if (row.route is not None or row.either is not None) and answer.text:
            in_some_cases = _("in some cases: %(condition)s") % {"condition": answer.text}
            answer = replace(answer, statement=in_some_cases, prose=None)
        by_kind.setdefault(row.kind, []).append(answer)
    return [
        Condition(kind, _question(kind), tuple(by_kind[kind]))
        for kind in _QUESTIONS
        if kind in by_kind and kind != _OTHER
    ]


def other_conditions(criteria: Iterable[Criterion]) -> list[str]:
    """The conditions that are known only in words."""
    return [criterion.text for criterion in criteria if criterion.kind == _OTHER and criterion.text]


def _section(route: RouteWords | None, rows: Sequence[Criterion], name_of: NameOf) -> Section:
    together = [row for row in rows if row.either is None]
    apart = sorted((row for row in rows if row.either is not None), key=_place)
    either = tuple(
        tuple(_conditions(alternative, name_of) for _number, alternative in groupby(group, key=_place))
        for _group, group in groupby(apart, key=lambda row: row.either)
    )
    return Section(route, _conditions(together, name_of), either)


def _place(row: Criterion) -> tuple[int, int]:
    return row.either or 0, row.alternative or 0


def _conditions(rows: Iterable[Criterion], name_of: NameOf) -> tuple[Condition, ...]:
    by_kind: dict[str, list[Answer]] = {}
    for row in rows:
        by_kind.setdefault(row.kind, []).append(_answer(row, name_of))
    return tuple(Condition(kind, _question(kind), tuple(by_kind[kind])) for kind in _QUESTIONS if kind in by_kind)


def _answer(row: Criterion, name_of: NameOf) -> Answer:
    own = row.as_value()
    notes = [note for note in (*_who_applies(row), row.note) if note]
    return Answer(row.kind, condition_in_words(own, name_of), row.text, tuple(notes), tuple(row.sources))


def _who_applies(row: Criterion) -> list[str]:
    """Who applies or nominates, in the words of the catalogue."""
    return list(row.names) if row.kind == "applicant" else []


def _question(kind: str) -> str:
    return _("Check yourself") if kind == _OTHER else CRITERION_KIND[kind].label
