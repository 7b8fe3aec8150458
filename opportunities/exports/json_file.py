"""Entries as JSON: docs/exports.md describes the shape. Unknown is null; codes come with their labels."""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from decimal import Decimal
from typing import Any

from opportunities.deadlines.rounds import CallRound, StatedDate
from opportunities.exports.about import LICENCE, LICENCE_PAGE, TITLE, About
from opportunities.exports.columns import checked_on, deadline_of, opening_of, stated_day
from opportunities.exports.rows import Exported
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.entry import Entry
from opportunities.vocabulary import (
    ACTIVITY,
    AMOUNT_BASIS,
    ANNEXE_SECTION,
    APPLICANT,
    CAREER_STAGE,
    COVERS,
    DIRECTION,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    STATUS,
    Term,
)

Value = dict[str, Any]


def json_parts(batches: Iterable[list[Exported]], about: About) -> Iterator[bytes]:
    """The file in parts: what it is, then one entry a line."""
    head = _dumped(_about(about))[:-1] + ',"opportunities":[\n'
    before = ""
    for batch in batches:
        lines = ",\n".join(_dumped(_opportunity(row)) for row in batch)
        yield f"{head}{before}{lines}".encode()
        head, before = "", ",\n"
    yield f"{head}\n]}}\n".encode()


def _dumped(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _about(about: About) -> Value:
    return {
        "title": TITLE,
        "page": about.page,
        "retrieved_at": about.retrieved_at,
        "language": about.language,
        "licence": {"name": LICENCE, "url": LICENCE_PAGE},
        "catalogue_revision": about.revision,
        "total": len(about.selected.numbers),
        "ignored": list(about.selected.ignored),
    }


def _opportunity(row: Exported) -> Value:
    entry = row.entry
    return {
        "slug": entry.slug,
        "uuid": entry.uuid,
        "page": row.page,
        "name": entry.name,
        "name_ja": entry.name_ja,
        "kind": _term(KIND, entry.kind),
        "summary": entry.summary,
        "summary_ja": entry.summary_ja,
        "eligibility": entry.eligibility_summary,
        "funders": [
            {"slug": body.slug, "name": body.name, "name_ja": body.name_ja, "acronym": body.acronym}
            for body in entry.funders
        ],
        **_classes(entry),
        **_support(entry),
        **_dates(row),
        "keywords": list(entry.keywords),
        "official_page": entry.official_url,
        "sources": [
            {
                "ref": source.ref,
                "url": source.url,
                "title": source.title,
                "publisher": source.publisher,
                "as_of": source.as_of,
                "supports": list(source.supports),
            }
            for source in row.sources
        ],
        "last_checked": _day(checked_on(entry)),
    }


def _classes(entry: Entry) -> Value:
    return {
        "directions": _terms(DIRECTION, entry.directions),
        "stages": _terms(CAREER_STAGE, entry.stages),
        "disciplines": _terms(FIELD_OR_ALL, entry.disciplines),
        "activities": _terms(ACTIVITY, entry.activities),
        "applicants": _terms(APPLICANT, entry.applicants),
        "annexe_section": _term(ANNEXE_SECTION, entry.annexe_section),
    }


def _support(entry: Entry) -> Value:
    award, worth = entry.award, entry.worth
    return {
        "amount": {
            "currency": award.currency,
            "min": award.minimum,
            "max": award.maximum,
            "basis": _term(AMOUNT_BASIS, award.basis),
        },
        "worth_gbp_a_year": worth and {"min": round(worth.low), "max": round(worth.high), "is_approximate": True},
        "covers": _terms(COVERS, entry.covers),
        "duration": {
            "min_months": _number(award.shortest),
            "max_months": _number(award.longest),
            "note": entry.duration_note,
        },
    }


def _dates(row: Exported) -> Value:
    schedule, (opens, opens_is_estimate) = row.entry.schedule, opening_of(row)
    return {
        "programme_status": _term(PROGRAMME_STATUS, schedule.programme_status),
        "frequency": _term(FREQUENCY, schedule.cycle.frequency),
        "status": {**_term(STATUS, row.standing.status), "line": row.words.line, "remark": row.words.remark},
        "opens": _date(opens, opens_is_estimate),
        "deadline": _date(deadline_of(row), row.standing.is_estimate),
        "rounds": [_round(call) for call in schedule.rounds],
    }


def _round(call: CallRound) -> Value:
    return {"label": call.label, "opens": _date(call.opens), "closes": _date(call.closes)}


def _date(stated: StatedDate | None, is_estimate: bool = False) -> Value | None:
    if stated is None:
        return None
    hour: time | None = stated.time
    return {
        "date": _day(stated),
        "time": f"{hour:%H:%M}" if hour else None,
        "zone": stated.zone,
        "is_estimate": is_estimate,
    }


def _day(stated: StatedDate | None) -> str | None:
    return str(stated_day(stated)) if stated else None


def _number(months: Decimal | None) -> float | None:
    return None if months is None else float(months)


def _terms(terms: Mapping[str, Term], codes: Iterable[str]) -> list[Value]:
    return [_coded(terms[code]) for code in codes]


def _term(terms: Mapping[str, Term], code: str | None) -> Any:
    return None if code is None else _coded(terms[code])


def _coded(term: Term) -> Value:
    return {"code": term.code, "label": term.label}
