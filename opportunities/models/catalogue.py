"""The state of the catalogue as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CatalogueRevision(models.Model):
    """One row. `number` rises in the same transaction as every change that the public can see."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY)
    number = models.PositiveBigIntegerField(_("number"), default=0)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)
    loaded_digest = models.CharField(_("digest of the files last loaded"), max_length=64, null=True, blank=True)

    class Meta:
        verbose_name = _("catalogue revision")
        verbose_name_plural = _("catalogue revision")
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="catalogue_revision_is_one_row")]

    def __str__(self) -> str:
        return str(self.number)


class CatalogueChange(models.Model):
    """What one rise of the revision touched: a row for each opportunity whose public picture may have changed.

    Every rise leaves at least one row: one that names no opportunity says either that anything may have changed
    (`everything`), or that no opportunity did, only what stands beside them: organisations, synonyms, case studies.
    So a revision without a row is one whose rows were pruned. `opportunity` is a primary key but no foreign key,
    as deleted opportunities are named too.
    """

    revision = models.PositiveBigIntegerField(_("revision"), db_index=True)
    opportunity = models.PositiveBigIntegerField(_("opportunity"), null=True)
    everything = models.BooleanField(_("everything"), default=False)

    class Meta:
        verbose_name = _("change of the catalogue")
        verbose_name_plural = _("changes of the catalogue")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(everything=False) | models.Q(opportunity=None),
                name="catalogue_change_is_of_one_or_all",
            )
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {'everything' if self.everything else self.opportunity or 'no opportunity'}"


class LoadedFacts(models.Model):
    """What the files said of one record when it was last loaded.

    A fact that differs from this was edited by a curator since, and a load keeps it.
    """

    collection = models.CharField(_("collection"), max_length=20)
    key = models.CharField(_("key"), max_length=80)
    facts = models.JSONField(_("facts"))

    class Meta:
        verbose_name = _("loaded facts")
        verbose_name_plural = _("loaded facts")
        constraints = [models.UniqueConstraint(fields=["collection", "key"], name="loaded_facts_once")]

    def __str__(self) -> str:
        return f"{self.collection}/{self.key}"
