"""Case studies: people and institutions who worked together, and what came of it."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from opportunities.admin.base import IdentifiedAdmin
from opportunities.admin.form_fields import ListField, RowsField, must_fit
from opportunities.admin.record_form import SLUG_RULE
from opportunities.admin.sources import SourceInline
from opportunities.admin.theme import FactsForm
from opportunities.curation.documents import CaseStudyFacts, InstitutionFacts, LinkFacts, PersonFacts
from opportunities.models import CaseStudy


class CaseStudyForm(FactsForm):
    """A case study, whose lists are typed one row per line."""

    people = RowsField(
        PersonFacts,
        ("name", "role", "institution"),
        label=_("People"),
        help_text=_("One per line: name | role | institution. What is not known is left empty."),
        fault=_("a person is written as name | role | institution, and the name is needed."),
    )
    institutions = RowsField(
        InstitutionFacts,
        ("country", "name"),
        label=_("Institutions"),
        help_text=_("One per line: country | name, as in GB | University of Leeds."),
        fault=_("an institution is written as country | name, with the country as two capital letters."),
    )
    outcomes = ListField(label=_("Outcomes"), rows=6, help_text=_("One sentence per line."))
    links = RowsField(
        LinkFacts,
        ("footnote", "title", "url"),
        numbers=("footnote",),
        label=_("Links"),
        help_text=_("One per line: number of the footnote | title | address."),
        fault=_("a link is written as number of the footnote | title | web address, and the title is needed."),
    )
    rules = {
        "slug": SLUG_RULE,
        "number": must_fit(
            CaseStudyFacts.__annotations__["annexe_number"],
            _("“%(value)s” is not a number of the annexe such as 8.1.2."),
        ),
    }

    class Meta:
        model = CaseStudy
        fields = "__all__"


@admin.register(CaseStudy)
class CaseStudyAdmin(IdentifiedAdmin):
    """The case studies of section 8.1 of the report."""

    form = CaseStudyForm
    named_by = "title"
    identity = ("slug", "created_at", "changed_at")
    inlines = (SourceInline,)
    list_display = ("number", "title", "years")
    list_display_links = ("number", "title")
    search_fields = ("number", "title", "summary")
    autocomplete_fields = ("opportunities",)
    ordering = ("number",)
    fieldsets = (
        (_("What is it"), {"classes": ["tab"], "fields": ("number", "title", "summary", "summary_ja", "years")}),
        (_("Who and what came of it"), {"classes": ["tab"], "fields": ("people", "institutions", "outcomes")}),
        (_("Opportunities and links"), {"classes": ["tab"], "fields": ("opportunities", "links")}),
    )
