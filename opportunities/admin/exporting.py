"""Exports from the list of opportunities: all, those that the filters leave, or those that are ticked."""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.theme import ThemedAdmin
from opportunities.curation.importing.writing import MOST_IN_WORKBOOK, TYPES, exported_parts
from opportunities.models import Opportunity


class ExportingAdmin(ThemedAdmin):
    """Ways out of the list of opportunities, for whoever may see it."""

    list_after_template = "admin/importing/export_links.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.export_view)
        return [path("export/<slug:form>/", view, name="opportunities_opportunity_export"), *super().get_urls()]

    def get_actions(self, request: HttpRequest) -> Any:
        """The actions on ticked entries, exports last."""
        actions: dict[str, Any] = super().get_actions(request)
        if self.has_view_permission(request):
            functions: tuple[Any, ...] = (export_xlsx, export_csv, export_yaml)
            for function in functions:
                name = function.__name__
                actions[name] = (function, name, function.short_description)
        return actions

    def export_view(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """The list as its filters and its search leave it, as a file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if form not in TYPES:
            raise Http404
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return redirect("admin:opportunities_opportunity_changelist")
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            return redirect("admin:opportunities_opportunity_changelist")
        return export(self, request, shown, form)


def export(page: ThemedAdmin, request: HttpRequest, chosen: QuerySet[Opportunity], form: str) -> HttpResponseBase:
    """These opportunities as a file; a word of advice where they are too many for its form."""
    pks = list(chosen.values_list("pk", flat=True))
    if form == "xlsx" and len(pks) > MOST_IN_WORKBOOK:
        said = _("A workbook can hold %(most)s entries here: choose fewer, or CSV.") % {"most": MOST_IN_WORKBOOK}
        page.message_user(request, said, messages.ERROR)
        return redirect("admin:opportunities_opportunity_changelist")
    return streamed(exported_parts(form, pks), form, "uk-japan-funding")


@admin.action(description=gettext_lazy("Export as Excel workbook"))
def export_xlsx(page: ThemedAdmin, request: HttpRequest, chosen: QuerySet[Opportunity]) -> HttpResponseBase:
    """The ticked entries as a workbook."""
    return export(page, request, chosen, "xlsx")


@admin.action(description=gettext_lazy("Export as CSV"))
def export_csv(page: ThemedAdmin, request: HttpRequest, chosen: QuerySet[Opportunity]) -> HttpResponseBase:
    """The ticked entries as CSV."""
    return export(page, request, chosen, "csv")


@admin.action(description=gettext_lazy("Export as YAML"))
def export_yaml(page: ThemedAdmin, request: HttpRequest, chosen: QuerySet[Opportunity]) -> HttpResponseBase:
    """The ticked entries in the form of the catalogue's files."""
    return export(page, request, chosen, "yaml")


def streamed(parts: Iterable[bytes], form: str, name: str) -> HttpResponseBase:
    """A file that is sent as it is made. Its first part is made at once, so that what fails does so before."""
    return _named(StreamingHttpResponse(_begun(iter(parts))), form, name)


def download(raw: bytes, form: str, name: str) -> HttpResponse:
    """A file that is made already."""
    response = HttpResponse(raw)
    _named(response, form, name)
    return response


def _begun(parts: Iterator[bytes]) -> Iterator[bytes]:
    return chain([next(parts, b"")], parts)


def _named(response: HttpResponseBase, form: str, name: str) -> HttpResponseBase:
    response["Content-Type"] = TYPES[form]
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.now():%Y-%m-%d}.{form}"'
    return response
