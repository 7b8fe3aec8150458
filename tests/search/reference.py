"""What the facets mean, written afresh in plain Python over the entries of the catalogue's files.

Nothing here is shared with the search itself but the closed lists and, for statuses, `standing_at`, which has its
own tests. Fractions keep every edge of a band exact.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from fractions import Fraction

from opportunities.deadlines.rounds import CallRound, Cycle, Schedule, StatedDate, YearlyDate
from opportunities.deadlines.status import standing_at
from opportunities.ford import FIELD
from opportunities.vocabulary import (
    ACTIVITY,
    ANNEXE_SECTION,
    APPLICANT,
    CAREER_STAGE,
    CLOSING,
    COVERS,
    DIRECTION,
    KIND,
    STATUS,
)
from tests.builders import Entry

Selection = dict[str, tuple[str, ...]]
AMOUNTS = {
    "under-1000": (0, 1_000),
    "1000-5000": (1_000, 5_000),
    "5000-15000": (5_000, 15_000),
    "15000-30000": (15_000, 30_000),
    "30000-60000": (30_000, 60_000),
    "60000-200000": (60_000, 200_000),
    "over-200000": (200_000, None),
}
DURATIONS = {
    "under-1-month": (0, 1),
    "1-3-months": (1, 3),
    "3-6-months": (3, 6),
    "6-12-months": (6, 12),
    "1-2-years": (12, 24),
    "2-3-years": (24, 36),
    "over-3-years": (36, None),
}
CLOSED_LISTS: dict[str, tuple[str, ...]] = {
    "direction": DIRECTION.codes,
    "stage": CAREER_STAGE.codes,
    "status": (*STATUS.codes, "any"),
    "closing": CLOSING.codes,
    "kind": KIND.codes,
    "discipline": ("all", *FIELD.codes),
    "activity": ACTIVITY.codes,
    "covers": COVERS.codes,
    "amount": tuple(AMOUNTS),
    "duration": tuple(DURATIONS),
    "applicant": APPLICANT.codes,
    "section": ANNEXE_SECTION.codes,
}


@dataclass
class Facts:
    """A catalogue as its files say it. `units_per_gbp`: the exchange rates."""

    opportunities: list[Entry] = field(default_factory=list)
    organisations: list[Entry] = field(default_factory=list)
    units_per_gbp: dict[str, str] = field(default_factory=dict)

    def universe(self) -> dict[str, tuple[str, ...]]:
        """Every value that may be asked of each facet."""
        funders = tuple(body["key"] for body in self.organisations)
        lists = {**CLOSED_LISTS, "funder": funders}
        return {parameter: (*values, "not-stated") for parameter, values in lists.items()}

    def results(self, selection: Mapping[str, Iterable[str]], at: datetime) -> set[str]:
        """The keys of the published entries that have, in every facet with a choice, one of the chosen values."""
        return {
            entry["key"]
            for entry in self.opportunities
            if entry.get("state", "published") == "published"
            and all(
                set(chosen) & self.values(entry, parameter, at) for parameter, chosen in selection.items() if chosen
            )
            and (selection.get("status") or entry["programme_status"] != "ended")
        }

    def count(self, selection: Selection, parameter: str, value: str, at: datetime) -> int:
        """The number of results after choosing the value alone in its facet."""
        return len(self.results({**selection, parameter: (value,)}, at))

    def values(self, entry: Entry, parameter: str, at: datetime) -> set[str]:
        """The values of a facet under which an entry is found."""
        plain = {"direction": "directions", "stage": "career_stages", "activity": "activities"}
        if parameter in plain:
            found = set(entry[plain[parameter]])
        elif parameter == "status":
            found = _statuses(entry, at)
        elif parameter == "closing":
            found = _closing(entry, at)
        elif parameter == "amount":
            found = amounts_of(entry, self.units_per_gbp)
        elif parameter == "funder":
            found = self._funders(entry)
        else:
            found = _OTHERS[parameter](entry)
        return found or {"not-stated"}

    def _funders(self, entry: Entry) -> set[str]:
        above = {body["key"]: body.get("parent") for body in self.organisations}
        found = set(entry.get("funders", []))
        while more := {above[key] for key in found if above[key]} - found:
            found |= more
        return found


def _disciplines(entry: Entry) -> set[str]:
    codes = set(entry["disciplines"])
    if "all" in codes:
        return {"all", *FIELD.codes}
    broad = {code.split(".")[0] for code in codes}
    narrow = {code for code in FIELD.codes if code.split(".")[0] in codes}
    return codes | broad | narrow


def _section(entry: Entry) -> set[str]:
    section = entry.get("annexe_section")
    return {section} if section else set()


def _applicant(entry: Entry) -> set[str]:
    """Who applies, in whatever way."""
    return set(_applicants(entry.get("eligibility", {})))


def _applicants(stated: Entry) -> Iterator[str]:
    applicant = stated.get("applicant")
    yield from applicant["who"] if isinstance(applicant, dict) else filter(None, [applicant])
    for alternative in (alternative for group in stated.get("either", []) for alternative in group):
        yield from _applicants(alternative)
    for route in stated.get("routes", []):
        yield from _applicants(route)


def _months(entry: Entry) -> list[Fraction]:
    """The stated ends of the duration, shortest first."""
    duration = entry.get("duration", {})
    ends = (duration.get("min_months"), duration.get("max_months"))
    return [Fraction(str(months)) for months in ends if months is not None]


def durations_of(entry: Entry) -> set[str]:
    """The bands that the duration touches."""
    return _bands(DURATIONS, _months(entry))


_OTHERS = {
    "kind": lambda entry: {entry["kind"]},
    "discipline": _disciplines,
    "covers": lambda entry: set(entry.get("funding", {}).get("covers", [])),
    "duration": durations_of,
    "applicant": _applicant,
    "section": _section,
}


def amounts_of(entry: Entry, units_per_gbp: Mapping[str, str]) -> set[str]:
    """The bands of what a year of the award is worth in pounds."""
    funding = entry.get("funding", {})
    amounts = [Fraction(end) for end in (funding.get("min"), funding.get("max")) if end is not None]
    rates = {"GBP": "1", **units_per_gbp}
    if not amounts or funding["currency"] not in rates:
        return set()
    months = max(_months(entry), default=None)
    a_year = _times_a_year(funding.get("basis", "unspecified"), months)
    if a_year is None:
        return set()
    return _bands(AMOUNTS, [amount * a_year / Fraction(rates[funding["currency"]]) for amount in amounts])


def _times_a_year(basis: str, months: Fraction | None) -> Fraction | None:
    """How many times the amount is paid in the first year; None where that cannot be said."""
    months_paid = Fraction(12) if months is None or months > 12 else months
    if basis == "per-day":
        return None if months is None else months_paid * Fraction("30.4")
    if basis == "total":
        return Fraction(12) / months if months is not None and months > 12 else Fraction(1)
    return {"per-year": Fraction(1), "per-month": months_paid}.get(basis)


def _bands(bands: Mapping[str, tuple[int, int | None]], ends: list[Fraction]) -> set[str]:
    """The bands that have a value between the ends. A band has both its edges; the lowest lacks its upper one."""
    if not ends:
        return set()
    low, high = min(ends), max(ends)
    return {
        code
        for code, (start, end) in bands.items()
        if high >= start and (end is None or low < end or (low == end and start > 0))
    }


def _statuses(entry: Entry, at: datetime) -> set[str]:
    status = standing_at(schedule(entry), at).status
    broader = {"open"} if status in ("open", "closing-soon", "rolling") else set()
    return {status, "any"} | broader


def _closing(entry: Entry, at: datetime) -> set[str]:
    """Within how many days the announced round closes that the status rests on. An estimate is not announced."""
    call = standing_at(schedule(entry), at).call_round
    if call is None or call.closes is None:
        return set()
    seconds_left = (call.closes.ends() - at).total_seconds()
    return {days for days in CLOSING.codes if 0 < seconds_left <= int(days) * 24 * 60 * 60}


def schedule(entry: Entry) -> Schedule:
    """The dates of an entry."""
    cycle = entry.get("cycle", {})
    zone = cycle.get("timezone")
    return Schedule(
        programme_status=entry["programme_status"],
        cycle=Cycle(
            frequency=cycle.get("frequency", "unknown"),
            opens=tuple(YearlyDate.parse(text) for text in [cycle.get("usual_opens")] if text),
            closes=tuple(YearlyDate.parse(text) for text in cycle.get("usual_closes") or []),
            zone=zone,
        ),
        rounds=tuple(
            CallRound(call["label"], _stated(call, "opens", zone), _stated(call, "closes", zone))
            for call in cycle.get("rounds", [])
        ),
    )


def _stated(call: Entry, name: str, programme_zone: str | None) -> StatedDate | None:
    text, clock = call.get(name), call.get(f"{name}_time")
    zone = call.get("timezone") or programme_zone
    if text is None:
        return None
    if len(text) == 7:
        return StatedDate(date.fromisoformat(f"{text}-01"), "month", zone=zone)
    at = time.fromisoformat(clock) if clock else None
    return StatedDate(date.fromisoformat(text), "minute" if at else "day", at, zone)
