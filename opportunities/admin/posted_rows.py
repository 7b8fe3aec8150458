"""Rows that were replaced since a form was made: sent again as new ones, and found again by what they are."""

import re
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.http import QueryDict

from opportunities.curation.collections import Place, records_of
from opportunities.eligibility.terms import CRITERION_KIND
from opportunities.models import Criterion, EligibilityRoute, Round, Source

_KINDS = list(CRITERION_KIND)


def as_new_rows(posted: QueryDict, formsets: Iterable[Any]) -> QueryDict:
    """The values of a form with all rows of these kinds of formsets as new ones; without those that are to go."""
    changed = posted.copy()
    for formset in formsets:
        prefix = formset.get_default_prefix()
        rows = _rows(posted, prefix)
        for name in [name for name in changed if name.startswith(f"{prefix}-")]:
            del changed[name]
        changed[f"{prefix}-INITIAL_FORMS"] = "0"
        changed[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        for number, row in enumerate(rows):
            for name, values in row.items():
                if name not in ("id", formset.fk.name):
                    changed.setlist(f"{prefix}-{number}-{name}", values)
    return changed


def _rows(posted: QueryDict, prefix: str) -> list[dict[str, list[Any]]]:
    """The rows that were sent under a prefix, in their order, as values by field."""
    rows: dict[int, dict[str, list[Any]]] = {}
    for name, values in posted.lists():
        if found := re.fullmatch(rf"{re.escape(prefix)}-([0-9]{{1,4}})-(\w+)", name):
            rows.setdefault(int(found[1]), {})[found[2]] = list(values)
    return [rows[number] for number in sorted(rows) if "DELETE" not in rows[number]]


def mark_of(row: Model) -> str:
    """What a row is known by within its record, whatever becomes of its primary key; empty for a record itself."""
    if isinstance(row, Round):
        return row.label
    if isinstance(row, Source):
        return row.ref
    if isinstance(row, Criterion):
        return str([criterion.pk for criterion in _in_order(row.opportunity_id)].index(row.pk))
    return ""


def row_with(model: type[Model], place: Place, mark: str) -> Model | None:
    """The row with this mark in a stored record, or the record itself; None where there is no such row."""
    record: Any = records_of(place[0], [place[1]]).first()
    if record is None or model is type(record):
        return record
    if model is Criterion:
        rows = _in_order(record.pk)
        return rows[int(mark)] if mark.isdecimal() and int(mark) < len(rows) else None
    if model is Round:
        return Round.objects.filter(opportunity=record, label=mark).first()
    return record.sources.filter(ref=mark).first()  # type: ignore[no-any-return]


def _in_order(opportunity: int) -> list[Criterion]:
    """The conditions of an opportunity in an order that does not change when they are stored anew."""
    routes = list(EligibilityRoute.objects.filter(opportunity=opportunity).values_list("key", flat=True))

    def place(criterion: Criterion) -> tuple[int, ...]:
        route = routes.index(criterion.route) if criterion.route in routes else -1
        group = (-1, -1) if criterion.either is None else (criterion.either, criterion.alternative or 0)
        return route, *group, _KINDS.index(criterion.kind), criterion.position, criterion.pk

    return sorted(Criterion.objects.filter(opportunity=opportunity), key=place)
