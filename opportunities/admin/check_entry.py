"""Checking an entry against its sources in one screen, and going on through the worklist."""

import re
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from core.querystrings import query_string
from opportunities.admin.check_sections import sections_of, sources_besides
from opportunities.admin.next_round import NextRoundPage
from opportunities.admin.recording import LONGEST_REASON, REASON, reason_in
from opportunities.admin.workflow import WorkflowAdmin
from opportunities.admin.workflow_panel import PILL
from opportunities.curation.checks import (
    Position,
    due_count,
    freshness_of,
    next_to_check,
    position_of,
    record_check,
    work_out_next_check,
)
from opportunities.curation.collections import place_of
from opportunities.curation.history import ChangedMeanwhileError, latest_version
from opportunities.models import Opportunity
from opportunities.models.checks import SECTION
from opportunities.vocabulary import CONFIDENCE, STATE
from opportunities.wording.dates import checked_in_words, day_in_words

_POSITION = re.compile(r"(\d{4}-\d{2}-\d{2}|-)\.(\d{1,18})")
SEEN = "seen"  # the version of the entry that the page shows


class CheckingAdmin(WorkflowAdmin):
    """The opportunity's page, list and worklist as far as checks go."""

    actions_detail: tuple[str, ...] = ("check_entry", "next_round")
    actions_list = ("check_next",)
    actions_row = ("check_entry",)

    @action(  # type: ignore[untyped-decorator]
        description=gettext_lazy("Check"), url_path="check", permissions=["change"], icon="fact_check"
    )
    def check_entry(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The entry's facts beside their sources; what is ticked is still right."""
        entry = self._entry(object_id)
        if entry is None:
            raise Http404
        if request.method != "POST":
            return self._check_page(request, entry)
        sections = list(SECTION) if "all" in request.POST else _ticked(request)
        if not sections:
            wrong = _("Tick what you found right, or go on to the next entry.")
            return self._check_page(request, entry, wrong=wrong)
        today, position = timezone.localdate(), position_of(entry)
        try:
            due = record_check(entry, sections, today, request.user, reason_in(request), _version(request))
        except ChangedMeanwhileError:
            wrong = _("Somebody has changed this entry since the page was made. Please look again; nothing was saved.")
            return self._check_page(request, entry, wrong=wrong)
        self.message_user(request, _done(entry, due), messages.SUCCESS)
        if "_next" in request.POST:
            return redirect(_next_address(position))
        return redirect("admin:opportunities_opportunity_change", entry.pk)

    @action(  # type: ignore[untyped-decorator]
        description=gettext_lazy("Check what is due"), url_path="check/next", permissions=["change"], icon="fact_check"
    )
    def check_next(self, request: HttpRequest) -> HttpResponse:
        """Leads to the first entry of the worklist, or to the first behind a position in it."""
        entry = next_to_check(_position_in(request.GET.get("after", "")))
        if entry is None:
            self.message_user(request, _("This was the last entry of the worklist."), messages.INFO)
            return redirect("admin:opportunities_opportunity_changelist")
        return redirect("admin:opportunities_opportunity_check_entry", entry.pk)

    @action(  # type: ignore[untyped-decorator]
        description=gettext_lazy("Next round"), url_path="next-round", permissions=["change"], icon="event"
    )
    def next_round(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The next round as it may be, to be confirmed or changed date by date."""
        entry = self._entry(object_id)
        if entry is None:
            raise Http404
        today = timezone.localdate()
        page = NextRoundPage(request.POST if request.method == "POST" else None, entry, today)
        back = reverse("admin:opportunities_opportunity_check_entry", args=[entry.pk]) + "#dates"
        if "check" not in request.GET:
            back = reverse("admin:opportunities_opportunity_change", args=[entry.pk]) + "#rounds"
        if request.method == "POST" and page.is_valid():
            page.save(request.user, reason_in(request), today)
            self.message_user(request, page.done(), messages.SUCCESS)
            return redirect(back)
        context = {
            "title": _("Next round: %(name)s") % {"name": entry.name},
            "page": page,
            "back": back,
            "media": self.media + page.media,
            "shown_sources": sources_besides(entry, (), timezone.now()),
        }
        return TemplateResponse(request, "admin/check/next_round.html", self._about(request, entry, context))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Work out the next check where none was typed, now that the rounds are stored."""
        super().save_related(request, form, formsets, change)
        if form.instance.next_check_due is None and form.instance.last_checked_on is not None:
            work_out_next_check(form.instance)

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponseRedirect:
        """Back to the check from which somebody came to mend a section."""
        section = request.GET.get("check", "")
        if section in SECTION:
            check_page = reverse("admin:opportunities_opportunity_check_entry", args=[obj.pk])
            return HttpResponseRedirect(f"{check_page}#{section}")
        return super().response_post_save_change(request, obj)

    def _check_page(self, request: HttpRequest, entry: Opportunity, wrong: str | None = None) -> HttpResponse:
        at = timezone.now()
        sections = sections_of(entry, freshness_of(entry), at)
        checked, due = entry.last_checked_on, entry.next_check_due
        context = {
            "sections": sections,
            "besides": sources_besides(entry, sections, at),
            "wrong": wrong,
            "ticked": _ticked(request),
            "note": request.POST.get(REASON, "")[:LONGEST_REASON],
            "version": latest_version(place_of(entry)),
            "title": _("Check: %(name)s") % {"name": entry.name},
            "checked": checked_in_words(checked, entry.last_checked_precision) if checked else None,
            "due": day_in_words(due) if due else None,
            "is_due": due is None or due <= at.date(),
            "confidence": CONFIDENCE[entry.confidence].label,
            "waiting": due_count(at.date()),
            "next_entry": _next_address(position_of(entry)),
        }
        return TemplateResponse(request, "admin/check/entry.html", self._about(request, entry, context))

    def _about(self, request: HttpRequest, entry: Opportunity, more: dict[str, Any]) -> dict[str, Any]:
        """The context of a page about one entry; its title is among `more`."""
        return {
            **self.admin_site.each_context(request),
            "entry": entry,
            "state": STATE[entry.state].label,
            "pill": PILL[entry.state],
            "edit_page": reverse("admin:opportunities_opportunity_change", args=[entry.pk]),
            "round_page": reverse("admin:opportunities_opportunity_next_round", args=[entry.pk]) + "?check",
            "reason_name": REASON,
            "longest_reason": LONGEST_REASON,
            "seen_name": SEEN,
            **more,
        }


def _ticked(request: HttpRequest) -> list[str]:
    return [section for section in SECTION if section in request.POST.getlist("section")]


def _version(request: HttpRequest) -> int:
    text = request.POST.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1


def _next_address(position: Position) -> str:
    """The address that leads to the entry behind this position of the worklist."""
    due, pk = position
    after = f"{due.isoformat() if due else '-'}.{pk}"
    return reverse("admin:opportunities_opportunity_check_next") + query_string([("after", after)])


def _position_in(text: str) -> Position | None:
    """The position that an address names; None, which is the beginning, for anything else."""
    found = _POSITION.fullmatch(text)
    if found is None:
        return None
    try:
        return (None if found[1] == "-" else date.fromisoformat(found[1])), int(found[2])
    except ValueError:
        return None


def _done(entry: Opportunity, due: date | None) -> str:
    """What became of the check, in words."""
    if due is None:
        return _("“%(name)s”: noted. Some sections were never checked, so it stays on the worklist.") % {
            "name": entry.name
        }
    given = {"name": entry.name, "day": day_in_words(due)}
    if due <= timezone.localdate():
        return _("“%(name)s”: noted. Other sections of it are still due since %(day)s.") % given
    return _("“%(name)s” was checked. It is due again on %(day)s.") % given
