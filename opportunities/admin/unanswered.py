"""Searches that found nothing: what people look for and the catalogue lacks, and what can be made of it."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from core.text import fold
from opportunities.admin.base import ReadOnlyAdmin
from opportunities.curation.care import UNANSWERED_WORDS, unanswered_since
from opportunities.models import Opportunity, SynonymGroup, UnansweredSearch

_MONTH = UNANSWERED_WORDS.key
PERIODS = (
    (_MONTH, gettext_lazy("This month")),
    ("week", gettext_lazy("Last 7 days")),
    ("quarter", gettext_lazy("Last 90 days")),
    ("year", gettext_lazy("Last 12 months")),
)


class PeriodFilter(admin.SimpleListFilter):
    """Since when: each choice sums up its own time, and the list always has one of them."""

    title = gettext_lazy("when")
    parameter_name = "since"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(PERIODS)

    def value(self) -> str:
        chosen = super().value()
        return chosen if chosen in dict(self.lookup_choices) else _MONTH

    def choices(self, changelist: Any) -> Iterator[Any]:
        return islice(super().choices(changelist), 1, None)  # without "All"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """One row for all days of each word, with their sum and the last of them."""
        since = unanswered_since(first_day(self.value(), timezone.localdate())).order_by()
        one_of_each = since.values("words").annotate(one=Max("id")).values("one")
        own = since.filter(words=OuterRef("words")).values("words")
        rows: QuerySet[Any] = queryset.filter(pk__in=one_of_each).annotate(
            total=Subquery(own.annotate(total=Sum("count")).values("total")),
            last=Subquery(own.annotate(last=Max("day")).values("last")),
        )
        return rows


def first_day(period: str, today: date) -> date:
    """The first day of a period that ends today."""
    if period == _MONTH:
        return today.replace(day=1)
    return today - timedelta(days={"week": 6, "quarter": 89, "year": 365}[period])


@admin.register(UnansweredSearch)
class UnansweredSearchAdmin(ReadOnlyAdmin):
    """The words, those that were searched for most at the top."""

    list_filter = (PeriodFilter,)
    list_display_links = None
    show_full_result_count = False
    search_fields = ("words",)
    fields = ("words", "day", "count", "settled_at")
    actions = ("settle_chosen",)
    list_before_template = "admin/unanswered/about.html"

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list, with a link to each period above it."""
        chosen = request.GET.get(PeriodFilter.parameter_name, _MONTH)
        periods = [(f"?{PeriodFilter.parameter_name}={code}", label, code == chosen) for code, label in PERIODS]
        return super().changelist_view(request, {**(extra_context or {}), "periods": periods})

    def get_urls(self) -> list[URLPattern]:
        settle = self.admin_site.admin_view(require_POST(self.settle))
        return [path("settle/", settle, name="opportunities_unansweredsearch_settle"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[UnansweredSearch]:
        return UnansweredSearch.objects.order_by()

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """By what the filter adds up, which only the list has."""
        return ("-total", "words")

    def get_list_display(self, request: HttpRequest) -> tuple[Any, ...]:
        """The columns; the last one has what this user may do."""
        ways = WaysOn(request)

        @admin.display(description=gettext_lazy("what can be made of it"))
        def ways_on(search: UnansweredSearch) -> str:
            return ways.of(search.words)

        return ("words", "searches", "last_day", ways_on)

    @admin.display(description=gettext_lazy("searches"), ordering="total")
    def searches(self, search: Any) -> int:
        """How many searches in the chosen time."""
        total: int = search.total
        return total

    @admin.display(description=gettext_lazy("last searched for"), ordering="last")
    def last_day(self, search: Any) -> date:
        """The last day in the chosen time."""
        last: date = search.last
        return last

    @admin.action(
        description=gettext_lazy("Settle: out of sight until somebody searches for it again"), permissions=["settle"]
    )
    def settle_chosen(self, request: HttpRequest, queryset: QuerySet[UnansweredSearch]) -> None:
        """Settle the words of the chosen rows, of all days."""
        _settle(request, [search.words for search in queryset])

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Whether the user may settle words; nothing else about them can be changed."""
        return _may_settle(request)

    def settle(self, request: HttpRequest) -> HttpResponse:
        """Settle one word, and go back to the list as it was."""
        if not _may_settle(request):
            raise PermissionDenied
        _settle(request, [request.POST.get("words", "").replace("\0", "")])
        address = reverse("admin:opportunities_unansweredsearch_changelist")
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)


class WaysOn:
    """What a user may make of words that found nothing."""

    def __init__(self, request: HttpRequest) -> None:
        user: Any = request.user
        self.may_add_synonyms = user.has_perm("opportunities.add_synonymgroup")
        self.may_add_entries = user.has_perm("opportunities.add_opportunity")
        self.may_settle = _may_settle(request)
        settle = reverse("admin:opportunities_unansweredsearch_settle")
        self.settle_address = f"{settle}?{request.GET.urlencode()}" if request.GET else settle

    @cached_property
    def synonyms(self) -> frozenset[str]:
        """All words that stand in a group of synonyms, folded like those that are counted."""
        groups = SynonymGroup.objects.order_by().values_list("words", flat=True)
        return frozenset(fold(word) for words in groups for word in words)

    def of(self, words: str) -> str:
        """The buttons for these words."""
        parts = []
        if words in self.synonyms:
            parts.append(format_html('<span class="ways__known">{}</span>', _("Stands in the synonyms by now")))
        elif self.may_add_synonyms:
            parts.append(_button_link(_add_page(SynonymGroup, words=words), _("Make a synonym")))
        if self.may_add_entries:
            entry = _add_page(Opportunity, name=words, slug=slugify(words)[:80].strip("-"))
            parts.append(_button_link(entry, _("Make an entry")))
        if self.may_settle:
            button = '<button type="submit" class="ways__way" name="words" value="{}" formaction="{}">{}</button>'
            parts.append(format_html(button, words, self.settle_address, _("Settle")))
        return format_html('<div class="ways">{}</div>', format_html_join("", "{}", ((part,) for part in parts)))


def _button_link(address: str, label: str) -> SafeString:
    return format_html('<a class="ways__way" href="{}">{}</a>', address, label)


def _add_page(model: type[Opportunity | SynonymGroup], **facts: str) -> str:
    """The page on which a new record is typed in, with these facts filled in."""
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in facts.items() if value})
    return f"{reverse(f'admin:opportunities_{model._meta.model_name}_add')}?{query.urlencode()}"


def _may_settle(request: HttpRequest) -> bool:
    user: Any = request.user
    may: bool = user.has_perm("opportunities.change_unansweredsearch")
    return may


def _settle(request: HttpRequest, words: list[str]) -> None:
    """Settle these words, of all days, and say so."""
    UnansweredSearch.objects.filter(words__in=words, settled_at=None).update(settled_at=timezone.now())
    said = ngettext(
        "Settled: %(words)s. It comes back when somebody searches for it again.",
        "Settled: %(words)s. They come back when somebody searches for them again.",
        len(words),
    )
    messages.success(request, said % {"words": ", ".join(f"“{word}”" for word in words)})
