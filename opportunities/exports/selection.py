"""What an address asks to have exported."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.languages import known_language
from core.querystrings import query_string
from opportunities.finder import find, parse_query
from opportunities.finder.named import named
from opportunities.search.snapshot import Snapshot

OWN = ("lang",)  # parameters that say how, not what


@dataclass(frozen=True, slots=True)
class Selected:
    """The numbers of entries in order, what of the address could not be used, and the page that shows the same."""

    numbers: tuple[int, ...]
    ignored: tuple[str, ...]
    page: str  # query string of the page
    is_list: bool  # entries named one by one, not a search

    def first(self, most: int | None) -> "Selected":
        """At most so many of the entries; that the others are missing is said."""
        if most is None or len(self.numbers) <= most:
            return self
        sentence = _("A workbook holds the first %(most)d of %(count)d opportunities. The CSV and JSON files have all.")
        told = sentence % {"most": most, "count": len(self.numbers)}
        return replace(self, numbers=self.numbers[:most], ignored=(*self.ignored, told))


def selected(parameters: QueryDict, at: datetime, snapshot: Snapshot) -> Selected:
    """The entries that are named (`o`), or else all results of the search, in the order of its pages."""
    ignored = _about_language(parameters)
    rest = [(name, str(value)) for name, values in parameters.lists() if name not in (*OWN, "page") for value in values]
    if "o" in parameters:
        own = named(parameters.getlist("o"), snapshot)
        if any(name != "o" for name, _value in rest):
            ignored.append(_("The address names entries one by one, so the search in it was left out."))
        page = query_string(("o", slug) for slug in own.slugs)
        return Selected(own.numbers, (*ignored, *own.messages), page, is_list=True)
    query, messages = parse_query(rest, snapshot)
    if query.asks_who:
        messages.append(_("Files do not know who asks, so whether you can apply was left out of the search."))
    result = find(query.for_anyone(), at, snapshot)
    return Selected(result.numbers, (*ignored, *messages), replace(result.query, page=1).address, is_list=False)


def _about_language(parameters: QueryDict) -> list[str]:
    return [
        _("We do not know the language “%(code)s”.") % {"code": code[:40]}
        for code in parameters.getlist("lang")
        if not known_language(code)
    ]
