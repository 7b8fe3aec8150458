"""The desk's sidebar."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from opportunities.admin.theme import ThemedAdmin


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of links, each with the lists that the user may see."""
    lists = {f"{model._meta.app_label}_{model._meta.model_name}": page for model, page in admin.site._registry.items()}
    groups = (
        (_("Work"), (
            (_("Imports"), "upload_file", "opportunities_import"),
            (_("Suggestions"), "forum", "opportunities_suggestion"),
            (_("Searches that found nothing"), "search_off", "opportunities_unansweredsearch"),
            (_("Mails that failed"), "unsubscribe", "opportunities_mail"),
        )),
        (_("Catalogue"), (
            (_("Opportunities"), "school", "opportunities_opportunity"),
            (_("Organisations"), "account_balance", "opportunities_organisation"),
            (_("Case studies"), "groups", "opportunities_casestudy"),
        )),
        (_("Evidence"), (
            (_("Sources"), "link", "opportunities_source"),
            (_("Links"), "link_off", "opportunities_link"),
            (_("Call rounds"), "event", "opportunities_round"),
            (_("Eligibility criteria"), "rule", "opportunities_criterion"),
        )),
        (_("Settings"), (
            (_("Synonyms"), "translate", "opportunities_synonymgroup"),
            (_("Exchange rates"), "currency_exchange", "opportunities_exchangerate"),
            (_("Users"), "person", "auth_user"),
            (_("Groups"), "group", "auth_group"),
        )),
        (_("State"), (
            (_("History"), "manage_history", "opportunities_operation"),
            (_("Revision"), "history", "opportunities_cataloguerevision"),
            (_("Loaded facts"), "inventory_2", "opportunities_loadedfacts"),
        )),
    )  # fmt: skip
    return [
        {"title": title, "separator": True, "items": shown}
        for title, items in groups
        if (shown := [_item(*item) for item in items if _may_see(lists[item[2]], request)])
    ]


def _may_see(page: ThemedAdmin, request: HttpRequest) -> bool:
    return page.has_view_or_change_permission(request)


def _item(title: str, icon: str, name: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": reverse(f"admin:{name}_changelist")}
