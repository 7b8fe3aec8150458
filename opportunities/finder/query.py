"""The one read path: a question taken from an address, and its answer at a given moment."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pyroaring import BitMap

from core.querystrings import Pairs, query_string
from opportunities.deadlines.status import Standing
from opportunities.search.bitmaps import Narrowed
from opportunities.search.declaration import FACET, FACETS, NOT_STATED, Facet
from opportunities.search.entry import Entry
from opportunities.search.options import FacetOptions, label_of, options_of
from opportunities.search.snapshot import Snapshot

PAGE_SIZE = 20
MAX_QUESTION = 200  # characters
MAX_PAGE = 10**6
SORTS = ("relevance", "deadline", "name", "checked")
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
        pairs += [(facet.parameter, value) for facet in FACETS for value in self.selection.get(facet.parameter, ())]
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


@dataclass(frozen=True, slots=True)
class Hit:
    """A result: the entry, and where its programme stands."""

    entry: Entry
    standing: Standing


@dataclass(frozen=True, slots=True)
class Pill:
    """A chosen value, and the search without it."""

    facet: str
    label: str
    without: FinderQuery


@dataclass(frozen=True, slots=True)
class FinderResult:
    """The answer: one page of hits in order, the facets with their counts, and what should be said of it."""

    query: FinderQuery
    at: datetime
    total: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[FacetOptions, ...]
    pills: tuple[Pill, ...]
    hidden_ended: int  # matching programmes that are left out because they have ended
    is_relaxed: bool  # no entry has all the words
    numbers: tuple[int, ...]  # of all results, in order
    beyond_last_page: bool = False


def find(query: FinderQuery, at: datetime, snapshot: Snapshot, path: str | None = None) -> FinderResult:
    """Answer a search at the moment `at`. Links of options are `path` and the query string; without one, empty.

    Some three hundred links take most of the time of an answer, and a page with boxes to tick has no use for them.
    """
    found = snapshot.text.search(query.q) if query.q else None
    matched = BitMap(found.numbers) if found else snapshot.everything
    narrowed = snapshot.narrow(query.selection, matched, at)
    numbers = _ordered(query, snapshot, narrowed, at, found.numbers if found else ())
    pages = max(1, -(-len(numbers) // PAGE_SIZE))
    page = min(query.page, pages)
    shown = numbers[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    standings = snapshot.at(at).standings
    return FinderResult(
        query=replace(query, page=page),
        at=at,
        total=len(numbers),
        pages=pages,
        hits=tuple(Hit(snapshot.entries[number], standings[number]) for number in shown),
        facets=_facets(query, snapshot, narrowed, path),
        pills=_pills(query, snapshot),
        hidden_ended=0 if query.selection.get("status") else narrowed.hidden(FACET["status"]),
        is_relaxed=found.relaxed if found else False,
        numbers=numbers,
        beyond_last_page=query.page > pages,
    )


def _ordered(
    query: FinderQuery, snapshot: Snapshot, narrowed: Narrowed, at: datetime, best_first: tuple[int, ...]
) -> tuple[int, ...]:
    """The numbers of the results in the order asked for; ties by name."""
    if query.order == "name":
        return tuple(narrowed.result)
    order = snapshot.at(at).by_deadline
    if query.order == "relevance" and query.q:
        order = best_first
    elif query.order == "checked":
        order = snapshot.by_check
    return tuple(number for number in order if number in narrowed.result)


def _facets(query: FinderQuery, snapshot: Snapshot, narrowed: Narrowed, path: str | None) -> tuple[FacetOptions, ...]:
    def link(parameter: str, value: str) -> str:
        return "" if path is None else path + query.toggled(parameter, value).address

    return tuple(
        options_of(
            facet,
            narrowed.counts(facet),
            query.selection.get(facet.parameter, ()),
            snapshot.bodies,
            link,
            query.name_part,
        )
        for facet in FACETS
    )


def _pills(query: FinderQuery, snapshot: Snapshot) -> tuple[Pill, ...]:
    return tuple(
        Pill(facet.label.label, label_of(facet, value, snapshot.bodies), query.toggled(facet.parameter, value))
        for facet in FACETS
        for value in query.selection.get(facet.parameter, ())
    )
