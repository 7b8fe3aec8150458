"""Entries and snapshots made directly, for tests that need no database."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

from opportunities.deadlines.rounds import Cycle, Schedule
from opportunities.eligibility.criteria import Requirements
from opportunities.search import building
from opportunities.search.entry import Body, Entry
from opportunities.search.lexicon import Wording
from opportunities.search.snapshot import Snapshot, Surroundings
from opportunities.worth import Award

UNDATED = Schedule("active", Cycle("unknown"))
TAKEN = datetime(2026, 11, 25, 12, tzinfo=UTC)  # when snapshots here were taken


def body(slug: str, **changes: Any) -> Body:
    """An organisation of which little is known."""
    known = {"name": slug.replace("-", " ").title(), "name_ja": None, "acronym": None, "parent": None}
    return Body(slug=slug, **{**known, **changes})


def entry(slug: str, **changes: Any) -> Entry:
    """A published opportunity of which little is known. `funders` are bodies without others above them."""
    known: dict[str, Any] = {
        "pk": 0,
        "uuid": "00000000-0000-0000-0000-000000000000",
        "name": slug.replace("-", " ").title(),
        "name_ja": None,
        "summary": "",
        "summary_ja": None,
        "eligibility_summary": None,
        "keywords": (),
        "kind": "grant",
        "directions": ("joint",),
        "stages": ("doctoral",),
        "disciplines": ("all",),
        "activities": ("research-visit",),
        "covers": (),
        "applicants": (),
        "funders": (),
        "award": Award(None, None, None, "unspecified", None, None),
        "worth": None,
        "duration_note": None,
        "annexe_section": None,
        "schedule": UNDATED,
        "last_checked": date(2026, 11, 22),
        "last_checked_precision": "day",
        "official_url": None,
        "requirements": Requirements(),
        **changes,
    }
    return Entry(slug=slug, lineage=frozenset(funder.slug for funder in known["funders"]), **known)


def snapshot_of(*entries: Entry, wordings: Sequence[Wording] = (), bodies: Iterable[Body] = ()) -> Snapshot:
    """A snapshot of these entries and their funders, and of further bodies."""
    known = {body.slug: body for body in (*(funder for one in entries for funder in one.funders), *bodies)}
    around = Surroundings(known, tuple(wordings))
    return building.snapshot_of(entries, around, revision=1, at=TAKEN)


def slugs_of(numbers: Iterable[int], snapshot: Snapshot) -> list[str]:
    """The slugs of the entries with these numbers."""
    return [snapshot.entry(number).slug for number in numbers]
