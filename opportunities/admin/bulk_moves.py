"""Moving or deleting many entries from the list: a page says which will be refused and why, before anything is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from opportunities.admin.recording import reason_in
from opportunities.curation import workflow
from opportunities.curation.deleting import delete_drafts, plan_to_delete
from opportunities.curation.workflow import MOST_AT_ONCE, MOVES, Outcome
from opportunities.models import Opportunity

CONFIRMED = "_confirmed"
BACK = "_back"  # the list as it was, with its filters


@dataclass(frozen=True, slots=True)
class BulkMove:
    """One thing that can be done with many entries; `plan` says what would become of each, `make` does it."""

    action: str
    title: Any  # translatable
    plan: Callable[[list[Opportunity], HttpRequest], Outcome]
    make: Callable[[list[Opportunity], HttpRequest], Outcome]
    needs_reason: bool = False


def _moving(name: str, title: Any) -> BulkMove:
    return BulkMove(
        f"{name}_selected",
        title,
        lambda entries, request: workflow.plan(name, entries, request.user),
        lambda entries, request: workflow.move_all(name, entries, request.user, reason_in(request)),
        MOVES[name].needs_reason,
    )


_SUBMIT = _moving("submit", gettext_lazy("Submit the chosen entries for review"))
_PUBLISH = _moving("publish", gettext_lazy("Publish the chosen entries"))
_RETURN = _moving("return", gettext_lazy("Return the chosen entries to draft"))
_DELETE = BulkMove(
    "delete_drafts",
    gettext_lazy("Delete the chosen drafts"),
    lambda entries, _request: plan_to_delete(entries),
    lambda entries, request: delete_drafts(entries, request.user, reason_in(request)),
)


@admin.action(permissions=["change"], description=_SUBMIT.title)
def submit_selected(page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Submit what was chosen for review."""
    return _carry_out(_SUBMIT, page, request, queryset)


@admin.action(permissions=["publish"], description=_PUBLISH.title)
def publish_selected(page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Publish what was chosen."""
    return _carry_out(_PUBLISH, page, request, queryset)


@admin.action(permissions=["publish"], description=_RETURN.title)
def return_selected(page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Return what was chosen to draft."""
    return _carry_out(_RETURN, page, request, queryset)


@admin.action(permissions=["delete"], description=_DELETE.title)
def delete_drafts_selected(page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Delete what was chosen, as far as it never was public."""
    return _carry_out(_DELETE, page, request, queryset)


BULK_ACTIONS = (submit_selected, publish_selected, return_selected, delete_drafts_selected)


def _carry_out(move: BulkMove, page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Show what would happen, or, once that was seen and confirmed, do it."""
    back = _list_before(request)
    if (chosen := queryset.order_by().count()) > MOST_AT_ONCE:
        too_many = _("%(chosen)s are too many at once: choose at most %(most)s.")
        page.message_user(request, too_many % {"chosen": chosen, "most": MOST_AT_ONCE}, messages.ERROR)
        return HttpResponseRedirect(back)
    entries = list(Opportunity.objects.with_facts().filter(pk__in=list(queryset.values_list("pk", flat=True))))
    lacks_reason = CONFIRMED in request.POST and move.needs_reason and reason_in(request) is None
    if CONFIRMED not in request.POST or lacks_reason:
        return _plan_page(move, page, request, entries, back, lacks_reason)
    _tell(page, request, move.make(entries, request))
    return HttpResponseRedirect(back)


def _plan_page(
    move: BulkMove, page: Any, request: HttpRequest, entries: list[Opportunity], back: str, lacks_reason: bool
) -> HttpResponse:
    outcome = move.plan(entries, request)
    context = {
        **page.admin_site.each_context(request),
        "title": move.title,
        "opts": page.opts,
        "media": page.media,
        "outcome": outcome,
        "needs_reason": move.needs_reason,
        "lacks_reason": lacks_reason,
        "is_deletion": move is _DELETE,
        "action": request.POST.get("action", ""),
        "checkbox": ACTION_CHECKBOX_NAME,
        # The plain list: an entry that changed meanwhile is still among them, and what became of it is told.
        "address": reverse("admin:opportunities_opportunity_changelist"),
        "back": back,
    }
    return TemplateResponse(request, "admin/workflow/bulk.html", context)


def _tell(page: Any, request: HttpRequest, outcome: Outcome) -> None:
    """Say what was done, and name what was not."""
    done = len(outcome.done)
    if done:
        words = ngettext("%(done)s entry was changed.", "%(done)s entries were changed.", done) % {"done": done}
        page.message_user(request, words, messages.SUCCESS)
    for entry, why in outcome.refused:
        said = {"name": entry.name, "why": why}
        page.message_user(request, _("“%(name)s” was left as it is: %(why)s") % said, messages.WARNING)


def _list_before(request: HttpRequest) -> str:
    """The address of the list that the entries were chosen from."""
    back = request.POST.get(BACK, request.get_full_path())
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else request.path
