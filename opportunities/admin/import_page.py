"""What the page of an import shows: how far it is, how many rows do what, and the rows themselves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core.querystrings import query_string
from opportunities.admin.differences import Difference, FactInWords, differences, whole_in_words
from opportunities.curation.importing.progress import Progress, progress_of
from opportunities.models import Import, ImportRow, Opportunity
from opportunities.vocabulary import IMPORT_STATE, ROW_VERDICT
from opportunities.wording.dates import moment_in_words

ROWS_PER_PAGE = 50
WITH_WARNINGS = "warnings"  # the filter of rows that should be looked at
STATE_PILL = {
    "reading": "info", "read": "warning", "applying": "info", "applied": "success", "refused": "danger", "dropped": "",
}  # fmt: skip
_VERDICT_PILL = {"new": "success", "changed": "info", "same": "", "refused": "danger"}
_WORKING = ("reading", "applying")


@dataclass(frozen=True)
class Tab:
    """A filter of the rows: its name, how many rows it has, where it leads, and whether it is the one shown."""

    label: str
    count: int
    address: str
    is_shown: bool


@dataclass(frozen=True)
class ShownRow:
    """A row as the page shows it. `whole` is what a new entry would say, `differences` what would change of another."""

    row: ImportRow
    verdict: str
    pill: str
    entry: str  # address of the entry's page; empty where there is none
    differences: list[Difference]
    whole: list[FactInWords]


class ImportPage:
    """The page of one import, at a moment, with the rows that the address asks for."""

    def __init__(self, imported: Import, at: datetime, verdict: str, number: str) -> None:
        self.imported = imported
        self.state = IMPORT_STATE[imported.state].label
        self.pill = STATE_PILL[imported.state]
        self.uploaded = moment_in_words(imported.at)
        self.progress: Progress = progress_of(imported, at)
        counted = imported.results.order_by().values_list("verdict").annotate(Count("pk"))
        self.counts: dict[str, int] = dict.fromkeys(ROW_VERDICT, 0) | dict(counted)
        self._warned = imported.results.exclude(warnings=[])
        self.warned = self._warned.count()
        self.chosen = verdict if verdict in (*ROW_VERDICT, WITH_WARNINGS) else self._most_urgent()
        self.page: Page[ImportRow] = Paginator(self._rows(), ROWS_PER_PAGE).get_page(number)

    @property
    def is_working(self) -> bool:
        """Whether a process reads or applies it, as far as its last word goes."""
        return self.imported.state in _WORKING

    @property
    def last_sign(self) -> str:
        """When the process last said something."""
        return moment_in_words(self.progress.seen_alive_at) if self.progress.seen_alive_at else ""

    @property
    def changes(self) -> int:
        """How many entries it would create or change."""
        return self.counts["new"] + self.counts["changed"]

    @property
    def total(self) -> int:
        """How many rows were read."""
        return sum(self.counts.values())

    @property
    def to_do(self) -> int:
        """How many rows the process has before it; 0 where it cannot be told before the end."""
        return self.changes if self.imported.state == "applying" else 0

    def tabs(self) -> list[Tab]:
        """The filters that have rows."""
        labels = [(code, term.label, self.counts[code]) for code, term in ROW_VERDICT.items()]
        labels.append((WITH_WARNINGS, _("To be looked at"), self.warned))
        return [
            Tab(label, count, query_string([("rows", code)]), code == self.chosen)
            for code, label, count in labels
            if count
        ]

    def rows(self) -> list[ShownRow]:
        """The rows on this page."""
        rows = list(self.page)
        stored = Opportunity.objects.filter(slug__in=[row.key for row in rows]).values_list("slug", "pk")
        return list(_shown(rows, dict(stored)))

    def address_of_page(self, number: int) -> str:
        """The query string of another page of the same rows."""
        return query_string([("rows", self.chosen), ("page", str(number))])

    @property
    def previous(self) -> str:
        """The query string of the page before; empty where this is the first."""
        return self.address_of_page(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def following(self) -> str:
        """The query string of the page after; empty where this is the last."""
        return self.address_of_page(self.page.number + 1) if self.page.has_next() else ""

    def _rows(self) -> QuerySet[ImportRow]:
        rows = self._warned if self.chosen == WITH_WARNINGS else self.imported.results.filter(verdict=self.chosen)
        return rows.order_by("number")

    def _most_urgent(self) -> str:
        """The first kind of rows that there are any of."""
        order = ("refused", "changed", "new", "same")
        return next((code for code in order if self.counts[code]), "same")


def _shown(rows: Iterable[ImportRow], stored: dict[str, int]) -> Iterable[ShownRow]:
    for row in rows:
        whole: Any = row.facts if row.verdict == "new" and row.facts else None
        pk = stored.get(row.key)
        yield ShownRow(
            row,
            ROW_VERDICT[row.verdict].label,
            _VERDICT_PILL[row.verdict],
            reverse("admin:opportunities_opportunity_change", args=[pk]) if pk else "",
            differences(row.before, row.after) if row.verdict == "changed" else [],
            whole_in_words(whole) if whole else [],
        )
