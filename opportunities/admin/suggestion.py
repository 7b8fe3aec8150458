"""Suggestions from readers: the queue, and the page on which a curator decides."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from opportunities.admin.suggestion_form import AcceptanceForm, DraftForm, NoteForm
from opportunities.admin.theme import DeskAdmin
from opportunities.curation import suggestions
from opportunities.curation.duplicates import close_to, reason_in_words
from opportunities.curation.putting import CannotStoreError
from opportunities.curation.suggestions import ChangedSinceError, DecidedBeforeError
from opportunities.models import Opportunity, Suggestion
from opportunities.vocabulary import SUGGESTED_FACT, SUGGESTED_MATTER, SUGGESTION_STATE
from opportunities.wording.present import present_in_words

AnyForm = AcceptanceForm | DraftForm


@admin.register(Suggestion)
class SuggestionAdmin(DeskAdmin):
    """What waits comes first, the oldest at the top; then what was decided, the latest at the top."""

    list_display = ("about", "what", "made", "state_shown", "decided_by")
    list_filter = ("state", "is_new", "language")
    list_select_related = ("decided_by",)
    search_fields = ("about", "message", "note")
    ordering = (F("decided_at").desc(nulls_first=True), "made_at")
    actions = ("mark_as_spam",)

    class Media:
        css = {"all": ["opportunities/desk-suggestion.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The proposed change beside the present value, and what to do with it."""
        suggestion = self.get_object(request, unquote(object_id))
        if suggestion is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined, no-any-return]
        if not self.has_view_or_change_permission(request, suggestion):
            raise PermissionDenied
        if request.method == "POST":
            return self._decide(request, suggestion)
        return self._page(request, suggestion, _form_for(suggestion))

    def _decide(self, request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
        """Do what the button says that was pressed."""
        if not self.has_change_permission(request, suggestion):
            raise PermissionDenied
        try:
            if "_accept" in request.POST:
                return self._accept(request, suggestion)
            return self._turn_down(request, suggestion)
        except DecidedBeforeError:
            self.message_user(request, _("Somebody has decided on this suggestion meanwhile."), messages.WARNING)
            return redirect(_page_of(suggestion))

    def _accept(self, request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
        if not may_accept(request, suggestion):
            raise PermissionDenied
        form = _form_for(suggestion, request.POST.dict())
        if not form.is_valid():
            return self._page(request, suggestion, form)
        try:
            draft = _take(suggestion, form, request.user)
        except CannotStoreError as error:
            form.add_error(None, str(error))
            return self._page(request, suggestion, form)
        except ChangedSinceError as error:
            _tell_changed(form, error)
            return self._page(request, suggestion, form)
        return self._taken(request, suggestion, draft)

    def _taken(self, request: HttpRequest, suggestion: Suggestion, draft: Opportunity | None) -> HttpResponse:
        """On to the draft that was made, or to what waits."""
        thanks = _(" The reader is thanked by mail.") if suggestion.email else ""
        if draft is None:
            self.message_user(request, _("Accepted: %(about)s.") % {"about": suggestion.about} + thanks)
            return redirect(_queue())
        said = _("A draft was made of the suggestion. Complete it, and submit it for review.")
        self.message_user(request, said + thanks)
        return redirect(_page_of(draft))

    def _turn_down(self, request: HttpRequest, suggestion: Suggestion) -> HttpResponse:
        """Decline, mark as spam, or let it wait again."""
        form = NoteForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() else None
        if "_decline" in request.POST:
            suggestions.decline(suggestion.pk, request.user, note)
            said = _("Declined: %(about)s.")
        elif "_spam" in request.POST:
            suggestions.mark_as_spam(suggestion.pk, request.user)
            said = _("Marked as spam: %(about)s.")
        elif "_put_back" in request.POST:
            suggestions.put_back(suggestion.pk)
            said = _("Waiting again: %(about)s.")
        else:
            return redirect(_page_of(suggestion))
        self.message_user(request, said % {"about": suggestion.about})
        return redirect(_queue())

    def _page(self, request: HttpRequest, suggestion: Suggestion, form: AnyForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": suggestion,
            "title": suggestion.about,
            "media": self.media,
            "form": form,
            "suggestion": suggestion,
            "state": SUGGESTION_STATE[suggestion.state].label,
            "is_waiting": suggestion.state == "waiting",
            "said": [(_label(code), suggestion.facts[code]) for code in _said(suggestion)],
            "official_link": suggestion.facts.get("application.official_url", ""),
            "likenesses": _likenesses(suggestion),
            "source_host": urlsplit(suggestion.source_url or "").hostname,
            "accepted": [_label(code) for code in _said(suggestion) if code in suggestion.accepted_facts],
            "entry_link": _page_of(suggestion.opportunity) if suggestion.opportunity else "",
            "may_decide": self.has_change_permission(request, suggestion),
            "may_accept": may_accept(request, suggestion),
        }
        return TemplateResponse(request, "admin/suggestion/change.html", context)

    @admin.action(description=gettext_lazy("Mark as spam"), permissions=["change"])
    def mark_as_spam(self, request: HttpRequest, queryset: QuerySet[Suggestion]) -> None:
        """Mark those of the chosen ones that wait; the others stay what they are."""
        waiting = list(queryset.filter(state="waiting").values_list("pk", flat=True))
        marked = sum(_unless_decided(suggestions.mark_as_spam, pk, request.user) for pk in waiting)
        said = ngettext("%(n)d suggestion was marked as spam.", "%(n)d suggestions were marked as spam.", marked)
        self.message_user(request, said % {"n": marked})

    @admin.display(description=gettext_lazy("says something of"))
    def what(self, suggestion: Suggestion) -> str:
        """What the reader says something of."""
        labels = ", ".join(map(_label, _said(suggestion)))
        return _("New programme: %(facts)s") % {"facts": labels} if suggestion.is_new else labels

    @admin.display(description=gettext_lazy("age"), ordering="made_at")
    def made(self, suggestion: Suggestion) -> str:
        """How long ago it came, in its largest unit."""
        return timesince(suggestion.made_at, timezone.now(), depth=1)

    @display(  # type: ignore[untyped-decorator]
        description=gettext_lazy("state"),
        ordering="state",
        label={"waiting": "info", "accepted": "success", "declined": "warning", "spam": "danger"},
    )
    def state_shown(self, suggestion: Suggestion) -> tuple[str, str]:
        """The state, in its colour."""
        return suggestion.state, SUGGESTION_STATE[suggestion.state].label


def may_accept(request: HttpRequest, suggestion: Suggestion) -> bool:
    """Whether the user may change the entry that a suggestion is about, or add the one that it proposes."""
    if not suggestion.is_new and suggestion.opportunity_id is None:
        return False  # there is nothing left to change
    return request.user.has_perm(f"opportunities.{'add' if suggestion.is_new else 'change'}_opportunity")


def _form_for(suggestion: Suggestion, data: dict[str, str] | None = None) -> AnyForm:
    if suggestion.is_new:
        return DraftForm(suggestion, data)
    entry = Opportunity.objects.with_facts().filter(suggestions=suggestion).first()
    return AcceptanceForm(suggestion, present_in_words(entry) if entry else {}, data)


def _likenesses(suggestion: Suggestion) -> list[tuple[str, str, str]]:
    """Entries that may be the programme that a reader finds lacking: the address of the page, the name, and why."""
    if not suggestion.is_new or suggestion.state != "waiting":
        return []
    said = suggestion.facts
    found = close_to(said.get("name", ""), None, [said.get("application.official_url", "")])
    return [
        (
            reverse("admin:opportunities_opportunity_change", args=[one.pk]),
            one.name,
            "; ".join(map(reason_in_words, one.reasons)),
        )
        for one in found
    ]


def _take(suggestion: Suggestion, form: AnyForm, by: Any) -> Opportunity | None:
    """Accept what the form says; gives the draft, where one was made."""
    note = form.cleaned_data["note"]
    if isinstance(form, DraftForm):
        return suggestions.accept_new(suggestion.pk, form.programme, by, note)
    suggestions.accept(suggestion.pk, form.acceptance, by, note)
    return None


def _tell_changed(form: AnyForm, error: ChangedSinceError) -> None:
    """Say beside each fact that somebody has changed it since the page was opened."""
    assert isinstance(form, AcceptanceForm)  # a draft that is made now was never changed
    for code in error.facts:
        form.add_error(
            f"value-{code}", _("Somebody has changed this meanwhile. Look at what it is now, and decide again.")
        )
    form.show_as_present()


def _unless_decided(decide: Callable[[int, Any], None], pk: int, by: Any) -> bool:
    """Decide on a suggestion; gives whether nobody else did before."""
    try:
        decide(pk, by)
    except DecidedBeforeError:
        return False
    return True


def _said(suggestion: Suggestion) -> list[str]:
    """The codes of what the reader says, in their usual order, which a database may not keep."""
    return [code for code in (*SUGGESTED_FACT, *SUGGESTED_MATTER) if code in suggestion.facts]


def _label(code: str) -> str:
    return (SUGGESTED_FACT if code in SUGGESTED_FACT else SUGGESTED_MATTER)[code].label


def _page_of(record: Opportunity | Suggestion) -> str:
    return reverse(f"admin:opportunities_{record._meta.model_name}_change", args=[record.pk])


def _queue() -> str:
    return reverse("admin:opportunities_suggestion_changelist") + "?state__exact=waiting"
