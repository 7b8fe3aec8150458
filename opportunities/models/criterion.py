"""Structured conditions of eligibility."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField, TermField, in_order, is_term
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import CRITERION_RULE, Vocabulary

CRITERION_KIND = Vocabulary(
    ("nationality", "Nationality", "国籍"),
    ("residence", "Where you live or work", "居住地・勤務地"),
    ("institution", "Institution", "所属機関"),
    ("degree", "Degree", "学位"),
    ("years-since-phd", "Years since the doctorate", "学位取得後の年数"),
    ("age", "Age", "年齢"),
    ("language", "Language", "語学"),
    ("host", "Host", "受入研究者"),
    ("applicant", "Who applies", "申請者"),
    ("other", "Other condition", "その他の条件"),
)
REPEATABLE = ("language", "other")


class Criterion(models.Model):
    """One condition. Which columns it uses depends on its kind; a column that is null is not stated.

    nationality, residence: `rule` and `values` (ISO 3166 alpha-2 codes or codes of COUNTRY_GROUP);
    degree: `values` (codes of DEGREE, any of which will do), or `text` where no code fits;
    years-since-phd, age: `minimum` and `maximum` in years, inclusive, and for age `on_date` (MM-DD, the day it counts);
    language: `values` (ISO 639-1 codes, any of which will do) and `text` (the level);
    host: `required`; applicant: `values` (one code of APPLICANT); institution, other: `text`.
    """

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="criteria")
    kind = TermField(CRITERION_KIND, verbose_name=_("kind"))
    rule = TermField(CRITERION_RULE, verbose_name=_("rule"), null=True, blank=True)
    values = models.JSONField(_("values"), default=list, blank=True)
    minimum = models.PositiveSmallIntegerField(_("at least"), null=True, blank=True)
    maximum = models.PositiveSmallIntegerField(_("at most"), null=True, blank=True)
    on_date = models.CharField(_("counted on"), max_length=5, null=True, blank=True, help_text="MM-DD")
    required = models.BooleanField(_("required"), null=True, blank=True)
    text = ProseField(_("in words"))
    note = ProseField(_("note"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("eligibility criterion")
        verbose_name_plural = _("eligibility criteria")
        ordering = ["position", "id"]
        constraints = [
            is_term("kind", CRITERION_KIND, "criterion_kind"),
            is_term("rule", CRITERION_RULE, "criterion_rule", null=True),
            in_order(
                "minimum",
                "maximum",
                "criterion_limits_in_order",
                _("The lower limit is above the upper one."),
            ),
            models.CheckConstraint(
                condition=Q(rule__isnull=True) | Q(kind__in=("nationality", "residence")),
                name="criterion_rule_is_of_place",
                violation_error_message=_("Only nationality and residence have a rule."),
            ),
            models.CheckConstraint(
                condition=Q(minimum__isnull=True, maximum__isnull=True) | Q(kind__in=("years-since-phd", "age")),
                name="criterion_limits_are_of_years",
                violation_error_message=_("Only age and years since the doctorate have limits."),
            ),
            models.CheckConstraint(
                condition=Q(required__isnull=True) | Q(kind="host"),
                name="criterion_required_is_of_host",
                violation_error_message=_("Only a host can be required."),
            ),
            models.UniqueConstraint(
                fields=["opportunity", "kind"],
                condition=~Q(kind__in=REPEATABLE),
                name="criterion_once_per_kind",
                violation_error_message=_("This condition is already there."),
            ),
        ]

    def __str__(self) -> str:
        return str(CRITERION_KIND[self.kind].label)
