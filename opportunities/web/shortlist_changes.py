"""What a visitor does to her shortlist, and the address of the page that tells her of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from core.querystrings import query_string
from opportunities.finder.named import named
from opportunities.search.snapshot import Snapshot
from opportunities.web.shortlist import Shortlist


@dataclass(frozen=True, slots=True)
class Change:
    """The list after a change, and how it is told: in the query string of the next page, and in a sentence."""

    after: Shortlist
    told: str
    sentence: str


def changed(before: Shortlist, form: QueryDict, snapshot: Snapshot) -> Change:
    """The change that a form asks for: `keep` and `remove` name entries, `empty` takes all. Any form may come."""
    if form.getlist("keep"):
        return _keep(before, form, snapshot)
    if form.getlist("remove"):
        return _remove(before, form.getlist("remove"), snapshot)
    if "empty" in form:
        told = query_string([*(("o", slug) for slug in before.slugs), ("emptied", "1")])
        return Change(Shortlist(), told, _("Your shortlist is empty now."))
    return Change(before, "", "")


def _keep(before: Shortlist, form: QueryDict, snapshot: Snapshot) -> Change:
    wanted = named(form.getlist("keep"), snapshot)
    after, no_room = before.with_kept(wanted.slugs, _place(form.get("place", "")))
    sentences = [*wanted.messages, *(full_in_words(after, slug, snapshot) for slug in no_room[:1])]
    if len(wanted.slugs) == 1:
        (slug,) = wanted.slugs
        if no_room:
            return Change(after, query_string([("full", slug)]), " ".join(sentences))
        return Change(after, query_string([("kept", slug)]), kept_in_words(slug, snapshot))
    added = len(after.slugs) - len(before.slugs)
    told = query_string([("added", str(added)), *(("full", slug) for slug in no_room[:1])])
    return Change(after, told, " ".join([added_in_words(added), *sentences]))


def _remove(before: Shortlist, slugs: Iterable[str], snapshot: Snapshot) -> Change:
    gone = [slug for slug in before.slugs if slug in set(slugs)]
    after = before.without(gone)
    if len(gone) != 1:
        return Change(after, "", _("Removed from your shortlist."))
    (slug,) = gone
    told = query_string([("removed", slug), ("place", str(before.slugs.index(slug)))])
    return Change(after, told, removed_in_words(slug, snapshot))


def kept_in_words(slug: str, snapshot: Snapshot) -> str:
    """That an entry is on the list."""
    return _("“%(name)s” is on your shortlist.") % {"name": title_of(slug, snapshot)}


def removed_in_words(slug: str, snapshot: Snapshot) -> str:
    """That an entry was removed."""
    return _("“%(name)s” was removed from your shortlist.") % {"name": title_of(slug, snapshot)}


def added_in_words(count: int) -> str:
    """How many entries of another list were added."""
    if not count:
        return _("Nothing was added: all of it is on your shortlist already.")
    return ngettext(
        "%(count)d opportunity was added to your shortlist.", "%(count)d opportunities were added to your shortlist.",
        count,
    ) % {"count": count}  # fmt: skip


def full_in_words(shortlist: Shortlist, slug: str, snapshot: Snapshot) -> str:
    """That there is no room for an entry."""
    sentence = _("Your shortlist is full with %(count)d opportunities. Remove one to make room for “%(name)s”.")
    return sentence % {"count": len(shortlist.slugs), "name": title_of(slug, snapshot)}


def title_of(slug: str, snapshot: Snapshot) -> str:
    """What an entry is called in the language in force; the slug itself where there is no such entry."""
    number = snapshot.number_of(slug)
    if number is None:
        return slug
    entry = snapshot.entry(number)
    return entry.name_ja if entry.name_ja and (get_language() or "").startswith("ja") else entry.name


def _place(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 3 else None
