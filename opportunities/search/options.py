"""The values of a facet as a page, a feed or an API shows them: finished data, nothing left to compute."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import get_language

from core.text import fold
from opportunities.search.declaration import NOT_STATED, Facet
from opportunities.search.entry import Body, lineage


@dataclass(frozen=True, slots=True)
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
    """A facet with those of its values that are worth showing."""

    parameter: str
    label: str
    hint: str | None
    options: tuple[Option, ...]
    selected: int  # how many values are chosen
    is_open: bool


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


class _Tree:
    """Builds the options of one facet, values under the values that they belong to."""

    def __init__(
        self,
        facet: Facet,
        counts: Mapping[str, int],
        chosen: tuple[str, ...],
        bodies: Mapping[str, Body],
        link: Callable[[str, str], str],
    ) -> None:
        self.facet, self.counts, self.chosen, self.bodies, self.link = facet, counts, chosen, bodies, link

    def option(self, value: str, children: Iterable[Option] = ()) -> Option:
        return Option(
            code=value,
            label=label_of(self.facet, value, self.bodies),
            count=self.counts.get(value, 0),
            is_selected=value in self.chosen,
            link=self.link(self.facet.parameter, value),
            children=tuple(child for child in children if _is_worth_showing(child)),
        )

    def of_vocabulary(self) -> list[Option]:
        terms = (self.facet.values or {}).values()
        return [
            self.option(term.code, (self.option(child.code) for child in terms if child.parent == term.code))
            for term in terms
            if term.parent is None
        ]

    def of_organisations(self, name_part: str) -> list[Option]:
        """Funders under the topmost body that they belong to, those whose name has the part (and the chosen)."""
        under: dict[str, list[str]] = {}
        for slug in self.counts.keys() | set(self.chosen):
            if slug != NOT_STATED and (slug in self.chosen or _has_part(self.bodies[slug], name_part)):
                root = lineage(slug, self.bodies)[-1]
                under.setdefault(root, []).extend([slug] if slug != root else [])
        options = [self.option(root, self._by_name(map(self.option, below))) for root, below in under.items()]
        return self._by_name(options)

    def _by_name(self, options: Iterable[Option]) -> list[Option]:
        return sorted(options, key=lambda option: fold(option.label))


def options_of(
    facet: Facet,
    counts: Mapping[str, int],
    chosen: tuple[str, ...],
    bodies: Mapping[str, Body],
    link: Callable[[str, str], str],
    name_part: str = "",
) -> FacetOptions:
    """The facet's values with their counts. A value with none is left out unless it is chosen or holds others."""
    tree = _Tree(facet, counts, chosen, bodies, link)
    options = tree.of_vocabulary() if facet.values is not None else tree.of_organisations(name_part)
    options.append(tree.option(NOT_STATED))
    return FacetOptions(
        parameter=facet.parameter,
        label=facet.label.label,
        hint=facet.hint.label if facet.hint else None,
        options=tuple(option for option in options if _is_worth_showing(option)),
        selected=len(chosen),
        is_open=facet.is_open or bool(chosen),
    )


def _is_worth_showing(option: Option) -> bool:
    return option.count > 0 or option.is_selected or bool(option.children)


def _has_part(body: Body, part: str) -> bool:
    names = (body.name, body.name_ja, body.acronym)
    return not part or any(fold(part) in fold(name) for name in names if name)
