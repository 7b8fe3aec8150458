"""Deciding on what readers suggest: accepting it fact by fact, or declining it.

What a reader says of a fact by its name (SUGGESTED_FACT) is taken over in the words that the curator leaves. What she
says of several facts in her own words (SUGGESTED_MATTER) cannot be taken over by itself: there, accepting means that
the curator has seen to it on the entry's page.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from opportunities.curation.changing import Change, changing
from opportunities.curation.collections import place_of, stored_version
from opportunities.curation.merging import Facts, by_name, from_names
from opportunities.curation.putting import put
from opportunities.curation.slugs import free_slug
from opportunities.curation.thanking import thank
from opportunities.models import Opportunity, Suggestion


class DecidedBeforeError(Exception):
    """Somebody else has decided on the suggestion since."""


class ChangedSinceError(Exception):
    """What the curator saw as the present value is not present any more. `facts` are the codes of such facts."""

    def __init__(self, facts: Sequence[str]) -> None:
        super().__init__(", ".join(facts))
        self.facts = facts


@dataclass(frozen=True, slots=True)
class NewSource:
    """The reader's link, as it is to stand among the entry's sources."""

    url: str
    title: str
    publisher: str  # a code of PUBLISHER


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What a curator takes of a suggestion about an entry.

    `values` are facts by name with their final values, `seen` what the curator saw as the present ones; `by_hand` the
    codes of matters that she has seen to herself; `source` what the values rest on, where it is new to the entry.
    """

    values: Mapping[str, str]
    seen: Mapping[str, str | None]
    by_hand: Sequence[str] = ()
    source: NewSource | None = None


@dataclass(frozen=True, slots=True)
class NewProgramme:
    """The draft that a curator makes of a suggested programme. `kind` is a code of KIND."""

    name: str
    kind: str
    official_url: str
    summary: str
    who: str | None = None


def accept(pk: int, taken: Acceptance, by: Any, note: str | None = None) -> None:
    """Take over what is accepted of a suggestion about an entry, and thank the reader.

    Raises DecidedBeforeError, ChangedSinceError, or CannotStoreError where the facts do not hold; nothing is changed
    or decided then.
    """
    with changing("suggestion", by, _reason(pk, note)) as change:
        suggestion = _waiting(pk)
        if taken.values:
            assert suggestion.opportunity is not None  # without its entry a suggestion has no facts to take
            _take_over(change, suggestion.opportunity, taken)
        _decide(suggestion, "accepted", by, note, accepted=[*taken.values, *taken.by_hand])


def accept_new(pk: int, programme: NewProgramme, by: Any, note: str | None = None) -> Opportunity:
    """Make a draft of a suggested programme, which rests on its official page, and thank the reader.

    Raises DecidedBeforeError or CannotStoreError; nothing is stored or decided then.
    """
    with changing("suggestion", by, _reason(pk, note)) as change:
        suggestion = _waiting(pk)
        draft = put(change, "opportunities", _draft(programme))
        assert isinstance(draft, Opportunity)
        suggestion.opportunity = draft
        _decide(suggestion, "accepted", by, note, accepted=list(suggestion.facts))
    return draft


def decline(pk: int, by: Any, note: str | None = None) -> None:
    """Take nothing over. The reader's address is erased. Raises DecidedBeforeError."""
    _turn_down(pk, "declined", by, note)


def mark_as_spam(pk: int, by: Any) -> None:
    """Take nothing over, as nobody meant it. The address is erased. Raises DecidedBeforeError."""
    _turn_down(pk, "spam", by, None)


@transaction.atomic
def put_back(pk: int) -> None:
    """Let a suggestion that was turned down wait again; its address stays erased. Raises DecidedBeforeError."""
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=pk)
    if suggestion.state not in ("declined", "spam"):
        raise DecidedBeforeError
    suggestion.state, suggestion.decided_by, suggestion.decided_at = "waiting", None, None
    suggestion.save(update_fields=["state", "decided_by", "decided_at"])


def _take_over(change: Change, opportunity: Opportunity, taken: Acceptance) -> None:
    change.about_to_change(opportunity)
    stored = stored_version(place_of(opportunity))
    assert stored is not None  # it was locked a moment ago
    facts = by_name(stored)
    if changed := [name for name in taken.values if facts.get(name) != taken.seen.get(name)]:
        raise ChangedSinceError(changed)
    facts |= taken.values
    if taken.source is not None:
        facts |= _source(taken.source, facts, taken.values)
    put(change, "opportunities", from_names(facts))


def _source(source: NewSource, facts: Facts, supported: Iterable[str]) -> Facts:
    """The source, as supporting the facts that are taken over: one that the entry has already, or a new one."""
    supports = {_supported_as(name) for name in supported}
    for name, row in facts.items():
        if name.startswith("sources[") and row["url"] == source.url:
            return {name: {**row, "supports": sorted({*row["supports"], *supports})}}
    number = 1
    while f"sources[s{number}]" in facts:
        number += 1
    row = {"id": f"s{number}", "url": source.url, "title": source.title, "publisher": source.publisher}
    return {f"sources[s{number}]": {**row, "supports": sorted(supports)}}


def _supported_as(name: str) -> str:
    """The name of a fact among SOURCE_SUPPORTS: those of the application by themselves, others by their group."""
    group, _dot, last = name.partition(".")
    return last if group == "application" else group


def _draft(programme: NewProgramme) -> Facts:
    """The facts of a draft of which no more is known than what the reader and the curator say."""
    supports = ["name", "summary", "official_url", *(["eligibility"] if programme.who else [])]
    source = {"id": "s1", "url": programme.official_url, "title": programme.name, "publisher": "official"}
    return {
        "key": free_slug(programme.name, programme.official_url),
        "state": "draft",
        "name": programme.name,
        "kind": programme.kind,
        "summary": programme.summary,
        "programme_status": "unknown",
        "directions": [],
        "career_stages": [],
        "disciplines": [],
        "activities": [],
        "eligibility": {"summary": programme.who},
        "application": {"official_url": programme.official_url},
        "confidence": "low",
        "sources": [{**source, "supports": supports}],
    }


@transaction.atomic
def _turn_down(pk: int, state: str, by: Any, note: str | None) -> None:
    suggestion = _waiting(pk)
    suggestion.email = None
    _decide(suggestion, state, by, note)


def _waiting(pk: int) -> Suggestion:
    """The suggestion, on which nobody else decides until the transaction ends."""
    suggestion = Suggestion.objects.select_for_update(of=("self",)).get(pk=pk)
    if suggestion.state != "waiting":
        raise DecidedBeforeError
    return suggestion


def _decide(suggestion: Suggestion, state: str, by: Any, note: str | None, accepted: Sequence[str] = ()) -> None:
    suggestion.state, suggestion.note, suggestion.accepted_facts = state, note, list(accepted)
    suggestion.decided_by, suggestion.decided_at = by, timezone.now()
    suggestion.save()
    if suggestion.state == "accepted" and suggestion.email:
        transaction.on_commit(partial(thank, suggestion.pk), robust=True)


def _reason(pk: int, note: str | None) -> str:
    """Why the entry was changed, for its history."""
    return f"Suggestion {pk} of a reader" + (f": {note}" if note else "")
