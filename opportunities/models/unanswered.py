"""Searches that found nothing: which words, how often, and on which day. Never by whom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnansweredSearch(models.Model):
    """How often a search for these words found nothing on one day (UTC). `words` are folded: case and width aside.

    Settled words are out of sight until somebody searches for them again.
    """

    day = models.DateField(_("day"))
    words = models.CharField(_("words"), max_length=80)
    count = models.PositiveIntegerField(_("searches"), default=0)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        indexes = [models.Index(fields=["day"], name="unanswered_search_by_day")]
        constraints = [models.UniqueConstraint(fields=["words", "day"], name="unanswered_search_once_a_day")]

    def __str__(self) -> str:
        return self.words
