"""Funders, agencies, institutes and hosts."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opportunities.models.checked import Checked
from opportunities.models.fields import ProseField, TermField, WebAddressField, is_term, is_web_address
from opportunities.vocabulary import ORGANISATION_KIND, ORGANISATION_SECTION


class Organisation(Checked):
    """A body that funds, runs or hosts. `country` is ISO 3166 alpha-2, or INT, or EU."""

    uuid = models.UUIDField(_("UUID"), default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Stands in the address and never changes.")
    )
    name = models.CharField(_("name"), max_length=200)
    name_ja = models.CharField(_("Japanese name"), max_length=200, null=True, blank=True)
    acronym = models.CharField(_("acronym"), max_length=40, null=True, blank=True)
    country = models.CharField(_("country"), max_length=3, help_text=_("ISO 3166 alpha-2; INT: international; EU."))
    kind = TermField(ORGANISATION_KIND, verbose_name=_("kind"))
    parent = models.ForeignKey(
        "self",
        verbose_name=_("parent"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="children",
    )
    annexe_section = TermField(ORGANISATION_SECTION, verbose_name=_("section of the annexe"), null=True, blank=True)
    annexe_label = models.CharField(_("label in the annexe"), max_length=200, null=True, blank=True)
    ror = WebAddressField(verbose_name=_("ROR id"), help_text="https://ror.org/…", unique=True)
    website = WebAddressField(verbose_name=_("website"))
    summary = ProseField(_("summary"))
    offers = ProseField(
        _("offers"),
        help_text=_("What it funds or offers to people who move or work between the UK and Japan."),
    )
    notes = ProseField(_("notes for curators"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            is_term("kind", ORGANISATION_KIND, "organisation_kind"),
            is_term("annexe_section", ORGANISATION_SECTION, "organisation_annexe_section", null=True),
            is_web_address("website", "organisation_website_is_http"),
            models.CheckConstraint(
                condition=Q(ror__isnull=True) | Q(ror__startswith="https://ror.org/"),
                name="organisation_ror_is_ror",
                violation_error_message=_("A ROR id begins with https://ror.org/."),
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
                violation_error_message=_("An organisation cannot be its own parent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.acronym})" if self.acronym and self.acronym != self.name else self.name

    def get_absolute_url(self) -> str:
        """The organisation's public page."""
        return reverse("web:organisation", args=[self.slug])
