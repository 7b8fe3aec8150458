"""What an alert watches: a search, or one entry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.querystrings import query_string
from opportunities.finder import FinderQuery, find, parse_query
from opportunities.models import Alert
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from opportunities.wording.searches import search_in_words

ENTRY = "entry"  # the parameter that names an entry, by its slug; all others are those of a search
LONGEST = 2000  # characters of a search's address


@dataclass(frozen=True, slots=True)
class Target:
    """A search (its query string, without order and page) or an entry (its primary key)."""

    search: str | None = None
    entry: int | None = None


def target_in(items: Iterable[tuple[str, str]], snapshot: Snapshot) -> tuple[Target | None, list[str]]:
    """What an address asks to watch, and a plain message for each part of it that could not be used.

    None where it names an entry that is not there, or a search that is too long to be kept.
    """
    items = list(items)
    slugs = [value for name, value in items if name == ENTRY]
    if slugs:
        number = snapshot.number_of(slugs[0])
        if number is None:
            return None, [_("There is no entry with this name: it may have been renamed or removed.")]
        rest = len(items) > 1
        left_out = [_("This is about one entry, so we left out the other parts of the address.")] if rest else []
        return Target(entry=snapshot.entry(number).pk), left_out
    query, messages = parse_query(items, snapshot)
    search = _lasting(query).address
    if len(search) > LONGEST:
        return None, [_("This search is too long to be kept. Please choose fewer filters.")]
    return Target(search=search), messages


def target_of(alert: Alert) -> Target:
    """What an alert watches."""
    return Target(alert.search, alert.entry)


def query_of(target: Target, snapshot: Snapshot) -> tuple[FinderQuery, bool]:
    """The search of a target that is one, and whether all of it is still known.

    A value may be gone from the catalogue since, such as an organisation; it is left out of the search.
    """
    query, messages = parse_query(parse_qsl((target.search or "").removeprefix("?")), snapshot)
    return _lasting(query), not messages


def address_of(target: Target, snapshot: Snapshot) -> str:
    """The query string from which `target_in` reads the target."""
    if target.entry is None:
        return target.search or ""
    entry = entry_with(target.entry, snapshot)
    return query_string([(ENTRY, entry.slug)]) if entry else ""


def matches(target: Target, at: datetime, snapshot: Snapshot) -> list[int] | None:
    """The primary keys of what a target finds now, in the order of its results.

    None where a part of the search is gone from the catalogue: without it, it would find what nobody asked for.
    """
    if target.entry is not None:
        return [target.entry] if number_with(target.entry, snapshot) is not None else []
    query, is_whole = query_of(target, snapshot)
    if not is_whole:
        return None
    return [snapshot.entry(number).pk for number in find(query, at, snapshot).numbers]


def target_in_words(target: Target, snapshot: Snapshot) -> str:
    """The search in a sentence, or the name of the entry, in the language in force."""
    if target.entry is None:
        return search_in_words(query_of(target, snapshot)[0], snapshot)
    entry = entry_with(target.entry, snapshot)
    return name_of(entry) if entry else _("An entry that is no longer in the catalogue")


def page_of(target: Target, snapshot: Snapshot) -> str | None:
    """The path of the page that shows what a target finds; None for an entry that is gone."""
    if target.entry is None:
        return reverse("web:opportunities") + (target.search or "")
    entry = entry_with(target.entry, snapshot)
    return reverse("web:opportunity", args=[entry.slug]) if entry else None


def name_of(entry: Entry) -> str:
    """The name of an entry in the language in force, or the English one where there is no other."""
    japanese = (get_language() or "").startswith("ja")
    return entry.name_ja if japanese and entry.name_ja else entry.name


def number_with(pk: int, snapshot: Snapshot) -> int | None:
    """The number in the snapshot of the opportunity with a primary key; None where it is not there."""
    own = snapshot.changed.with_pk(pk)
    number = snapshot.prepared.with_pk(pk) if own is None else own + len(snapshot.prepared)
    return number if number is not None and number in snapshot.live else None


def entry_with(pk: int, snapshot: Snapshot) -> Entry | None:
    """The entry with a primary key; None where it is not there."""
    number = number_with(pk, snapshot)
    return None if number is None else snapshot.entry(number)


def entries_with(pks: Iterable[int], snapshot: Snapshot) -> Iterator[Entry]:
    """Those of the entries that are there."""
    return (entry for pk in pks if (entry := entry_with(pk, snapshot)) is not None)


def _lasting(query: FinderQuery) -> FinderQuery:
    """The search without what changes nothing of what it finds."""
    return replace(query, sort="", page=1, name_part="")
