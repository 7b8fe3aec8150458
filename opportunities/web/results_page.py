"""What the search page shows of a result."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.finder import PAGE_SIZE, FinderQuery, FinderResult, Hit
from opportunities.web.guidance import conditions_of, corrections_of, near_names_of, offers_of
from opportunities.web.highlighting import Highlighter
from opportunities.web.rows import Row, highlighted, row_of
from opportunities.wording.verdicts import VerdictWords

VerdictOf = Callable[[Hit], VerdictWords | None]

PAGES_AROUND = 2  # page links on either side of the present one


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link to a page of results; without a number it stands for the pages left out."""

    number: int | None
    link: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class PillLink:
    """A chosen value, and the address of the search without it."""

    facet: str
    label: str
    link: str


@dataclass(frozen=True, slots=True)
class SortChoice:
    """An order of results; the code of the one that is natural for the search is empty."""

    code: str
    label: str
    is_selected: bool


def results_context(
    result: FinderResult, messages: list[str], path: str, verdict_of: VerdictOf | None = None
) -> dict[str, Any]:
    """The template's context: rows, facets, pills, pages, orders and what should be said."""
    query, count = result.query, count_in_words(result)
    return {
        "result": result,
        "rows": rows_of(result, verdict_of),
        "count": count,
        "title": f"{query.q}: {count}" if query.q else count,
        "messages_about_address": [*messages, *_about_page(result)],
        "pills": [PillLink(pill.facet, pill.label, path + pill.without.address) for pill in result.pills],
        "clear_link": path,
        "offers": offers_of(result, path),
        "corrections": corrections_of(result, path),
        "conditions": conditions_of(result, path),
        "near_names": near_names_of(result),
        "with_ended_link": path + query.toggled("status", "any").address,
        "sorts": sorts(query, any(facet.parameter == "eligible" for facet in result.facets)),
        "pages": page_links(result, path),
        "previous_link": path + replace(query, page=query.page - 1).address if query.page > 1 else None,
        "next_link": path + replace(query, page=query.page + 1).address if query.page < result.pages else None,
        "first_shown": (query.page - 1) * PAGE_SIZE + 1,
        "last_shown": (query.page - 1) * PAGE_SIZE + len(result.hits),
        "path": path,
    }


def rows_of(result: FinderResult, verdict_of: VerdictOf | None = None) -> list[Row]:
    """The rows of a page, where words were asked for with these marked; with verdicts in words, if they are wanted."""
    rows = [row_of(hit, result.at, verdict_of(hit) if verdict_of else None) for hit in result.hits]
    if not result.highlighted:
        return rows
    highlighter = Highlighter(result.highlighted)
    return [highlighted(row, hit.entry, highlighter) for row, hit in zip(rows, result.hits, strict=True)]


def count_in_words(result: FinderResult) -> str:
    """The number of results, as it is shown and announced."""
    return ngettext("%(count)d opportunity", "%(count)d opportunities", result.total) % {"count": result.total}


def sorts(query: FinderQuery, has_verdicts: bool = False) -> list[SortChoice]:
    """The orders that make sense: relevance where words were asked for, chances where we know something of who asks."""
    labels = {
        "relevance": _("Best match"),
        "deadline": _("Next deadline"),
        "eligible": _("Best chance"),
        "name": _("Name"),
        "checked": _("Recently checked"),
    }
    natural = "relevance" if query.q else "deadline"
    return [
        SortChoice("" if code == natural else code, label, code == query.order)
        for code, label in labels.items()
        if (query.q or code != "relevance") and (has_verdicts or code != "eligible")
    ]


def page_links(result: FinderResult, path: str) -> list[PageLink]:
    """The first page, the last, and those around the present one."""
    present, last = result.query.page, result.pages
    near = range(max(1, present - PAGES_AROUND), min(last, present + PAGES_AROUND) + 1)
    links: list[PageLink] = []
    before = 0
    for number in sorted({1, last, *near}):
        if number - before > 1:
            links.append(PageLink(None))
        address = path + replace(result.query, page=number).address
        links.append(PageLink(number, address, number == present))
        before = number
    return links


def _about_page(result: FinderResult) -> list[str]:
    if not result.beyond_last_page:
        return []
    return [_("There are not that many pages: this is the last one.")]
