"""The options of a facet as HTML.

A search page has some three hundred of them, and they change with every search. The template language takes longer
over them than search over everything; what never changes of an option is therefore put together once.
"""

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.search.options import FacetOptions, Option

register = template.Library()


@register.simple_tag
def facet_options(facet: FacetOptions, opens_all: bool) -> SafeString:
    """The list of a facet's values; `opens_all` unfolds what stands under each."""
    if not facet.options:
        return mark_safe(render_to_string("web/_no_options.html"))  # noqa: S308
    unfold = opens_all or facet.parameter == "status"
    return mark_safe(_list(facet.parameter, facet.options, unfold))  # noqa: S308


def _list(parameter: str, options: Iterable[Option], unfold: bool) -> str:
    return f'<ul class="facet__options">{"".join([_option(parameter, option, unfold) for option in options])}</ul>'


def _option(parameter: str, option: Option, unfold: bool) -> str:
    before, between = _fixed(parameter, option.code, option.label)
    disabled = " option--disabled" if option.is_disabled else ""
    state = " checked" if option.is_selected else " disabled" if disabled else ""
    below = _below(parameter, option, unfold) if option.children else ""
    label = f'<label class="option{disabled}">{before}{state}{between}({option.count})</span></span></label>'
    return f"<li>{label}{below}</li>"


@lru_cache(maxsize=8192)
def _fixed(parameter: str, code: str, label: str) -> tuple[str, str]:
    """What stands before the state of the box, and between it and the count."""
    box = f'<input type="checkbox" class="form-check-input" id="{parameter}-{code}" name="{parameter}" value="{code}"'
    return box, f'><span>{escape(label)} <span class="option__count">'


def _below(parameter: str, option: Option, unfold: bool) -> str:
    is_open = " open" if unfold or option.has_selected_child else ""
    return (
        f'<details class="narrower" id="narrower-{parameter}-{option.code}"{is_open}>'
        f"{_summary(option.label, get_language())}{_list(parameter, option.children, unfold)}</details>"
    )


@lru_cache(maxsize=8192)
def _summary(label: str, _language: str | None) -> str:
    words = _('<span class="visually-hidden">%(label)s: </span>more precisely') % {"label": escape(label)}
    return f"<summary>{words}</summary>"
