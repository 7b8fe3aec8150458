"""The form of the facts in files: what each record may say, checked before anything is stored.

The form is described in fixtures/catalogue/README.md. Unknown keys, unknown codes and impossible values are refused.
"""

from datetime import date
from typing import Annotated, Self
from uuid import UUID, uuid5

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)

from opportunities import vocabulary
from opportunities.curation.eligibility_facts import EligibilityFacts
from opportunities.curation.fact_types import (
    ClockTime,
    Country,
    CountryOrInternational,
    Currency,
    Day,
    Distinct,
    Facts,
    Keys,
    Moment,
    Months,
    Slug,
    StatedDay,
    Text,
    TimeZone,
    Uuid,
    WebAddress,
    Yearly,
    no_repeats,
    one_of,
    plain_number,
    written,
)
from opportunities.curation.freshness import next_check_due
from opportunities.curation.stated_dates import schedule_in
from opportunities.curation.synonyms import SynonymFacts
from opportunities.ford import FIELD

# Records that come without a UUID get one made from their slug, so that it is the same on every installation.
CATALOGUE_NAMESPACE = UUID("5b0f6f0c-6a0e-5d1c-9a53-0d6f0b8b9a77")


class SourceFacts(Facts):
    """A page that facts rest on."""

    id: Annotated[str, written("1 to 20 small letters, digits and hyphens", "[a-z0-9-]{1,20}")]
    url: WebAddress | None = None
    title: Annotated[Text, Field(max_length=400)]
    publisher: Annotated[str, one_of(vocabulary.PUBLISHER)]
    as_of: Annotated[Text, Field(max_length=40)] | None = None
    supports: list[Annotated[str, one_of(vocabulary.SOURCE_SUPPORTS)]] = []


def _distinct_ids(sources: list[SourceFacts]) -> list[SourceFacts]:
    no_repeats([source.id for source in sources])
    return sources


Sources = Annotated[list[SourceFacts], Field(min_length=1), AfterValidator(_distinct_ids)]


class Record(Facts):
    """What every record with sources has."""

    key: Slug
    uuid: Uuid | None = None
    sources: Sources
    last_checked: StatedDay | None = None
    next_check: Day | None = None
    notes: Text | None = None

    @property
    def made_uuid(self) -> str:
        """The UUID that a record has where its file gives none."""
        return str(uuid5(CATALOGUE_NAMESPACE, f"{type(self).__name__}/{self.key}"))

    @model_validator(mode="after")
    def _fill_uuid(self) -> Self:
        self.uuid = self.uuid or self.made_uuid
        return self


class FundingFacts(Facts):
    """What it is worth, in its own currency."""

    currency: Currency | None = None
    min: Annotated[int, Field(ge=0, le=10**15)] | None = None
    max: Annotated[int, Field(ge=0, le=10**15)] | None = None
    basis: Annotated[str, one_of(vocabulary.AMOUNT_BASIS)] = "unspecified"
    covers: Annotated[list[Annotated[str, one_of(vocabulary.COVERS)]], Distinct] = []
    note: Text | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.min is not None and self.max is not None and self.min > self.max:
            raise ValueError(f"min {self.min} is above max {self.max}")
        if (self.min is not None or self.max is not None) and self.currency is None:
            raise ValueError("an amount needs its currency")
        return self


class DurationFacts(Facts):
    """How long, in months."""

    min_months: Months | None = None
    max_months: Months | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min_months is not None and self.max_months is not None and self.min_months > self.max_months:
            raise ValueError(f"min_months {self.min_months} is above max_months {self.max_months}")
        return self


class ApplicationFacts(Facts):
    """Where and how one applies."""

    official_url: WebAddress | None = None
    apply_url: WebAddress | None = None
    guidance_url: WebAddress | None = None
    route: Text | None = None


class RoundFacts(Facts):
    """One dated round. `opens` and `closes` are days (2026-03-31) or whole months (2026-03)."""

    label: Annotated[Text, Field(max_length=120)]
    opens: StatedDay | None = None
    opens_time: ClockTime | None = None
    closes: StatedDay | None = None
    closes_time: ClockTime | None = None
    timezone: TimeZone | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        for day, clock in ((self.opens, self.opens_time), (self.closes, self.closes_time)):
            if clock and (day is None or len(day) == 7):
                raise ValueError("a time needs its day")
        if self.opens is None and self.closes is None:
            raise ValueError("a round needs an opening or a closing date")
        if self.opens and self.closes and not self.opens.startswith(self.closes) and self.opens > self.closes:
            raise ValueError(f"closes ({self.closes}) before it opens ({self.opens})")
        if self.opens == self.closes and self.opens_time and self.closes_time and self.opens_time > self.closes_time:
            raise ValueError(f"closes (at {self.closes_time}) before it opens (at {self.opens_time})")
        return self


class CycleFacts(Facts):
    """How the rounds recur."""

    frequency: Annotated[str, one_of(vocabulary.FREQUENCY)] = "unknown"
    usual_opens: Yearly | None = None
    usual_closes: Annotated[list[Yearly], Distinct, BeforeValidator(lambda value: [] if value is None else value)] = []
    timezone: TimeZone | None = None
    rounds: list[RoundFacts] = []

    @field_validator("rounds")
    @classmethod
    def _labels_differ(cls, rounds: list[RoundFacts]) -> list[RoundFacts]:
        no_repeats([call.label for call in rounds])
        return rounds


class OpportunityFacts(Record):
    """A programme."""

    state: Annotated[str, one_of(vocabulary.STATE)] = "published"
    publish_at: Moment | None = None
    successor: Slug | None = None
    former_keys: Keys = []
    name: Annotated[Text, Field(max_length=300)]
    name_ja: Annotated[Text, Field(max_length=300)] | None = None
    annexe_section: Annotated[str, one_of(vocabulary.ANNEXE_SECTION)] | None = None
    annexe_label: Annotated[Text, Field(max_length=200)] | None = None
    kind: Annotated[str, one_of(vocabulary.KIND)]
    summary: Text
    summary_ja: Text | None = None
    funders: Keys = []
    administered_by: Keys = []
    programme_status: Annotated[str, one_of(vocabulary.PROGRAMME_STATUS)]
    status_note: Text | None = None
    directions: Annotated[list[Annotated[str, one_of(vocabulary.DIRECTION)]], Distinct]
    career_stages: Annotated[list[Annotated[str, one_of(vocabulary.CAREER_STAGE)]], Distinct]
    disciplines: Annotated[list[Annotated[str, one_of(FIELD, vocabulary.ALL_FIELDS)]], Distinct]
    activities: Annotated[list[Annotated[str, one_of(vocabulary.ACTIVITY)]], Distinct]
    eligibility: EligibilityFacts = EligibilityFacts()
    funding: FundingFacts = FundingFacts()
    duration: DurationFacts = DurationFacts()
    application: ApplicationFacts = ApplicationFacts()
    cycle: CycleFacts = CycleFacts()
    related_case_study: Slug | None = None
    keywords: list[Text] = []
    confidence: Annotated[str, one_of(vocabulary.CONFIDENCE)]

    @field_validator("cycle")
    @classmethod
    def _rounds_have_their_source(cls, cycle: CycleFacts, info: ValidationInfo) -> CycleFacts:
        refs = {source.id for source in info.data["sources"]} if "sources" in info.data else None
        for call in cycle.rounds:
            if refs is not None and call.source is not None and call.source not in refs:
                raise ValueError(f"round “{call.label}” rests on source “{call.source}”, which is not in the list")
        return cycle

    @field_validator("eligibility")
    @classmethod
    def _conditions_have_their_sources(cls, eligibility: EligibilityFacts, info: ValidationInfo) -> EligibilityFacts:
        refs = {source.id for source in info.data["sources"]} if "sources" in info.data else None
        for ref in (ref for condition in eligibility.conditions() for ref in condition.source):
            if refs is not None and ref not in refs:
                raise ValueError(f"a condition rests on source “{ref}”, which is not in the list")
        return eligibility

    @field_validator("annexe_label")
    @classmethod
    def _label_has_section(cls, label: str | None, info: ValidationInfo) -> str | None:
        if label and info.data.get("annexe_section", "") is None:
            raise ValueError("needs annexe_section")
        return label

    @model_validator(mode="after")
    def _state_makes_sense(self) -> Self:
        if self.publish_at is not None and self.state != "in-review":
            raise ValueError("publish_at: only an entry in review waits to be published")
        if self.successor is not None and self.state != "retired":
            raise ValueError("successor: only a retired entry has a successor")
        if self.key in (self.successor, *self.former_keys):
            raise ValueError(f"“{self.key}” is the entry's own key")
        return self

    @model_validator(mode="after")
    def _fill_next_check(self) -> Self:
        if "next_check" not in self.model_fields_set and self.last_checked is not None:
            schedule = schedule_in(self.programme_status, self.cycle.model_dump())
            due = next_check_due(first_day(self.last_checked), self.confidence, schedule)
            self.next_check = due.isoformat() if due else None
        return self


class OrganisationFacts(Record):
    """A funder, agency, institute or host."""

    name: Annotated[Text, Field(max_length=200)]
    name_ja: Annotated[Text, Field(max_length=200)] | None = None
    acronym: Annotated[Text, Field(max_length=40)] | None = None
    country: CountryOrInternational
    kind: Annotated[str, one_of(vocabulary.ORGANISATION_KIND)]
    parent: Slug | None = None
    annexe_section: Annotated[str, one_of(vocabulary.ORGANISATION_SECTION)] | None = None
    annexe_label: Annotated[Text, Field(max_length=200)] | None = None
    ror: Annotated[str, written("https://ror.org/0…", r"https://ror\.org/0[a-z0-9]{8}")] | None = None
    website: WebAddress | None = None
    summary: Text | None = None
    offers: Text | None = None


class PersonFacts(Facts):
    """Someone in a case study."""

    name: Text
    role: Text | None = None
    institution: Text | None = None


class InstitutionFacts(Facts):
    """An institution in a case study."""

    name: Text
    country: Country


class LinkFacts(Facts):
    """A footnote of the report that links to a page."""

    footnote: int | None = None
    title: Text
    url: WebAddress | None = None


class CaseStudyFacts(Facts):
    """A case study of the report."""

    key: Slug
    annexe_number: Annotated[str, written("a number such as 8.1.2", r"[0-9]+(\.[0-9]+)*"), Field(max_length=10)]
    title: Annotated[Text, Field(max_length=300)]
    opportunities: Keys = []
    people: list[PersonFacts] = []
    institutions: list[InstitutionFacts] = []
    years: Annotated[Text, Field(max_length=200)] | None = None
    outcomes: list[Text] = []
    summary: Text
    summary_ja: Text | None = None
    links: list[LinkFacts] = []
    sources: Sources


class ExchangeRateFacts(Facts):
    """How many units of a currency one pound bought."""

    currency: Currency
    units_per_gbp: Annotated[
        str, written("a number in quotes, such as '1.1665'", r"[0-9]{1,8}(\.[0-9]{1,5})?"), AfterValidator(plain_number)
    ]
    as_of: StatedDay
    source_url: WebAddress
    source_title: Annotated[Text, Field(max_length=400)]


AnyFacts = OpportunityFacts | OrganisationFacts | CaseStudyFacts | ExchangeRateFacts | SynonymFacts


def first_day(stated: str) -> date:
    """The day, or the first day of the month, that `stated` (2026-03-31 or 2026-03) names."""
    return date.fromisoformat(stated if len(stated) > 7 else f"{stated}-01")
