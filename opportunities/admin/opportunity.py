"""Opportunities: the list, and the page on which all of one is edited."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from opportunities.admin.bulk import BULK_CHANGES
from opportunities.admin.care_filters import CareFilter, CheckedFilter
from opportunities.admin.check_entry import CheckingAdmin
from opportunities.admin.classification import SCHEME_OF, codes_of, usual_dates_of
from opportunities.admin.criteria import CriterionFormSet, CriterionInline
from opportunities.admin.eligibility_routes import EligibilityRouteFormSet, EligibilityRouteInline
from opportunities.admin.exporting import ExportingAdmin
from opportunities.admin.filters import (
    ActivityFilter,
    DirectionFilter,
    FieldFilter,
    NextCheckFilter,
    SectionFilter,
    StageFilter,
)
from opportunities.admin.joining import JoiningAdmin
from opportunities.admin.opportunity_form import OpportunityForm
from opportunities.admin.rounds import RoundFormSet, RoundInline, stated
from opportunities.admin.sources import SourceFormSet, SourceInline
from opportunities.admin.workflow_panel import PILL, moment_in_words
from opportunities.curation.quality import PUBLIC
from opportunities.deadlines.rounds import StatedDate
from opportunities.models import Opportunity
from opportunities.vocabulary import STATE


def next_closing(opportunity: Opportunity, at: datetime) -> StatedDate | None:
    """The earliest announced closing date that is not over at `at`; None where none is announced."""
    rounds = (call.as_value(opportunity.timezone) for call in opportunity.rounds.all())
    ahead = (call.closes for call in rounds if call.closes is not None and call.closes.ends() > at)
    return min(ahead, key=StatedDate.ends, default=None)


def _shown(field: str, label: Any) -> Any:
    """What someone who may only look sees in place of a field of the form."""

    @admin.display(description=label, empty_value="—")
    def show(page: Any, opportunity: Opportunity) -> str | None:
        read = codes_of if field in SCHEME_OF else usual_dates_of
        return ", ".join(read(opportunity, field)) or None

    return show


@admin.register(Opportunity)
class OpportunityAdmin(ExportingAdmin, CheckingAdmin, JoiningAdmin):
    """The catalogue's centre."""

    actions_detail = (*CheckingAdmin.actions_detail, *JoiningAdmin.actions_detail)

    actions = (*CheckingAdmin.actions, *BULK_CHANGES)
    form = OpportunityForm
    inlines = (RoundInline, EligibilityRouteInline, CriterionInline, SourceInline)
    list_display = (
        "name",
        "kind",
        "state_shown",
        "programme_status",
        "closing",
        "checked",
        "check_due",
        "source_count",
    )
    list_filter = (
        CareFilter, CheckedFilter, "kind", "state", "programme_status", "confidence", NextCheckFilter, SectionFilter,
        DirectionFilter, StageFilter, FieldFilter, ActivityFilter, "frequency",
    )  # fmt: skip
    list_before_template = "admin/care/chosen.html"
    search_fields = ("name", "name_ja", "slug", "annexe_label", "summary", "keywords", "funders__name")
    autocomplete_fields = ("funders", "administered_by", "related_case_study")
    ordering = ("name", "slug")
    fieldsets = (
        (
            _("What is it"),
            {
                "classes": ["tab"],
                "fields": (
                    "name", "name_ja", "kind", "summary", "summary_ja", "directions", "activities",
                    "disciplines", "keywords", "funders", "administered_by", "programme_status", "status_note",
                ),
            },
        ),
        (
            _("Who can apply"),
            {"classes": ["tab"], "fields": ("career_stages", "eligibility_summary", "eligibility_terms")},
        ),
        (
            _("What do they get"),
            {
                "classes": ["tab"],
                "fields": (
                    ("amount_min", "amount_max"), ("currency", "amount_basis"), "funding_note", "covers",
                    ("duration_min_months", "duration_max_months"), "duration_note",
                ),
            },
        ),
        (
            _("When"),
            {"classes": ["tab"], "fields": (("frequency", "timezone"), ("usual_opens", "usual_closes"))},
        ),
        (_("How"), {"classes": ["tab"], "fields": ("official_url", "apply_url", "guidance_url", "route")}),
        (
            _("Where does it come from"),
            {"classes": ["tab"], "fields": ("annexe_section", "annexe_label", "related_case_study")},
        ),
        (
            _("Freshness and notes"),
            {
                "classes": ["tab"],
                "fields": (
                    "confidence", ("last_checked_on", "last_checked_precision"), "next_check_due", "notes",
                ),
            },
        ),
    )  # fmt: skip

    directions = _shown("directions", _("direction"))
    career_stages = _shown("career_stages", _("career stages"))
    disciplines = _shown("disciplines", _("fields"))
    activities = _shown("activities", _("activities"))
    covers = _shown("covers", _("what is covered"))
    usual_opens = _shown("usual_opens", _("usually opens"))
    usual_closes = _shown("usual_closes", _("usually closes"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Opportunity]:
        return super().get_queryset(request).prefetch_related("rounds", "sources")

    def get_view_on_site_url(self, obj: Model | None = None) -> str | None:
        """The public page, which only an entry has that is published, or was and is retired."""
        is_shown = isinstance(obj, Opportunity) and obj.state in PUBLIC
        return super().get_view_on_site_url(obj) if is_shown else None

    def _create_formsets(self, request: HttpRequest, obj: Model, change: bool) -> Any:
        """The rows of each kind; those that name routes and sources are told of the ones on the page."""
        formsets, inlines = super()._create_formsets(request, obj, change)  # type: ignore[misc]
        sources = next((f for f in formsets if isinstance(f, SourceFormSet)), None)
        for formset in formsets:
            if isinstance(formset, CriterionFormSet):
                formset.routes = next((f for f in formsets if isinstance(f, EligibilityRouteFormSet)), None)
            if isinstance(formset, CriterionFormSet | RoundFormSet):
                formset.sources = sources
        return formsets, inlines

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Sources first: rounds rest on them."""
        sources_first = sorted(formsets, key=lambda formset: not isinstance(formset, SourceFormSet))
        super().save_related(request, form, sources_first, change)

    @display(description=_("state"), ordering="state", label=PILL)  # type: ignore[untyped-decorator]
    def state_shown(self, opportunity: Opportunity) -> tuple[str, str]:
        """The state as a pill, with the moment at which the entry publishes itself."""
        label = STATE[opportunity.state].label
        moment = opportunity.publish_at
        return opportunity.state, f"{label} · {moment_in_words(moment)}" if moment else label

    @admin.display(description=_("next closing"), empty_value="—")
    def closing(self, opportunity: Opportunity) -> str | None:
        """The next announced closing date, with its zone."""
        date = next_closing(opportunity, timezone.now())
        return f"{stated(date)} ({date.zone or _('zone not stated')})" if date else None

    @admin.display(description=_("last checked"), ordering="last_checked_on", empty_value="—")
    def checked(self, opportunity: Opportunity) -> str | None:
        """The day or the month of the last check."""
        day = opportunity.last_checked_on
        return stated(StatedDate(day, opportunity.last_checked_precision)) if day else None

    @display(  # type: ignore[untyped-decorator]
        description=_("next check"), ordering="next_check_due", label={"overdue": "danger", "due": "info"}
    )
    def check_due(self, opportunity: Opportunity) -> tuple[str, Any]:
        """The day of the next check, marked where it is past."""
        day = opportunity.next_check_due
        if day is None:
            return "", "—"
        return "overdue" if day < timezone.localdate() else "due", date_format(day, "j M Y")

    @admin.display(description=_("sources"))
    def source_count(self, opportunity: Opportunity) -> int:
        """How many sources the entry rests on."""
        return len(opportunity.sources.all())
