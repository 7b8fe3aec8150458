"""The matters that need care: each with its number, why it matters, and the list that shows it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opportunities.curation import care
from opportunities.curation.care import Care
from opportunities.models import Import, Mail, Opportunity, Suggestion, UnansweredSearch


@dataclass(frozen=True)
class Matter:
    """What a line of the first page is about. `more` are counted beside it, and are less urgent.

    `list_of` is the model whose list shows the records, and `chosen_by` the parameter that chooses them there.
    `right` is what the user must be allowed besides seeing the list.
    """

    care: Care
    why: Any
    more: tuple[Care, ...] = ()
    list_of: type[Model] = Opportunity
    chosen_by: str = "care"
    right: str | None = None


@dataclass(frozen=True)
class Count:
    """How many records a matter concerns, and the address of their list, where there is one."""

    title: Any
    number: int
    link: str | None


@dataclass(frozen=True)
class Line:
    """A matter as the page shows it."""

    headline: Count
    why: Any
    more: list[Count]


@dataclass
class Group:
    """Lines of the same urgency."""

    title: Any
    lines: list[Line] = field(default_factory=list)


MATTERS: tuple[tuple[Any, tuple[Matter, ...]], ...] = (
    (
        _("Readers may miss something"),
        (
            Matter(
                care.ROUND_UNSEEN,
                _("The next call may be open already, and readers are told that it is closed."),
                more=(care.ROUND_SEEN,),
            ),
            Matter(
                care.EXPECTED_PAST,
                _("Readers were told to expect this date: see whether the round took place, and when the next one is."),
            ),
            Matter(
                care.LINK_BROKEN,
                _("The official page is where readers apply: without it the entry leads nowhere."),
                more=(care.LINK_MOVED,),
            ),
            Matter(
                care.CHECK_DUE,
                _("Nobody has held these against their sources for as long as we promise to."),
                more=(care.NEVER_CHECKED,),
            ),
        ),
    ),
    (
        _("Somebody waits for us"),
        (
            Matter(
                care.SUGGESTIONS,
                _("A reader took the time to tell us what is wrong or missing."),
                list_of=Suggestion,
                chosen_by="state__exact",
                right="opportunities.change_suggestion",
            ),
            Matter(
                care.IN_REVIEW,
                _("Finished by a curator: readers see them once an editor publishes them."),
                more=(care.SCHEDULED,),
                right="opportunities.publish_opportunity",
            ),
            Matter(
                care.IMPORTS,
                _("The file was read and has changed nothing yet: apply it or drop it."),
                list_of=Import,
                chosen_by="state__exact",
                right="opportunities.import_opportunity",
            ),
            Matter(
                care.MAIL_FAILED,
                _("Somebody relies on an alert and did not get it; many at once point to the mail server."),
                more=(care.MAIL_RETRIED,),
                list_of=Mail,
            ),
            Matter(
                care.UNANSWERED_WORDS,
                _("What people look for and we lack: a synonym may do, or a new entry."),
                list_of=UnansweredSearch,
                chosen_by="since",
            ),
        ),
    ),
    (
        _("To make entries better"),
        (
            Matter(care.UNSOURCED, _("A fact that nobody can look up is a rumour.")),
            Matter(
                care.SOURCE_OLD,
                _("Amounts and conditions change from year to year; the page may have, too."),
                more=(care.SOURCE_UNDATED,),
            ),
            Matter(care.CONFIDENCE_LOW, _("No official page was seen: readers are warned not to rely on these.")),
            Matter(
                care.SUMMARY_JA,
                _("Readers of Japanese see English where the summary should be."),
                more=(care.NAME_JA,),
            ),
        ),
    ),
)


def lines_for(request: HttpRequest, today: date) -> tuple[list[Group], list[Line]]:
    """The lines that concern anything, in groups, and those that do not. Only what the user may see is counted."""
    groups, well = [], []
    for title, matters in MATTERS:
        lines = [line_of(matter, today) for matter in _allowed(matters, request)]
        if urgent := [line for line in lines if line.headline.number]:
            groups.append(Group(title, urgent))
        well += [line for line in lines if not line.headline.number]
    return groups, well


def line_of(matter: Matter, today: date) -> Line:
    """The line of one matter. What is less urgent is left out where there is none of it."""
    headline, *more = (
        Count(one.title, number, _link(matter, one) if number else None)
        for one in (matter.care, *matter.more)
        if (number := one.count(today)) or one is matter.care
    )
    return Line(headline, matter.why, more)


def may_see(request: HttpRequest, model: type[Model]) -> bool:
    """Whether the desk has a list of these records that the user may look at."""
    page = admin.site._registry.get(model)
    return page is not None and page.has_view_or_change_permission(request)


def list_link(model: type[Model], query: str = "") -> str:
    """The address of the desk's list of these records."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{query}" if query else address


def _allowed(matters: Iterable[Matter], request: HttpRequest) -> list[Matter]:
    user: Any = request.user
    return [
        matter
        for matter in matters
        if may_see(request, matter.list_of) and (matter.right is None or user.has_perm(matter.right))
    ]


def _link(matter: Matter, one: Care) -> str:
    return list_link(matter.list_of, f"{matter.chosen_by}={one.key}")
