"""What the search box suggests while one types, with the links that choose it."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from django.urls import reverse
from django.utils.translation import gettext as _

from opportunities.finder import FinderQuery
from opportunities.search.snapshot import Snapshot
from opportunities.search.suggest import Suggestion, suggest


@dataclass(frozen=True, slots=True)
class Choice:
    """One suggestion in words. A programme has neither facet nor count."""

    label: str
    facet: str | None
    matched: str | None
    count: int | None
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The suggestions of one kind."""

    code: str
    label: str
    choices: list[Choice]


def suggestion_groups(query: FinderQuery, at: datetime, snapshot: Snapshot) -> list[Group]:
    """What the words of a search may mean. A value that is chosen stands for the words, beside all that is chosen."""
    labels = {"programme": _("Programmes"), "funder": _("Funders"), "field": _("Fields"), "value": _("Filters")}
    found = suggest(query.q, at, snapshot, selection=query.selection)
    return [
        Group(code, labels[code], [_choice(one, query) for one in group])
        for code, group in groupby(found, attrgetter("group"))
    ]


def _choice(suggestion: Suggestion, query: FinderQuery) -> Choice:
    if suggestion.value is None:
        return Choice(
            suggestion.label, None, suggestion.matched, None, reverse("web:opportunity", args=[suggestion.slug])
        )
    chosen = replace(query, q="", name_part="").toggled(*suggestion.value)
    facet = suggestion.facet if suggestion.group == "value" else None
    link = reverse("web:opportunities") + chosen.address
    return Choice(suggestion.label, facet, suggestion.matched, suggestion.count, link)
