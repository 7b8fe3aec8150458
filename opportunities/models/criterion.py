"""Structured conditions of eligibility, and the routes that some of them belong to."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opportunities.eligibility import criteria
from opportunities.eligibility.terms import (
    BREAKS,
    COUNTED,
    CRITERION_KIND,
    DUAL_NATIONALS,
    HELD_BY,
    HOST_KIND,
    LANGUAGE_LEVEL,
    ON_YEAR,
)
from opportunities.models.fields import ProseField, TermField, in_order, is_term
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import CRITERION_RULE

REPEATABLE = ("stay", "language", "other")


class EligibilityRoute(models.Model):
    """A strand or a way in, with conditions of its own besides the common ones."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="eligibility_routes")
    key = models.SlugField(_("short name"), max_length=80)
    name = models.CharField(_("name"), max_length=200)
    name_ja = models.CharField(_("Japanese name"), max_length=200, null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("route")
        verbose_name_plural = _("routes")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["opportunity", "key"],
                name="eligibility_route_once",
                violation_error_message=_("Another route has this short name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class Criterion(models.Model):
    """One condition. Which columns it uses depends on its kind: see `eligibility.criteria.Criterion`.

    A column that is null, or empty, is not stated. The condition belongs to the route with the short name `route`, or
    to all. Of the alternatives of one group (`either`), numbered by `alternative`, one must hold; conditions without a
    group must all hold. `sources` are the short names of the opportunity's sources that it rests on; none: those that
    support eligibility.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="criteria")
    route = models.SlugField(_("route"), max_length=80, null=True, blank=True)
    either = models.PositiveSmallIntegerField(_("group of alternatives"), null=True, blank=True)
    alternative = models.PositiveSmallIntegerField(_("alternative"), null=True, blank=True)
    kind = TermField(CRITERION_KIND, verbose_name=_("kind"))
    rule = TermField(CRITERION_RULE, verbose_name=_("rule"), null=True, blank=True)
    values = models.JSONField(_("values"), default=list, blank=True)
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    less_than_maximum = models.BooleanField(_("less than the upper limit"), default=False)
    required = models.BooleanField(_("required"), null=True, blank=True)
    text = ProseField(_("in words"))
    countries = models.JSONField(_("countries"), default=list, blank=True)
    occupations = models.JSONField(_("studies or works there"), default=list, blank=True)
    names = models.JSONField(_("named institutions"), default=list, blank=True)
    partner_only = models.BooleanField(_("only partner institutions"), default=False)
    level = TermField(LANGUAGE_LEVEL, verbose_name=_("level"), null=True, blank=True)
    within_years = models.PositiveSmallIntegerField(_("within the last years"), null=True, blank=True)
    permanent_residents = models.BooleanField(_("permanent residents count as nationals"), null=True, blank=True)
    dual_nationals = TermField(DUAL_NATIONALS, verbose_name=_("dual nationals"), null=True, blank=True)
    or_equivalent = models.BooleanField(_("or equal experience"), default=False)
    held_by = TermField(HELD_BY, verbose_name=_("held by"), null=True, blank=True)
    counted = TermField(COUNTED, verbose_name=_("counted"), null=True, blank=True)
    on_date = models.CharField(_("on the day"), max_length=10, null=True, blank=True, help_text="MM-DD, YYYY-MM-DD")
    on_year = TermField(ON_YEAR, verbose_name=_("of which year"), null=True, blank=True)
    breaks = TermField(BREAKS, verbose_name=_("career breaks"), null=True, blank=True)
    again_after_years = models.PositiveSmallIntegerField(_("again after years"), null=True, blank=True)
    host_kind = TermField(HOST_KIND, verbose_name=_("what is needed"), null=True, blank=True)
    note = ProseField(_("note"))
    sources = models.JSONField(_("sources"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("eligibility criterion")
        verbose_name_plural = _("eligibility criteria")
        ordering = ["position", "id"]
        constraints = [
            is_term("kind", CRITERION_KIND, "criterion_kind"),
            is_term("rule", CRITERION_RULE, "criterion_rule", null=True),
            is_term("level", LANGUAGE_LEVEL, "criterion_level", null=True),
            is_term("dual_nationals", DUAL_NATIONALS, "criterion_dual_nationals", null=True),
            is_term("held_by", HELD_BY, "criterion_held_by", null=True),
            is_term("counted", COUNTED, "criterion_counted", null=True),
            is_term("on_year", ON_YEAR, "criterion_on_year", null=True),
            is_term("breaks", BREAKS, "criterion_breaks", null=True),
            is_term("host_kind", HOST_KIND, "criterion_host_kind", null=True),
            in_order(
                "minimum",
                "maximum",
                "criterion_limits_in_order",
                _("The lower limit is above the upper one."),
            ),
            models.CheckConstraint(
                condition=Q(rule__isnull=True)
                | Q(kind__in=("nationality", "residence", "institution", "occupation", "first-degree", "field")),
                name="criterion_rule_has_its_kinds",
                violation_error_message=_("A condition of this kind has no rule."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True) & Q(maximum__isnull=True)
                | Q(kind__in=("years-since-phd", "age", "stay", "work-experience")),
                name="criterion_limits_have_their_kinds",
                violation_error_message=_("A condition of this kind has no limits."),
            ),
            models.CheckConstraint(
                condition=Q(required__isnull=True) | Q(kind__in=("host", "earlier-award")),
                name="criterion_required_has_its_kinds",
                violation_error_message=_("A condition of this kind cannot be required."),
            ),
            models.CheckConstraint(
                condition=Q(either__isnull=True, alternative__isnull=True)
                | Q(either__isnull=False, alternative__isnull=False),
                name="criterion_alternative_has_its_group",
                violation_error_message=_("An alternative needs its group, and a group its alternatives."),
            ),
            *(
                models.UniqueConstraint(
                    fields=["opportunity", *scope, "kind"],
                    condition=~Q(kind__in=REPEATABLE) & within,
                    name=f"criterion_once_{name}",
                    violation_error_message=_("This condition is already there."),
                )
                for name, scope, within in (
                    ("common", [], Q(route__isnull=True, either__isnull=True)),
                    ("in_alternative", ["either", "alternative"], Q(route__isnull=True, either__isnull=False)),
                    ("in_route", ["route"], Q(route__isnull=False, either__isnull=True)),
                    (
                        "in_alternative_of_route",
                        ["route", "either", "alternative"],
                        Q(route__isnull=False, either__isnull=False),
                    ),
                )
            ),
            models.CheckConstraint(
                condition=Q(on_date__isnull=True) | Q(counted__isnull=False, counted="date"),
                name="criterion_day_is_counted",
                violation_error_message=_("A day is given, but not said to be the one that counts."),
            ),
        ]

    def __str__(self) -> str:
        return str(CRITERION_KIND[self.kind].label)

    def as_value(self) -> criteria.Criterion:
        """The condition as a plain value."""
        return criteria.Criterion(**{name: _plain(getattr(self, name)) for name in VALUE_FIELDS})


VALUE_FIELDS = tuple(criteria.Criterion.__dataclass_fields__)


def _plain(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
