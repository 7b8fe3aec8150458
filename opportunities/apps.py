"""The app's configuration."""

from typing import Any

from django.apps import AppConfig
from django.apps import apps as present_apps
from django.apps.registry import Apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OpportunitiesConfig(AppConfig):
    """Opportunities, their funders, rounds, criteria and sources."""

    name = "opportunities"
    verbose_name = _("Catalogue")

    def ready(self) -> None:
        """Have the groups of the roles made by `migrate`, as permissions are. This is set-up: no rule hangs on it."""
        post_migrate.connect(_keep_roles, sender=self)


def _keep_roles(using: str, apps: Apps = present_apps, **_given: Any) -> None:
    """Called after every `migrate` and `flush`; does nothing where the accounts are not there yet."""
    try:
        apps.get_model("auth", "Group")
    except LookupError:
        return
    from opportunities.curation.roles import keep_roles

    keep_roles(using)
