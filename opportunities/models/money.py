"""The one table of exchange rates by which amounts are banded."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from opportunities.models.fields import WebAddressField, is_web_address


class ExchangeRate(models.Model):
    """How many units of a currency one pound sterling bought, by a dated source. Used to band amounts, nothing else."""

    currency = models.CharField(_("currency"), max_length=3, unique=True, help_text="ISO 4217")
    units_per_gbp = models.DecimalField(
        _("units for one pound"),
        max_digits=14,
        decimal_places=5,
        validators=[MinValueValidator(Decimal("0.00001"))],
    )
    as_of = models.CharField(_("rate of"), max_length=10, help_text=_("The month or day: 2026-03 or 2026-03-31."))
    source_url = WebAddressField(verbose_name=_("source"))
    source_title = models.CharField(_("title of the source"), max_length=400)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["currency"]
        constraints = [
            models.CheckConstraint(condition=models.Q(units_per_gbp__gt=0), name="exchange_rate_is_positive"),
            is_web_address("source_url", "exchange_rate_source_is_http"),
        ]

    def __str__(self) -> str:
        return f"1 GBP = {self.units_per_gbp.normalize():f} {self.currency}"
