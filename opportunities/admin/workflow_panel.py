"""The panel above an entry's form: its state, how it came to it, what stands against it, and where it can go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.dates import zone
from opportunities.admin.workflow_forms import HOME_ZONE
from opportunities.curation.collections import place_of, plain
from opportunities.curation.history import history_of
from opportunities.curation.quality import Remark, blocking, warnings
from opportunities.curation.reading import opportunity_facts
from opportunities.curation.workflow import By, Move, moves_for
from opportunities.models import Operation, Opportunity
from opportunities.vocabulary import OPERATION, STATE

PILL = {"draft": "default", "in-review": "warning", "published": "success", "retired": "danger"}
ON_SAVING = ("submit", "publish")  # moves that can be made together with saving the form
_MOVES = ("submit", "publish", "schedule", "return", "retire")  # kinds of operations that the panel tells of

# Where on the form a fact is mended, if it is not a field of the same name.
_FIELD = {
    "application.official_url": "official_url",
    "funding.currency": "currency",
    "funding.min": "amount_min",
    "cycle.usual_closes": "usual_closes",
    "cycle.timezone": "timezone",
}


@dataclass(frozen=True, slots=True)
class Pointer:
    """A sentence, and the place on the page where the matter is mended; None where it is mended elsewhere."""

    words: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Panel:
    """All that the panel shows, in words."""

    state: str
    pill: str
    scheduled: str | None
    successor: Opportunity | None
    story: str | None
    reason: str | None
    blocking: list[Pointer]
    warnings: list[Pointer]
    moves: list[tuple[Move, str]]
    on_saving: list[Move]
    preview: str


def panel_of(opportunity: Opportunity, by: By, at: datetime) -> Panel:
    """The panel of an entry that was fetched `with_facts()`, for a user, at a moment."""
    moves = moves_for(opportunity, by)
    told = history_of(place_of(opportunity)).filter(operation__kind__in=_MOVES).first()
    is_told = told is not None and opportunity.state != "published"
    return Panel(
        state=STATE[opportunity.state].label,
        pill=PILL[opportunity.state],
        scheduled=moment_in_words(opportunity.publish_at) if opportunity.publish_at else None,
        successor=opportunity.successor,
        story=story_of(told.operation) if told else None,
        reason=told.operation.reason if told and is_told else None,
        blocking=[pointer(remark) for remark in blockers_of(opportunity)],
        warnings=[pointer(remark) for remark in warnings(opportunity, at.date())],
        moves=[(move, _address(opportunity, move)) for move in moves],
        on_saving=[move for move in moves if move.name in ON_SAVING],
        preview=reverse("web:preview", args=[opportunity.slug]),
    )


def blockers_of(opportunity: Opportunity) -> list[Remark]:
    """What keeps the entry from being published, or would if it were not; a retired entry has done its work."""
    return blocking(plain(opportunity_facts(opportunity))) if opportunity.state != "retired" else []


def story_of(operation: Operation) -> str:
    """What was done last, by whom and when."""
    said = {"what": OPERATION[operation.kind].label, "who": operation.by_name, "when": moment_in_words(operation.at)}
    if operation.by_name:
        return _("%(what)s by %(who)s on %(when)s") % said
    return _("%(what)s by itself on %(when)s") % said


def moment_in_words(moment: datetime) -> str:
    """A moment on the clocks of London, with the zone."""
    local = moment.astimezone(zone(HOME_ZONE))
    return f"{date_format(local, 'j F Y, H:i')} ({HOME_ZONE})"


def pointer(remark: Remark) -> Pointer:
    """A remark with the address of the place where it is mended."""
    return Pointer(remark.words, _place(remark))


def _place(remark: Remark) -> str | None:
    """What lacks a source gets it among the sources; a successor is chosen on a page of its own."""
    if remark.fact == "successor":
        return None
    if remark.fact == "sources" or remark.code.startswith("no-source-for-"):
        return "#sources"
    if remark.fact.startswith("cycle.rounds"):
        return "#rounds"
    return f"#id_{_FIELD.get(remark.fact, remark.fact)}"


def _address(opportunity: Opportunity, move: Move) -> Any:
    return reverse("admin:opportunities_opportunity_move", args=[opportunity.pk, move.name])
