"""What the shortlist page shows: the visitor's own list, or one that an address names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.querystrings import query_string
from opportunities.finder import hits_of
from opportunities.finder.named import Named, is_slug, named
from opportunities.search.snapshot import Snapshot
from opportunities.web.compare_page import MOST_COMPARED
from opportunities.web.rows import Row, row_of
from opportunities.web.shortlist import Shortlist
from opportunities.web.shortlist_changes import (
    added_in_words,
    full_in_words,
    kept_in_words,
    removed_in_words,
    title_of,
)


@dataclass(frozen=True, slots=True)
class Undo:
    """An entry that was removed, and where it stood."""

    slug: str
    place: int


@dataclass(frozen=True, slots=True)
class Told:
    """What the page says of the change that led to it, and how to take it back."""

    sentences: tuple[str, ...] = ()
    undo: Undo | None = None


def shortlist_context(
    parameters: QueryDict, own: Shortlist, at: datetime, snapshot: Snapshot, absolute: Callable[[str], str]
) -> dict[str, Any]:
    """The template's context; `absolute` makes a whole address of a path."""
    is_shared = "o" in parameters
    shown = named(parameters.getlist("o") if is_shared else own.slugs, snapshot)
    pairs = tuple(("o", slug) for slug in shown.slugs)
    path = reverse("web:shortlist")
    told = Told() if is_shared else told_of(parameters, own, snapshot)
    return {
        "rows": rows_of(shown, at, snapshot),
        "is_shared": is_shared,
        "is_emptied": is_shared and "emptied" in parameters and not own.slugs,
        "new": [slug for slug in shown.slugs if slug not in own.slugs],
        "has_own": bool(own.slugs),
        "count": _count_in_words(len(shown.numbers)),
        "shortlist_count": len(own.slugs),
        "messages_about_address": shown.messages,
        "gone": [] if is_shared else shown.unknown,
        "told": told.sentences,
        "undo": told.undo,
        "pairs": pairs,
        "share_address": absolute(path + query_string(pairs)),
        "most_compared": MOST_COMPARED,
    }


def rows_of(shown: Named, at: datetime, snapshot: Snapshot) -> list[Row]:
    """The rows of the entries, in the order of the list."""
    return [row_of(hit, at) for hit in hits_of(list(shown.numbers), at, snapshot)]


def told_of(parameters: QueryDict, own: Shortlist, snapshot: Snapshot) -> Told:
    """What an address says was done, as far as the list bears it out: the same address may be opened again later."""
    sentences: list[str] = []
    undo = None
    if kept := _slug(parameters, "kept"):
        sentences.append(kept_in_words(kept, snapshot) if kept in own.slugs else _not_kept(kept, snapshot))
    if (count := parameters.get("added", "")).isascii() and count.isdigit() and len(count) <= 3:
        sentences.append(added_in_words(int(count)))
    if (full := _slug(parameters, "full")) and full not in own.slugs:
        sentences.append(full_in_words(own, full, snapshot))
    if (removed := _slug(parameters, "removed")) and removed not in own.slugs:
        sentences.append(removed_in_words(removed, snapshot))
        place = parameters.get("place", "")
        if snapshot.number_of(removed) is not None:
            undo = Undo(removed, int(place) if place.isascii() and place.isdigit() and len(place) <= 3 else 0)
    return Told(tuple(sentences), undo)


def _slug(parameters: QueryDict, name: str) -> str | None:
    text = parameters.get(name, "")
    return text if is_slug(text) else None


def _not_kept(slug: str, snapshot: Snapshot) -> str:
    sentence = _(
        "“%(name)s” is not on your shortlist. If you have just kept it, your browser refuses the cookie that holds "
        "the list."
    )
    return sentence % {"name": title_of(slug, snapshot)}


def _count_in_words(count: int) -> str:
    return ngettext("%(count)d opportunity", "%(count)d opportunities", count) % {"count": count}
