"""Changing one thing in many entries from the list: a page names them with what they say now, before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminSingleDateWidget

from opportunities.admin.fact_words import lines_of
from opportunities.admin.history import entries_in_words
from opportunities.admin.recording import number_in, reason_in, recorded
from opportunities.curation import bulk
from opportunities.curation.changing import Change
from opportunities.curation.collections import stored_versions
from opportunities.curation.history import ChangedMeanwhileError
from opportunities.curation.merging import by_name
from opportunities.curation.putting import CannotStoreError, refuse_worse
from opportunities.curation.workflow import MOST_AT_ONCE
from opportunities.ford import FIELD
from opportunities.models import Opportunity, RecordChange
from opportunities.vocabulary import ACTIVITY, ALL_FIELDS, CAREER_STAGE, CONFIDENCE, DIRECTION, PROGRAMME_STATUS

CONFIRMED = "_confirmed"
SEEN = "_seen"  # the latest change of all when the page was made
BACK = "_back"  # the list as it was, with its filters
_SCHEMES: tuple[tuple[str, str, Any, Any], ...] = (  # scheme, fact, label, terms
    ("direction", "directions", gettext_lazy("Direction"), DIRECTION),
    ("stage", "career_stages", gettext_lazy("Career stage"), CAREER_STAGE),
    ("activity", "activities", gettext_lazy("Activity"), ACTIVITY),
    ("discipline", "disciplines", gettext_lazy("Field"), {ALL_FIELDS: gettext_lazy("Open to every field"), **FIELD}),
)
_FACT_OF = {scheme: fact for scheme, fact, _label, _terms in _SCHEMES}


@dataclass(frozen=True)
class BulkChange:
    """One thing that can be changed; `field` is what is asked, if anything is; `apply` does it, for a value.

    `facts` are those that it changes, for a value or before one is chosen (None).
    """

    title: Any
    field: Callable[[], forms.Field] | None
    facts: Callable[[Any], list[str]]
    apply: Callable[[Change, list[Opportunity], Any], None]


def _choice(label: Any, choices: list[Any]) -> forms.Field:
    return forms.ChoiceField(label=label, choices=[("", "—"), *choices], widget=UnfoldAdminSelectWidget())


def _codes(terms: Any) -> list[tuple[str, Any]]:
    return [(code, str(term)) for code, term in terms.items()]


def _class_field() -> forms.Field:
    groups = [
        (label, [(f"{scheme}:{code}", words) for code, words in _codes(terms)])
        for scheme, _fact, label, terms in _SCHEMES
    ]
    return _choice(_("Classification"), groups)


def _classified(value: str | None) -> list[str]:
    return [_FACT_OF[value.partition(":")[0]]] if value else list(_FACT_OF.values())


def _column(column: str) -> Callable[[Change, list[Opportunity], Any], None]:
    return lambda _change, entries, value: bulk.set_column(entries, column, value)


CHANGES = {
    "set_confidence": BulkChange(
        gettext_lazy("Set the confidence"),
        lambda: _choice(_("Confidence"), _codes(CONFIDENCE)),
        lambda _value: ["confidence"],
        _column("confidence"),
    ),
    "set_programme_status": BulkChange(
        gettext_lazy("Set the programme status"),
        lambda: _choice(_("Programme status"), _codes(PROGRAMME_STATUS)),
        lambda _value: ["programme_status"],
        _column("programme_status"),
    ),
    "set_next_check": BulkChange(
        gettext_lazy("Set the day of the next check"),
        lambda: forms.DateField(label=_("Next check"), widget=UnfoldAdminSingleDateWidget(), validators=[_not_past]),
        lambda _value: ["next_check"],
        _column("next_check_due"),
    ),
    "add_class": BulkChange(
        gettext_lazy("Add a classification"),
        _class_field,
        _classified,
        lambda _change, entries, value: bulk.add_class(entries, *value.split(":", 1)),
    ),
    "remove_class": BulkChange(
        gettext_lazy("Remove a classification"),
        _class_field,
        _classified,
        lambda _change, entries, value: bulk.remove_class(entries, *value.split(":", 1)),
    ),
    "mark_checked": BulkChange(
        gettext_lazy("Mark as checked today"),
        None,
        lambda _value: ["last_checked", "next_check"],
        lambda change, entries, _value: bulk.mark_checked(change, entries, timezone.localdate()),
    ),
}


def _not_past(day: Any) -> None:
    if day < timezone.localdate():
        raise forms.ValidationError(_("This day is past."))


def _action(name: str) -> Any:
    @admin.action(permissions=["change"], description=CHANGES[name].title)
    def act(page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
        return _carry_out(name, page, request, queryset)

    act.__name__ = name
    return act


BULK_CHANGES = tuple(_action(name) for name in CHANGES)


def _carry_out(name: str, page: Any, request: HttpRequest, queryset: QuerySet[Opportunity]) -> HttpResponse:
    """Show what would be changed; once that was seen and confirmed, do it as one operation."""
    change, back = CHANGES[name], _list_before(request)
    pks = list(queryset.order_by("name", "slug").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(pks) > MOST_AT_ONCE:
        said = _("These are too many at once: choose at most %(most)s.") % {"most": MOST_AT_ONCE}
        page.message_user(request, said, messages.ERROR)
        return HttpResponseRedirect(back)
    entries = list(Opportunity.objects.filter(pk__in=pks))
    if not all(page.has_change_permission(request, entry) for entry in entries):
        raise PermissionDenied
    form = _form_of(change, request.POST if CONFIRMED in request.POST else None)
    refused = None
    if form.is_valid():
        try:
            _apply(change, request, entries, form.cleaned_data.get("value"))
        except ChangedMeanwhileError:
            refused = _("Some of these were changed while you looked at them: look again, and confirm again.")
        except CannotStoreError as error:
            refused = str(error)
        else:
            said = _("Changed: %(entries)s.") % {"entries": entries_in_words(len(entries))}
            page.message_user(request, said, messages.SUCCESS)
            return HttpResponseRedirect(back)
    return _page(name, page, request, entries, form, refused)


def _apply(change: BulkChange, request: HttpRequest, entries: list[Opportunity], value: Any) -> None:
    """Do it. Raises ChangedMeanwhileError; CannotStoreError where a published entry would lose what it needs."""
    keys = [entry.slug for entry in entries]
    with recorded(request, "bulk") as operation:
        operation.about_to_change(*entries)
        since = RecordChange.objects.filter(
            collection="opportunities", key__in=keys, pk__gt=number_in(request, SEEN) or 0
        )
        concerned = {*change.facts(value)} if change.field else None  # whoever checks an entry saw all of it
        if any(concerned is None or concerned & {*one.facts} for one in since):
            raise ChangedMeanwhileError
        before = stored_versions("opportunities", keys)
        change.apply(operation, entries, value)
        for key, facts in stored_versions("opportunities", keys).items():
            refuse_worse(before[key], facts)


def _form_of(change: BulkChange, sent: Any) -> forms.Form:
    fields = {"value": change.field()} if change.field else {}
    form_class: type[forms.Form] = type("BulkForm", (forms.Form,), fields)
    return form_class(sent)


def _page(
    name: str, page: Any, request: HttpRequest, entries: list[Opportunity], form: forms.Form, refused: str | None
) -> HttpResponse:
    change = CHANGES[name]
    seen = RecordChange.objects.aggregate(latest=Max("pk"))["latest"] or 0
    stored = stored_versions("opportunities", [entry.slug for entry in entries])
    versions = {key: by_name(facts) for key, facts in stored.items()}
    facts = change.facts(form.data.get("value") if form.is_bound and form.is_valid() else None)
    context = {
        **page.admin_site.each_context(request),
        "title": change.title,
        "opts": page.opts,
        "media": page.media + form.media,
        "form": form,
        "refused": refused,
        "rows": [(entry, [line for f in facts for line in lines_of(f, versions[entry.slug][f])]) for entry in entries],
        "count": entries_in_words(len(entries)),
        "action": name,
        "checkbox": ACTION_CHECKBOX_NAME,
        "seen": seen,
        "reason": reason_in(request) or "",
        "address": reverse("admin:opportunities_opportunity_changelist"),
        "back": _list_before(request),
    }
    return TemplateResponse(request, "admin/history/bulk.html", context)


def _list_before(request: HttpRequest) -> str:
    """The address of the list that the entries were chosen from."""
    back = request.POST.get(BACK, request.get_full_path())
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else request.path
