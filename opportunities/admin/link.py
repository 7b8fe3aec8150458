"""Links: what came of trying the pages that the catalogue names, and taking over their new addresses."""

from datetime import datetime
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.decorators import display

from opportunities.admin.base import ReadOnlyAdmin, link_to
from opportunities.admin.link_filters import HostFilter, UsedAsFilter, named_by_records_called
from opportunities.admin.recording import REASON, reason_in
from opportunities.curation.links.addresses import Use, uses_of
from opportunities.curation.links.moving import Taken, take_new_addresses
from opportunities.models import Link, Operation
from opportunities.vocabulary import LINK_VERDICT

USES_SHOWN = 3  # in a row of the list
MOST_AT_ONCE = 500  # links taken over by one form
_SHOWN = "shown"  # the new addresses that the page of the question showed
_NEEDED = tuple(f"opportunities.change_{model}" for model in ("link", "opportunity", "organisation", "casestudy"))
_COLOURS = {
    "works": "success", "moved": "info", "gone": "danger", "broken": "danger", "suspected": "warning",
    "down": "warning",
}  # fmt: skip
_ROLES = {
    "official_url": gettext_lazy("official page"),
    "apply_url": gettext_lazy("application form"),
    "guidance_url": gettext_lazy("guidance"),
    "website": gettext_lazy("website"),
}


@admin.register(Link)
class LinkAdmin(ReadOnlyAdmin):
    """Only `manage.py check_links` writes what is known of links; a curator decides what to make of it."""

    list_display = ("address", "verdict_shown", "used_by", "tried", "worked")
    list_filter = ("verdict", UsedAsFilter, HostFilter)
    search_fields = ("url", "moved_to")
    search_help_text = gettext_lazy("Looks in addresses and in the names of the entries that use them.")
    ordering = ("url",)
    actions = ("take_new_addresses",)
    list_per_page = 25
    fields = (
        "page", "verdict", "detail", "new_page", "all_uses", "strikes", "failing_from", "tried_then", "worked_then",
    )  # fmt: skip
    readonly_fields = ("page", "new_page", "all_uses", "failing_from", "tried_then", "worked_then")

    class Media:
        css = {"all": ["opportunities/desk-links.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Any]:
        """The list, with the uses of all its links read at once."""

        class LinksWithUses(super().get_changelist(request, **kwargs)):  # type: ignore[misc]
            def get_results(self, request: HttpRequest) -> None:
                super().get_results(request)
                links = list(self.result_list)  # which it keeps
                uses = uses_of([link.url for link in links])
                for link in links:
                    link.uses = uses.get(link.url, [])

        return LinksWithUses

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Link], search_term: str
    ) -> tuple[QuerySet[Link], bool]:
        """By address, and by the names of those who use it."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        words = search_term.strip()
        return (found | queryset.filter(named_by_records_called(words)) if words else found), may_repeat

    def has_take_permission(self, request: HttpRequest) -> bool:
        """Whether the user may change all records that can name an address."""
        return request.user.has_perms(_NEEDED)

    @admin.action(description=gettext_lazy("Take over the new address …"), permissions=["take"])
    def take_new_addresses(self, request: HttpRequest, queryset: QuerySet[Link]) -> HttpResponse | None:
        """Ask first, showing what would change; then change it in all entries, as one operation."""
        if not self.has_take_permission(request):
            raise PermissionDenied
        if _SHOWN not in request.POST:
            return self._ask(request, queryset)
        pairs = zip(request.POST.getlist("old"), request.POST.getlist("new"), strict=False)
        chosen = set(queryset.values_list("url", flat=True))
        shown = {old: new for old, new in pairs if old in chosen}
        self._tell(request, take_new_addresses(shown, request.user, reason_in(request)))
        return None

    def _ask(self, request: HttpRequest, queryset: QuerySet[Link]) -> HttpResponse | None:
        all_moved = queryset.filter(verdict="moved").exclude(moved_to=None).order_by("url")
        moved, number = list(all_moved[:MOST_AT_ONCE]), all_moved.count()
        if not moved:
            self.message_user(request, _("None of these links has a new address."), messages.WARNING)
            return None
        uses = uses_of([link.url for link in moved])
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take over new addresses"),
            "opts": self.opts,
            "moves": [{"link": link, "uses": _by_record(uses.get(link.url, []))} for link in moved],
            "left_out": queryset.count() - number,
            "for_later": number - len(moved),
            "checkbox": ACTION_CHECKBOX_NAME,
            "shown": _SHOWN,
            "reason": REASON,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/opportunities/link/take_new_addresses.html", context)

    def _tell(self, request: HttpRequest, result: Taken) -> None:
        number = len(result.taken)
        if number:
            said = ngettext("The new address was taken over.", "%(number)s new addresses were taken over.", number) % {
                "number": number
            }
            self.message_user(request, format_html("{} {}", said, self._undo_hint(request, result)), messages.SUCCESS)
        if result.left:
            said = _("Left as they are, as they were tried again meanwhile or cannot be stored: %(addresses)s")
            self.message_user(request, said % {"addresses": ", ".join(result.left)}, messages.WARNING)

    def _undo_hint(self, request: HttpRequest, result: Taken) -> str:
        """The way to the operation in the history, for those who may see it."""
        history = self.admin_site._registry.get(Operation)
        if result.operation is None or history is None or not history.has_view_permission(request):
            return ""
        address = reverse("admin:opportunities_operation_change", args=[result.operation.pk])
        return format_html('<a href="{}" class="underline">{}</a>', address, _("See what changed, or undo it"))

    @admin.display(description=gettext_lazy("address"), ordering="url")
    def address(self, link: Link) -> str:
        """The address, to go on to the page of the link, and what was seen there."""
        seen = format_html('<div class="link-seen">{}</div>', link.detail) if link.detail else ""
        return format_html('<div class="link-address">{}</div>{}', link.url.partition("://")[2], seen)

    @display(description=gettext_lazy("verdict"), ordering="verdict", label=_COLOURS)  # type: ignore[untyped-decorator]
    def verdict_shown(self, link: Link) -> tuple[str, str]:
        """The verdict, coloured by how much it matters."""
        return link.verdict, LINK_VERDICT[link.verdict].label.partition(":")[0]

    @admin.display(description=gettext_lazy("used by"))
    def used_by(self, link: Link) -> str:
        """The first few records that name it."""
        records = _by_record(cast(Any, link).uses)
        more = len(records) - USES_SHOWN
        return _lines(records[:USES_SHOWN], _("and %d more") % more if more > 0 else "")

    @admin.display(description=gettext_lazy("used by"))
    def all_uses(self, link: Link) -> str:
        """Every record that names it."""
        return _lines(_by_record(uses_of([link.url]).get(link.url, []))) or _("nothing any more")

    @admin.display(description=gettext_lazy("tried (UTC)"), ordering="tried_at", empty_value="—")
    def tried(self, link: Link) -> str | None:
        """The day of the last attempt."""
        return date_format(link.tried_at, "j M Y") if link.tried_at else None

    @admin.display(description=gettext_lazy("last worked (UTC)"), ordering="answered_at", empty_value="—")
    def worked(self, link: Link) -> str | None:
        """The day on which it last worked."""
        return date_format(link.answered_at, "j M Y") if link.answered_at else None

    @admin.display(description=gettext_lazy("tried"), empty_value="—")
    def tried_then(self, link: Link) -> str | None:
        """The moment of the last attempt."""
        return _moment(link.tried_at)

    @admin.display(description=gettext_lazy("last worked"), empty_value="—")
    def worked_then(self, link: Link) -> str | None:
        """The moment at which it last worked."""
        return _moment(link.answered_at)

    @admin.display(description=gettext_lazy("failing since"), empty_value="—")
    def failing_from(self, link: Link) -> str | None:
        """The moment of the first of its failures in a row."""
        return _moment(link.failing_since)

    @admin.display(description=gettext_lazy("address"))
    def page(self, link: Link) -> str:
        """The address, to look at the page itself."""
        return _outward(link.url)

    @admin.display(description=gettext_lazy("new address"), empty_value="—")
    def new_page(self, link: Link) -> str | None:
        """The new address, to look at the page there."""
        return _outward(link.moved_to) if link.moved_to else None


def _moment(at: datetime | None) -> str | None:
    return f"{date_format(at, 'j M Y, H:i')} UTC" if at else None


def _by_record(uses: list[Use]) -> list[SafeString]:
    """Each record, linked, and what the address is to it."""
    roles: dict[tuple[type, int], list[str]] = {}
    records = {}
    for use in uses:
        key = type(use.record), use.record.pk
        records[key] = use.record
        role = _ROLES.get(use.role) or _("source %(ref)s") % {"ref": use.role.removeprefix("source ")}
        roles.setdefault(key, []).append(str(role))
    return [format_html("{}: {}", link_to(record), ", ".join(roles[key])) for key, record in records.items()]


def _lines(parts: list[SafeString], last: str = "") -> SafeString:
    return format_html_join(
        "", '<div class="link-use">{}</div>', ((part,) for part in [*parts, *([last] if last else [])])
    )


def _outward(url: str) -> str:
    return format_html(
        '<a href="{0}" rel="noreferrer" class="text-primary-600 dark:text-primary-500 break-all">{0}</a>', url
    )
