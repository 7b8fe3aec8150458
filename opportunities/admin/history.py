"""The pages of a record's history: what was changed, a version as a whole, restoring it; and the deleted records."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max, Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.admin.differences import Difference, differences, whole_in_words
from opportunities.admin.recording import VERSION, number_in, reason_in, record_of
from opportunities.admin.theme import DeskAdmin
from opportunities.curation.collections import COLLECTION_OF, KEY_FIELD, Place, place_of, records_of, stored_version
from opportunities.curation.history import (
    ChangedMeanwhileError,
    history_of,
    latest_version,
    restore,
    restored_facts,
    version_at,
)
from opportunities.curation.merging import Facts, by_name
from opportunities.curation.putting import CannotStoreError
from opportunities.models import Operation, RecordChange
from opportunities.vocabulary import OPERATION
from opportunities.wording.dates import moment_in_words

PER_PAGE = 20
DELETED_PER_PAGE = 50


@dataclass(frozen=True)
class Told:
    """One change, told: what, when, by whom and why, and the facts old and new."""

    change: RecordChange
    what: str
    when: str
    by: str
    others: int  # records that the same operation changed besides
    differences: list[Difference]

    @property
    def is_whole(self) -> bool:
        """Whether the record came or went, so that the facts are all that there were."""
        return self.change.before is None or self.change.after is None


def told(changes: Iterable[RecordChange]) -> list[Told]:
    """Changes in words, with their operations fetched."""
    changes = list(changes)
    sizes = RecordChange.objects.filter(operation__in={change.operation_id for change in changes})
    counts = dict(sizes.order_by().values_list("operation").annotate(size=Count("pk")))
    return [
        Told(
            change=change,
            what=str(OPERATION[change.operation.kind].label),
            when=moment_in_words(change.operation.at),
            by=by_whom(change.operation),
            others=counts[change.operation_id] - 1,
            differences=differences(change.before, change.after),
        )
        for change in changes
    ]


def by_whom(operation: Operation) -> str:
    """The name of who did it, or that nobody did it by hand."""
    return operation.by_name or _("the machine")


class HistoryPages(DeskAdmin):
    """The history of a record of the catalogue, and of those rows that hang on one."""

    class Media:
        css = {"all": ["opportunities/history.css"]}

    @property
    def deleted_page(self) -> str | None:
        """The name of the page with what was deleted; None for rows, which are gone with their record."""
        is_record = self.model in COLLECTION_OF
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted" if is_record else None

    def get_urls(self) -> list[URLPattern]:
        """The pages of versions and of what was deleted, in front: a record's own address takes in anything."""
        if self.model not in COLLECTION_OF:
            return super().get_urls()
        name, view = f"{self.opts.app_label}_{self.opts.model_name}", self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<int:number>/", view(self.deleted_version_view), name=f"{name}_deleted_version"),
            path("<path:object_id>/history/<int:number>/", view(self.version_view), name=f"{name}_version"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """All changes of a record; of a row of a record, those of its record."""
        row = self._row(request, object_id)
        record = record_of(row)
        if record is None:
            return super().history_view(request, object_id, extra_context)
        if record is not row:
            return redirect(_address(record, "history", record.pk))
        changes = Paginator(history_of(place_of(record)), PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("History of “%(name)s”") % {"name": record},
            "original": record,
            "page": changes,
            "told": told(changes),
            "latest": latest_version(place_of(record)),
            "version_page": f"admin:{self.opts.app_label}_{self.opts.model_name}_version",
            "may_change": self.has_change_permission(request, record),
        }
        return self._rendered(request, "record", context | (extra_context or {}))

    def version_view(self, request: HttpRequest, object_id: str, number: int) -> HttpResponse:
        """A version as a whole, and what restoring it would change; a POST restores it."""
        record = self._row(request, object_id)
        place, may_restore = place_of(record), self.has_change_permission(request, record)
        if number and not history_of(place).filter(pk=number).exists():
            raise Http404
        if request.method == "POST":
            return self._restore(request, place, number, may_restore, record)
        return self._version_page(request, place, number, may_restore, record)

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """The records of this kind that are gone, the latest first."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        gone = Paginator(self._deleted(), DELETED_PER_PAGE).get_page(request.GET.get("p"))
        context = {
            "title": _("Deleted %(records)s") % {"records": self.opts.verbose_name_plural},
            "page": gone,
            "rows": [(change, moment_in_words(change.operation.at), by_whom(change.operation)) for change in gone],
            "version_page": f"admin:{self.opts.app_label}_{self.opts.model_name}_deleted_version",
        }
        return self._rendered(request, "deleted", context)

    def deleted_version_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """A deleted record as it was last; a POST brings it back."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        deletion = self._deleted().filter(pk=number).first()
        if deletion is None:
            raise Http404
        place, may_restore = (deletion.collection, deletion.key), self.has_add_permission(request)
        if request.method == "POST":
            return self._restore(request, place, number - 1, may_restore, None)
        return self._version_page(request, place, number - 1, may_restore, None)

    def _restore(
        self, request: HttpRequest, place: Place, number: int, may_restore: bool, record: Model | None
    ) -> HttpResponse:
        if not may_restore:
            raise PermissionDenied
        try:
            operation = restore(place, number, request.user, reason_in(request), seen=number_in(request, VERSION))
        except ChangedMeanwhileError:
            self.message_user(request, _("This changed meanwhile: look at it again."), messages.WARNING)
            return self._version_page(request, place, number, may_restore, record)
        except CannotStoreError as error:
            said = {"why": error}
            self.message_user(request, _("This version cannot be restored: %(why)s") % said, messages.ERROR)
            return self._version_page(request, place, number, may_restore, record)
        if operation is None:
            self.message_user(request, _("It says the same already: nothing was changed."), messages.INFO)
        else:
            self.message_user(request, _("The version was restored."), messages.SUCCESS)
        restored = records_of(place[0], [place[1]]).get()
        return redirect(_address(restored, "change", restored.pk))

    def _version_page(
        self, request: HttpRequest, place: Place, number: int, may_restore: bool, record: Model | None
    ) -> HttpResponse:
        change = history_of(place).filter(pk__lte=number).first() if number else None
        version = version_at(place, number)
        now = stored_version(place)
        context = {
            "title": _("A version of “%(name)s”") % {"name": record or (version or {}).get("name", place[1])},
            "original": record,
            "change": change,
            "what": OPERATION[change.operation.kind].label if change else None,
            "when": moment_in_words(change.operation.at) if change else None,
            "by": by_whom(change.operation) if change else None,
            "whole": whole_in_words(version) if version is not None else [],
            "is_there": version is not None,
            "is_deleted": record is None,
            "would_change": self._would_change(place, number, now) if version is not None and now else [],
            "may_restore": may_restore and version is not None,
            "version": latest_version(place),
            "is_draft_again": record is None and place[0] == "opportunities",
        }
        return self._rendered(request, "version", context)

    def _would_change(self, place: Place, number: int, now: Facts) -> list[Difference]:
        return differences(by_name(now), by_name(restored_facts(place, number)))

    def _deleted(self) -> QuerySet[RecordChange]:
        """The last change of each record of this kind that is gone."""
        collection = COLLECTION_OF[self.model]
        deletions = RecordChange.objects.filter(collection=collection, after__isnull=True)
        latest = deletions.order_by().values("key").annotate(latest=Max("pk")).values("latest")
        stored = self.model._default_manager.order_by().values(KEY_FIELD.get(collection, "slug"))
        return RecordChange.objects.filter(pk__in=latest).exclude(key__in=stored).select_related("operation")

    def _row(self, request: HttpRequest, object_id: str) -> Model:
        row: Model | None = self.get_object(request, unquote(object_id))
        if row is None:
            raise Http404
        if not self.has_view_or_change_permission(request, row):
            raise PermissionDenied
        return row

    def _rendered(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "media": self.media,
            "deleted_page": self.deleted_page,
            **context,
        }
        return TemplateResponse(request, f"admin/history/{template}.html", whole)


def entries_in_words(count: int) -> str:
    """One entry, two entries."""
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


def _address(record: Model, page: str, *args: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_{page}", args=args)
