"""Mails that did not arrive, to look at only. Neither addresses nor texts are shown: they are the readers' own."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from unfold.decorators import display

from opportunities.admin.base import ReadOnlyAdmin
from opportunities.admin.care_filters import MailCareFilter
from opportunities.models import Mail
from opportunities.models.alerts import FAILED, MAIL_STATE, UNANSWERED, WAITING

# What is wrong with a mail in each of the states that are listed, said for who sees it.
TROUBLE = {
    FAILED: _("Given up after many attempts"),
    UNANSWERED: _("Handed over without an answer: not sent again"),
    WAITING: _("Failed, and is tried again"),
}


def masked(address: str) -> str:
    """An address of which the server can be read, to see whether all mails to one fail, but not whose it is."""
    local, _at, host = address.rpartition("@")
    return f"{local[:1]}…@{host}"


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """Mails that failed: given up, without an answer, or still tried again."""

    list_display = ("recipient", "trouble", "attempts", "made", "next_attempt")
    list_filter = (MailCareFilter,)
    list_select_related = ("subscriber",)
    list_display_links = None
    ordering = ("-id",)
    list_before_template = "admin/care/chosen.html"
    fields = ("recipient", "trouble", "attempts", "language", "made", "next_attempt")
    readonly_fields = ("recipient", "trouble", "made", "next_attempt")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        troubled = Q(state__in=(FAILED, UNANSWERED)) | Q(state=WAITING, attempts__gt=0)
        return super().get_queryset(request).filter(troubled)

    @admin.display(description=_("to"))
    def recipient(self, mail: Mail) -> str:
        """The address, masked."""
        return masked(mail.subscriber.email)

    @display(  # type: ignore[untyped-decorator]
        description=_("what became of it"),
        ordering="state",
        label={FAILED: "danger", UNANSWERED: "warning", WAITING: "info"},
    )
    def trouble(self, mail: Mail) -> tuple[str, Any]:
        """The state, in words for curators."""
        return mail.state, TROUBLE.get(mail.state, MAIL_STATE[mail.state])

    @admin.display(description=_("made"), ordering="created_at")
    def made(self, mail: Mail) -> str:
        """When it was decided to send it."""
        return _moment(mail.created_at)

    @admin.display(description=_("next attempt"), empty_value="—")
    def next_attempt(self, mail: Mail) -> str | None:
        """Not before when it is tried again; None where it is not."""
        return _moment(mail.not_before) if mail.state == WAITING else None


def _moment(moment: datetime) -> str:
    return f"{date_format(moment, 'j M Y, H:i')} UTC"
