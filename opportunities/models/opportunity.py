"""The opportunity: what someone can apply to or join."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opportunities.models.case_study import CaseStudy
from opportunities.models.checked import Checked
from opportunities.models.fields import (
    ProseField,
    TermField,
    WebAddressField,
    in_order,
    is_term,
    is_web_address,
    validate_time_zone,
)
from opportunities.models.organisation import Organisation
from opportunities.vocabulary import (
    AMOUNT_BASIS,
    ANNEXE_SECTION,
    CONFIDENCE,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    STATE,
)


class OpportunityQuerySet(models.QuerySet["Opportunity"]):
    """The questions that pages, exports and the snapshot ask."""

    def published(self) -> Self:
        """Those that the public finds."""
        return self.filter(state="published")

    def shown(self) -> Self:
        """Those that have a public page: what was published once keeps it, with a word that it is retired."""
        return self.filter(state__in=("published", "retired"))

    def with_facts(self) -> Self:
        """Everything that hangs on an opportunity, in a number of queries that does not grow with the rows."""
        return self.select_related("related_case_study", "successor").prefetch_related(
            "funders__parent__parent",
            "administered_by",
            "classifications",
            "criteria",
            "eligibility_routes",
            "usual_dates",
            "rounds__source",
            "sources",
            "case_studies",
            "former_slugs",
        )


class Opportunity(Checked):
    """A scholarship, fellowship, exchange, grant, travel grant, prize or network.

    The UUID and the slug never change. Amounts are in `currency`, durations in months.
    """

    uuid = models.UUIDField(_("UUID"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Stands in the address and never changes.")
    )
    state = TermField(STATE, verbose_name=_("state"), default="draft", help_text=_("Only published entries are found."))
    publish_at = models.DateTimeField(
        _("to be published at"), null=True, blank=True, help_text=_("An entry in review is published then, by itself.")
    )
    successor = models.ForeignKey(
        "self",
        verbose_name=_("successor"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="predecessors",
        help_text=_("What one applies to instead of a retired entry."),
    )
    name = models.CharField(_("name"), max_length=300)
    name_ja = models.CharField(
        _("Japanese name"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("Only where a source shows it."),
    )
    kind = TermField(KIND, verbose_name=_("kind"))
    summary = models.TextField(_("summary"))
    summary_ja = ProseField(_("Japanese summary"))
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    annexe_section = TermField(ANNEXE_SECTION, verbose_name=_("section of the annexe"), null=True, blank=True)
    annexe_label = models.CharField(_("label in the annexe"), max_length=200, null=True, blank=True)
    funders = models.ManyToManyField(Organisation, verbose_name=_("funders"), blank=True, related_name="funds")
    administered_by = models.ManyToManyField(
        Organisation, verbose_name=_("administered by"), blank=True, related_name="administers"
    )
    related_case_study = models.ForeignKey(
        CaseStudy,
        verbose_name=_("related case study"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="related",
    )

    programme_status = TermField(PROGRAMME_STATUS, verbose_name=_("programme status"), default="unknown")
    status_note = ProseField(_("why, with the year"))

    eligibility_summary = ProseField(_("who can apply"))
    eligibility_terms = models.JSONField(
        _("terms"), default=list, blank=True, help_text=_("What one accepts; it does not decide who can apply.")
    )

    currency = models.CharField(_("currency"), max_length=3, null=True, blank=True, help_text="ISO 4217: GBP, JPY …")
    amount_min = models.PositiveBigIntegerField(_("amount, at least"), null=True, blank=True)
    amount_max = models.PositiveBigIntegerField(_("amount, at most"), null=True, blank=True)
    amount_basis = TermField(AMOUNT_BASIS, verbose_name=_("amount is"), default="unspecified")
    funding_note = ProseField(_("note on the money"))

    duration_min_months = models.DecimalField(
        _("months, at least"),
        max_digits=6,
        decimal_places=2,
        null=True,
        blank=True,
        help_text=_("14 days = 0.5"),
    )
    duration_max_months = models.DecimalField(
        _("months, at most"), max_digits=6, decimal_places=2, null=True, blank=True
    )
    duration_note = ProseField(_("note on the duration"))

    official_url = WebAddressField(verbose_name=_("official page"))
    apply_url = WebAddressField(verbose_name=_("application form"))
    guidance_url = WebAddressField(verbose_name=_("guidance"))
    route = ProseField(_("how one applies"))

    frequency = TermField(FREQUENCY, verbose_name=_("frequency"), default="unknown")
    timezone = models.CharField(
        _("time zone of the deadlines"),
        max_length=40,
        null=True,
        blank=True,
        help_text="Europe/London, Asia/Tokyo …",
        validators=[validate_time_zone],
    )

    confidence = TermField(CONFIDENCE, verbose_name=_("confidence"), default="low")
    notes = ProseField(_("doubts and conflicts"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = OpportunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering = ["name", "slug"]
        permissions = [
            ("publish_opportunity", "Can publish, schedule and retire opportunities"),
            ("import_opportunity", "Can import files"),
            ("merge_opportunity", "Can merge opportunities"),
        ]
        # What the desk's first page counts.
        indexes = [
            models.Index(fields=["state", "next_check_due"], name="opportunity_by_next_check"),
            models.Index(fields=["state", "confidence"], name="opportunity_by_confidence"),
            models.Index(fields=["state", "last_checked_on"], name="opportunity_by_last_check"),
            models.Index(fields=["official_url"], name="opportunity_by_official_url"),
            models.Index(fields=["state", "official_url"], name="opportunity_by_state_and_link"),
        ]
        constraints = [
            is_term("state", STATE, "opportunity_state"),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(state="in-review"),
                name="opportunity_scheduled_is_in_review",
                violation_error_message=_("Only an entry in review waits to be published."),
            ),
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(state="retired"),
                name="opportunity_succeeded_is_retired",
                violation_error_message=_("Only a retired entry has a successor."),
            ),
            is_term("kind", KIND, "opportunity_kind"),
            is_term("programme_status", PROGRAMME_STATUS, "opportunity_programme_status"),
            is_term("frequency", FREQUENCY, "opportunity_frequency"),
            is_term("confidence", CONFIDENCE, "opportunity_confidence"),
            is_term("amount_basis", AMOUNT_BASIS, "opportunity_amount_basis"),
            is_term("annexe_section", ANNEXE_SECTION, "opportunity_annexe_section", null=True),
            is_web_address("official_url", "opportunity_official_url_is_http"),
            is_web_address("apply_url", "opportunity_apply_url_is_http"),
            is_web_address("guidance_url", "opportunity_guidance_url_is_http"),
            in_order(
                "amount_min",
                "amount_max",
                "opportunity_amounts_in_order",
                _("The lower amount is above the higher one."),
            ),
            in_order(
                "duration_min_months",
                "duration_max_months",
                "opportunity_durations_in_order",
                _("The shorter duration is above the longer one."),
            ),
            models.CheckConstraint(
                condition=Q(amount_min__isnull=True, amount_max__isnull=True) | Q(currency__isnull=False),
                name="opportunity_amount_has_currency",
                violation_error_message=_("An amount needs its currency."),
            ),
            models.CheckConstraint(
                condition=Q(annexe_label__isnull=True) | Q(annexe_section__isnull=False),
                name="opportunity_annexe_label_has_section",
                violation_error_message=_("A label of the annexe needs its section."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The opportunity's public page."""
        return reverse("web:opportunity", args=[self.slug])


class FormerSlug(models.Model):
    """A slug that an opportunity was known by before it was merged into another: its address leads there."""

    opportunity = models.ForeignKey(Opportunity, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(_("slug"), max_length=80, unique=True)

    class Meta:
        verbose_name = _("former slug")
        verbose_name_plural = _("former slugs")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
