"""What an entry says now of each thing that a reader can make a suggestion about, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from opportunities.models import Opportunity
from opportunities.models.awards import award_of
from opportunities.models.schedules import schedule_of
from opportunities.vocabulary import CAREER_STAGE, COVERS, FREQUENCY, PROGRAMME_STATUS
from opportunities.wording.dates import stated_in_words, yearly_in_words, zone_in_words
from opportunities.wording.money import amount_in_words, duration_in_words
from opportunities.wording.places import listed


def present_in_words(opportunity: Opportunity) -> dict[str, list[str]]:
    """Lines by code of SUGGESTED_FACT and SUGGESTED_MATTER; none where nothing is stated.

    The opportunity was fetched `with_facts()`.
    """
    facts = {
        "name": opportunity.name,
        "name_ja": opportunity.name_ja,
        "summary": opportunity.summary,
        "summary_ja": opportunity.summary_ja,
        "eligibility.summary": opportunity.eligibility_summary,
        "funding.note": opportunity.funding_note,
        "application.official_url": opportunity.official_url,
        "application.apply_url": opportunity.apply_url,
        "application.guidance_url": opportunity.guidance_url,
        "application.route": opportunity.route,
    }
    return {
        **{code: [value] if value else [] for code, value in facts.items()},
        "eligibility": list(_who(opportunity)),
        "funding": list(_money(opportunity)),
        "cycle": list(_dates(opportunity)),
        "other": [_said(_("Programme"), PROGRAMME_STATUS[opportunity.programme_status].label)],
    }


def _who(opportunity: Opportunity) -> Iterator[str]:
    stages = [CAREER_STAGE[row.code].label for row in opportunity.classifications.all() if row.scheme == "stage"]
    if stages:
        yield _said(_("Career stage"), listed(stages))
    if opportunity.eligibility_summary:
        yield opportunity.eligibility_summary


def _money(opportunity: Opportunity) -> Iterator[str]:
    award = award_of(opportunity)
    covers = [COVERS[row.code].label for row in opportunity.classifications.all() if row.scheme == "covers"]
    if amount := amount_in_words(award):
        yield _said(_("Amount"), amount)
    if covers:
        yield _said(_("Pays for"), listed(covers))
    if duration := duration_in_words(award):
        yield _said(_("How long"), duration)


def _dates(opportunity: Opportunity) -> Iterator[str]:
    """The rounds, the latest first, and what is known of every year."""
    schedule = schedule_of(opportunity)
    for call in sorted(opportunity.rounds.all(), key=lambda call: str(call.closes_on or call.opens_on), reverse=True):
        stated = call.as_value(opportunity.timezone)
        days = [
            *([_said(_("Opens"), stated_in_words(stated.opens, is_opening=True))] if stated.opens else []),
            *([_said(_("Closes"), stated_in_words(stated.closes))] if stated.closes else []),
            zone_in_words(call.timezone or opportunity.timezone),
        ]
        yield _said(call.label, " · ".join(days))
    if opportunity.frequency != "unknown":
        yield _said(_("How often"), FREQUENCY[opportunity.frequency].label)
    if schedule.cycle.opens:
        yield _said(_("Usually opens"), listed(map(yearly_in_words, schedule.cycle.opens)))
    if schedule.cycle.closes:
        yield _said(_("Usually closes"), listed(map(yearly_in_words, schedule.cycle.closes)))


def _said(what: str, value: str) -> str:
    return _("%(what)s: %(value)s") % {"what": what, "value": value}
