"""What an address asks to be told about."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.languages import known_language
from core.querystrings import query_string
from opportunities.finder import FinderQuery, Hit, find, hits_of, parse_query
from opportunities.finder.former import present_slugs
from opportunities.finder.named import named
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from opportunities.wording.searches import search_in_words

_NOT_SEARCHED = ("lang", "page")  # parameters that say how, not what
_NAMESPACE = uuid5(NAMESPACE_URL, "uk-japan-funding-finder/feeds")
MOST = 1000  # opportunities in one calendar or feed; the first of the page's order


@dataclass(frozen=True, slots=True)
class Asked:
    """The opportunities, in order, and how to speak of them.

    `over` are those that match but are left out as they have ended: a calendar that told of their rounds has to take
    them back. `identity` names the calendar or feed, wherever it is served. `page` is the path of the page that shows
    the same. `remarks` are sentences on what of the address was left out, and on what does not fit.
    """

    title: str
    page: str
    identity: UUID
    hits: tuple[Hit, ...]
    over: tuple[Hit, ...] = ()
    remarks: tuple[str, ...] = ()


def asked_for(parameters: QueryDict, at: datetime, snapshot: Snapshot) -> Asked:
    """The opportunities that are named (`o`), or else all results of the search, in the order of its pages."""
    asked = _listed(parameters, at, snapshot) if "o" in parameters else _searched(parameters, at, snapshot)
    about_language = [
        _("We do not know the language “%(code)s”.") % {"code": code[:40]}
        for code in parameters.getlist("lang")
        if not known_language(code)
    ]
    return replace(asked, remarks=(*about_language, *asked.remarks))


def asked_for_one(slug: str, at: datetime, snapshot: Snapshot) -> Asked | None:
    """One opportunity; None where there is none that has this slug, or had it."""
    (slug,) = present_slugs([slug], snapshot)
    number = snapshot.number_of(slug)
    if number is None:
        return None
    (hit,) = hits_of([number], at, snapshot)
    page = reverse("web:opportunity", args=[slug])
    return Asked(name_in_words(hit.entry), page, _identity(hit.entry.uuid), (hit,))


def name_in_words(entry: Entry) -> str:
    """What the programme is called in the language in force."""
    return entry.name_ja if entry.name_ja and (get_language() or "").startswith("ja") else entry.name


def _listed(parameters: QueryDict, at: datetime, snapshot: Snapshot) -> Asked:
    own = named(parameters.getlist("o"), snapshot)
    address = query_string(("o", slug) for slug in own.slugs)
    hits = hits_of(list(own.numbers), at, snapshot)
    page = reverse("web:shortlist") + address
    return Asked(_("Shortlist"), page, _identity(f"shortlist{address}"), hits, remarks=tuple(own.messages))


def _searched(parameters: QueryDict, at: datetime, snapshot: Snapshot) -> Asked:
    items = [(name, str(value)) for name, values in parameters.lists() for value in values]
    query, messages = parse_query([item for item in items if item[0] not in _NOT_SEARCHED], snapshot)
    found = find(query, at, snapshot)
    too_many = _("Only the first %(most)d of %(count)d opportunities are told here: narrow the search to have all.")
    return Asked(
        title=search_in_words(query, snapshot),
        page=reverse("web:opportunities") + query.address,
        identity=_identity(f"search{query.address}"),
        hits=hits_of(list(found.order.slice(0, MOST)), at, snapshot),
        over=_over(query, at, snapshot),
        remarks=(*messages, *([too_many % {"most": MOST, "count": found.total}] if found.total > MOST else [])),
    )


def _over(query: FinderQuery, at: datetime, snapshot: Snapshot) -> tuple[Hit, ...]:
    """Programmes that have ended, and that the search would find otherwise."""
    if query.selection.get("status"):
        return ()
    ended = find(query.toggled("status", "ended"), at, snapshot)
    return hits_of(list(ended.order.slice(0, MOST)), at, snapshot)


def _identity(name: str) -> UUID:
    return uuid5(_NAMESPACE, f"{get_language()}/{name}")
