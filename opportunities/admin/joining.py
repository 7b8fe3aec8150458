"""Merging two entries that are one programme: choosing the other one, then what stays of each."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from opportunities.admin.joining_words import choices
from opportunities.admin.recording import LONGEST_REASON, REASON, reason_in
from opportunities.admin.workflow import WorkflowAdmin
from opportunities.admin.workflow_panel import PILL
from opportunities.curation.duplicates import close_to, reason_in_words
from opportunities.curation.followers import followers_of
from opportunities.curation.history import ChangedMeanwhileError
from opportunities.curation.joined_facts import MATTERS, differences, joined
from opportunities.curation.joining import Versions, facts_of_both, join, versions_of, why_not
from opportunities.curation.putting import CannotStoreError
from opportunities.models import Opportunity
from opportunities.vocabulary import STATE

MERGING = "opportunities.merge_opportunity"
SEEN = "seen"
_MOST_FOUND = 20


class JoiningAdmin(WorkflowAdmin):
    """The pages on which an entry is merged with another; for those who may merge."""

    change_form_before_template = "admin/merge/form_top.html"  # after what the conflict page needs
    actions_detail: tuple[str, ...] = ("merge",)

    class Media:
        css = {"all": ["opportunities/desk-check.css"]}

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.merge_with)
        own = path("<int:staying_id>/merge/<int:going_id>/", view, name="opportunities_opportunity_merge_with")
        return [own, *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whether the user may merge entries."""
        return request.user.has_perm(MERGING) and self.has_change_permission(request)

    @action(  # type: ignore[untyped-decorator]
        description=gettext_lazy("Merge"), url_path="merge", permissions=["merge"], icon="merge"
    )
    def merge(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Choose the entry that is the same programme: one that looks like it, or one that is searched for."""
        entry = self._entry(object_id)
        if entry is None:
            raise Http404
        words = request.GET.get("q", "").replace("\0", "").strip()[:100]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” with another entry") % {"name": entry.name},
            "entry": entry,
            "words": words,
            "alike": [
                (one, "; ".join(map(reason_in_words, one.reasons)), _merge_page(entry.pk, one.pk))
                for one in close_to(entry.name, entry.name_ja, filter(None, [entry.official_url]), entry.slug)
            ],
            "found": [(one, STATE[one.state].label, _merge_page(entry.pk, one.pk)) for one in _found(entry, words)],
            "edit_page": _page_of(entry),
        }
        return TemplateResponse(request, "admin/merge/choose.html", context)

    def merge_with(self, request: HttpRequest, staying_id: int, going_id: int) -> HttpResponse:
        """Both entries side by side, with a choice where they differ. Only a POST merges them."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        staying, going = self._entry(str(staying_id)), self._entry(str(going_id))
        if staying is None or going is None:
            raise Http404
        wrong = why_not(staying, going)
        if request.method == "POST" and wrong is None:
            try:
                join(staying, going, _taken(request), request.user, reason_in(request), _versions(request))
            except ChangedMeanwhileError:
                wrong = _("Somebody has changed one of the entries meanwhile. Please look again; nothing was merged.")
            except CannotStoreError as error:
                wrong = str(error)
            else:
                said = _("“%(going)s” was merged into this entry. Its address leads here; the history can undo it.")
                self.message_user(request, said % {"going": going.name}, messages.SUCCESS)
                return redirect(_page_of(staying))
        return self._merge_page(request, staying, going, wrong)

    def _merge_page(
        self, request: HttpRequest, staying: Opportunity, going: Opportunity, wrong: str | None
    ) -> HttpResponse:
        ours, theirs = facts_of_both(staying, going)
        taken = _taken(request)
        differing = differences(ours, theirs)
        one = joined(ours, theirs, taken)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge two entries"),
            "staying": staying,
            "going": going,
            "states": [(STATE[entry.state].label, PILL[entry.state]) for entry in (staying, going)],
            "pages": [_page_of(entry) for entry in (staying, going)],
            "wrong": wrong,
            "cannot": why_not(staying, going) is not None,
            "choices": choices(differing, staying, going, taken, timezone.now()),
            "same": len(MATTERS) - len(differing),
            "rounds": _counts(ours, theirs, one.facts, "rounds"),
            "sources": _counts(ours, theirs, one.facts, "sources"),
            "followers": followers_of(going.pk),
            "studies": list(going.case_studies.all()),
            "former": one.facts["former_keys"],
            "versions": "-".join(map(str, versions_of(staying, going))),
            "note": request.POST.get(REASON, "")[:LONGEST_REASON],
            "other_way": _merge_page(going.pk, staying.pk),
            "reason_name": REASON,
            "longest_reason": LONGEST_REASON,
            "seen_name": SEEN,
        }
        return TemplateResponse(request, "admin/merge/merge.html", context)


def _found(entry: Opportunity, words: str) -> list[Opportunity]:
    """The entries whose names or short names have these words in them."""
    if not words:
        return []
    named = Q(name__icontains=words) | Q(name_ja__icontains=words) | Q(slug__icontains=words)
    return list(Opportunity.objects.filter(named).exclude(pk=entry.pk)[:_MOST_FOUND])


def _counts(ours: Any, theirs: Any, both: Any, name: str) -> tuple[int, int, int]:
    """How many rounds or sources either has, and both together."""
    if name == "rounds":
        ours, theirs, both = ours["cycle"], theirs["cycle"], both["cycle"]
    return len(ours[name]), len(theirs[name]), len(both[name])


def _taken(request: HttpRequest) -> dict[str, str]:
    """Whose facts are taken, by code of the matter."""
    prefix = "take-"
    return {name.removeprefix(prefix): str(value) for name, value in request.POST.items() if name.startswith(prefix)}


def _versions(request: HttpRequest) -> Versions:
    """The versions of both entries that the page showed; impossible ones where it does not say."""
    parts = request.POST.get(SEEN, "").split("-")
    if len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 19 for part in parts):
        return int(parts[0]), int(parts[1])
    return -1, -1


def _page_of(entry: Opportunity) -> str:
    return reverse("admin:opportunities_opportunity_change", args=[entry.pk])


def _merge_page(staying: int, going: int) -> str:
    return reverse("admin:opportunities_opportunity_merge_with", args=[staying, going])
