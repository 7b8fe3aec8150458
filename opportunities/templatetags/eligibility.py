"""The sources behind a condition of eligibility."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

# The names of facts, as sources say what they support, where they differ from the kinds of conditions.
_SUPPORTS = {"years-since-phd": "years_since_phd", "language": "languages", "host": "host_required"}


class Sourced(Protocol):
    """A condition, or what was found of it."""

    @property
    def kind(self) -> str:
        """Its kind."""

    @property
    def sources(self) -> Sequence[str]:
        """The short names of the sources that it names itself."""


@dataclass(frozen=True, slots=True)
class Behind:
    """Sources as pages show them, and a line that tells how many they are, and how old."""

    line: str
    sources: list[dict[str, Any]]


@register.simple_tag
def sources_behind(condition: Sourced, sources: Iterable[dict[str, Any]] | None) -> Behind | None:
    """The sources of a condition: those that it names, or else those that support such facts, or eligibility at large.

    `sources` are those of the opportunity, in words. None where there are none.
    """
    everything = list(sources or ())
    named = [one for one in everything if one["source"].ref in condition.sources]
    fact = _SUPPORTS.get(condition.kind, condition.kind)
    found = named or [one for one in everything if {fact, "eligibility"} & set(one["source"].supports)]
    return Behind(_line(found), found) if found else None


def _line(sources: Sequence[dict[str, Any]]) -> str:
    years = sorted({one["source"].year for one in sources if one["source"].year is not None})
    count = ngettext("%(count)d source", "%(count)d sources", len(sources)) % {"count": len(sources)}
    if not years:
        return _("%(sources)s, undated") % {"sources": count}
    if len(years) == 1:
        return _("%(sources)s, %(year)s") % {"sources": count, "year": years[0]}
    return _("%(sources)s, %(first)s to %(last)s") % {"sources": count, "first": years[0], "last": years[-1]}
