"""The operations of the history: what was done by one act, in how many entries; and undoing it as one."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.base import ReadOnlyAdmin
from opportunities.admin.differences import differences
from opportunities.admin.fact_labels import label_of
from opportunities.admin.history import by_whom, entries_in_words, told
from opportunities.admin.recording import reason_in
from opportunities.admin.undoing import Outlook, lacking_permissions, outlook_of
from opportunities.curation.history import Undone, undo
from opportunities.curation.putting import CannotStoreError
from opportunities.models import Operation, RecordChange
from opportunities.vocabulary import OPERATION
from opportunities.wording.dates import moment_in_words

PER_PAGE = 20
_MOST_TOLD = 5  # of what was kept, in messages


class KindFilter(admin.SimpleListFilter):
    """What was done."""

    title, parameter_name = gettext_lazy("what was done"), "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(term.code, term.label) for term in OPERATION.values()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(kind=self.value()) if self.value() in OPERATION else queryset


class WhoFilter(admin.SimpleListFilter):
    """By whom it was done; of accounts that are gone too."""

    title, parameter_name = gettext_lazy("by whom"), "by"
    machine = "-"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        names = Operation.objects.exclude(by_name="").order_by("by_name").values_list("by_name", flat=True).distinct()
        return [*((name, name) for name in names), (self.machine, _("the machine"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        name = self.value()
        if name is None:
            return queryset
        return queryset.filter(by_name="" if name == self.machine else name)


@admin.register(Operation)
class OperationAdmin(ReadOnlyAdmin):
    """All that was done, the latest first. Nobody edits the past; most of it can be undone."""

    list_display = ("at_utc", "what", "who", "entry_count", "reason", "was_undone")
    list_filter = (KindFilter, WhoFilter)
    date_hierarchy = "at"
    search_fields = ("reason", "changes__name", "changes__key")
    list_select_related = ("undone_by",)
    show_full_result_count = False

    class Media:
        css = {"all": ["opportunities/history.css"]}

    def get_urls(self) -> list[URLPattern]:
        undo_view = self.admin_site.admin_view(self.undo_view)
        return [path("<path:object_id>/undo/", undo_view, name="opportunities_operation_undo"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        changes = RecordChange.objects.filter(operation=OuterRef("pk")).order_by().values("operation")
        size = changes.annotate(size=Count("pk")).values("size")
        annotated: QuerySet[Any] = super().get_queryset(request).annotate(size=Subquery(size))
        return annotated

    @admin.display(description=gettext_lazy("when"), ordering="id")
    def at_utc(self, operation: Operation) -> str:
        """The moment, with its zone."""
        return moment_in_words(operation.at)

    @admin.display(description=gettext_lazy("what was done"), ordering="kind")
    def what(self, operation: Operation) -> str:
        """The kind in words."""
        return str(OPERATION[operation.kind].label)

    @admin.display(description=gettext_lazy("by whom"), ordering="by_name")
    def who(self, operation: Operation) -> str:
        """The name, which outlives the account."""
        return by_whom(operation)

    @admin.display(description=gettext_lazy("entries"), ordering="size")
    def entry_count(self, operation: Any) -> int:
        """How many records it changed."""
        return operation.size or 0

    @admin.display(description=gettext_lazy("undone"), empty_value="—")
    def was_undone(self, operation: Operation) -> str | None:
        """Whether it was taken back."""
        return _("Undone") if hasattr(operation, "undone_by") else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the operation changed, entry by entry."""
        operation = self._operation(request, object_id)
        page = Paginator(operation.changes.select_related("operation"), PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": f"{OPERATION[operation.kind].label}: {entries_in_words(page.paginator.count)}",
            "page": page,
            "told": told(page),
            "lacks": lacking_permissions(operation, request.user),
        }
        return self._rendered(request, operation, "operation", context)

    def undo_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What undoing would do; a POST does it."""
        operation = self._operation(request, object_id)
        if lacking_permissions(operation, request.user):
            raise PermissionDenied
        if hasattr(operation, "undone_by"):
            self.message_user(request, _("This was undone before."), messages.INFO)
            return redirect("admin:opportunities_operation_change", operation.pk)
        if request.method == "POST":
            return self._undo(request, operation)
        return self._undo_page(request, operation, outlook_of(operation))

    def _undo(self, request: HttpRequest, operation: Operation) -> HttpResponse:
        try:
            undone = undo(operation, request.user, reason_in(request))
        except CannotStoreError as error:
            self.message_user(request, str(error), messages.ERROR)
            return redirect("admin:opportunities_operation_change", operation.pk)
        self._tell(request, undone)
        return redirect("admin:opportunities_operation_change", (undone.operation or operation).pk)

    def _tell(self, request: HttpRequest, undone: Undone) -> None:
        """Say what was undone, and what was not."""
        if undone.operation is None:
            self.message_user(request, _("Nothing was left to be undone."), messages.INFO)
        else:
            self.message_user(request, _("It was undone."), messages.SUCCESS)
        for name, fact in undone.kept[:_MOST_TOLD]:
            self.message_user(request, kept_in_words(name, fact), messages.WARNING)
        for name, why in undone.refused[:_MOST_TOLD]:
            said = {"name": name, "why": why}
            self.message_user(request, _("“%(name)s” stays as it is: %(why)s") % said, messages.WARNING)
        more = max(len(undone.kept) - _MOST_TOLD, 0) + max(len(undone.refused) - _MOST_TOLD, 0)
        if more:
            self.message_user(request, _("And %(more)s more were left as they are.") % {"more": more}, messages.WARNING)

    def _undo_page(self, request: HttpRequest, operation: Operation, outlook: Outlook) -> HttpResponse:
        context = {
            "title": _("Undo: %(what)s") % {"what": OPERATION[operation.kind].label},
            "outlook": outlook,
            "kept": [kept_in_words(name, fact) for name, fact in outlook.kept],
            "back": [(change.name, differences(change.after, change.before)) for change in outlook.first],
        }
        return self._rendered(request, operation, "undo", context)

    def _operation(self, request: HttpRequest, object_id: str) -> Operation:
        operation = self.get_object(request, unquote(object_id))
        if operation is None:
            raise Http404
        if not self.has_view_or_change_permission(request, operation):
            raise PermissionDenied
        return operation  # type: ignore[no-any-return]

    def _rendered(
        self, request: HttpRequest, operation: Operation, template: str, context: dict[str, Any]
    ) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "operation": operation,
            "when": moment_in_words(operation.at),
            "by": by_whom(operation),
            "undone_by": getattr(operation, "undone_by", None),
            **context,
        }
        return TemplateResponse(request, f"admin/history/{template}.html", whole)


def kept_in_words(name: str, fact: str) -> str:
    """That a fact, or a whole record where the fact is "", is not undone, and why."""
    if fact:
        return _("“%(name)s”: “%(fact)s” was changed again since, and stays.") % {"name": name, "fact": label_of(fact)}
    return _("“%(name)s” was changed again since, or others rest on it: it stays.") % {"name": name}
