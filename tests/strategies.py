"""Hypothesis strategies for random valid facts and small catalogues, as entries of the catalogue's files."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from core.dates import last_day_of_month
from opportunities import vocabulary
from opportunities.curation.fact_types import TURNING
from opportunities.ford import FIELD
from tests.builders import Entry, source_entry

ZONES = ("Europe/London", "Asia/Tokyo", "America/New_York", "UTC")
PLACES = ("GB", "JP", "IE", "NO", "EU", "EEA", "diplomatic-relations-with-japan")
# Words that YAML, Unicode and databases like to turn into something else.
AWKWARD = (
    "NO", "on", "y", "yEs", "null", "~", "2026-03", "2026-3-1", "2026-03-31", "1.0", "0x1F", "1_000", "12:30:45", "=",
    "<<", "# no comment", "a: b", "- a", "'", '"', "%", "&a", "*a", "!tag", "{}", "[]", "| x", "> x",
    "a\n\n  b\n c", "a\u2028x", "x\ufeffy", "é", "e\u0301", "ﾊﾝｶｸ", "日本学術振興会", "😀", "\u200b.", "a" * 300,
)  # fmt: skip


def texts(max_size: int = 40) -> st.SearchStrategy[str]:
    """Texts that a file may hold: any characters but control characters, not blank at the ends."""
    letters = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters=sorted(TURNING))
    random = st.text(letters, min_size=1, max_size=max_size).map(str.strip).filter(bool)
    return random | st.sampled_from([text for text in AWKWARD if len(text) <= max_size])


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Something, or unknown."""
    return st.none() | strategy


def some_of(codes: Any, max_size: int = 4) -> st.SearchStrategy[list[str]]:
    """Some codes, each once; possibly none."""
    codes = list(codes)
    return st.lists(st.sampled_from(codes), unique=True, max_size=max_size) if codes else st.just([])


def ordered_pairs(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    """A lower and an upper limit, either of which may be unknown."""
    both = st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))
    return both | st.tuples(values, st.none()) | st.tuples(st.none(), values) | st.just((None, None))


def stated_days(first: int = 2015, last: int = 2035) -> st.SearchStrategy[str]:
    """Days and whole months, as files write them."""
    days = st.dates(date(first, 1, 1), date(last, 12, 31))
    return days.map(date.isoformat) | days.map(lambda day: f"{day:%Y-%m}")


def yearly_dates() -> st.SearchStrategy[str]:
    """Days and months that come round every year; 29 February among them."""
    days = st.dates(date(2000, 1, 1), date(2000, 12, 31))
    return days.map(lambda day: f"{day:%m-%d}") | days.map(lambda day: f"{day:%m}")


def clock_times() -> st.SearchStrategy[str]:
    """Times of the day."""
    return st.times().map(lambda time: f"{time:%H:%M}")


@st.composite
def rounds(draw: st.DrawFn, label: str) -> Entry:
    """A call round that rests on source s1 or on none."""
    opens, closes = draw(st.tuples(maybe(stated_days()), maybe(stated_days())).filter(any))
    if opens and closes and _first(opens) > _last(closes):
        opens, closes = closes, opens
    opens_time = draw(maybe(clock_times())) if opens and len(opens) == 10 else None
    closes_time = draw(maybe(clock_times())) if closes and len(closes) == 10 and opens != closes else None
    return {
        "label": label,
        "opens": opens,
        "opens_time": opens_time,
        "closes": closes,
        "closes_time": closes_time,
        "timezone": draw(maybe(st.sampled_from(ZONES))),
        "source": draw(st.sampled_from([None, "s1"])),
    }


def _first(stated: str) -> date:
    return date.fromisoformat(stated if len(stated) == 10 else f"{stated}-01")


def _last(stated: str) -> date:
    day = _first(stated)
    return day if len(stated) == 10 else last_day_of_month(day.year, day.month)


@st.composite
def cycles(draw: st.DrawFn) -> Entry:
    """How the rounds recur, and up to three of them."""
    labels = draw(st.lists(texts(20), unique=True, max_size=3))
    return {
        "frequency": draw(st.sampled_from(vocabulary.FREQUENCY.codes)),
        "usual_opens": draw(maybe(yearly_dates())),
        "usual_closes": draw(st.lists(yearly_dates(), unique=True, max_size=3)),
        "timezone": draw(maybe(st.sampled_from(ZONES))),
        "rounds": [draw(rounds(label)) for label in labels],
    }


@st.composite
def place_rules(draw: st.DrawFn) -> Entry:
    """A rule of nationality or residence."""
    rule = draw(st.sampled_from([*vocabulary.CRITERION_RULE.codes, "not-stated"]))
    values = draw(some_of(PLACES).filter(bool)) if rule in ("only", "except") else []
    return {"rule": rule, "values": values, "note": draw(maybe(texts()))}


@st.composite
def year_limits(draw: st.DrawFn) -> Entry:
    """Limits in years."""
    low, high = draw(ordered_pairs(st.integers(0, 120)))
    return {"min": low, "max": high, "note": draw(maybe(texts()))}


def degrees() -> st.SearchStrategy[str]:
    """Conditions on the degree: codes, codes with a note, sentences."""
    codes = st.lists(st.sampled_from(vocabulary.DEGREE.codes), min_size=1, max_size=3)
    listed = codes.map(lambda some: " or ".join(filter(None, [", ".join(some[:-1]), some[-1]])))
    return listed | listed.map(lambda text: f"{text} (held)") | texts()


@st.composite
def eligibilities(draw: st.DrawFn) -> Entry:
    """Who can apply."""
    return {
        "summary": draw(maybe(texts())),
        "nationality": draw(place_rules()),
        "residence": draw(place_rules()),
        "institution": draw(maybe(texts())),
        "degree": draw(maybe(degrees())),
        "years_since_phd": draw(year_limits()),
        "age": {**draw(year_limits()), "on_date": draw(st.sampled_from([None, "04-01", "02-29"]))},
        "languages": draw(
            st.lists(
                st.fixed_dictionaries({"language": st.sampled_from(["ja", "en or ja"]), "level": maybe(texts())}),
                max_size=2,
            )
        ),
        "host_required": draw(maybe(st.booleans())),
        "applicant": draw(maybe(st.sampled_from(vocabulary.APPLICANT.codes))),
        "other": draw(st.lists(texts(), max_size=2)),
    }


@st.composite
def fundings(draw: st.DrawFn) -> Entry:
    """What it is worth."""
    low, high = draw(ordered_pairs(st.integers(0, 3_000_000) | st.just(10**15)))
    currency = draw(st.sampled_from(["GBP", "JPY", "EUR", "USD", "XAF"]))
    return {
        "currency": currency if (low, high) != (None, None) else draw(maybe(st.just(currency))),
        "min": low,
        "max": high,
        "basis": draw(st.sampled_from(vocabulary.AMOUNT_BASIS.codes)),
        "covers": draw(some_of(vocabulary.COVERS)),
        "note": draw(maybe(texts())),
    }


@st.composite
def durations(draw: st.DrawFn) -> Entry:
    """How long, in months."""
    months = st.integers(1, 60) | st.integers(1, 6000).map(lambda hundredths: hundredths / 100)
    low, high = draw(ordered_pairs(months))
    return {"min_months": low, "max_months": high, "note": draw(maybe(texts()))}


@st.composite
def opportunity_entries(draw: st.DrawFn, key: str = "random", organisations: tuple[str, ...] = ()) -> Entry:
    """An opportunity of random facts, funded and run by some of the organisations."""
    section = draw(maybe(st.sampled_from(vocabulary.ANNEXE_SECTION.codes)))
    entry = {
        "key": key,
        "published": draw(st.sampled_from([True, True, True, False])),
        "name": draw(texts(300)),
        "name_ja": draw(maybe(texts())),
        "annexe_section": section,
        "annexe_label": draw(maybe(texts())) if section else None,
        "kind": draw(st.sampled_from(vocabulary.KIND.codes)),
        "summary": draw(texts(300)),
        "summary_ja": draw(maybe(texts())),
        "funders": draw(some_of(organisations, 3)),
        "administered_by": draw(some_of(organisations, 2)),
        "programme_status": draw(st.sampled_from(vocabulary.PROGRAMME_STATUS.codes)),
        "status_note": draw(maybe(texts())),
        "directions": draw(some_of(vocabulary.DIRECTION)),
        "career_stages": draw(some_of(vocabulary.CAREER_STAGE)),
        "disciplines": draw(some_of(FIELD) | st.just([vocabulary.ALL_FIELDS])),
        "activities": draw(some_of(vocabulary.ACTIVITY)),
        "eligibility": draw(eligibilities()),
        "funding": draw(fundings()),
        "duration": draw(durations()),
        "application": {
            "official_url": draw(st.sampled_from([None, "https://example.org/a?b=c#d", "http://例え.jp/"]))
        },
        "cycle": draw(cycles()),
        "keywords": draw(st.lists(texts(), max_size=3)),
        "sources": [source_entry("s1"), *([source_entry("s2", url=None)] if draw(st.booleans()) else [])],
        "last_checked": draw(maybe(stated_days())),
        "confidence": draw(st.sampled_from(vocabulary.CONFIDENCE.codes)),
        "notes": draw(maybe(texts())),
    }
    if draw(st.booleans()):
        entry["next_check"] = draw(maybe(st.dates(date(2026, 1, 1), date(2030, 1, 1)).map(date.isoformat)))
    return entry


@st.composite
def organisation_entries(draw: st.DrawFn, key: str = "random", parent: str | None = None) -> Entry:
    """An organisation of random facts."""
    return {
        "key": key,
        "name": draw(texts()),
        "name_ja": draw(maybe(texts())),
        "acronym": draw(maybe(texts(20))),
        "country": draw(st.sampled_from(["GB", "JP", "NO", "EU", "INT"])),
        "kind": draw(st.sampled_from(vocabulary.ORGANISATION_KIND.codes)),
        "parent": parent,
        "website": draw(st.sampled_from([None, "https://example.org/"])),
        "summary": draw(maybe(texts())),
        "sources": [source_entry()],
        "last_checked": draw(maybe(stated_days())),
    }


@dataclass
class RandomCatalogue:
    """A small catalogue, whose records refer to one another; `write_catalogue(folder, **vars(it))` writes it."""

    organisations: list[Entry] = field(default_factory=list)
    opportunities: list[Entry] = field(default_factory=list)


@st.composite
def catalogues(draw: st.DrawFn, max_opportunities: int = 12, max_organisations: int = 4) -> RandomCatalogue:
    """Up to so many opportunities, and organisations of which some stand under others."""
    keys = tuple(f"org-{number}" for number in range(draw(st.integers(0, max_organisations))))
    catalogue = RandomCatalogue()
    for place, key in enumerate(keys):
        parent = draw(st.sampled_from([None, *keys[:place]]))
        catalogue.organisations.append(draw(organisation_entries(key, parent)))
    for number in range(draw(st.integers(0, max_opportunities))):
        catalogue.opportunities.append(draw(opportunity_entries(f"opp-{number}", keys)))
    return catalogue
