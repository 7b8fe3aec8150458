"""Words that search takes for one another, and the values of facets that they name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import ProseField


class SynonymGroup(models.Model):
    """Words and phrases, in any language, that people type for one and the same thing.

    `means` tells which values of facets they name besides: the facet's parameter, and a list of its codes (for
    "funder", of slugs of organisations). A facet of which nothing is named is left out.
    """

    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("Stands in the files and never changes."))
    words = models.JSONField(_("words"), default=list)
    means = models.JSONField(_("means"), default=dict, blank=True)
    note = ProseField(_("note"), help_text=_("Why these words belong together, where it is not plain."))

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["key"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(words=[]),
                name="synonym_group_has_words",
                violation_error_message=_("A group needs a word."),
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(self.words) or self.key
