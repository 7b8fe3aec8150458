"""The matters in which two entries differ, in words, for somebody who has to choose."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opportunities.admin.check_facts import facts_in_words
from opportunities.curation.joined_facts import BOTH, GOING, STAYING, Difference
from opportunities.curation.merging import Facts
from opportunities.ford import FIELD
from opportunities.models import Opportunity, Organisation
from opportunities.models.awards import award_of
from opportunities.vocabulary import (
    ACTIVITY,
    ANNEXE_SECTION,
    CAREER_STAGE,
    CONFIDENCE,
    COVERS,
    DIRECTION,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    Term,
    Vocabulary,
)
from opportunities.wording.dates import zone_in_words
from opportunities.wording.money import amount_in_words, duration_in_words

_TERMS: dict[str, Vocabulary] = {
    "kind": KIND,
    "directions": DIRECTION,
    "activities": ACTIVITY,
    "disciplines": FIELD,
    "career_stages": CAREER_STAGE,
    "programme_status": PROGRAMME_STATUS,
    "funding.covers": COVERS,
    "cycle.frequency": FREQUENCY,
    "annexe_section": ANNEXE_SECTION,
    "confidence": CONFIDENCE,
}
_OF_FUNDERS = ("funders", "administered_by")


@dataclass(frozen=True, slots=True)
class Choice:
    """One matter: what each entry says, whose facts are ticked, and whether both can be kept."""

    name: str
    title: str
    staying: tuple[str, ...]
    going: tuple[str, ...]
    chosen: str
    can_be_both: bool

    @property
    def options(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Whose facts can be taken, and what they say."""
        return (STAYING, self.staying), (GOING, self.going)


def choices(
    differences: list[Difference], staying: Opportunity, going: Opportunity, sent: Mapping[str, str], at: datetime
) -> list[Choice]:
    """The matters in words, with what was ticked before. The entries were fetched `with_facts()`."""
    names = dict(Organisation.objects.values_list("slug", "name"))
    found = []
    for one in differences:
        chosen = sent.get(one.matter.code, one.default)
        found.append(
            Choice(
                name=f"take-{one.matter.code}",
                title=str(one.matter.title),
                staying=tuple(_said(one.matter.code, one.staying, staying, names, at)),
                going=tuple(_said(one.matter.code, one.going, going, names, at)),
                chosen=chosen if chosen in (STAYING, GOING, BOTH) else one.default,
                can_be_both=one.matter.both,
            )
        )
    return found


def _said(code: str, facts: Facts, entry: Opportunity, names: Mapping[str, str], at: datetime) -> Iterator[str]:
    """What one entry says of a matter, a line for each fact."""
    if code == "criteria":
        who = facts_in_words(entry, at)["who"]
        stages_and_words = bool(entry.eligibility_summary) + any(
            row.scheme == "stage" for row in entry.classifications.all()
        )
        yield from (f"{what}: {value}" for what, value in who[stages_and_words:])
    elif code == "amount":
        yield from filter(None, [amount_in_words(award_of(entry))])
    elif code == "duration":
        yield from filter(None, [duration_in_words(award_of(entry)), entry.duration_note])
    elif code == "cycle-timezone":
        yield zone_in_words(entry.timezone)
    else:
        for name, value in facts.items():
            yield from _plain(name, value, names)


def _plain(name: str, value: Any, names: Mapping[str, str]) -> Iterator[str]:
    if value is None or value == []:
        return
    terms: Mapping[str, Term] = _TERMS.get(name, {})
    items = value if isinstance(value, list) else [value]
    said = [terms[item].label if item in terms else str(item) for item in items]
    yield ", ".join(names.get(item, item) for item in said) if name in _OF_FUNDERS else ", ".join(said)
