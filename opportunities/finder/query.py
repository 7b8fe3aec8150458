"""A search as it stands in an address."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.querystrings import Pairs, query_string
from opportunities.search.declaration import EVERY_FACET, FACET, NOT_STATED, Facet
from opportunities.search.snapshot import Snapshot

PAGE_SIZE = 20
MAX_QUESTION = 200  # characters
MAX_PAGE = 10**6
SORTS = ("relevance", "deadline", "eligible", "name", "checked")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class FinderQuery:
    """A whole search: it stands in the address, and nowhere else.

    `name_part` narrows the list of funders that is shown, not the results.
    """

    q: str = ""
    selection: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    name_part: str = ""

    @property
    def order(self) -> str:
        """The order in force: the chosen one, or relevance where words were asked for, or the next deadline."""
        return self.sort or ("relevance" if self.q else "deadline")

    @property
    def pairs(self) -> Pairs:
        """The search as parameters of an address, in one fixed order."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [
            (facet.parameter, value) for facet in EVERY_FACET for value in self.selection.get(facet.parameter, ())
        ]
        pairs += [(name, value) for name, value in (("sort", self.sort), ("funder_name", self.name_part)) if value]
        return (*pairs, ("page", str(self.page))) if self.page > 1 else tuple(pairs)

    @property
    def address(self) -> str:
        """The query string of this search."""
        return query_string(self.pairs)

    def toggled(self, parameter: str, value: str) -> "FinderQuery":
        """The search with the value chosen, or dropped where it is chosen; on its first page."""
        chosen = self.selection.get(parameter, ())
        values = tuple(v for v in chosen if v != value) if value in chosen else (*chosen, value)
        selection = {**self.selection, parameter: values}
        return replace(self, selection={name: values for name, values in selection.items() if values}, page=1)

    @property
    def asks_who(self) -> bool:
        """Whether the answer depends on who asks."""
        return "eligible" in self.selection or self.sort == "eligible"

    def for_anyone(self) -> "FinderQuery":
        """The search without what depends on who asks."""
        selection = {name: values for name, values in self.selection.items() if name != "eligible"}
        return replace(self, selection=selection, sort="" if self.sort == "eligible" else self.sort)

    def without_words(self) -> "FinderQuery":
        """The search without its question, on its first page."""
        return replace(self, q="", page=1)


def parse_query(items: Iterable[tuple[str, str]], snapshot: Snapshot) -> tuple[FinderQuery, list[str]]:
    """The search that an address asks for, and a plain message for each part of it that could not be used."""
    parser = _Parser(snapshot)
    for name, value in items:
        parser.take(name, value)
    return parser.query, parser.messages()


class _Parser:
    """Takes parameters one by one; what it cannot use it remembers, and goes on."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.query = FinderQuery()
        self.notes: dict[str, None] = {}  # in order, each once

    def take(self, name: str, value: str) -> None:
        if name in FACET:
            self._take_value(FACET[name], value)
        elif name == "q":
            self._take_question(value)
        elif name == "sort":
            self._take_sort(value)
        elif name == "page":
            self._take_page(value)
        elif name == "funder_name":
            self.query = replace(self.query, name_part=_clean(value)[:MAX_QUESTION])
        else:
            self.note(_("We do not know the search parameter “%(name)s”, so we left it out."), name=_shown(name))

    def note(self, message: str, **values: str) -> None:
        self.notes[message % values] = None

    def messages(self) -> list[str]:
        """The first few messages, and how many more there are."""
        shown = list(self.notes)[:5]
        if more := len(self.notes) - len(shown):
            shown.append(
                ngettext(
                    "%(count)d more part of the address could not be used.",
                    "%(count)d more parts of the address could not be used.",
                    more,
                )
                % {"count": more}
            )
        return shown

    def _take_value(self, facet: Facet, value: str) -> None:
        if not value:
            return
        known = self.snapshot.bodies if facet.values is None else facet.values
        if value != NOT_STATED and value not in known:
            self.note(
                _("“%(value)s” is not one of the choices under “%(facet)s”, so we left it out."),
                value=_shown(value),
                facet=facet.label.label,
            )
            return
        chosen = self.query.selection.get(facet.parameter, ())
        if value not in chosen:
            selection = {**self.query.selection, facet.parameter: (*chosen, value)}
            self.query = replace(self.query, selection=selection)

    def _take_question(self, value: str) -> None:
        question = _clean(value)
        if len(question) > MAX_QUESTION:
            self.note(_("We searched for the first %(count)s characters of your question."), count=str(MAX_QUESTION))
            question = question[:MAX_QUESTION].rstrip()
        if question:
            self.query = replace(self.query, q=question)

    def _take_sort(self, value: str) -> None:
        if value in SORTS:
            self.query = replace(self.query, sort=value)
        elif value:
            self.note(_("We cannot sort by “%(value)s”."), value=_shown(value))

    def _take_page(self, value: str) -> None:
        if re.fullmatch(r"[0-9]{1,7}", value, re.ASCII) and 1 <= int(value) <= MAX_PAGE:
            self.query = replace(self.query, page=int(value))
        elif value:
            self.note(_("“%(value)s” is not the number of a page, so here is the first."), value=_shown(value))


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _shown(text: str) -> str:
    cleaned = _clean(text)
    return cleaned if len(cleaned) <= 40 else f"{cleaned[:40]}…"
