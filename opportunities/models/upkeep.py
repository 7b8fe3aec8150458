"""What the upkeep of an entry asks for, worked out from its facts whenever these change.

It is stored so that the desk can count and list what needs care among many entries; what depends on the day is stored
as a day. `curation.upkeep` works it out and is the only one to write it; `curation.care` asks the questions.
"""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import TermField
from opportunities.models.opportunity import Opportunity
from opportunities.vocabulary import STATE, Vocabulary


class Upkeep(models.Model):
    """What one opportunity lacks, and from which day on.

    `state` is the entry's, so that each question is answered by one index, without a look at the wide rows of entries.
    """

    opportunity = models.OneToOneField(Opportunity, on_delete=models.CASCADE, related_name="upkeep", primary_key=True)
    state = TermField(STATE, verbose_name=_("state"))
    round_missing_from = models.DateField(
        _("no next round from"),
        null=True,
        help_text=_("The day after the last announced closing of a programme that goes on; null: none is missing."),
    )
    round_unseen_from = models.DateField(
        _("not looked at from"),
        null=True,
        help_text=_("The same day, if the entry was last checked before it; null: it was looked at since."),
    )
    expected_until = models.DateField(
        _("expected until"),
        null=True,
        help_text=_("The first usual closing for which no round is announced: once past, the estimate has failed."),
    )
    unsourced = models.JSONField(_("facts without a source"), default=list)
    unsourced_count = models.PositiveSmallIntegerField(_("number of facts without a source"), default=0)
    newest_source_year = models.PositiveSmallIntegerField(_("year of the newest source"), null=True)
    lacks_summary_ja = models.BooleanField(_("lacks a Japanese summary"), default=False)
    lacks_name_ja = models.BooleanField(_("lacks a Japanese name"), default=False)
    # A bit for each code, in the order of DIRECTION and CAREER_STAGE: short keys, as every one is counted by them. A
    # vocabulary may grow at its end; after any other change of its order `manage.py refresh_upkeep` is needed.
    directions = models.PositiveIntegerField(_("directions"), default=0)
    stages = models.PositiveIntegerField(_("career stages"), default=0)

    class Meta:
        verbose_name = _("upkeep")
        verbose_name_plural = _("upkeep")
        indexes = [
            models.Index(fields=["state", "round_unseen_from", "round_missing_from"], name="upkeep_round_missing"),
            models.Index(fields=["state", "expected_until"], name="upkeep_expected"),
            models.Index(fields=["state", "unsourced_count"], name="upkeep_unsourced"),
            models.Index(fields=["state", "newest_source_year"], name="upkeep_newest_source"),
            models.Index(fields=["state", "lacks_summary_ja"], name="upkeep_summary_ja"),
            models.Index(fields=["state", "lacks_name_ja"], name="upkeep_name_ja"),
            models.Index(fields=["state", "directions", "stages"], name="upkeep_coverage"),
        ]

    def __str__(self) -> str:
        return str(self.opportunity_id)


def bits_of(codes: Iterable[str], terms: Vocabulary) -> int:
    """Codes of a vocabulary as bits; codes that it does not have are left out."""
    return sum(1 << terms.codes.index(code) for code in set(codes) & set(terms))


def codes_of(bits: int, terms: Vocabulary) -> list[str]:
    """The codes that bits stand for, in their order."""
    return [code for place, code in enumerate(terms.codes) if bits >> place & 1]
