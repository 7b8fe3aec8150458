"""Organisations: funders, agencies, institutes and hosts."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.base import IdentifiedAdmin
from opportunities.admin.filters import NextCheckFilter, OrganisationSectionFilter
from opportunities.admin.form_fields import must_fit
from opportunities.admin.record_form import RecordForm
from opportunities.admin.sources import SourceInline
from opportunities.curation.documents import OrganisationFacts
from opportunities.models import Organisation


class OrganisationForm(RecordForm):
    """An organisation, which cannot stand above itself."""

    rules = {
        **RecordForm.record_rules,
        "country": must_fit(
            OrganisationFacts.__annotations__["country"],
            gettext_lazy("“%(value)s” is not a country: use two capital letters such as GB or JP, or EU, or INT."),
        ),
        "ror": must_fit(
            OrganisationFacts.__annotations__["ror"],
            gettext_lazy("“%(value)s” is not a ROR id such as https://ror.org/0abcdefgh."),
        ),
    }

    class Meta:
        model = Organisation
        exclude = ("uuid",)

    def clean_parent(self) -> Organisation | None:
        """The parent. Raises ValidationError where this organisation is the parent or stands above it."""
        parent: Organisation | None = self.cleaned_data["parent"]
        above, seen = parent, set()
        while above is not None and above.pk not in seen:
            if above.pk == self.instance.pk:
                raise ValidationError(_("An organisation cannot stand above itself."))
            seen.add(above.pk)
            above = above.parent
        return parent


@admin.register(Organisation)
class OrganisationAdmin(IdentifiedAdmin):
    """Funders, agencies, institutes and hosts, with the body that each belongs to."""

    form = OrganisationForm
    inlines = (SourceInline,)
    list_display = ("name", "acronym", "kind", "country", "parent", "next_check_due")
    list_filter = ("kind", "country", OrganisationSectionFilter, NextCheckFilter)
    list_select_related = ("parent",)
    search_fields = ("name", "name_ja", "acronym", "slug", "annexe_label")
    autocomplete_fields = ("parent",)
    ordering = ("name",)
    fieldsets = (
        (
            gettext_lazy("What is it"),
            {
                "classes": ["tab"],
                "fields": (
                    "name", "name_ja", ("acronym", "country"), ("kind", "parent"), "summary", "offers", "website",
                    "ror",
                ),
            },
        ),
        (
            gettext_lazy("Where does it come from"),
            {"classes": ["tab"], "fields": ("annexe_section", "annexe_label")},
        ),
        (
            gettext_lazy("Freshness and notes"),
            {
                "classes": ["tab"],
                "fields": (("last_checked_on", "last_checked_precision"), "next_check_due", "notes"),
            },
        ),
    )  # fmt: skip
