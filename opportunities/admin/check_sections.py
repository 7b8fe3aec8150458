"""What the screen of a check shows of each section: the facts, and beside them what supports them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.check_facts import Said, facts_in_words
from opportunities.curation.checks import Freshness
from opportunities.curation.duplicates import plain_address
from opportunities.curation.evidence import CYCLE, DURATION, ELIGIBILITY, FUNDING
from opportunities.models import Link, Opportunity, Source
from opportunities.models.checks import SECTION
from opportunities.vocabulary import LINK_VERDICT, PUBLISHER
from opportunities.wording.dates import checked_in_words, day_in_words

# What the sources of a section say that they support, in the words of SOURCE_SUPPORTS.
_EVIDENCE = {
    "what": frozenset({
        "name", "name_ja", "summary", "summary_ja", "directions", "disciplines", "activities", "funders",
        "administered_by", "programme_status", "status_note", "keywords",
    }),
    "who": ELIGIBILITY,
    "money": FUNDING,
    "duration": DURATION,
    "dates": CYCLE | {"timezone"},
    "how": frozenset({"application", "official_url", "apply_url", "guidance_url", "route"}),
}  # fmt: skip
# Where on the entry's form each section is mended.
_MENDED_AT = {
    "what": ((gettext_lazy("Mend"), "#id_name"),),
    "who": (
        (gettext_lazy("Mend the words"), "#id_eligibility_summary"),
        (gettext_lazy("Mend the conditions"), "#criteria"),
    ),
    "money": ((gettext_lazy("Mend"), "#id_amount_min"),),
    "duration": ((gettext_lazy("Mend"), "#id_duration_min_months"),),
    "dates": ((gettext_lazy("Mend the rounds"), "#rounds"), (gettext_lazy("Mend the usual dates"), "#id_frequency")),
    "how": ((gettext_lazy("Mend"), "#id_official_url"),),
}
_OLD = 3  # years after which a source is called old
_WELL = ("works", "untried")  # verdicts of links that ask for nothing


@dataclass(frozen=True, slots=True)
class ShownLink:
    """A web address, and what the link checker last saw there."""

    label: str
    url: str
    seen: str
    is_well: bool
    moved_to: str | None


@dataclass(frozen=True, slots=True)
class ShownSource:
    """A source with its publisher and age in words."""

    source: Source
    publisher: str
    age: str
    is_old: bool
    link: ShownLink | None


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the entry; without `facts` nothing is stated, without `sources` nothing supports it."""

    code: str
    title: str
    facts: tuple[Said, ...]
    links: tuple[ShownLink, ...]
    sources: tuple[ShownSource, ...]
    checked: str | None
    due: str | None
    is_due: bool
    mends: tuple[tuple[str | Promise, str], ...]

    @property
    def is_unsupported(self) -> bool:
        """Whether something is stated that no source supports."""
        return bool(self.facts or self.links) and not self.sources


def sections_of(opportunity: Opportunity, freshness: Freshness, at: datetime) -> list[Section]:
    """The sections of an entry that was fetched `with_facts()`, in the order in which a reader asks."""
    page = reverse("admin:opportunities_opportunity_change", args=[opportunity.pk])
    links = _links_of(opportunity)
    facts = facts_in_words(opportunity, at)
    return [
        Section(
            code=code,
            title=term.label,
            facts=facts[code],
            links=tuple(_pages(opportunity, links)) if code == "how" else (),
            sources=tuple(_shown(source, links, at.date()) for source in _supporting(opportunity, code)),
            checked=_checked(opportunity, freshness.checked[code]),
            due=_day(freshness.due[code]),
            is_due=_is_due(freshness.due[code], at.date()),
            mends=tuple((label, f"{page}?check={code}{place}") for label, place in _MENDED_AT[code]),
        )
        for code, term in SECTION.items()
    ]


def sources_besides(opportunity: Opportunity, sections: Iterable[Section], at: datetime) -> list[ShownSource]:
    """The sources that stand beside none of these sections."""
    shown = {one.source.pk for section in sections for one in section.sources}
    links = _links_of(opportunity)
    return [_shown(source, links, at.date()) for source in opportunity.sources.all() if source.pk not in shown]


def _pages(opportunity: Opportunity, links: Mapping[str, Link]) -> Iterator[ShownLink]:
    for label, url in (
        (_("Official page"), opportunity.official_url),
        (_("Application form"), opportunity.apply_url),
        (_("Guidance"), opportunity.guidance_url),
    ):
        if url:
            yield _link(label, url, links)


def _supporting(opportunity: Opportunity, section: str) -> list[Source]:
    """The sources that say to support a section, or that single facts of it name."""
    named: set[str | None] = set()
    if section == "who":
        named = {ref for criterion in opportunity.criteria.all() for ref in criterion.sources}
    elif section == "dates":
        named = {call.source.ref for call in opportunity.rounds.all() if call.source}
    elif section == "how":
        own = {plain_address(url) for url in (opportunity.official_url, opportunity.guidance_url) if url}
        named = {source.ref for source in opportunity.sources.all() if plain_address(source.url or "-") in own}
    return [
        source
        for source in opportunity.sources.all()
        if _EVIDENCE[section] & set(source.supports) or source.ref in named
    ]


def _links_of(opportunity: Opportunity) -> dict[str, Link]:
    """What the link checker knows of the pages that the entry names, by their addresses."""
    own = [opportunity.official_url, opportunity.apply_url, opportunity.guidance_url]
    urls = [url for url in (*own, *(source.url for source in opportunity.sources.all())) if url]
    return {link.url: link for link in Link.objects.filter(url__in=urls)}


def _shown(source: Source, links: Mapping[str, Link], today: date) -> ShownSource:
    years = today.year - source.year if source.year is not None else None
    return ShownSource(
        source=source,
        publisher=PUBLISHER[source.publisher].label,
        age=_("as of %(date)s") % {"date": source.as_of} if source.year else _("undated"),
        is_old=years is not None and years > _OLD,
        link=_link(source.title, source.url, links) if source.url else None,
    )


def _link(label: str, url: str, links: Mapping[str, Link]) -> ShownLink:
    link = links.get(url)
    verdict = link.verdict if link else "untried"
    seen = str(LINK_VERDICT[verdict].label)
    if link is not None and link.tried_at is not None:
        seen = _("%(verdict)s (tried on %(day)s)") % {"verdict": seen, "day": day_in_words(link.tried_at.date())}
    return ShownLink(label, url, seen, verdict in _WELL, link.moved_to if link else None)


def _checked(opportunity: Opportunity, day: date | None) -> str | None:
    """The day of a check; of one of the whole entry perhaps only the month."""
    if day is None:
        return None
    precision = opportunity.last_checked_precision if day == opportunity.last_checked_on else "day"
    return checked_in_words(day, precision)


def _day(day: date | None) -> str | None:
    return day_in_words(day) if day else None


def _is_due(due: date | None, today: date) -> bool:
    """Whether a section is due, or was never checked."""
    return due is None or due <= today
