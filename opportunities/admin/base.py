"""What the catalogue's pages of the desk have in common: the revision, the identity, reading only."""

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from opportunities.admin.formsets import AnyFormSet
from opportunities.admin.theme import AnyModelForm, DeskAdmin
from opportunities.curation.revision import raise_revision
from opportunities.curation.touching import touched_by


class CatalogueAdmin(DeskAdmin):
    """Records that the public sees: every change raises the catalogue's revision in the same transaction.

    Along with the revision goes which opportunities the change touches; before a deletion, as nothing tells it after.
    Django holds a transaction around the pages that add, change and delete, and calls `save_related` last of all.
    """

    def save_related(self, request: HttpRequest, form: AnyModelForm, formsets: list[AnyFormSet], change: bool) -> None:
        super().save_related(request, form, formsets, change)
        raise_revision(touched_by([form.instance]))

    def delete_model(self, request: HttpRequest, obj: models.Model) -> None:
        touched = touched_by([obj])
        super().delete_model(request, obj)
        raise_revision(touched)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """The action on a list runs outside a transaction, so it gets its own."""
        with transaction.atomic():
            touched = touched_by(queryset)
            super().delete_queryset(request, queryset)
            raise_revision(touched)


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
