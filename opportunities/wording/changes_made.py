"""What changed in an entry, for the public: from the names of facts, and from nothing that is only of the desk."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.models import RecordChange
from opportunities.wording.dates import day_in_words

Facts = dict[str, Any]

MOST = 300  # changes that are looked at
_YEAR = re.compile(r"(FY ?)?[0-9]{4}")
_MISSING: Any = object()

# What a fact is called in a sentence: always in the singular. Facts that are not here are none of the public's concern.
_NAMES: dict[str, Any] = {
    "name": gettext_lazy("The name"),
    "name_ja": gettext_lazy("The Japanese name"),
    "kind": gettext_lazy("The kind of support"),
    "summary": gettext_lazy("The summary"),
    "summary_ja": gettext_lazy("The Japanese summary"),
    "directions": gettext_lazy("The direction"),
    "career_stages": gettext_lazy("The list of career stages"),
    "disciplines": gettext_lazy("The list of fields"),
    "activities": gettext_lazy("The list of activities"),
    "funders": gettext_lazy("The funder"),
    "administered_by": gettext_lazy("The administering body"),
    "programme_status": gettext_lazy("The status of the programme"),
    "status_note": gettext_lazy("The note on the status"),
    "eligibility": gettext_lazy("The description of who can apply"),
    "eligibility.terms": gettext_lazy("The list of terms"),
    "funding": gettext_lazy("The amount"),
    "funding.covers": gettext_lazy("The list of what is covered"),
    "funding.note": gettext_lazy("The note on the money"),
    "duration": gettext_lazy("The duration"),
    "cycle.frequency": gettext_lazy("The frequency of rounds"),
    "cycle.usual_opens": gettext_lazy("The usual opening"),
    "cycle.usual_closes": gettext_lazy("The usual deadline"),
    "cycle.timezone": gettext_lazy("The time zone of the deadlines"),
    "application.official_url": gettext_lazy("The link to the official page"),
    "application.apply_url": gettext_lazy("The link to the application form"),
    "application.guidance_url": gettext_lazy("The link to the guidance"),
    "application.route": gettext_lazy("The description of how to apply"),
    "related_case_study": gettext_lazy("The related case study"),
    "sources": gettext_lazy("The list of sources"),
    "successor": gettext_lazy("The successor"),
}
_NOTHING: tuple[Any, ...] = (None, _MISSING, "", [], {}, "unspecified", "unknown")
_PUBLIC = ("published", "retired")


@dataclass(frozen=True, slots=True)
class DayOfChanges:
    """A day (in UTC) in words, and what changed on it in sentences."""

    day: str
    sentences: list[str]


def changes_made(slug: str) -> list[DayOfChanges]:
    """What changed in an entry since the public first saw it, the latest day first. One query."""
    changes = RecordChange.objects.filter(collection="opportunities", key=slug)
    return in_days(list(changes.select_related("operation__undone_by")[:MOST]))


def in_days(changes: Iterable[RecordChange]) -> list[DayOfChanges]:
    """The changes of an entry, the latest first, day by day in sentences."""
    seen = _since_public(list(changes))
    days = []
    for day, together in groupby(seen, key=_day_of):
        # Said in the order in which it was done, each thing once.
        sentences = dict.fromkeys(
            said for change in reversed(list(together)) for said in _sentences(change, change is seen[-1])
        )
        if sentences:
            days.append(DayOfChanges(day_in_words(day), list(sentences)))
    return days


def _day_of(change: RecordChange) -> date:
    return change.operation.at.astimezone(UTC).date()


def _since_public(changes: list[RecordChange]) -> list[RecordChange]:
    """Those from the first publication on; all of them where the entry was public before its history begins."""
    is_hidden = False
    for number in reversed(range(len(changes))):
        was, now = _states(changes[number])
        if was in _PUBLIC:
            return changes
        if now in _PUBLIC:
            return changes[: number + 1]
        is_hidden = is_hidden or was is not None or now is not None
    return [] if is_hidden else changes


def _states(change: RecordChange) -> tuple[str | None, str | None]:
    """The state before and after, where the change says so."""
    return (change.before or {}).get("state"), (change.after or {}).get("state")


def _sentences(change: RecordChange, is_first: bool) -> Iterator[str]:
    was, now = _states(change)
    if change.after is None:
        return
    if now == "published" and was not in _PUBLIC:
        yield _("Added to the catalogue.") if is_first else _("Published again.")
        return
    if now != was and (now in _PUBLIC or was in _PUBLIC):
        yield _retired_or_back(now)
    said = list(_facts_in_sentences(change.before or {}, change.after))
    yield from said
    if "last_checked" in change.after:
        yield _("Checked against its sources.") if said else _("Checked against its sources: no change.")
    elif _is_check_in_part(change):
        yield _("Checked in part against its sources: no change.")


def _retired_or_back(state: str | None) -> str:
    if state == "retired":
        return _("Retired: it is no longer kept up to date.")
    return _("Published again.") if state == "published" else _("Taken off the site for revision.")


def _is_check_in_part(change: RecordChange) -> bool:
    """Whether sections were found right, which is written down without a fact; unless that was taken back."""
    return change.operation.kind == "check" and not change.facts and not hasattr(change.operation, "undone_by")


def _facts_in_sentences(before: Facts, after: Facts) -> Iterator[str]:
    """Facts that belong together in one sentence, in the order of the page; rounds one by one."""
    topics: dict[str, list[str]] = {}
    for name in sorted({**before, **after}):
        if name.startswith("cycle.rounds["):
            yield from _round(name, before.get(name, _MISSING), after.get(name, _MISSING))
        elif (topic := _topic(name)) and _shown(before, name) != _shown(after, name):
            topics.setdefault(topic, []).append(name)
    for topic in _NAMES:
        if names := topics.get(topic):
            old, new = ([facts.get(name, _MISSING) for name in names] for facts in (before, after))
            yield _said(str(_NAMES[topic]), old, new)
    if len(after.get("former_keys", [])) > len(before.get("former_keys", [])):
        yield _("Another entry was merged into this one.")


def _topic(name: str) -> str | None:
    """What a fact is spoken of as; None for what is none of the public's concern."""
    place = name.partition("[")[0]
    if place in _NAMES:
        return place
    group = place.partition(".")[0]
    return group if group in ("eligibility", "funding", "duration") else None


def _shown(facts: Facts, name: str) -> Any:
    """A fact as far as the public sees it: what a source supports is for curators."""
    value = facts.get(name, _MISSING)
    if name.startswith("sources[") and isinstance(value, dict):
        return {part: inner for part, inner in value.items() if part != "supports"}
    return value


def _round(name: str, before: Any, after: Any) -> Iterator[str]:
    label = name.partition("[")[2][:-1]
    phrase = _("the %(label)s round") if _YEAR.fullmatch(label) else _("the round “%(label)s”")
    this = phrase % {"label": label}
    if after is _MISSING:
        yield _said(capfirst(this), [before], [after])
        return
    was = {} if before is _MISSING else before
    parts = {
        _("The opening of %(round)s"): ("opens", "opens_time"),
        _("The deadline of %(round)s"): ("closes", "closes_time"),
        _("The time zone of %(round)s"): ("timezone",),
        _("The source of %(round)s"): ("source",),
    }
    if before is _MISSING:  # its dates say enough
        parts = {what: names for what, names in parts.items() if names[0] in ("opens", "closes")}
    for what, names in parts.items():
        old, new = [was.get(part) for part in names], [after.get(part) for part in names]
        if old != new:
            yield _said(what % {"round": this}, old, new)


def _said(what: str, old: list[Any], new: list[Any]) -> str:
    if all(value in _NOTHING for value in old):
        return _("%(what)s was added.") % {"what": what}
    if all(value in _NOTHING for value in new):
        return _("%(what)s was removed.") % {"what": what}
    return _("%(what)s changed.") % {"what": what}
