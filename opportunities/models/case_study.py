"""The case studies of section 8.1 of the report."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField


class CaseStudy(models.Model):
    """People and institutions who worked together, and what came of it.

    `people` are objects with name, role and institution; `institutions` with name and country;
    `outcomes` sentences; `links` objects with footnote, title and url.
    """

    slug = models.SlugField(
        _("slug"), max_length=80, unique=True, help_text=_("Stands in the address and never changes.")
    )
    number = models.CharField(_("number in the annexe"), max_length=10, unique=True)
    title = models.CharField(_("title"), max_length=300)
    summary = models.TextField(_("summary"))
    summary_ja = ProseField(_("Japanese summary"))
    years = models.CharField(_("years"), max_length=200, null=True, blank=True)
    opportunities = models.ManyToManyField(
        "opportunities.Opportunity", verbose_name=_("opportunities"), blank=True, related_name="case_studies"
    )
    people = models.JSONField(_("people"), default=list, blank=True)
    institutions = models.JSONField(_("institutions"), default=list, blank=True)
    outcomes = models.JSONField(_("outcomes"), default=list, blank=True)
    links = models.JSONField(_("links"), default=list, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The case study's public page."""
        return reverse("web:case-study", args=[self.slug])
