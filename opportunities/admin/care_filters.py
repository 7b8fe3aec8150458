"""Filters to which the desk's first page links."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from opportunities.curation.care import ENTRY_CARES, MAIL_CARES, Care

FRESH_MONTHS = 12  # that are told apart, the present one among them
OLDER, NEVER = "older", "never"


class CareFilter(admin.SimpleListFilter):
    """What needs care, each matter as it is counted on the first page."""

    title = _("what needs care")
    parameter_name = "care"
    cares: Iterable[Care] = ENTRY_CARES

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(care.key, care.title) for care in self.cares]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = next((care for care in self.cares if care.key == self.value()), None)
        return chosen.among(queryset, timezone.localdate()) if chosen else queryset


class MailCareFilter(CareFilter):
    """What became of mails that did not arrive."""

    title = _("what became of it")
    cares = MAIL_CARES


class CheckedFilter(admin.SimpleListFilter):
    """The month of the last check."""

    title = _("last check")
    parameter_name = "checked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        months = last_months(timezone.localdate())
        return [
            *((f"{month:%Y-%m}", date_format(month, "F Y")) for month in months),
            (OLDER, _("Older")),
            (NEVER, _("Never")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        condition = checked_in(self.value() or "", timezone.localdate())
        return queryset if condition is None else queryset.filter(condition)


def last_months(today: date) -> list[date]:
    """The first days of the months that are told apart, the present one first."""
    months = [today.replace(day=1)]
    while len(months) < FRESH_MONTHS:
        year, month = months[-1].year, months[-1].month
        months.append(date(year - 1, 12, 1) if month == 1 else date(year, month - 1, 1))
    return months


def checked_in(value: str, today: date) -> Q | None:
    """The condition for a value of the filter: a month (2026-11), older than those told apart, or never; else None."""
    if value == NEVER:
        return Q(last_checked_on=None)
    if value == OLDER:
        return Q(last_checked_on__lt=last_months(today)[-1])
    if not re.fullmatch(r"[12][0-9]{3}-(0[1-9]|1[0-2])", value, re.ASCII):
        return None
    year, month = map(int, value.split("-"))
    return Q(last_checked_on__year=year, last_checked_on__month=month)
