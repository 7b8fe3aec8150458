"""The app's configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpportunitiesConfig(AppConfig):
    """Opportunities, their funders, rounds, criteria and sources."""

    name = "opportunities"
    verbose_name = _("Catalogue")
