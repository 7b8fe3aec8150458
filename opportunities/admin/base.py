"""What the catalogue's pages of the desk have in common: the revision, the identity, reading only."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opportunities.admin.conflicts import ConflictPages
from opportunities.admin.formsets import AnyFormSet
from opportunities.admin.recording import change_going_on, record_of, recorded
from opportunities.admin.theme import AnyModelForm, DeskAdmin


class CatalogueAdmin(ConflictPages):
    """Records that the public sees: every change is an operation of the history, which raises the revision.

    Django calls `save_related` last of all; a new record is told of there, others before anything is saved.
    """

    def save_related(self, request: HttpRequest, form: AnyModelForm, formsets: list[AnyFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            change_going_on().created(*_records([form.instance]))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        with recorded(request, "delete") as change:
            change.about_to_delete(*_records([obj]))
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with recorded(request, "delete") as change:
            change.about_to_delete(*_records(queryset))
            super().delete_queryset(request, queryset)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        return super().delete_view(request, object_id, {"asks_reason": True, **(extra_context or {})})

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any], *where: Any) -> HttpResponse | None:
        """What an action answers; its page before deleting asks why."""
        response: HttpResponse | None = super().response_action(request, queryset, *where)
        if isinstance(response, TemplateResponse):
            response.context_data = {"asks_reason": True, **(response.context_data or {})}
        return response


def _records(rows: Iterable[models.Model]) -> list[models.Model]:
    """The records of the catalogue that these rows are, or hang on."""
    return [record for row in rows if (record := record_of(row)) is not None]


class IdentifiedAdmin(CatalogueAdmin):
    """Records with a slug, made from `named_by` on the way in and never changed afterwards."""

    named_by = "name"
    identity: tuple[str, ...] = ("slug", "uuid", "created_at", "changed_at")

    def get_prepopulated_fields(self, request: HttpRequest, obj: models.Model | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": (self.named_by,)}

    def get_readonly_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return self.identity if obj else ()

    def get_fieldsets(self, request: HttpRequest, obj: models.Model | None = None) -> Any:
        """The record's own groups, and its identity last."""
        identity = self.identity if obj else ("slug",)
        return [*(self.fieldsets or ()), (_("Identity"), {"fields": identity, "classes": ["tab"]})]


class EvidenceAdmin(CatalogueAdmin):
    """A list over rows of all entries. They are mended here, but added and removed on the page of their entry."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Never on these pages; on others Django asks whether the rows may go together with their entry."""
        place = request.resolver_match.url_name if request.resolver_match else None
        own = f"{self.opts.app_label}_{self.opts.model_name}_"
        return not (place or "").startswith(own) and super().has_delete_permission(request, obj)


class ReadOnlyAdmin(DeskAdmin):
    """Records that only the machinery writes."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


def link_to(record: models.Model) -> str:
    """A link to the record's page of the desk."""
    opts = record._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_change", args=[record.pk])
    return format_html('<a href="{}" class="text-primary-600 dark:text-primary-500">{}</a>', address, record)
