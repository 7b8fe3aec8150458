"""The classes that the desk's own are made from, in the theme, and as the type checker should see them.

The theme ships without types, and Django's classes take their parameters only in the eyes of the type checker.
"""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.forms import SlugField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from opportunities.admin.form_fields import LineField, ProseField, Validator

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline
    from django.forms import ModelForm

    ThemedAdmin = ModelAdmin[Any]
    ThemedInline = StackedInline[Any, Any]
    AnyModelForm = ModelForm[Any]
else:
    from django.forms import ModelForm as AnyModelForm
    from unfold.admin import ModelAdmin as ThemedAdmin
    from unfold.admin import StackedInline as ThemedInline


class FactsForm(AnyModelForm):
    """A form over one record. `rules` are further validators of its fields, by the rules of the catalogue's files."""

    rules: ClassVar[dict[str, Validator]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.rules.keys() & self.fields.keys():
            self.fields[name].validators.append(self.rules[name])


# Form fields for text that refuse control characters and keep the catalogue's line ends.
PLAIN_TEXT: dict[Any, dict[str, Any]] = {
    models.CharField: {"form_class": LineField},
    models.SlugField: {"form_class": SlugField, "widget": UnfoldAdminTextInputWidget},
    models.TextField: {"form_class": ProseField, "widget": UnfoldAdminTextareaWidget({"rows": 3})},
}


class OpenChoiceMixin:
    """A select starts with nothing chosen, unless the record has a default."""

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        blank = db_field.blank or not db_field.has_default()
        kwargs.setdefault("choices", db_field.get_choices(include_blank=blank, blank_choice=[("", "—")]))
        return super().formfield_for_choice_field(db_field, request, **kwargs)  # type: ignore[misc]


class DeskAdmin(OpenChoiceMixin, ThemedAdmin):
    """A page of the desk, in its theme."""

    formfield_overrides = PLAIN_TEXT
    warn_unsaved_form = True
    list_per_page = 50

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list; without its filters where one of them holds a NUL, which PostgreSQL cannot look for."""
        if any("\0" in value for values in request.GET.lists() for value in values[1]):
            return HttpResponseRedirect(request.path)
        response: HttpResponse = super().changelist_view(request, extra_context)
        return response


class DeskInline(OpenChoiceMixin, ThemedInline):
    """Rows that belong to the record on the page, each folded under its title."""

    formfield_overrides = PLAIN_TEXT
    collapsible = True
    tab = True
    extra = 0
