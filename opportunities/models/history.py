"""What was changed in the catalogue: by whom, when, why, and what each fact was before and after."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField, TermField, is_term
from opportunities.vocabulary import OPERATION


class Operation(models.Model):
    """One act that changed records, few or many; it can be undone as one.

    `by` is null where a command did it. `by_name` outlives the account.
    """

    kind = TermField(OPERATION, verbose_name=_("what was done"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="operations",
    )
    by_name = models.CharField(_("by whom"), max_length=150, blank=True)
    at = models.DateTimeField(_("when"), db_index=True)
    reason = ProseField(_("why"))
    undoes = models.OneToOneField(
        "self",
        verbose_name=_("undoes"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="undone_by",
    )

    class Meta:
        verbose_name = _("operation")
        verbose_name_plural = _("history")
        ordering = ["-id"]
        constraints = [is_term("kind", OPERATION, "operation_kind")]

    def __str__(self) -> str:
        return f"{OPERATION[self.kind].label}, {self.at:%Y-%m-%d %H:%M} UTC"


class RecordChange(models.Model):
    """What an operation changed in one record, fact by fact.

    A record is named by its collection and key, as in the catalogue's files, so that its history outlives it.
    `before` and `after` hold only the facts that differ, by name (`funding.max`, `cycle.rounds[2026]`, see
    `curation.merging`); a name that only one of them has was added or removed. Of a record that was created, `after`
    is everything and `before` null; of one that was deleted, the reverse.
    """

    operation = models.ForeignKey(Operation, on_delete=models.CASCADE, related_name="changes")
    collection = models.CharField(_("collection"), max_length=20)
    key = models.CharField(_("key"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-id"]
        indexes = [models.Index(fields=["collection", "key", "id"], name="record_change_of_a_record")]
        constraints = [models.UniqueConstraint(fields=["operation", "collection", "key"], name="record_change_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def facts(self) -> list[str]:
        """The names of the facts that changed."""
        return list(dict.fromkeys([*(self.before or {}), *(self.after or {})]))
