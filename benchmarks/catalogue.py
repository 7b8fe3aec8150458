"""Invents entries and writes them straight into the database, after the real ones.

The same seed gives the same facts, and a smaller catalogue is the beginning of a larger one. distribution.py says in
what proportions facts are drawn. Run on a database that holds the real catalogue:
`python -m benchmarks.catalogue 100000` fills it up to 100,000 entries.
"""

import json
import math
from collections.abc import Iterator
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Model

from benchmarks import distribution as d
from benchmarks.calls import TODAY, dates_of
from benchmarks.conditions import COLUMNS as CONDITION_COLUMNS
from benchmarks.conditions import conditions_of, routes_of
from benchmarks.draws import Shares, zipf
from benchmarks.eligibility_shares import HOW_MANY_TERMS
from benchmarks.texts import RealTexts, Words
from opportunities.curation.revision import raise_revision
from opportunities.models import (
    Classification,
    Criterion,
    EligibilityRoute,
    Opportunity,
    Organisation,
    Round,
    Source,
    UsualDate,
)

_MADE_AT = f"{TODAY} 12:00:00"
_AT_ONCE = 5_000  # entries

Row = tuple[Any, ...]
FUNDERS, ADMINISTRATORS = Opportunity.funders.through, Opportunity.administered_by.through
COLUMNS: dict[type[Model], tuple[str, ...]] = {
    Organisation: (
        *("id", "uuid", "slug", "name", "name_ja", "acronym", "country", "kind", "parent", "website", "summary"),
        *("last_checked_on", "last_checked_precision", "created_at", "changed_at"),
    ),
    Opportunity: (
        *("id", "uuid", "slug", "state", "name", "name_ja", "kind", "summary", "summary_ja", "keywords"),
        *("annexe_section", "programme_status", "status_note", "eligibility_summary", "eligibility_terms"),
        *(
            "currency",
            "amount_min",
            "amount_max",
            "amount_basis",
            "funding_note",
            "duration_min_months",
            "duration_max_months",
        ),
        *("official_url", "apply_url", "guidance_url", "route", "frequency", "timezone", "confidence", "notes"),
        *("last_checked_on", "last_checked_precision", "created_at", "changed_at"),
    ),
    FUNDERS: ("opportunity", "organisation"),
    ADMINISTRATORS: ("opportunity", "organisation"),
    Classification: ("opportunity", "scheme", "code", "position"),
    EligibilityRoute: ("opportunity", "key", "name", "name_ja", "position"),
    Criterion: ("opportunity", *CONDITION_COLUMNS, "position"),
    UsualDate: ("opportunity", "event", "month", "day", "position"),
    Round: (
        *("opportunity", "label", "opens_on", "opens_precision", "closes_on", "closes_time", "closes_precision"),
        *("timezone", "position"),
    ),
    Source: ("opportunity", "ref", "url", "title", "publisher", "as_of", "supports", "position"),
}


class Inventor:
    """Invents organisations and entries, one after another, as rows by table."""

    def __init__(self, random: Random, words: Words) -> None:
        self.random = random
        self.words = words
        self.rows: dict[type[Model], list[Row]] = {model: [] for model in COLUMNS}

    def organisation(self, number: int, parents: list[int]) -> None:
        """The organisation with this primary key; a part of one of `parents`, or of none."""
        random = self.random
        kind = d.ORGANISATION_KIND.one(random)
        person = self.words.person(random)
        name = f"{person} {kind.replace('-', ' ').title()}"
        acronym = f"{person[:3]}{kind[:1]}{number}".upper() if random.random() < 0.5 else None
        name_ja = (
            self.words.name_ja(random, "grant").removesuffix("研究助成") + "財団" if random.random() < 0.4 else None
        )
        parent = random.choice(parents) if random.random() < d.HAS_PARENT else None
        country = d.COUNTRY.one(random)
        self.rows[Organisation].append(
            (
                *(number, _uuid(random), f"{person.lower()}-{kind}-{number}", f"{name} {number}", name_ja, acronym),
                *(country, kind, parent, f"https://example.org/{number}", self.words.prose(random, 12, 30)),
                *(TODAY.isoformat(), "day", _MADE_AT, _MADE_AT),
            )
        )

    def opportunity(self, number: int, funders: Shares[int]) -> None:
        """The opportunity with this primary key, and all that hangs on it."""
        random = self.random
        status = d.PROGRAMME_STATUS.one(random)
        is_running = status == "active"
        frequency = (d.FREQUENCY if is_running else d.FREQUENCY_OF_OTHERS).one(random)
        self.rows[Opportunity].append((number, *self._own_facts(number, status, frequency)))
        self._bodies(number, funders)
        self._classes(number)
        self._dates(number, frequency, is_running)
        self._eligibility(number)
        for position in range(d.HOW_MANY_SOURCES.one(random)):
            self.rows[Source].append((number, *self._source(number, position), position))

    def _own_facts(self, number: int, status: str, frequency: str) -> Iterator[Any]:
        """The columns of an opportunity in their order, from the UUID on."""
        random, words = self.random, self.words
        kind = d.KIND.one(random)
        name = words.name(random, kind)
        slug = "-".join("".join(c for c in word if c.isalnum()) for word in name.lower().split())
        yield from (_uuid(random), f"{slug[:60]}-{number}", "published", name)
        yield words.name_ja(random, kind) if random.random() < d.HAS_JAPANESE_NAME else None
        yield from (kind, words.prose(random, 20, 55))
        yield words.prose_ja(random) if random.random() < d.HAS_JAPANESE_SUMMARY else None
        yield from (json.dumps(words.keywords(random)), d.ANNEXE_SECTION.one(random), status)
        yield from (self._note(5, 15), words.prose(random, 10, 35), json.dumps(self._terms()))
        yield from self._award()
        yield f"https://example.org/programmes/{number}" if random.random() < d.HAS_URL else None
        yield f"https://example.org/apply/{number}" if random.random() < d.HAS_APPLY_URL else None
        yield f"https://example.org/guidance/{number}" if random.random() < d.HAS_GUIDANCE_URL else None
        yield from (self._note(8, 20), frequency, d.ZONE.one(random), d.CONFIDENCE.one(random), self._note(10, 30))
        yield from (f"2026-{random.randint(4, 11):02d}-{random.randint(1, 24):02d}", "day", _MADE_AT, _MADE_AT)

    def _award(self) -> Iterator[Any]:
        """Currency, amounts, basis, note and durations."""
        random = self.random
        currency, basis = d.CURRENCY.one(random), d.BASIS.one(random)
        low = high = None
        if currency and random.random() < d.AMOUNT_STATED:
            pounds = d.TYPICAL_POUNDS[basis] * math.exp(random.gauss(0, d.SPREAD_OF_POUNDS))
            high = _round_number(pounds * d.UNITS_PER_POUND[currency])
            if random.random() < d.LOWER_AMOUNT_STATED:
                low = _round_number(high * random.choice((0.3, 0.5, 0.8, 1.0)))
        yield from (currency, low, high, basis, self._note(5, 20))
        yield from d.MONTHS.one(random)

    def _terms(self) -> list[str]:
        how_many = HOW_MANY_TERMS.one(self.random)
        return [self.words.prose(self.random, 5, 15) for _ in range(how_many)]

    def _note(self, shortest: int, longest: int) -> str | None:
        return self.words.prose(self.random, shortest, longest) if self.random.random() < d.HAS_NOTE else None

    def _bodies(self, number: int, funders: Shares[int]) -> None:
        random = self.random
        bodies = funders.distinct(random, d.HOW_MANY_FUNDERS.one(random))
        self.rows[FUNDERS].extend((number, body) for body in bodies)
        if random.random() < d.HAS_ADMINISTRATOR:
            self.rows[ADMINISTRATORS].append((number, funders.one(random)))

    def _classes(self, number: int) -> None:
        random = self.random
        rows = self.rows[Classification]
        for scheme, shares in d.CODES.items():
            if scheme == "discipline" and random.random() < d.OPEN_TO_EVERY_FIELD:
                rows.append((number, scheme, "all", 0))
                continue
            codes = shares.distinct(random, d.HOW_MANY[scheme].one(random))
            rows.extend((number, scheme, code, position) for position, code in enumerate(codes))

    def _eligibility(self, number: int) -> None:
        random = self.random
        routes = routes_of(random, self.words)
        self.rows[EligibilityRoute].extend((number, *route, position) for position, route in enumerate(routes))
        conditions = conditions_of(random, self.words, [key for key, *_names in routes])
        for position, condition in enumerate(conditions):
            self.rows[Criterion].append((number, *condition.row(), position))

    def _dates(self, number: int, frequency: str, is_running: bool) -> None:
        dates = dates_of(self.random, frequency, is_running)
        for position, (event, month, day) in enumerate(dates.usual):
            self.rows[UsualDate].append((number, event, month, day, position))
        for position, r in enumerate(dates.rounds):
            row = (r.label, r.opens_on, "day", r.closes_on, r.closes_time, r.closes_precision, r.timezone)
            self.rows[Round].append((number, *row, position))

    def _source(self, number: int, position: int) -> Row:
        """A source's short name, address, title, publisher, age and what it supports."""
        random = self.random
        address = f"https://example.org/sources/{number}/{position + 1}"
        title = self.words.prose(random, 4, 9)
        supports = json.dumps(["summary", "directions", "career_stages"])
        return f"s{position + 1}", address, title, d.PUBLISHER.one(random), d.AS_OF.one(random), supports


def fill(size: int, seed: int = d.SEED) -> None:
    """Fill a database that holds the real catalogue, and nothing else, up to `size` entries."""
    inventor = Inventor(Random(seed), Words(_real_texts()))
    with transaction.atomic():
        funders = _invent_organisations(inventor)
        _write(inventor.rows)
        for number in range(_next_key(Opportunity), _next_key(Opportunity) + size - Opportunity.objects.count()):
            inventor.opportunity(number, funders)
            if number % _AT_ONCE == 0:
                _write(inventor.rows)
        _write(inventor.rows)
        raise_revision()


def _invent_organisations(inventor: Inventor) -> Shares[int]:
    """Invent organisations until there are enough; gives all of them with their shares of what is funded."""
    by_programmes = sorted(Organisation.objects.all(), key=lambda body: (-body.funds.count(), body.slug))
    real = [body.pk for body in by_programmes]
    first = _next_key(Organisation)
    invented = list(range(first, first + d.ORGANISATIONS - len(real)))
    for number in invented:
        inventor.organisation(number, real)
    inventor.random.shuffle(invented)
    return zipf([*real, *invented], d.ZIPF_OF_FUNDERS)


def _real_texts() -> RealTexts:
    entries = list(Opportunity.objects.order_by("slug"))
    return RealTexts(
        names=tuple(entry.name for entry in entries),
        prose=tuple(text for entry in entries for text in (entry.summary, entry.eligibility_summary) if text),
        prose_ja=tuple(text for entry in entries for text in (entry.summary_ja, entry.name_ja) if text),
        keywords=tuple(word for entry in entries for word in entry.keywords),
    )


def _write(rows: dict[type[Model], list[Row]]) -> None:
    """Insert the rows and forget them."""
    with connection.cursor() as cursor:
        for model, ready in rows.items():
            cursor.executemany(_insert(model), ready)
            ready.clear()


def _insert(model: type[Model]) -> str:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    quoted = ", ".join(connection.ops.quote_name(columns[name]) for name in COLUMNS[model])
    places = ", ".join(["%s"] * len(COLUMNS[model]))
    return f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({places})"  # noqa: S608


def _next_key(model: type[Opportunity | Organisation]) -> int:
    newest = model.objects.order_by("-pk").first()
    return newest.pk + 1 if newest else 1


def _uuid(random: Random) -> str:
    return UUID(int=random.getrandbits(128), version=4).hex


def _round_number(value: float) -> int:
    """With two digits that are not nought."""
    unit = 10 ** max(0, math.floor(math.log10(value)) - 1) if value >= 1 else 1
    return max(1, round(value / unit) * unit)
