"""What a digest tells, in finished words: an alert after the other, in each what is new of its entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.alerts.changes import Change
from opportunities.alerts.links import mute_path
from opportunities.alerts.targets import Target, entry_with, name_of, page_of, target_in_words
from opportunities.deadlines.status import Standing
from opportunities.models import Alert, Subscriber
from opportunities.models.alerts import CLOSES, DEADLINE, NEW, OPENS
from opportunities.search.entry import Entry
from opportunities.search.snapshot import Snapshot
from opportunities.wording.dates import days_left, with_zone
from opportunities.wording.places import listed
from opportunities.wording.standing import StandingWords, standing_in_words

SHOWN = 25  # entries told at length in one section
NAMED = 200  # entries that are at least named in one section; more are counted, with a link to the search


@dataclass(frozen=True, slots=True)
class EntryNews:
    """An entry, where it stands, and what is new of it."""

    entry: Entry
    standing: Standing
    changes: tuple[Change, ...]

    @classmethod
    def of(cls, pk: int, changes: Iterable[Change], at: datetime, snapshot: Snapshot) -> Self:
        """The news of an entry that is in the snapshot."""
        entry = entry_with(pk, snapshot)
        number = snapshot.number_of(entry.slug) if entry else None
        assert entry is not None and number is not None  # it was just found there
        return cls(entry, snapshot.standing(number, at), tuple(changes))


@dataclass(frozen=True, slots=True)
class AlertNews:
    """What is new for an alert."""

    alert: Alert
    target: Target
    entries: tuple[EntryNews, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry in words, with where it stands. `mute_link` is empty where the entry is only named."""

    name: str
    link: str
    standing: str
    changes: tuple[str, ...]
    mute_link: str


@dataclass(frozen=True, slots=True)
class Section:
    """What is new for one alert, in words.

    `named` are items told in a line each; `above` those that stand in an earlier section; `left` counts those that are
    only to be found behind `link`.
    """

    title: str
    link: str
    items: tuple[Item, ...]
    named: tuple[Item, ...]
    above: tuple[str, ...]
    left: int


def sections_of(
    told: Sequence[AlertNews], subscriber: Subscriber, base: str, at: datetime, snapshot: Snapshot
) -> list[Section]:
    """The sections of a digest in the language in force, each entry told once. Links begin with `base`."""
    seen: dict[int, tuple[Change, ...]] = {}
    sections = []
    for one in told:
        fresh = [news for news in one.entries if not set(news.changes) <= set(seen.get(news.entry.pk, ()))]
        above = [name_of(news.entry) for news in one.entries if news not in fresh]
        seen |= {news.entry.pk: (*seen.get(news.entry.pk, ()), *news.changes) for news in one.entries}
        items = [_item(news, subscriber, base, at, place < SHOWN) for place, news in enumerate(fresh[:NAMED])]
        sections.append(
            Section(
                title=target_in_words(one.target, snapshot),
                link=base + (page_of(one.target, snapshot) or reverse("web:opportunities")),
                items=tuple(items[:SHOWN]),
                named=tuple(items[SHOWN:]),
                above=tuple(above),
                left=len(fresh) - len(items),
            )
        )
    return sections


def subject_of(told: Sequence[AlertNews]) -> str:
    """The subject: the one thing that happened, or how many of each kind."""
    by_entry = {(news.entry.pk, change.matter) for one in told for news in one.entries for change in news.changes}
    entries = {news.entry.pk: news for one in told for news in one.entries}
    if len(by_entry) == 1:
        (news,) = entries.values()
        return _plain("%s: %s" % (_happened(news.changes[0]), name_of(news.entry)))  # noqa: UP031
    counts = {matter: sum(one == matter for _pk, one in by_entry) for matter in (NEW, DEADLINE, OPENS, CLOSES)}
    said = [_counted(matter, count) for matter, count in counts.items() if count]
    return _plain(listed(said))


def change_in_words(change: Change, at: datetime) -> str:
    """One piece of news: Deadline moved from 15 December 2026 (UK time) to 20 December 2026 (UK time)."""
    words = _change(change, at)
    return _("%(label)s: %(line)s") % {"label": change.label, "line": words} if change.label else words


def _item(news: EntryNews, subscriber: Subscriber, base: str, at: datetime, at_length: bool) -> Item:
    return Item(
        name=name_of(news.entry),
        link=base + reverse("web:opportunity", args=[news.entry.slug]),
        standing=_stands(standing_in_words(news.standing, at)),
        changes=tuple(change_in_words(change, at) for change in news.changes),
        mute_link=base + mute_path(subscriber, news.entry.pk) if at_length else "",
    )


def _stands(said: StandingWords) -> str:
    if said.remark:
        return _("%(label)s: %(line)s (%(remark)s)") % {
            "label": said.label,
            "line": said.line,
            "remark": said.remark,
        }
    return _("%(label)s: %(line)s") % {"label": said.label, "line": said.line}


def _change(change: Change, at: datetime) -> str:
    old = with_zone(change.old) if change.old else ""
    new = with_zone(change.new) if change.new else ""
    if change.matter == NEW:
        return _("New match")
    if change.matter == OPENS:
        return _("Open since %(date)s") % {"date": new} if new else _("Announced; the opening date is not stated")
    if change.matter == CLOSES:
        assert change.new is not None  # what is near has a date
        return _("Closes %(date)s: %(left)s") % {"date": new, "left": days_left(change.new, at)}
    if old and new:
        return _("Deadline moved from %(old)s to %(new)s") % {"old": old, "new": new}
    if new:
        return _("Deadline announced: %(new)s") % {"new": new}
    return _("The deadline %(old)s is no longer announced") % {"old": old}


def _happened(change: Change) -> str:
    if change.matter == DEADLINE:
        if change.old and change.new:
            return _("Deadline moved")
        return _("Deadline announced") if change.new else _("Deadline withdrawn")
    return {NEW: _("New match"), OPENS: _("Now open"), CLOSES: _("Closing soon")}[change.matter]


def _counted(matter: str, count: int) -> str:
    words = {
        NEW: ngettext("%(count)d new match", "%(count)d new matches", count),
        DEADLINE: ngettext("%(count)d deadline set or moved", "%(count)d deadlines set or moved", count),
        OPENS: ngettext("%(count)d programme opens", "%(count)d programmes open", count),
        CLOSES: ngettext("%(count)d deadline near", "%(count)d deadlines near", count),
    }
    return words[matter] % {"count": count}


def _plain(text: str) -> str:
    """The text in one line, as a header must be."""
    return " ".join(text.split())
