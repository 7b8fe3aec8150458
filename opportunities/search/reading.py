"""Reading entries quickly, a million of them too: straight from the rows of the few tables, as one stream.

Gives exactly what `entry.entry_of` gives, row for row. Each table is read in the order of the opportunities that its
rows hang on, and the streams are merged, so that memory does not grow with the catalogue. Parts that many entries
share are made once.
"""

import sys
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.eligibility.criteria import Criterion as CriterionValue
from opportunities.eligibility.criteria import Requirements
from opportunities.models import (
    Classification,
    Criterion,
    EligibilityRoute,
    Opportunity,
    Organisation,
    Round,
    UsualDate,
)
from opportunities.models.criterion import VALUE_FIELDS
from opportunities.search.entry import Body, Entry, all_bodies, in_order, lineage, rates_to_the_pound
from opportunities.search.requirements import Placed, requirements_of
from opportunities.worth import Award, Worth, yearly_worth

Row = tuple[Any, ...]
Rows = Iterable[Row]

ROWS_AT_ONCE = 5_000  # fetched from the database
NAMED_AT_ONCE = 500  # primary keys in one question: databases allow only so many
SHARED = 2**16  # parts of each kind that are kept to be shared


@contextmanager
def one_state() -> Iterator[None]:
    """All that is read within is of one state of the catalogue, whatever others write meanwhile. Nobody waits for it.

    Nothing may be written within. Where a transaction is already open, it holds as it is.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        with _without_write_lock(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


@contextmanager
def _without_write_lock() -> Iterator[None]:
    """Transactions on SQLite that do not take the lock of writers at once, as the settings have it."""
    sqlite: Any = connection
    sqlite.ensure_connection()
    usual = sqlite.transaction_mode
    sqlite.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        sqlite.transaction_mode = usual


def read_entries(pks: Collection[int] | None = None) -> Iterator[Entry]:
    """The entries of all published opportunities, or of those with these primary keys, in the order of the keys.

    A `range` of keys is asked for as such. To be used up within `one_state()`, so that all tables are read from the
    same state.
    """
    making = _Making()
    if pks is None or isinstance(pks, range):
        yield from making.entries(pks)
        return
    named = sorted(set(pks))
    for start in range(0, len(named), NAMED_AT_ONCE):
        yield from making.entries(named[start : start + NAMED_AT_ONCE])


_OWN = (
    "pk", "uuid", "slug", "name", "name_ja", "summary", "summary_ja", "eligibility_summary", "keywords", "kind",
    "currency", "amount_min", "amount_max", "amount_basis", "duration_min_months", "duration_max_months",
    "duration_note", "annexe_section", "programme_status", "frequency", "timezone", "last_checked_on",
    "last_checked_precision", "official_url",
)  # fmt: skip
_ROUND = (
    "label", "opens_on", "opens_precision", "opens_time", "closes_on", "closes_precision", "closes_time", "timezone",
)  # fmt: skip


_CRITERION = ("route", "either", "alternative", *VALUE_FIELDS)


class _Hanging:
    """The rows of one table that hang on opportunities, to be asked for in the order of their primary keys."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._owner = 0
        self._rows: Iterable[Row] = ()

    def on(self, pk: int) -> Iterable[Row]:
        """The rows of one opportunity, each with its primary key first; to be used up before the next is asked for."""
        while self._owner < pk:
            self._owner, self._rows = next(self._groups, (sys.maxsize, ()))
        return self._rows if self._owner == pk else ()


class _Making:
    """Makes entries of rows."""

    def __init__(self) -> None:
        self._rates = rates_to_the_pound()
        self._bodies = all_bodies()
        self._slugs = dict(Organisation.objects.order_by().values_list("pk", "slug"))
        self._award = lru_cache(SHARED)(self._make_award)
        self._funders = lru_cache(SHARED)(self._make_funders)
        self._cycle = lru_cache(SHARED)(_make_cycle)
        self._stated = lru_cache(SHARED)(StatedDate)
        self._shared = lru_cache(SHARED)(_same)
        self._criterion = lru_cache(SHARED)(CriterionValue)
        self._requirements = lru_cache(SHARED)(requirements_of)

    def entries(self, pks: Sequence[int] | None) -> Iterator[Entry]:
        """The published entries with these primary keys; None: all."""
        opportunities = Opportunity.objects.published().order_by("pk")
        if pks is not None:
            opportunities = opportunities.filter(**_named("pk", pks))
        streams = [
            _Hanging(_rows(of, pks, columns, order))
            for of, columns, order in (
                (Opportunity.funders.through.objects.all(), ("organisation_id",), ()),
                (Classification.objects.all(), ("scheme", "code"), ("position", "id")),
                (Criterion.objects.all(), _CRITERION, ("position", "id")),
                (EligibilityRoute.objects.all(), ("key", "name", "name_ja"), ("position", "id")),
                (UsualDate.objects.all(), ("event", "month", "day"), ("position", "id")),
                (Round.objects.all(), _ROUND, ("position", "id")),
            )
        ]
        for row in opportunities.values_list(*_OWN).iterator(chunk_size=ROWS_AT_ONCE):
            yield self._entry(row, *[stream.on(row[0]) for stream in streams])

    def _entry(
        self, own: Row, funders: Rows, classes: Rows, criteria: Rows, routes: Rows, usual: Rows, rounds: Rows
    ) -> Entry:
        (
            pk, uuid, slug, name, name_ja, summary, summary_ja, eligibility_summary, keywords, kind,
            currency, minimum, maximum, basis, shortest, longest, duration_note, annexe_section,
            programme_status, frequency, zone, last_checked, last_checked_precision, official_url,
        ) = own  # fmt: skip
        award, worth = self._award(currency, minimum, maximum, basis, shortest, longest)
        bodies, above = self._funders(tuple([body for _, body in funders]))
        codes = self._codes_by_scheme(classes)
        placed = tuple([self._placed(row) for row in criteria])
        return Entry(
            pk=pk,
            uuid=str(uuid),
            slug=slug,
            name=name,
            name_ja=name_ja,
            summary=summary,
            summary_ja=summary_ja,
            eligibility_summary=eligibility_summary,
            keywords=tuple(keywords),
            kind=sys.intern(kind),
            directions=codes["direction"],
            stages=codes["stage"],
            disciplines=codes["discipline"],
            activities=codes["activity"],
            covers=codes["covers"],
            applicants=self._shared(_applicants(placed)),
            funders=bodies,
            lineage=above,
            award=award,
            worth=worth,
            duration_note=duration_note,
            annexe_section=annexe_section and sys.intern(annexe_section),
            schedule=Schedule(
                programme_status=sys.intern(programme_status),
                cycle=self._cycle(frequency, zone, tuple([row[1:] for row in usual])),
                rounds=tuple([self._round(row, zone) for row in rounds]),
            ),
            last_checked=last_checked,
            last_checked_precision=sys.intern(last_checked_precision),
            official_url=official_url,
            requirements=self._required(slug, placed, routes, codes),
        )

    def _required(
        self, slug: str, placed: tuple[Placed, ...], routes: Rows, codes: dict[str, tuple[str, ...]]
    ) -> Requirements:
        named = slug if any(_needs_slug(criterion) for *_, criterion in placed) else ""
        return self._requirements(
            named, placed, tuple([row[1:] for row in routes]), codes["stage"], codes["discipline"]
        )

    def _codes_by_scheme(self, classes: Rows) -> dict[str, tuple[str, ...]]:
        codes: dict[str, list[str]] = {"direction": [], "stage": [], "discipline": [], "activity": [], "covers": []}
        for _, scheme, code in classes:
            codes[scheme].append(code)
        return {scheme: self._shared(tuple(own)) for scheme, own in codes.items()}

    def _placed(self, row: Row) -> Placed:
        """A condition, and where it belongs."""
        _, route, either, alternative, *fields = row
        hashable = [tuple(value) if isinstance(value, list) else value for value in fields]
        return route, either, alternative, self._criterion(*hashable)

    def _make_award(self, *stated: Any) -> tuple[Award, Worth | None]:
        award = Award(*stated)
        return award, yearly_worth(award, self._rates)

    def _make_funders(self, organisations: tuple[int, ...]) -> tuple[tuple[Body, ...], frozenset[str]]:
        funders = in_order(self._bodies[self._slugs[pk]] for pk in organisations)
        return funders, frozenset(slug for funder in funders for slug in lineage(funder.slug, self._bodies))

    def _round(self, row: Row, programme_zone: str | None) -> CallRound:
        _, label, opens, opens_precision, opens_time, closes, closes_precision, closes_time, own_zone = row
        zone = own_zone or programme_zone
        return CallRound(
            label,
            self._stated(opens, opens_precision, opens_time, zone) if opens else None,
            self._stated(closes, closes_precision, closes_time, zone) if closes else None,
        )


def _rows(
    queryset: QuerySet[Any], pks: Sequence[int] | None, columns: tuple[str, ...], order: tuple[str, ...]
) -> Iterator[Row]:
    """The rows that hang on these opportunities (None: on any), by the opportunity and then in their `order`."""
    if pks is not None:
        queryset = queryset.filter(**_named("opportunity_id", pks))
    ordered = queryset.order_by("opportunity_id", *order)
    return ordered.values_list("opportunity_id", *columns).iterator(chunk_size=ROWS_AT_ONCE)


def _named(column: str, pks: Sequence[int]) -> dict[str, Any]:
    """The condition that a column holds one of these keys."""
    return (
        {f"{column}__gte": pks.start, f"{column}__lt": pks.stop} if isinstance(pks, range) else {f"{column}__in": pks}
    )


def _applicants(placed: tuple[Placed, ...]) -> tuple[str, ...]:
    codes = (code for *_, criterion in placed if criterion.kind == "applicant" for code in criterion.values)
    return tuple(dict.fromkeys(codes))


def _needs_slug(criterion: CriterionValue) -> bool:
    """Whether what a condition means depends on the programme that it stands at."""
    return criterion.kind == "earlier-award" and not criterion.values


def _make_cycle(frequency: str, zone: str | None, usual: tuple[Row, ...]) -> Cycle:
    return Cycle(
        frequency=frequency,
        opens=tuple(YearlyDate(month, day) for event, month, day in usual if event == "opens"),
        closes=tuple(YearlyDate(month, day) for event, month, day in usual if event == "closes"),
        zone=zone,
    )


def _same(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The tuple itself; behind a cache, the first that was equal to it."""
    return codes
