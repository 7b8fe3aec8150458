"""Moving entries between their states, one on a page of its own or many from the list; and deleting drafts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from opportunities.admin.base import IdentifiedAdmin
from opportunities.admin.bulk_moves import BULK_ACTIONS
from opportunities.admin.recording import reason_in
from opportunities.admin.workflow_forms import SEEN, MoveForm, ReasonForm, RetireForm, ScheduleForm
from opportunities.admin.workflow_panel import ON_SAVING, moment_in_words, panel_of, pointer
from opportunities.curation import workflow
from opportunities.curation.collections import place_of, plain
from opportunities.curation.deleting import why_kept
from opportunities.curation.history import latest_version
from opportunities.curation.quality import blocking, warnings
from opportunities.curation.reading import opportunity_facts
from opportunities.curation.workflow import MOVES, CannotMoveError, Move
from opportunities.models import Opportunity
from opportunities.vocabulary import STATE


class WorkflowAdmin(IdentifiedAdmin):
    """The opportunity's page with a panel on top; moves change the state, which is never a field of the form."""

    change_form_outer_before_template = "admin/workflow/panel.html"
    actions = BULK_ACTIONS

    class Media:
        css = {"all": ["opportunities/workflow.css"]}
        js = ["opportunities/workflow.js"]

    def get_urls(self) -> list[URLPattern]:
        move = self.admin_site.admin_view(self.move_view)
        own = path("<path:object_id>/move/<slug:name>/", move, name="opportunities_opportunity_move")
        return [own, *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """Those for many entries: drafts are deleted by our own, which says what is kept and why."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user may publish, schedule, return and retire."""
        return request.user.has_perm(workflow.PUBLISHING)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never for what is public, or was. (Other pages ask too, whether an entry may go with what it rests on.)"""
        may = super().has_delete_permission(request, obj)
        place = request.resolver_match.url_name if request.resolver_match else None
        if not may or not isinstance(obj, Opportunity) or not (place or "").startswith("opportunities_opportunity_"):
            return may
        return why_kept(obj) is None

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """The form with its panel; once it is saved, the move that was asked for along with saving."""
        response = super().changeform_view(request, object_id, form_url, extra_context)
        entry = self._entry(object_id) if object_id else None
        if entry is None:
            return response
        asked = next((MOVES[name] for name in ON_SAVING if f"_{name}" in request.POST), None)
        if asked is not None and isinstance(response, HttpResponseRedirect):
            return self._move_saved(request, entry, asked)
        if isinstance(response, TemplateResponse):
            response.context_data = {
                **(response.context_data or {}),
                "panel": panel_of(entry, request.user, timezone.now()),
            }
        return response

    def _move_saved(self, request: HttpRequest, entry: Opportunity, move: Move) -> HttpResponse:
        """Make a move after saving: what was typed is kept even where the move is refused."""
        try:
            _MAKE[move.name](entry, request.user, reason_in(request))
        except CannotMoveError as error:
            said = {"name": entry.name, "move": move.label, "why": error}
            self.message_user(
                request, _("“%(name)s” was saved, but “%(move)s” failed: %(why)s") % said, messages.WARNING
            )
        else:
            self.message_user(request, _done(entry), messages.SUCCESS)
        return redirect("admin:opportunities_opportunity_change", entry.pk)

    def move_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """One move: what stands against it, and what it asks for. Only a POST makes it."""
        entry, move = self._entry(object_id), MOVES.get(name)
        if entry is None or move is None:
            raise Http404
        if not request.user.has_perm(move.permission) or not self.has_view_permission(request, entry):
            raise PermissionDenied
        form = _form_for(request, move, entry)
        refused = None
        if request.method == "POST" and form.is_valid():
            try:
                _make(move, entry, request, form)
            except CannotMoveError as error:
                refused = str(error)
            else:
                self.message_user(request, _done(entry), messages.SUCCESS)
                return redirect("admin:opportunities_opportunity_change", entry.pk)
        return self._move_page(request, entry, move, form, refused)

    def _move_page(
        self, request: HttpRequest, entry: Opportunity, move: Move, form: MoveForm, refused: str | None
    ) -> HttpResponse:
        change_page = reverse("admin:opportunities_opportunity_change", args=[entry.pk])
        against = blocking(plain(opportunity_facts(entry))) if move.is_checked else []
        doubts = warnings(entry, timezone.localdate()) if move.is_checked else []
        context = {
            **self.admin_site.each_context(request),
            "title": move.label,
            "subtitle": entry.name,
            "opts": self.opts,
            "original": entry,
            "move": move,
            "form": form,
            "media": self.media + form.media,
            "state": STATE[entry.state].label,
            "wrong": refused or (None if against else workflow.refusal(entry, move, request.user)),
            "blocking": [pointer(remark) for remark in against],
            "warnings": [pointer(remark) for remark in doubts],
            "can": workflow.refusal(entry, move, request.user) is None,
            "change_page": change_page,
        }
        return TemplateResponse(request, "admin/workflow/move.html", context)

    def _entry(self, object_id: str) -> Opportunity | None:
        """The entry as it is stored, with everything that hangs on it."""
        key = unquote(object_id)
        return Opportunity.objects.with_facts().filter(pk=key).first() if key.isdecimal() and len(key) < 19 else None


def _form_for(request: HttpRequest, move: Move, entry: Opportunity) -> MoveForm:
    given = request.POST if request.method == "POST" else None
    initial = {SEEN: latest_version(place_of(entry))}
    if move.name == "schedule":
        return ScheduleForm(given, initial=initial, at=timezone.now())
    if move.name == "retire":
        return RetireForm(given, initial=initial)
    return (ReasonForm if move.needs_reason else MoveForm)(given, initial=initial)


def _make(move: Move, entry: Opportunity, request: HttpRequest, form: MoveForm) -> None:
    """Make the move with what was typed. Raises CannotMoveError."""
    by, reason, typed = request.user, form.reason, form.cleaned_data
    if move.name == "schedule":
        workflow.schedule(entry, by, typed["moment"], timezone.now(), reason, form.seen)
    elif move.name == "retire":
        workflow.retire(entry, by, reason, typed["successor"], form.seen)
    else:
        _MAKE[move.name](entry, by, reason, form.seen)


_MAKE: dict[str, Callable[..., None]] = {
    "submit": workflow.submit,
    "publish": workflow.publish,
    "unschedule": workflow.unschedule,
    "return": workflow.send_back,
}


def _done(entry: Opportunity) -> str:
    """What became of the entry, in words."""
    entry.refresh_from_db(fields=["state", "publish_at"])
    if entry.publish_at is not None:
        when = moment_in_words(entry.publish_at)
        return _("“%(name)s” will be published on %(when)s.") % {"name": entry.name, "when": when}
    said = {"name": entry.name, "state": STATE[entry.state].label.lower()}
    return _("“%(name)s” is now: %(state)s.") % said
