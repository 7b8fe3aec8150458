"""Hypothesis strategies for random valid facts and small catalogues, as entries of the catalogue's files."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hypothesis import strategies as st

from core.dates import last_day_of_month
from core.text import TURNING
from opportunities import vocabulary
from opportunities.eligibility import terms
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


def any_of(codes: Any, max_size: int = 4) -> st.SearchStrategy[list[str]]:
    """Some codes, each once; at least one."""
    codes = list(codes)
    return st.lists(st.sampled_from(codes), unique=True, min_size=1, max_size=min(max_size, len(codes)))


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


def conditions(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Entry]:
    """A condition with these facts, and what every condition may say besides."""
    besides = {"text": maybe(texts()), "note": maybe(texts()), "source": st.sampled_from([[], ["s1"]])}
    return st.fixed_dictionaries({**besides, **fields})


@st.composite
def place_rules(draw: st.DrawFn, /, **fields: st.SearchStrategy[Any]) -> Entry:
    """A rule of nationality or residence."""
    rule = draw(maybe(st.sampled_from(vocabulary.CRITERION_RULE.codes)))
    values = draw(any_of(PLACES)) if rule in ("only", "except") else []
    return {"rule": rule, "values": values, **draw(conditions(**fields))}


@st.composite
def year_limits(draw: st.DrawFn) -> Entry:
    """Limits in years, and the day at which they count."""
    low, high = draw(ordered_pairs(st.integers(0, 120)))
    counted = draw(maybe(st.sampled_from(terms.COUNTED.codes)))
    on_date = draw(st.sampled_from(["04-01", "02-29", "2026-04-01"])) if counted == "date" else None
    on_year = draw(maybe(st.sampled_from(terms.ON_YEAR.codes))) if on_date and len(on_date) == 5 else None
    breaks = draw(maybe(st.sampled_from(terms.BREAKS.codes)))
    days = {"counted": counted, "on_date": on_date, "on_year": on_year, "breaks": breaks}
    return {"min": low, "max": high, **days, **draw(conditions())}


@st.composite
def institution_rules(draw: st.DrawFn) -> Entry:
    """The institution that the applicant belongs to."""
    countries = draw(some_of(PLACES))
    return {
        "kinds": draw(some_of(terms.INSTITUTION_KIND)),
        "rule": draw(st.sampled_from(["only", "except"])) if countries else None,
        "countries": countries,
        "as": draw(some_of(terms.OCCUPATION)),
        "named": draw(st.lists(texts(), max_size=2, unique=True)),
        "partner_only": draw(st.booleans()),
        **draw(conditions()),
    }


def code_rules(codes: Any) -> st.SearchStrategy[Entry]:
    """A rule over the codes of a closed list."""
    return conditions(rule=st.sampled_from(["only", "except"]), values=any_of(codes))


@st.composite
def stays(draw: st.DrawFn) -> Entry:
    """Time already spent in a country."""
    low, high = draw(ordered_pairs(st.integers(0, 120)).filter(any))
    within = maybe(st.integers(1, 12))
    return {"min_months": low, "max_months": high, **draw(conditions(country=countries(), within_years=within))}


def countries() -> st.SearchStrategy[str]:
    """Countries by their codes."""
    return st.sampled_from(["GB", "JP", "IE", "NO"])


def _once(**kinds: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: maybe(strategy) for name, strategy in kinds.items()}


def stated_conditions() -> st.SearchStrategy[Entry]:
    """A few conditions that must all hold."""
    languages = {"language": st.sampled_from(["ja", "en or ja"]), "level": maybe(texts())}
    levels = maybe(st.sampled_from(terms.LANGUAGE_LEVEL.codes))
    degrees = st.lists(st.sampled_from(vocabulary.DEGREE.codes), min_size=1, max_size=3, unique=True)
    optional = {
        **_once(
            nationality=place_rules(
                permanent_residents=maybe(st.booleans()),
                dual_nationals=maybe(st.sampled_from(terms.DUAL_NATIONALS.codes)),
            ),
            residence=place_rules(),
            institution=institution_rules(),
            occupation=code_rules(terms.OCCUPATION),
            career_stages=conditions(values=any_of(vocabulary.CAREER_STAGE)),
            degree=conditions(
                any_of=degrees, or_equivalent=st.booleans(), held_by=maybe(st.sampled_from(terms.HELD_BY.codes))
            ),
            first_degree=code_rules(FIELD),
            fields=code_rules(FIELD),
            years_since_phd=year_limits(),
            age=year_limits(),
            work_experience=conditions(min_years=st.integers(0, 20)),
            earlier_award=conditions(
                rule=st.sampled_from(["never", "must"]),
                of=st.sampled_from([[], ["random"], ["body-1"]]),
                again_after_years=maybe(st.integers(1, 9)),
            ),
            host=conditions(
                required=maybe(st.booleans()),
                what=st.sampled_from(terms.HOST_KIND.codes),
                country=maybe(countries()),
            ),
            applicant=conditions(who=any_of(vocabulary.APPLICANT), by=maybe(texts())),
        ),
        "stays": st.lists(stays(), max_size=2),
        "languages": st.lists(st.fixed_dictionaries({**languages, "level_code": levels}), max_size=2),
        "other": st.lists(conditions(text=texts()) | texts(), max_size=2),
    }
    return st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True).flatmap(
        lambda names: st.fixed_dictionaries({name: optional[name] for name in names})
    )


@st.composite
def conditions_with_alternatives(draw: st.DrawFn) -> Entry:
    """Conditions, and up to two groups of alternatives."""
    # Two groups of two, twice: more would be more combinations than a file may have.
    alternatives = st.lists(stated_conditions().filter(_says_something), min_size=2, max_size=2)
    return {**draw(stated_conditions()), "either": draw(st.lists(alternatives, max_size=2))}


def _says_something(stated: Entry) -> bool:
    return any(stated.values())


@st.composite
def eligibilities(draw: st.DrawFn) -> Entry:
    """Who can apply."""
    keys = draw(st.sampled_from([[], [], ["one-way"], ["one-way", "another"]]))
    return {
        "summary": draw(maybe(texts())),
        **draw(conditions_with_alternatives()),
        "routes": [
            {"key": key, "name": draw(texts()), "name_ja": draw(maybe(texts())), **draw(conditions_with_alternatives())}
            for key in keys
        ],
        "terms": draw(st.lists(texts(), max_size=2)),
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
        "state": draw(st.sampled_from(["published", "published", "published", "draft"])),
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
