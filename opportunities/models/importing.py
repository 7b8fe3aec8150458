"""Files that were uploaded to be imported: what each row would change, and what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField, TermField, is_term
from opportunities.models.history import Operation
from opportunities.vocabulary import IMPORT_STATE, ROW_VERDICT


class Import(models.Model):
    """One uploaded file on its way into the catalogue. It changes nothing before it is applied, and then all at once.

    `rows` is their number, `done` how many were read or applied so far; `trouble` says why the file as a whole was
    refused, or why it was not applied. `token` is that of the one process that may work on it now.
    """

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="imports",
    )
    at = models.DateTimeField(_("uploaded"))
    file_name = models.CharField(_("file"), max_length=200)
    file = models.BinaryField(_("content"), null=True)
    state = TermField(IMPORT_STATE, verbose_name=_("state"), default="reading")
    rows = models.PositiveIntegerField(_("rows"), default=0)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    token = models.CharField(max_length=32, blank=True, editable=False)
    seen_alive_at = models.DateTimeField(_("last progress"), null=True)
    trouble = ProseField(_("trouble"))
    reason = ProseField(_("why"))
    operation = models.OneToOneField(
        Operation, verbose_name=_("operation"), null=True, on_delete=models.SET_NULL, related_name="import_of"
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-id"]
        constraints = [is_term("state", IMPORT_STATE, "import_state")]

    def __str__(self) -> str:
        return self.file_name


class ImportRow(models.Model):
    """One row of an import: what it would do.

    `facts` is the whole record as it would be stored (until it is), or of a refused row what it says, as it was given;
    `before` and `after` are the facts of a changed entry that differ, by name; `faults` the reasons for which a row is
    refused: pairs of the cell and the reason; `warnings` what one should look at before applying it.
    """

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="results")
    number = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("key"), max_length=80)
    name = models.CharField(_("name"), max_length=300)
    verdict = TermField(ROW_VERDICT, verbose_name=_("verdict"))
    facts = models.JSONField(_("facts"), null=True)
    before = models.JSONField(_("before"), null=True)
    after = models.JSONField(_("after"), null=True)
    faults = models.JSONField(_("faults"), default=list)
    warnings = models.JSONField(_("warnings"), default=list)

    class Meta:
        verbose_name = _("row of an import")
        verbose_name_plural = _("rows of an import")
        ordering = ["number"]
        indexes = [models.Index(fields=["of", "verdict", "number"], name="import_row_by_verdict")]
        constraints = [
            models.UniqueConstraint(fields=["of", "number"], name="import_row_once"),
            is_term("verdict", ROW_VERDICT, "import_row_verdict"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.name}"
