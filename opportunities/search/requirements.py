"""What programmes require, from the rows that say it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from opportunities.eligibility.criteria import Conditions, Conjunction, Criterion, Requirements, Route, with_implied
from opportunities.vocabulary import ALL_FIELDS

# Of each condition: the route that it belongs to, its group of alternatives, the alternative, the condition itself.
Placed = tuple[str | None, int | None, int | None, Criterion]
NamedRoute = tuple[str, str, str | None]  # short name, name, Japanese name


def requirements_of(
    slug: str,
    placed: Iterable[Placed],
    routes: Iterable[NamedRoute],
    stages: tuple[str, ...],
    disciplines: tuple[str, ...],
) -> Requirements:
    """All that the programme with this slug requires, with what follows from how it is classified."""
    own: dict[str | None, list[Placed]] = defaultdict(list)
    for row in placed:
        own[row[0]].append(row)
    stated = Requirements(
        _conditions(slug, own[None]),
        tuple(Route(key, name, name_ja, _conditions(slug, own[key])) for key, name, name_ja in routes),
    )
    return with_implied(stated, stages, () if ALL_FIELDS in disciplines else disciplines)


def _conditions(slug: str, rows: Iterable[Placed]) -> Conditions:
    all_of: list[Criterion] = []
    groups: dict[int, dict[int, list[Criterion]]] = defaultdict(lambda: defaultdict(list))
    for _route, group, alternative, criterion in rows:
        named = _of_this_programme(slug, criterion)
        if group is None or alternative is None:
            all_of.append(named)
        else:
            groups[group][alternative].append(named)
    return Conditions(tuple(all_of), tuple(_alternatives(groups[group]) for group in sorted(groups)))


def _alternatives(alternatives: dict[int, list[Criterion]]) -> tuple[Conjunction, ...]:
    return tuple(tuple(alternatives[number]) for number in sorted(alternatives))


def _of_this_programme(slug: str, criterion: Criterion) -> Criterion:
    """An earlier award of which nothing more is said is one of this programme."""
    if criterion.kind == "earlier-award" and not criterion.values:
        return replace(criterion, values=(slug,))
    return criterion
