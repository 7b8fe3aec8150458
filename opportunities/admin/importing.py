"""Imports: uploading a file, looking at what each row would do, applying it, and the files on the way."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from opportunities.admin.exporting import download, streamed
from opportunities.admin.import_forms import ApplyForm, UploadForm
from opportunities.admin.import_page import STATE_PILL, ImportPage
from opportunities.admin.theme import DeskAdmin
from opportunities.curation.importing import work
from opportunities.curation.importing.applying import changes_states
from opportunities.curation.importing.files import FORMS
from opportunities.curation.importing.progress import progress_of
from opportunities.curation.importing.template import csv_template, xlsx_template
from opportunities.curation.importing.writing import refused_parts
from opportunities.curation.workflow import PUBLISHING
from opportunities.models import Import
from opportunities.vocabulary import IMPORT_STATE

IMPORTING = "opportunities.import_opportunity"
TEMPLATES: dict[str, Callable[[], bytes]] = {"xlsx": xlsx_template, "csv": csv_template}


@admin.register(Import)
class ImportAdmin(DeskAdmin):
    """Everything about imports takes one permission, and an import is never edited: it is applied, or dropped."""

    list_display = ("file_name", "state_shown", "rows", "at", "by", "reason")
    list_filter = ("state",)
    list_select_related = ("by",)
    search_fields = ("file_name", "reason")

    class Media:
        css = {"all": ["opportunities/importing.css"]}
        js = ["opportunities/importing.js"]

    def get_urls(self) -> list[URLPattern]:
        views = (
            ("template/<slug:form>/", "template", self.template_view),
            ("<int:number>/apply/", "apply", self.apply_view),
            ("<int:number>/again/", "again", self.again_view),
            ("<int:number>/drop/", "drop", self.drop_view),
            ("<int:number>/progress/", "progress", self.progress_view),
            ("<int:number>/refused/", "refused", self.refused_view),
        )
        own = [
            path(route, self.admin_site.admin_view(view), name=f"opportunities_import_{name}")
            for route, name, view in views
        ]
        return [*own, *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Import]:
        """Without the files, which may be large."""
        return super().get_queryset(request).defer("file")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(IMPORTING)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm(IMPORTING)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(IMPORTING)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A file to upload, and what it may look like."""
        self._let_in(request)
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            name = str(form.cleaned_data["file"].name)
            imported = work.upload(name, form.raw, _user(request), form.cleaned_data["reason"])
            return redirect(_page_of(imported))
        return self._rendered(request, "upload", {"title": _("Import a file"), "form": form})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What the file would change, or has changed; or how far the process is that works on it."""
        self._let_in(request)
        number = unquote(object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._preview(request, self._import(int(number) if number.isascii() and number.isdigit() else 0))

    def apply_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Apply what was read."""
        imported = self._asked(request, number)
        refused = imported.results.filter(verdict="refused").count()
        form = ApplyForm(request.POST, refused=refused)
        if imported.state != "read":
            return self._not_now(request, imported)
        if not form.is_valid():
            return self._preview(request, imported, form)
        without_refused = bool(form.cleaned_data.get("without_refused"))
        if refused and not without_refused:
            form.add_error("without_refused", _("Correct the refused rows first, or tick this to leave them out."))
            return self._preview(request, imported, form)
        if not request.user.has_perm(PUBLISHING) and changes_states(imported):
            raise PermissionDenied
        try:
            work.start_applying(imported, _user(request), without_refused, form.cleaned_data["reason"])
        except work.NotNowError:
            return self._not_now(request, imported)
        imported.refresh_from_db(fields=["state", "done"])
        if imported.state == "applied":
            self.message_user(request, _applied(imported), messages.SUCCESS)
        return redirect(_page_of(imported))

    def again_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Read the file again, or have an import decided on again whose process died."""
        imported = self._asked(request, number)
        is_at_work = imported.state in ("reading", "applying") and progress_of(imported, timezone.now()).is_alive
        try:
            if is_at_work:
                raise work.NotNowError
            if imported.state == "applying":
                work.take_back(imported)
            else:
                work.start_reading(imported)
        except work.NotNowError:
            return self._not_now(request, imported)
        return redirect(_page_of(imported))

    def drop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Give an import up before it is applied."""
        imported = self._asked(request, number)
        try:
            work.drop(imported)
        except work.NotNowError:
            return self._not_now(request, imported)
        self.message_user(request, _("“%(name)s” was dropped. Nothing was changed.") % {"name": imported.file_name})
        return redirect("admin:opportunities_import_changelist")

    def progress_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """How far the process is, for the page that waits for it."""
        self._let_in(request)
        imported = self._import(number)
        progress = progress_of(imported, timezone.now())
        return JsonResponse({"state": imported.state, "done": progress.done, "is_alive": progress.is_alive})

    def refused_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """The refused rows as a file, each with the reasons."""
        self._let_in(request)
        imported = self._import(number)
        if not imported.results.filter(verdict="refused").exists():
            raise Http404
        form = _form_of(imported)
        return streamed(refused_parts(form, imported), form, f"refused-rows-{imported.pk}")

    def template_view(self, request: HttpRequest, form: str) -> HttpResponse:
        """A file to fill in."""
        self._let_in(request)
        if form not in TEMPLATES:
            raise Http404
        return download(TEMPLATES[form](), form, "funding-finder-template")

    @display(description=gettext_lazy("state"), ordering="state", label=STATE_PILL)  # type: ignore[untyped-decorator]
    def state_shown(self, imported: Import) -> tuple[str, str]:
        """The state as a pill."""
        return imported.state, IMPORT_STATE[imported.state].label

    def _preview(self, request: HttpRequest, imported: Import, form: ApplyForm | None = None) -> HttpResponse:
        page = ImportPage(imported, timezone.now(), request.GET.get("rows", ""), request.GET.get("page", "1"))
        refused = page.counts["refused"]
        is_barred = imported.state == "read" and not request.user.has_perm(PUBLISHING) and changes_states(imported)
        context = {
            "title": _("Import of “%(name)s”") % {"name": imported.file_name},
            "original": imported,
            "page": page,
            "form": form or ApplyForm(initial={"reason": imported.reason}, refused=refused),
            "is_barred": is_barred,
            "operation_page": _operation_page(imported),
        }
        return self._rendered(request, "import", context)

    def _rendered(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        whole = {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context}
        return TemplateResponse(request, f"admin/importing/{template}.html", whole)

    def _let_in(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _asked(self, request: HttpRequest, number: int) -> Import:
        """The import that a POST is about. Raises PermissionDenied, also for anything but a POST."""
        self._let_in(request)
        if request.method != "POST":
            raise PermissionDenied
        return self._import(number)

    def _import(self, number: int) -> Import:
        imported = Import.objects.defer("file").select_related("by", "operation").filter(pk=number).first()
        if imported is None:
            raise Http404
        return imported

    def _not_now(self, request: HttpRequest, imported: Import) -> HttpResponse:
        said = _("This was not done: the import is no longer what it was when the page was made. This is it now.")
        self.message_user(request, said, messages.WARNING)
        return redirect(_page_of(imported))


def _user(request: HttpRequest) -> Any:
    """Who does it: the account behind the request."""
    return request.user


def _page_of(imported: Import) -> str:
    return reverse("admin:opportunities_import_change", args=[imported.pk])


def _operation_page(imported: Import) -> str:
    """Where the history tells what was changed, and can undo it."""
    if imported.operation is None:
        return ""
    try:
        return reverse("admin:opportunities_operation_change", args=[imported.operation.pk])
    except NoReverseMatch:
        return ""


def _form_of(imported: Import) -> str:
    """The form in which refused rows are given back: that of the file."""
    return FORMS.get(f".{imported.file_name.rpartition('.')[2].lower()}", "xlsx")


def _applied(imported: Import) -> str:
    said = ngettext("%(count)d entry was imported.", "%(count)d entries were imported.", imported.done)
    return said % {"count": imported.done}
