"""The pages that facts rest on."""

import re

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from opportunities.models.case_study import CaseStudy
from opportunities.models.fields import TermField, WebAddressField, is_term, is_web_address
from opportunities.models.opportunity import Opportunity
from opportunities.models.organisation import Organisation
from opportunities.vocabulary import PUBLISHER

OWNERS = ("opportunity", "organisation", "case_study")


def _one_owner() -> Q:
    condition = Q()
    for owner in OWNERS:
        condition |= Q(**{f"{other}__isnull": other != owner for other in OWNERS})
    return condition


class Source(models.Model):
    """A page, its age (`as_of`, as it says itself) and the facts that it supports (names of fields)."""

    opportunity = models.ForeignKey(
        Opportunity, null=True, blank=True, on_delete=models.CASCADE, related_name="sources"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="sources"
    )
    case_study = models.ForeignKey(CaseStudy, null=True, blank=True, on_delete=models.CASCADE, related_name="sources")
    ref = models.CharField(_("short name"), max_length=20, help_text=_("Unique within the entry: s1, s2 …"))
    url = WebAddressField(verbose_name=_("address"))
    title = models.CharField(_("title"), max_length=400)
    publisher = TermField(PUBLISHER, verbose_name=_("publisher"))
    as_of = models.CharField(
        _("as of"),
        max_length=40,
        null=True,
        blank=True,
        help_text=_("The page's own year or month: 2025, 2025-04, undated."),
    )
    supports = models.JSONField(_("supports"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(condition=_one_owner(), name="source_has_one_owner"),
            *(
                models.UniqueConstraint(
                    fields=[owner, "ref"],
                    condition=Q(**{f"{owner}__isnull": False}),
                    name=f"source_ref_once_per_{owner}",
                )
                for owner in OWNERS
            ),
            is_term("publisher", PUBLISHER, "source_publisher"),
            is_web_address("url", "source_url_is_http"),
        ]

    def __str__(self) -> str:
        return f"{self.ref}: {self.title}"

    @property
    def year(self) -> int | None:
        """The year that the page is from, where it says so: the first of "2018-19"."""
        found = re.match(r"(19|20)\d\d", self.as_of or "")
        return int(found.group()) if found else None
