"""From draft to published to retired: which moves there are, who may make them, and what stands against one.

    draft ── submit ──▶ in review ── publish ──▶ published ── retire ──▶ retired
      ▲                  │  └─ schedule: published by itself, later         │
      └───── return ─────┴─────────────────── return, publish ──────────────┘

Each move is one function, which looks at the entry as it is stored at that moment, and changes it or refuses in words.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.curation.changing import changing
from opportunities.curation.collections import place_of, plain
from opportunities.curation.history import history_of, latest_version
from opportunities.curation.quality import blocking
from opportunities.curation.reading import opportunity_facts
from opportunities.models import Operation, Opportunity
from opportunities.vocabulary import STATE

MOST_AT_ONCE = 500  # entries that are moved together
SUBMITTING = "opportunities.change_opportunity"
PUBLISHING = "opportunities.publish_opportunity"

By = AbstractBaseUser | AnonymousUser | None  # None: a command, which may do everything
Fault = Callable[[Opportunity], str | None]  # says in words what stands against an entry; None where nothing does


class CannotMoveError(Exception):
    """The move is not possible; the message says why, in words for the curator."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way between states: from which, to which, the permission that it takes, and whether it is held by checks."""

    name: str
    kind: str  # of operation in the history
    label: Any  # translatable
    origins: tuple[str, ...]
    to: str
    permission: str
    is_checked: bool = False
    needs_reason: bool = False


_ALL = (
    Move("submit", "submit", gettext_lazy("Submit for review"), ("draft",), "in-review", SUBMITTING, is_checked=True),
    Move("publish", "publish", gettext_lazy("Publish"), ("in-review", "retired"), "published", PUBLISHING, True),
    Move("schedule", "schedule", gettext_lazy("Schedule"), ("in-review",), "in-review", PUBLISHING, is_checked=True),
    Move("unschedule", "schedule", gettext_lazy("Take off the schedule"), ("in-review",), "in-review", PUBLISHING),
    Move(
        "return", "return", gettext_lazy("Return to draft"), ("in-review", "retired"), "draft", PUBLISHING,
        needs_reason=True,
    ),
    Move("retire", "retire", gettext_lazy("Retire"), ("published",), "retired", PUBLISHING, needs_reason=True),
)  # fmt: skip
MOVES = {move.name: move for move in _ALL}


@dataclass
class Outcome:
    """What became of a move of some entries: those that were moved, and those that were refused, with the reason."""

    operation: Operation | None = None
    done: list[Opportunity] = field(default_factory=list)
    refused: list[tuple[Opportunity, str]] = field(default_factory=list)


def moves_for(opportunity: Opportunity, by: By) -> list[Move]:
    """The moves that the entry's state and the user's rights allow. Checks may still stand against one."""
    return [move for move in _ALL if _may(move, by) and _wrong_state(opportunity, move) is None]


def refusal(opportunity: Opportunity, move: Move, by: By) -> str | None:
    """Why the entry, fetched `with_facts()`, cannot be moved like that now, in words; None where it can."""
    if not _may(move, by):
        return _("You may not do this: ask an editor.")
    if (why := _wrong_state(opportunity, move)) is not None:
        return why
    faults = blocking(plain(opportunity_facts(opportunity))) if move.is_checked else []
    return " ".join(fault.words for fault in faults) or None


def submit(opportunity: Opportunity, by: By, reason: str | None = None, seen: int | None = None) -> None:
    """Ask for a draft to be published. Raises CannotMoveError, as all of these do.

    `seen` is the version that the user has before her: nobody sends on what somebody else has just changed.
    """
    _one("submit", opportunity, by, reason, {}, _unseen(seen))


def publish(opportunity: Opportunity, by: By, reason: str | None = None, seen: int | None = None) -> None:
    """Make an entry public. One that was retired has no successor from then on."""
    _one("publish", opportunity, by, reason, _CLEARED, _unseen(seen))


def schedule(
    opportunity: Opportunity,
    by: By,
    publish_at: datetime,
    at: datetime,
    reason: str | None = None,
    seen: int | None = None,
) -> None:
    """Have an entry in review published by itself at a moment after `at`."""
    if publish_at <= at:
        raise CannotMoveError(_("This moment is past already."))
    _one("schedule", opportunity, by, reason, {"publish_at": publish_at}, _unseen(seen))


def unschedule(opportunity: Opportunity, by: By, reason: str | None = None, seen: int | None = None) -> None:
    """Leave an entry in review, without a moment at which it would be published."""
    _one("unschedule", opportunity, by, reason, {"publish_at": None}, _unseen(seen))


def send_back(opportunity: Opportunity, by: By, reason: str | None, seen: int | None = None) -> None:
    """Make a draft of it again, with the reason. A retired entry loses its public page, until it is published again."""
    _one("return", opportunity, by, reason, _CLEARED, _unseen(seen))


def retire(
    opportunity: Opportunity,
    by: By,
    reason: str | None,
    successor: Opportunity | None = None,
    seen: int | None = None,
) -> None:
    """Take an entry out of every list. Its page stays, says so, and names the successor, which must be published."""

    def unfit(entry: Opportunity) -> str | None:
        others = Opportunity.objects.published().exclude(pk=entry.pk)
        fits = successor is None or others.filter(pk=successor.pk).exists()
        return _unseen(seen)(entry) if fits else _("The successor must be another entry, and published.")

    _one("retire", opportunity, by, reason, {"successor": successor}, unfit)


def move_all(name: str, opportunities: Sequence[Opportunity], by: By, reason: str | None = None) -> Outcome:
    """Submit, publish or return several entries by one operation; those that cannot be moved stay as they are."""
    return _carry_out(MOVES[name], opportunities, by, reason, _CLEARED)


def plan(name: str, opportunities: Iterable[Opportunity], by: By) -> Outcome:
    """What `move_all` would do with entries that were fetched `with_facts()`."""
    return _sorted_out(opportunities, lambda entry: refusal(entry, MOVES[name], by))


def publish_due(opportunity: Opportunity, at: datetime) -> str | None:
    """Publish an entry whose moment has come at `at`; gives "published", or "returned" where checks stand against it.

    None where it waits no longer: another run, or a curator, was quicker.
    """

    def not_due(entry: Opportunity) -> str | None:
        return None if entry.publish_at is not None and entry.publish_at <= at else _("It waits no longer.")

    outcome = _carry_out(MOVES["publish"], [opportunity], None, _("As scheduled."), _CLEARED, not_due)
    if outcome.done:
        return "published"
    if not outcome.refused:  # it was deleted
        return None
    why = _("It could not be published as scheduled. %(why)s") % {"why": outcome.refused[0][1]}
    faulty = _carry_out(MOVES["return"], [opportunity], None, why, _CLEARED, lambda e: not_due(e) or _faultless(e))
    return "returned" if faulty.done else None


def due(at: datetime) -> list[Opportunity]:
    """The entries that wait to be published at `at` or before, the longest waiting first."""
    waiting = Opportunity.objects.filter(state="in-review", publish_at__lte=at)
    return list(waiting.order_by("publish_at", "slug"))


_CLEARED: dict[str, Any] = {"publish_at": None, "successor": None}


def _may(move: Move, by: By) -> bool:
    return by is None or bool(getattr(by, "has_perm", lambda _permission: False)(move.permission))


def _wrong_state(opportunity: Opportunity, move: Move) -> str | None:
    if opportunity.state not in move.origins:
        origins = _(" or ").join(f"“{STATE[origin].label}”" for origin in move.origins)
        said = {"move": move.label, "state": STATE[opportunity.state].label, "origins": origins}
        return _("“%(move)s” is for entries that are %(origins)s; this one is “%(state)s”.") % said
    if move.name == "unschedule" and opportunity.publish_at is None:
        return _("It is not scheduled.")
    return None


def _faultless(opportunity: Opportunity) -> str | None:
    return None if blocking(plain(opportunity_facts(opportunity))) else _("Nothing stands against it any more.")


def _unseen(seen: int | None) -> Fault:
    """The fault of an entry that was changed since its version `seen`."""

    def fault(opportunity: Opportunity) -> str | None:
        place = place_of(opportunity)
        if seen is None or latest_version(place) == seen:
            return None
        latest = history_of(place)[0].operation
        who = latest.by_name or _("A command")
        return _("%(who)s has changed it since you opened the page: look at it again first.") % {"who": who}

    return fault


def _nothing(_opportunity: Opportunity) -> None:
    return None


def _one(
    name: str, opportunity: Opportunity, by: By, reason: str | None, facts: dict[str, Any], fault: Fault = _nothing
) -> None:
    outcome = _carry_out(MOVES[name], [opportunity], by, reason, facts, fault)
    if not outcome.done:
        raise CannotMoveError(outcome.refused[0][1] if outcome.refused else _("This entry is not there any more."))


def _carry_out(
    move: Move,
    opportunities: Sequence[Opportunity],
    by: By,
    reason: str | None,
    facts: dict[str, Any],
    fault: Fault = _nothing,
) -> Outcome:
    """Move those of the entries that can be moved, as they are stored now, by one operation."""
    if move.needs_reason and not reason:
        raise CannotMoveError(_("Say why: whoever works on the entry next will want to know."))
    with changing(move.kind, by, reason) as change:
        change.about_to_change(*opportunities)
        stored = Opportunity.objects.with_facts().filter(pk__in=[entry.pk for entry in opportunities])
        outcome = _sorted_out(stored, lambda entry: fault(entry) or refusal(entry, move, by))
        for entry in outcome.done:
            for name, value in {"state": move.to, **facts}.items():
                setattr(entry, name, value)
            entry.save(update_fields=["state", *facts, "changed_at"])
    outcome.operation = change.operation
    return outcome


def _sorted_out(opportunities: Iterable[Opportunity], fault: Fault) -> Outcome:
    outcome = Outcome()
    for entry in opportunities:
        why = fault(entry)
        if why is None:
            outcome.done.append(entry)
        else:
            outcome.refused.append((entry, why))
    return outcome
