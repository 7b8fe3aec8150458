"""The columns of a table of opportunities, in their order.

A column is named by its fact, as the history names it. What is not here cannot be imported. `what` is told in the
template; `example` stands in its example row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from pydantic import BaseModel

from opportunities import vocabulary
from opportunities.curation import eligibility_facts as form
from opportunities.curation.importing.widgets import (
    CellWidget,
    ClockWidget,
    DayWidget,
    MonthsWidget,
    OneYearlyWidget,
    OtherConditionsWidget,
    SentencesWidget,
    SeveralWidget,
    StructuresWidget,
    StructureWidget,
    TextWidget,
    WholeNumberWidget,
    WordsWidget,
    YearlyWidget,
)
from opportunities.ford import FIELD
from opportunities.vocabulary import Vocabulary

KEY = "key"
REMARK = "#"  # a heading, or a key, that begins with this is for people and is not read
UNCHANGED = "(unchanged)"  # a cell that says so leaves the fact as it is
# Who may not publish does not change these.
STATE_FACTS = ("state", "publish_at", "successor", "former_keys")
NEXT_ROUND, NEW_SOURCE = "next_round", "new_source"  # columns of which add a round or a source to those there are


@dataclass(frozen=True)
class Column:
    """A column: the fact it holds, how its cells are read, and what is told of it."""

    name: str
    widget: CellWidget
    what: str
    example: str = ""
    width: int = 16
    choices: Vocabulary | None = None
    is_needed: bool = False
    is_common: bool = True  # stands in the template
    codes: tuple[str, ...] = field(default=(), repr=False)  # that a cell of several may hold

    @property
    def path(self) -> tuple[str, ...]:
        """Where the fact stands in the record."""
        return tuple(self.name.split("."))

    @property
    def adds(self) -> bool:
        """Whether the column states no fact, but a part of a round or source to be added."""
        return self.path[0] in (NEXT_ROUND, NEW_SOURCE)


def _one(name: str, what: str, choices: Vocabulary, example: str = "", empty: str | None = None) -> Column:
    return Column(name, TextWidget(empty), what, example, 18, choices)


def _several(name: str, what: str, codes: tuple[str, ...], example: str = "") -> Column:
    return Column(name, SeveralWidget(), f"{what}; several with semicolons between", example, 24, codes=codes)


def _prose(name: str, what: str, example: str = "", width: int = 50) -> Column:
    return Column(name, TextWidget(), what, example, width)


def _needed(column: Column) -> Column:
    return replace(column, is_needed=True)


def _rare(column: Column) -> Column:
    return replace(column, is_common=False)


def _identity() -> Iterator[Column]:
    yield _needed(_prose(KEY, "the name in our addresses, which never changes", "sakura-travel-awards", 28))
    yield _needed(_prose("name", "the programme's own name", "Sakura Travel Awards", 40))
    yield _prose("name_ja", "the official Japanese name, only where a source shows it", "さくら渡航助成", 30)
    yield _rare(_one("state", "who may publish changes it here; new entries are drafts", vocabulary.STATE, "draft"))
    yield _needed(_one("kind", "kind of support", vocabulary.KIND, "travel-grant"))
    yield _needed(_prose("summary", "two or three plain sentences", "Pays for travel to a partner in Japan.", 60))
    yield _prose("summary_ja", "a faithful Japanese version of the summary", "", 60)
    yield _needed(_one("programme_status", "whether it runs", vocabulary.PROGRAMME_STATUS, "active"))
    yield _prose("status_note", "why, with the year", "", 30)
    bodies = "keys of organisations that are in the catalogue"
    yield Column("funders", SeveralWidget(), f"{bodies}; several with semicolons between", "", 24)
    yield Column("administered_by", SeveralWidget(), f"{bodies}, where it is not the funder", "", 24)


def _classes() -> Iterator[Column]:
    yield _needed(_several("directions", "who goes where", vocabulary.DIRECTION.codes, "uk-to-japan"))
    yield _needed(_several("career_stages", "for whom", vocabulary.CAREER_STAGE.codes, "doctoral; early-career"))
    fields = (*FIELD, vocabulary.ALL_FIELDS)
    yield _needed(_several("disciplines", "fields, by their OECD codes", fields, vocabulary.ALL_FIELDS))
    yield _needed(_several("activities", "for what", vocabulary.ACTIVITY.codes, "research-visit; conference-travel"))
    yield Column("keywords", WordsWidget(), "words people search by; several with semicolons between", "", 30)


def _eligibility() -> Iterator[Column]:
    yield _prose("eligibility.summary", "who can apply, in two or three sentences", "Doctoral researchers in the UK.")
    examples = {
        "nationality": "{rule: only, values: [GB]}",
        "degree": "{any_of: [masters], held_by: application}",
        "age": "{max: 39}",
        "years_since_phd": "{max: 5}",
        "applicant": "individual",
        "other": "A letter of support is needed.",
    }
    for name in (*form.Conditions.model_fields, "either", "routes"):
        what = f"condition, in the form of the catalogue's files, such as {examples.get(name, '{note: …}')}"
        example = examples.get(name, "") if name in ("nationality", "applicant") else ""
        if name == "other":
            what = "conditions that nothing else can say: a sentence on each line"
        column = Column(f"eligibility.{name}", _widget_of_conditions(name), what, example, 24)
        yield column if name in examples else _rare(column)
    yield Column("eligibility.terms", SentencesWidget(), "what one accepts: a sentence on each line", "", 40)


def _money_and_time() -> Iterator[Column]:
    yield _prose("funding.currency", "three capital letters", "GBP", 10)
    yield Column("funding.min", WholeNumberWidget(), "lowest amount, a whole number", "", 12)
    yield Column("funding.max", WholeNumberWidget(), "highest amount, a whole number", "1500", 12)
    yield _one("funding.basis", "what the amounts are for", vocabulary.AMOUNT_BASIS, "total", "unspecified")
    yield _several("funding.covers", "what is covered", vocabulary.COVERS.codes, "travel; living")
    yield _prose("funding.note", "note on the money", "", 30)
    yield Column("duration.min_months", MonthsWidget(), "shortest duration in months; 14 days are 0.5", "0.5", 12)
    yield Column("duration.max_months", MonthsWidget(), "longest duration in months", "3", 12)
    yield _prose("duration.note", "note on the duration", "", 30)


def _applying() -> Iterator[Column]:
    page = "https://www.example.org/sakura-travel"
    yield _prose("application.official_url", "the programme's own page", page, 40)
    yield _prose("application.apply_url", "the application form", "", 40)
    yield _prose("application.guidance_url", "guidance for applicants", "", 40)
    yield _prose("application.route", "how one applies, in one or two sentences", "", 40)
    yield _one("cycle.frequency", "how often there are rounds", vocabulary.FREQUENCY, "annual", "unknown")
    yield Column("cycle.usual_opens", OneYearlyWidget(), "usually opens: a day (04-01) or month (04)", "10-01", 12)
    yield Column("cycle.usual_closes", YearlyWidget(), "usually closes: a day (12-15) or month (12)", "01-15", 12)
    yield _prose("cycle.timezone", "time zone of the deadlines", "Europe/London", 18)
    yield Column(
        f"{NEXT_ROUND}.label", TextWidget(), "adds a round, or changes the one of this label; empty: none", "2027", 14
    )
    yield Column(f"{NEXT_ROUND}.opens", DayWidget(), "its opening: a day or a month", "2026-10-01", 12)
    yield Column(f"{NEXT_ROUND}.opens_time", ClockWidget(), "the hour, only where it is stated", "", 10)
    yield Column(f"{NEXT_ROUND}.closes", DayWidget(), "its closing: a day or a month", "2027-01-15", 12)
    yield Column(f"{NEXT_ROUND}.closes_time", ClockWidget(), "the hour, only where it is stated", "17:00", 10)
    yield _prose(f"{NEXT_ROUND}.timezone", "only where it differs from the programme's", "", 16)
    yield _prose(f"{NEXT_ROUND}.source", "the short name of the source that shows it", "s1", 10)
    yield _rare(Column("cycle.rounds", StructuresWidget(), "all rounds, one on each line", "", 50))


def _evidence() -> Iterator[Column]:
    yield _prose(f"{NEW_SOURCE}.id", "adds a source, or changes the one of this short name; empty: the next", "s1", 10)
    yield _prose(
        f"{NEW_SOURCE}.url", "its address; an entry needs one source", "https://www.example.org/sakura-travel", 40
    )
    yield _prose(f"{NEW_SOURCE}.title", "its title; empty: no source is added", "Sakura Travel Awards 2027", 30)
    yield _one(f"{NEW_SOURCE}.publisher", "whose page it is", vocabulary.PUBLISHER, "official")
    yield _prose(f"{NEW_SOURCE}.as_of", "the page's own year or month", "2026", 10)
    yield _several(
        f"{NEW_SOURCE}.supports", "what it shows", tuple(vocabulary.SOURCE_SUPPORTS), "eligibility; funding; rounds"
    )
    yield _rare(Column("sources", StructuresWidget(), "all sources, one on each line", "", 50))
    yield _needed(_one("confidence", "how sure it is", vocabulary.CONFIDENCE, "high"))
    yield Column("last_checked", DayWidget(), "when it was last held against its sources", "2026-11-20", 12)
    yield Column("next_check", DayWidget(), "when it is due again; empty: worked out by the facts", "", 12)
    yield _prose("notes", "doubts and conflicts, for curators", "", 40)


def _rest() -> Iterator[Column]:
    moment = "moment at which an entry in review is published: 2027-01-31T09:00+00:00"
    for column in (
        _one("annexe_section", "section of the report of 2022", vocabulary.ANNEXE_SECTION),
        _prose("annexe_label", "the report's exact words", "", 30),
        _prose("related_case_study", "key of a case study", "", 20),
        _prose("publish_at", moment, "", 20),
        _prose("successor", "key of what one applies to instead of a retired entry", "", 20),
        Column("former_keys", SeveralWidget(), "keys whose addresses lead here", "", 20),
        _prose("uuid", "the entry's identity, which never changes", "", 38),
    ):
        yield _rare(column)


def _widget_of_conditions(name: str) -> CellWidget:
    if name == "other":
        return OtherConditionsWidget()
    is_list = name in ("stays", "languages", "either", "routes")
    return StructuresWidget(_unsaid()) if is_list else StructureWidget(_unsaid())


@cache
def _unsaid() -> dict[str, bool]:
    """The parts of conditions that are false where nothing is said."""
    conditions = [model for model in vars(form).values() if isinstance(model, type) and issubclass(model, BaseModel)]
    return {name: False for model in conditions for name, part in model.model_fields.items() if part.default is False}


COLUMNS = tuple(
    column
    for part in (_identity, _classes, _eligibility, _money_and_time, _applying, _evidence, _rest)
    for column in part()
)
COLUMN = {column.name: column for column in COLUMNS}
