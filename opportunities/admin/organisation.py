"""Organisations: funders, agencies, institutes and hosts."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.base import IdentifiedAdmin, link_to
from opportunities.admin.filters import NextCheckFilter, OrganisationSectionFilter
from opportunities.admin.form_fields import must_fit
from opportunities.admin.record_form import RecordForm
from opportunities.admin.sources import SourceInline
from opportunities.curation.documents import OrganisationFacts
from opportunities.models import Organisation, SynonymGroup


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

    def get_deleted_objects(
        self, objs: Sequence[Any] | QuerySet[Any], request: HttpRequest
    ) -> tuple[list[Any], dict[Any, Any], set[Any], list[Any]]:
        """What would go, and what forbids it: synonyms that name one of these as a funder, among others."""
        slugs = {organisation.slug for organisation in objs}
        going, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        for group in SynonymGroup.objects.all():
            if slugs & set(group.means.get("funder", ())):
                protected.append(format_html("{}: {}", _("Synonyms"), link_to(group)))
        return going, counts, forbidden, protected
