"""Filters of the list of links."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from opportunities.models import Link, Opportunity, Organisation, Source

HOSTS_OFFERED = 25


class HostFilter(admin.SimpleListFilter):
    """The site of a page: those with most links are offered, any can stand in the address of the list."""

    title = _("host")
    parameter_name = "host"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        rows = Link.objects.order_by().values("host").annotate(number=Count("pk")).order_by("-number", "host")
        hosts = {row["host"]: f"{row['host']} ({row['number']})" for row in rows[:HOSTS_OFFERED]}
        chosen = request.GET.get(self.parameter_name)
        return list(hosts.items()) + ([(chosen, chosen)] if chosen and chosen not in hosts else [])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Link]) -> QuerySet[Link]:
        host = self.value()
        return queryset.filter(host=host) if host else queryset


class UsedAsFilter(admin.SimpleListFilter):
    """What an address is to the records that name it."""

    title = _("used as")
    parameter_name = "used"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("official", _("Official page of a published entry")),
            ("how", _("Application form or guidance of a published entry")),
            ("unpublished", _("Page of an entry that is not published yet")),
            ("source", _("Source")),
            ("website", _("Website of an organisation")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Link]) -> QuerySet[Link]:
        published = Opportunity.objects.published()
        unpublished = Opportunity.objects.filter(state__in=("draft", "in-review"))
        conditions = {
            "official": _named_by(published, "official_url"),
            "how": _named_by(published, "apply_url", "guidance_url"),
            "unpublished": _named_by(unpublished, "official_url", "apply_url", "guidance_url"),
            "source": _named_by(Source.objects.all(), "url"),
            "website": _named_by(Organisation.objects.all(), "website"),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


def named_by_records_called(words: str) -> Q:
    """The links that a record with these words in its name uses."""
    entries = Opportunity.objects.filter(Q(name__icontains=words) | Q(name_ja__icontains=words) | Q(slug=words))
    organisations = Organisation.objects.filter(Q(name__icontains=words) | Q(acronym__iexact=words) | Q(slug=words))
    of_these = Q(opportunity__in=entries.order_by().values("pk")) | Q(
        organisation__in=organisations.order_by().values("pk")
    )
    return (
        _named_by(entries, "official_url", "apply_url", "guidance_url")
        | _named_by(organisations, "website")
        | _named_by(Source.objects.filter(of_these), "url")
    )


def _named_by(records: QuerySet[Any], *fields: str) -> Q:
    """The links whose address stands in one of these fields of the records."""
    condition = Q()
    for field in fields:
        condition |= Q(url__in=records.order_by().exclude(**{field: None}).values(field))
    return condition
