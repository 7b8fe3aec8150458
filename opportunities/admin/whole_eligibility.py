"""What is wrong between the conditions of one entry, its routes and its sources, in words."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from math import prod

from django.utils.translation import gettext as _

from opportunities.curation.eligibility_facts import MOST_COMBINATIONS
from opportunities.models import Criterion

Fault = tuple[int, str, str]  # the number of a condition, its box, and what is wrong there
Groups = dict[tuple[str | None, int], set[int | None]]  # alternatives by route and group


def faults(criteria: Sequence[Criterion], routes: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
    """All that is wrong; `routes` and `sources` are the short names of those that the entry will have."""
    groups = _groups(criteria)
    for number, criterion in enumerate(criteria):
        if criterion.route is not None and criterion.route not in routes:
            yield number, "route", _no_route(criterion.route, routes)
        for ref in criterion.sources:
            if ref not in sources:
                yield number, "sources", _no_source(ref, sources)
        if criterion.either is not None and len(groups[criterion.route, criterion.either]) == 1:
            yield (
                number,
                "alternative",
                _("This stands alone in its group: give another condition the same group and another alternative."),
            )
    ways = _combinations(groups, routes)
    if ways > MOST_COMBINATIONS:
        number = max(number for number, criterion in enumerate(criteria) if criterion.either is not None)
        yield number, "either", _too_many(ways)


def _groups(criteria: Sequence[Criterion]) -> Groups:
    groups: Groups = defaultdict(set)
    for criterion in criteria:
        if criterion.either is not None:
            groups[criterion.route, criterion.either].add(criterion.alternative)
    return groups


def _combinations(groups: Groups, routes: Collection[str]) -> int:
    """In how many ways the conditions can be met."""

    def of(route: str | None) -> int:
        return prod(len(alternatives) for place, alternatives in groups.items() if place[0] == route)

    return of(None) * (sum(of(route) for route in routes) or 1)


def _no_route(name: str, routes: Collection[str]) -> str:
    if not routes:
        return _("This entry has no routes: add “%(name)s” to its routes, or leave this empty.") % {"name": name}
    given = {"name": name, "routes": ", ".join(routes)}
    return _("“%(name)s” is not one of this entry's routes: %(routes)s.") % given


def _no_source(ref: str, sources: Collection[str]) -> str:
    given = {"ref": ref[:40], "sources": ", ".join(sources)}
    return _("“%(ref)s” is not one of this entry's sources: %(sources)s.") % given


def _too_many(ways: int) -> str:
    message = _("Routes and alternatives combine in %(ways)s ways; at most %(most)s can be.")
    return message % {"ways": ways, "most": MOST_COMBINATIONS}
