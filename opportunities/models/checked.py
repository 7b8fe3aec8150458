"""When a record was last held against its sources, and when that is due again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import TermField
from opportunities.vocabulary import PRECISION


class Checked(models.Model):
    """A record whose freshness is known. `last_checked_on` is a month's first day where only the month is known."""

    last_checked_on = models.DateField(_("last checked on"), null=True, blank=True)
    last_checked_precision = TermField(PRECISION, verbose_name=_("precise to the"), default="day")
    next_check_due = models.DateField(_("next check due"), null=True, blank=True, db_index=True)

    class Meta:
        abstract = True
