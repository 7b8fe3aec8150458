"""Exchange rates: the one table by which amounts are banded."""

from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from opportunities.admin.base import CatalogueAdmin
from opportunities.admin.form_fields import must_fit
from opportunities.admin.theme import FactsForm
from opportunities.curation.fact_types import Currency, StatedDay
from opportunities.models import ExchangeRate


class ExchangeRateForm(FactsForm):
    """A rate with its date and its source."""

    rules = {
        "currency": must_fit(Currency, _("“%(value)s” is not a currency such as JPY or EUR.")),
        "units_per_gbp": MaxValueValidator(Decimal("99999999.99999")),
        "as_of": must_fit(StatedDay, _("“%(value)s” is neither a month (2026-03) nor a day (2026-03-31).")),
    }

    class Meta:
        model = ExchangeRate
        fields = ("currency", "units_per_gbp", "as_of", "source_title", "source_url")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "source_url" in self.fields:
            self.fields["source_url"].required = True


@admin.register(ExchangeRate)
class ExchangeRateAdmin(CatalogueAdmin):
    """What one pound bought, by a dated source."""

    form = ExchangeRateForm
    list_display = ("currency", "units_per_gbp", "as_of", "source_title")
    search_fields = ("currency", "source_title")
    ordering = ("currency",)
