"""What the comparison shows: facts in rows, opportunities in columns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from core.querystrings import query_string
from opportunities.eligibility.profile import Profile
from opportunities.finder import Hit, hits_of
from opportunities.finder.named import named
from opportunities.models import Opportunity
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.snapshot import Snapshot
from opportunities.vocabulary import ACTIVITY, CONFIDENCE, COVERS, FREQUENCY, Vocabulary
from opportunities.web.criteria import Condition, conditions_of, other_conditions
from opportunities.web.links import OutwardLink, outward_link
from opportunities.web.profile.panel import words_for
from opportunities.web.rows import Row, row_of
from opportunities.wording.dates import zone_in_words
from opportunities.wording.money import amount_in_words, duration_in_words, worth_in_words
from opportunities.wording.verdicts import VerdictWords

MOST_COMPARED = 5


@dataclass(frozen=True, slots=True)
class Compared:
    """One opportunity of the comparison: as lists show it, with all its facts, and the address without it.

    `verdict` is that of who asks, where something is known of her.
    """

    row: Row
    hit: Hit
    opportunity: Opportunity
    verdict: VerdictWords | None
    without: str


@dataclass(frozen=True, slots=True)
class Fact:
    """What one cell says; without words it is not stated."""

    words: str | None
    notes: tuple[str, ...] = ()
    link: OutwardLink | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of all opportunities, and whether it is not the same for all."""

    label: str
    facts: tuple[Fact, ...]

    @property
    def differs(self) -> bool:
        """Whether the opportunities differ in it. What is not stated differs from all that is."""
        return len({(fact.words, fact.notes) for fact in self.facts}) > 1


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    heading: str
    lines: tuple[Line, ...]


def compare_context(parameters: QueryDict, at: datetime, snapshot: Snapshot, profile: Profile | None) -> dict[str, Any]:
    """The template's context for what an address names, and for whom."""
    chosen = named(parameters.getlist("o"), snapshot, MOST_COMPARED)
    only_differences = parameters.get("only") == "differences"
    compared = _compared(chosen.slugs, at, snapshot, profile, only_differences)
    groups = _groups(compared)
    return {
        "compared": compared,
        "groups": list(_differing(groups)) if only_differences else groups,
        "only_differences": only_differences,
        "differences": sum(line.differs for group in groups for line in group.lines),
        "switch_link": _address(chosen.slugs, not only_differences),
        "pairs": tuple(("o", slug) for slug in chosen.slugs),
        "shortlist_link": reverse("web:shortlist") + query_string(("o", slug) for slug in chosen.slugs),
        "surplus": [row_of(hit, at) for hit in hits_of(_numbers(chosen.surplus, snapshot), at, snapshot)],
        "messages_about_address": [*chosen.messages, *_about_parameters(parameters)],
        "most_compared": MOST_COMPARED,
    }


def _compared(
    slugs: tuple[str, ...], at: datetime, snapshot: Snapshot, profile: Profile | None, only_differences: bool
) -> list[Compared]:
    found = Opportunity.objects.published().with_facts().filter(slug__in=slugs)
    by_slug = {opportunity.slug: opportunity for opportunity in found}
    there = [slug for slug in slugs if slug in by_slug]
    verdict_of = words_for(profile, snapshot)
    return [
        Compared(
            row=row_of(hit, at),
            hit=hit,
            opportunity=by_slug[hit.entry.slug],
            verdict=verdict_of(hit),
            without=_address([slug for slug in there if slug != hit.entry.slug], only_differences),
        )
        for hit in hits_of(_numbers(there, snapshot), at, snapshot, profile)
    ]


def _groups(compared: Sequence[Compared]) -> list[Group]:
    """All lines. Another kind of fact is another function in this list."""
    groups = (
        (_("What is it?"), _what),
        (_("Can I apply?"), _who),
        (_("What do I get?"), _worth),
        (_("When?"), _when),
        (_("Where does this come from?"), _where_from),
    )
    return [Group(heading, tuple(lines(compared))) for heading, lines in groups]


def _differing(groups: Iterable[Group]) -> Iterable[Group]:
    for group in groups:
        if lines := tuple(line for line in group.lines if line.differs):
            yield replace(group, lines=lines)


def _what(compared: Sequence[Compared]) -> Iterable[Line]:
    yield _line(_("Kind"), compared, lambda one: Fact(one.row.kind))
    yield _line(_("Direction"), compared, lambda one: _in_row(one, "directions"))
    yield _line(_("Career stage"), compared, lambda one: _in_row(one, "stages"))
    yield _line(_("Field"), compared, lambda one: _labels(FIELD_OR_ALL, one.hit.entry.disciplines))
    yield _line(_("Activity"), compared, lambda one: _labels(ACTIVITY, one.hit.entry.activities))
    yield _line(_("Funder"), compared, lambda one: _in_row(one, "funders"))


def _who(compared: Sequence[Compared]) -> Iterable[Line]:
    """Her verdicts, a line for each question of eligibility that any has, and one for what is known only in words."""
    if all(one.verdict for one in compared):
        yield _line(_("For you"), compared, _verdict)
    conditions = [conditions_of(one.opportunity.criteria.all()) for one in compared]
    questions = {condition.kind: condition.question for own in conditions for condition in own}
    for kind, question in questions.items():
        yield Line(question, tuple(_condition([one for one in own if one.kind == kind]) for own in conditions))
    yield _line(
        _("Other conditions"),
        compared,
        lambda one: Fact(" ".join(other_conditions(one.opportunity.criteria.all())) or None),
    )


def _worth(compared: Sequence[Compared]) -> Iterable[Line]:
    yield _line(_("Amount"), compared, lambda one: Fact(amount_in_words(one.hit.entry.award)))
    yield _line(_("In pounds, for comparison"), compared, _in_pounds)
    yield _line(_("What it pays for"), compared, lambda one: _labels(COVERS, one.hit.entry.covers))
    yield _line(
        _("How long"),
        compared,
        lambda one: Fact(duration_in_words(one.hit.entry.award), _notes(one.hit.entry.duration_note)),
    )


def _when(compared: Sequence[Compared]) -> Iterable[Line]:
    yield _line(_("Now"), compared, lambda one: Fact(one.row.standing.label))
    yield _line(_("Deadline"), compared, lambda one: Fact(one.row.standing.line, _notes(one.row.standing.remark)))
    yield _line(_("How often"), compared, _how_often)
    yield _line(_("Time zone"), compared, _zone)


def _where_from(compared: Sequence[Compared]) -> Iterable[Line]:
    yield _line(_("Official page"), compared, _official)
    yield _line(_("Last checked"), compared, lambda one: Fact(one.row.checked))
    yield _line(_("Confidence"), compared, lambda one: Fact(CONFIDENCE[one.opportunity.confidence].label))


def _line(label: str, compared: Sequence[Compared], say: Callable[[Compared], Fact]) -> Line:
    return Line(label, tuple(say(one) for one in compared))


def _in_row(one: Compared, part: str) -> Fact:
    return Fact(None if part in one.row.not_stated else getattr(one.row, part))


def _labels(vocabulary: Vocabulary, codes: Iterable[str]) -> Fact:
    return Fact(" · ".join(vocabulary[code].label for code in codes) or None)


def _verdict(one: Compared) -> Fact:
    verdict = one.verdict
    assert verdict is not None  # asked for only where something is known of her
    reason = verdict.reason
    said = f"{reason.sentence} {reason.prose or ''}".strip() if reason else None
    route = _("Best way: %(route)s") % {"route": verdict.route.name} if verdict.route else None
    return Fact(verdict.label, tuple(part for part in (route, said, verdict.change) if part))


def _condition(conditions: Sequence[Condition]) -> Fact:
    answers = [condition.answer for condition in conditions if condition.answer]
    return Fact("; ".join(answers) or None, tuple(note for condition in conditions for note in condition.notes))


def _in_pounds(one: Compared) -> Fact:
    worth = one.hit.entry.worth
    return Fact(worth_in_words(worth)) if worth else Fact(None)


def _how_often(one: Compared) -> Fact:
    frequency = one.opportunity.frequency
    return Fact(None if frequency == "unknown" else FREQUENCY[frequency].label)


def _zone(one: Compared) -> Fact:
    deadline = one.hit.standing.deadline
    zone = deadline.zone if deadline else one.opportunity.timezone
    return Fact(zone_in_words(zone) if zone else None)


def _official(one: Compared) -> Fact:
    link = outward_link(one.opportunity.official_url)
    return Fact(link.host if link else None, link=link)


def _notes(note: str | None) -> tuple[str, ...]:
    return (note,) if note else ()


def _numbers(slugs: Iterable[str], snapshot: Snapshot) -> list[int]:
    return [number for slug in slugs if (number := snapshot.number_of(slug)) is not None]


def _address(slugs: Iterable[str], only_differences: bool) -> str:
    pairs = [("o", slug) for slug in slugs]
    return reverse("web:compare") + query_string([*pairs, ("only", "differences")] if only_differences else pairs)


def _about_parameters(parameters: QueryDict) -> list[str]:
    unknown = [name for name in parameters if name not in ("o", "only")]
    return [
        _("We do not know the search parameter “%(name)s”, so we left it out.") % {"name": name[:40]}
        for name in unknown[:3]
    ]
