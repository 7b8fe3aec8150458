"""What the upkeep of an entry asks for, worked out from its facts whenever these change.

It is stored so that the desk can count and list what needs care among many entries; what depends on the day is stored
as a day. `curation.upkeep` works it out and is the only one to write it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity


class Upkeep(models.Model):
    """What one opportunity lacks, and from which day on."""

    opportunity = models.OneToOneField(Opportunity, on_delete=models.CASCADE, related_name="upkeep", primary_key=True)
    round_missing_from = models.DateField(
        _("no next round from"),
        null=True,
        help_text=_("The day after the last announced closing of a programme that goes on; null: none is missing."),
    )
    expected_until = models.DateField(
        _("expected until"),
        null=True,
        help_text=_("The first usual closing for which no round is announced: once past, the estimate has failed."),
    )
    unsourced = models.JSONField(_("facts without a source"), default=list)
    unsourced_count = models.PositiveSmallIntegerField(_("number of facts without a source"), default=0)
    newest_source_year = models.PositiveSmallIntegerField(_("year of the newest source"), null=True)
    lacks_japanese = models.BooleanField(_("lacks Japanese"), default=False)
    directions = models.CharField(_("directions"), max_length=120, blank=True, help_text=_("Codes, with commas."))
    stages = models.CharField(_("career stages"), max_length=200, blank=True, help_text=_("Codes, with commas."))

    class Meta:
        verbose_name = _("upkeep")
        verbose_name_plural = _("upkeep")
        indexes = [
            models.Index(fields=["round_missing_from"], name="upkeep_round_missing"),
            models.Index(fields=["expected_until"], name="upkeep_expected"),
            models.Index(fields=["unsourced_count"], name="upkeep_unsourced"),
            models.Index(fields=["newest_source_year"], name="upkeep_newest_source"),
            models.Index(fields=["lacks_japanese"], name="upkeep_japanese"),
            models.Index(fields=["directions", "stages"], name="upkeep_coverage"),
        ]

    def __str__(self) -> str:
        return str(self.opportunity_id)
