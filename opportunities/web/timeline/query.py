"""What the calendar is asked for: a search, how to group it, and perhaps one month."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.translation import gettext as _

from core.querystrings import Pairs, query_string
from opportunities.finder import FinderQuery, parse_query
from opportunities.search.snapshot import Snapshot
from opportunities.web.timeline.axis import Axis

GROUPS = ("direction", "stage", "none")


@dataclass(frozen=True, slots=True)
class CalendarQuery:
    """A whole question to the calendar, as it stands in the address. Without a month it is the twelve months."""

    search: FinderQuery = field(default_factory=FinderQuery)
    group: str = GROUPS[0]
    month: date | None = None

    @property
    def pairs(self) -> Pairs:
        """The parameters of the address."""
        own = [("group", self.group)] if self.group != GROUPS[0] else []
        own += [("month", f"{self.month:%Y-%m}")] if self.month else []
        return (*self.search.pairs, *own)

    @property
    def address(self) -> str:
        """The query string."""
        return query_string(self.pairs)

    def with_search(self, search: FinderQuery) -> "CalendarQuery":
        """The same of another search."""
        return replace(self, search=search)

    def with_group(self, group: str) -> "CalendarQuery":
        """The same in other groups."""
        return replace(self, group=group)

    def with_month(self, month: date | None) -> "CalendarQuery":
        """The same for one month, or for all."""
        return replace(self, month=month)


def parse_calendar(items: Iterable[tuple[str, str]], snapshot: Snapshot, axis: Axis) -> tuple[CalendarQuery, list[str]]:
    """What an address asks for, and a plain message for each part of it that could not be used."""
    items = list(items)
    own = {name: value for name, value in items if name in ("group", "month")}
    # A calendar has one page, in the order of time: `page` and `sort` of a link from the search are no mistakes.
    rest = [(name, value) for name, value in items if name not in ("group", "month", "page", "sort")]
    search, messages = parse_query(rest, snapshot)
    group, month = own.get("group", ""), _month(own.get("month", ""))
    if group and group not in GROUPS:
        messages.append(_("We cannot group by “%(value)s”.") % {"value": _shown(group)})
    if own.get("month") and month is None:
        messages.append(
            _("“%(value)s” is not a month such as 2027-01, so here are all.") % {"value": _shown(own["month"])}
        )
    elif month is not None and not axis.holds(month):
        messages.append(_("The calendar holds the twelve months from now, so here are these."))
        month = None
    return CalendarQuery(search, group if group in GROUPS else GROUPS[0], month), messages


def _month(text: str) -> date | None:
    """The first day of the month that is written as 2027-01; None for anything else."""
    match = re.fullmatch("([12][0-9]{3})-(0[1-9]|1[0-2])", text)
    return date(int(match[1]), int(match[2]), 1) if match else None


def _shown(text: str) -> str:
    cleaned = "".join(character for character in text if character.isprintable())
    return cleaned if len(cleaned) <= 40 else f"{cleaned[:40]}…"
