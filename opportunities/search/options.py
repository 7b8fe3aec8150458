"""The values of a facet as a page, a feed or an API shows them: finished data, nothing left to compute."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language

from core.text import fold
from opportunities.search.declaration import FACET, NOT_STATED, Facet
from opportunities.search.entry import Body, lineage

MOST_SHOWN = 40  # organisations in a list; the others are found by name


@dataclass(slots=True)
class Option:
    """One value: what it is called, how many results choosing it would give, and the link that chooses or drops it."""

    code: str
    label: str
    count: int
    is_selected: bool
    link: str
    children: tuple["Option", ...] = ()

    @property
    def is_disabled(self) -> bool:
        """A value that gives nothing and is not chosen cannot be chosen; it stands there to hold its children."""
        return self.count == 0 and not self.is_selected

    @property
    def has_selected_child(self) -> bool:
        """Whether one of the values under this one is chosen."""
        return any(child.is_selected for child in self.children)


@dataclass(frozen=True, slots=True)
class FacetOptions:
    """A facet with those of its values that are worth showing; `more` is the number of those that are too many."""

    parameter: str
    label: str
    hint: str | None
    options: tuple[Option, ...]
    selected: int  # how many values are chosen
    is_open: bool
    more: int = 0


class Named(NamedTuple):
    """A value with its label in one language, and the values under it."""

    code: str
    label: str
    children: tuple["Named", ...] = ()


class Bodies:
    """The organisations by slug, with the tree of them in each language, which is made once."""

    def __init__(self, bodies: Mapping[str, Body]) -> None:
        self.by_slug = bodies
        self.tree = cache(self._tree)

    def _tree(self, _language: str | None) -> tuple[Named, ...]:
        """Every organisation under the topmost one that it belongs to, by name."""
        under: dict[str, list[str]] = {}
        for slug in self.by_slug:
            root = lineage(slug, self.by_slug)[-1]
            under.setdefault(root, []).extend([slug] if slug != root else [])
        trees = (self._named(root, tuple(self._by_name(map(self._named, below)))) for root, below in under.items())
        return tuple(self._by_name(trees))

    def _named(self, slug: str, children: tuple[Named, ...] = ()) -> Named:
        return Named(slug, body_label(self.by_slug[slug]), children)

    def _by_name(self, named: Iterable[Named]) -> list[Named]:
        return sorted(named, key=lambda one: (fold(one.label), one.code))


def label_of(facet: Facet, value: str, bodies: Mapping[str, Body]) -> str:
    """What a value is called in the language in force."""
    if value == NOT_STATED:
        return facet.not_stated.label
    if facet.values is not None:
        return facet.values[value].label
    return body_label(bodies[value])


def body_label(body: Body) -> str:
    """What an organisation is called in the language in force."""
    return body.name_ja if body.name_ja and (get_language() or "").startswith("ja") else body.name


@cache
def _vocabulary_tree(parameter: str, _language: str | None) -> tuple[Named, ...]:
    """The values of a closed list, those that belong to another under it."""
    terms = (FACET[parameter].values or {}).values()
    return tuple(
        Named(term.code, term.label, tuple(Named(one.code, one.label) for one in terms if one.parent == term.code))
        for term in terms
        if term.parent is None
    )


class _Options:
    """The options of one facet for one search."""

    def __init__(
        self, parameter: str, counts: Mapping[str, int], chosen: tuple[str, ...], link: Callable[[str, str], str] | None
    ) -> None:
        self.parameter, self.counts, self.chosen, self.link = parameter, counts, chosen, link

    def worth_showing(self, tree: Iterable[Named]) -> Iterator[Option]:
        """A value with results, or that is chosen, or that holds such."""
        for code, label, below in tree:
            children = tuple(self.worth_showing(below)) if below else ()
            count, is_chosen = self.counts.get(code, 0), code in self.chosen
            if count or is_chosen or children:
                link = self.link(self.parameter, code) if self.link else ""
                yield Option(code, label, count, is_chosen, link, children)


def options_of(
    facet: Facet,
    counts: Mapping[str, int],
    chosen: tuple[str, ...],
    bodies: Bodies,
    link: Callable[[str, str], str] | None,
    name_part: str = "",
) -> FacetOptions:
    """The facet's values with their counts. A value with none is left out unless it is chosen or holds others."""
    language = get_language()
    tree = bodies.tree(language) if facet.values is None else _vocabulary_tree(facet.parameter, language)
    if facet.values is None and name_part:
        tree = tuple(_with_part(tree, fold(name_part), chosen, bodies.by_slug))
    not_stated = Named(NOT_STATED, facet.not_stated.label)
    shown = tree if facet.values is not None else _most_telling(tree, counts, chosen)
    return FacetOptions(
        parameter=facet.parameter,
        label=facet.label.label,
        hint=facet.hint.label if facet.hint else None,
        options=tuple(_Options(facet.parameter, counts, chosen, link).worth_showing((*shown, not_stated))),
        selected=len(chosen),
        is_open=facet.is_open or bool(chosen),
        more=_left_out(tree, counts, shown) if facet.values is None else 0,
    )


def _left_out(tree: tuple[Named, ...], counts: Mapping[str, int], shown: tuple[Named, ...]) -> int:
    """How many organisations with results are not shown."""
    codes = {named.code for named in shown}
    return sum(1 for named in tree if counts.get(named.code) and named.code not in codes)


def _most_telling(tree: tuple[Named, ...], counts: Mapping[str, int], chosen: tuple[str, ...]) -> tuple[Named, ...]:
    """Of many organisations those with most results and the chosen, in their order: nobody reads hundreds."""

    def is_chosen(named: Named) -> bool:
        return bool(chosen) and (named.code in chosen or any(child.code in chosen for child in named.children))

    worth = [named for named in tree if counts.get(named.code) or is_chosen(named)]
    if len(worth) <= MOST_SHOWN:
        return tuple(worth)
    ranked = sorted(worth, key=lambda named: (not is_chosen(named), -counts.get(named.code, 0)))
    kept = {named.code for named in ranked[:MOST_SHOWN]}
    return tuple(named for named in worth if named.code in kept)


def _with_part(
    tree: Iterable[Named], part: str, chosen: tuple[str, ...], bodies: Mapping[str, Body]
) -> Iterator[Named]:
    """The organisations whose name has the part, and the chosen, with those that they belong to."""
    for named in tree:
        children = tuple(_with_part(named.children, part, chosen, bodies))
        body = bodies[named.code]
        names = (body.name, body.name_ja, body.acronym)
        if children or named.code in chosen or any(part in fold(name) for name in names if name):
            yield Named(named.code, named.label, children)
