"""Links to what a page shows in other forms: files, calendars, feeds, mails."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from core.querystrings import query_string
from opportunities.finder import FinderQuery

register = template.Library()

_FORMS = (("csv", "CSV"), ("xlsx", "Excel"), ("json", "JSON"))
_NOT_OF_FILES = ("page", "funder_name")  # what only pages have a use for


@register.inclusion_tag("web/_exports.html")
def export_links(pairs: Iterable[tuple[str, str]]) -> dict[str, list[dict[str, str]]]:
    """Links to the files of a search or a list, given as the pairs of its address, in the language in force."""
    query = _in_this_language(pairs)
    return {"links": [{"name": name, "address": reverse(f"exports:{form}") + query} for form, name in _FORMS]}


@register.inclusion_tag("web/_take_along.html", takes_context=True)
def take_along(context: dict[str, Any], query: FinderQuery) -> dict[str, Any]:
    """Links to a search as mails, as a calendar, as a feed and as files. None of them knows who asks."""
    pairs = _wanted(query.for_anyone().pairs)
    return {
        "pairs": pairs,
        "address": query_string(pairs),
        "calendar": reverse("feeds:calendar") + _in_this_language(pairs),
        "feed": feed_address(query),
        "host": context["request"].get_host(),
    }


@register.simple_tag
def feed_address(query: FinderQuery) -> str:
    """The address of the feed of a search."""
    return reverse("feeds:atom") + _in_this_language(query.for_anyone().pairs)


def _wanted(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in pairs if name not in _NOT_OF_FILES]


def _in_this_language(pairs: Iterable[tuple[str, str]]) -> str:
    return query_string([*_wanted(pairs), ("lang", (get_language() or "en").split("-")[0])])
