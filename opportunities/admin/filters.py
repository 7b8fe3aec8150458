"""Filters of the desk's lists."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opportunities.ford import FIELD
from opportunities.models import Round
from opportunities.models.source import OWNERS
from opportunities.vocabulary import ACTIVITY, ANNEXE_SECTION, CAREER_STAGE, DIRECTION, ORGANISATION_SECTION, Vocabulary

CHECK_SOON = timedelta(days=30)
NOT_STATED = "-"


class NextCheckFilter(admin.SimpleListFilter):
    """When a record is due to be held against its sources again."""

    title = _("next check")
    parameter_name = "check"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("overdue", _("Overdue")),
            ("soon", _("Within 30 days")),
            ("later", _("Later")),
            ("none", _("No date")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today = timezone.localdate()
        conditions = {
            "overdue": Q(next_check_due__lt=today),
            "soon": Q(next_check_due__range=(today, today + CHECK_SOON)),
            "later": Q(next_check_due__gt=today + CHECK_SOON),
            "none": Q(next_check_due=None),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class RoundYearFilter(admin.SimpleListFilter):
    """The year in which a round opens or closes."""

    title = _("year")
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        days = [*Round.objects.dates("opens_on", "year"), *Round.objects.dates("closes_on", "year")]
        return [(str(year), str(year)) for year in sorted({day.year for day in days}, reverse=True)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        year = self.value()
        if year not in dict(self.lookup_choices):
            return queryset
        return queryset.filter(Q(opens_on__year=year) | Q(closes_on__year=year))


class HasClosingFilter(admin.SimpleListFilter):
    """Whether a round's closing date is known."""

    title = _("closing date")
    parameter_name = "closing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("known", _("Known")), ("unknown", _("Not known"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("known", "unknown"):
            return queryset
        return queryset.filter(closes_on__isnull=self.value() == "unknown")


class OwnerFilter(admin.SimpleListFilter):
    """The sort of record that a source belongs to."""

    title = _("belongs to")
    parameter_name = "owner"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("opportunity", _("An opportunity")),
            ("organisation", _("An organisation")),
            ("case_study", _("A case study")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        owner = self.value()
        return queryset.filter(**{f"{owner}__isnull": False}) if owner in OWNERS else queryset


class TermFilter(admin.SimpleListFilter):
    """A filter by a code of a closed list, or by not having one. `parameter_name` is the column's name."""

    terms: Vocabulary

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [*((term.code, term.label) for term in self.terms.values()), (NOT_STATED, _("Not stated"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code = self.value()
        if code is None:
            return queryset
        return queryset.filter(**{self.parameter_name or "": None if code == NOT_STATED else code})


class SectionFilter(TermFilter):
    """The section of the annexe that an opportunity stands in."""

    title, parameter_name, terms = _("section of the annexe"), "annexe_section", ANNEXE_SECTION


class OrganisationSectionFilter(TermFilter):
    """The section of the annexe that an organisation stands in."""

    title, parameter_name, terms = _("section of the annexe"), "annexe_section", ORGANISATION_SECTION


class ClassFilter(TermFilter):
    """A filter of opportunities by what they are classed under; `parameter_name` is the scheme."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        code, scheme = self.value(), self.parameter_name
        if code == NOT_STATED:
            return queryset.exclude(classifications__scheme=scheme)
        return queryset.filter(classifications__scheme=scheme, classifications__code=code) if code else queryset


class DirectionFilter(ClassFilter):
    """The direction of movement."""

    title, parameter_name, terms = _("direction"), "direction", DIRECTION


class StageFilter(ClassFilter):
    """The career stage."""

    title, parameter_name, terms = _("career stage"), "stage", CAREER_STAGE


class FieldFilter(ClassFilter):
    """The field of research, broad or narrow."""

    title, parameter_name, terms = _("field"), "discipline", FIELD


class ActivityFilter(ClassFilter):
    """The activity."""

    title, parameter_name, terms = _("activity"), "activity", ACTIVITY
