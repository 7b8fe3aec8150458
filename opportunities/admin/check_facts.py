"""The facts of an entry in the words of its public page, section by section, as somebody reads who checks them."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from opportunities.deadlines.status import standing_at
from opportunities.eligibility.terms import CRITERION_KIND
from opportunities.ford import FIELD
from opportunities.models import Criterion, Opportunity, Organisation, Round
from opportunities.models.awards import award_of
from opportunities.models.schedules import schedule_of
from opportunities.vocabulary import (
    ACTIVITY,
    ALL_FIELDS,
    CAREER_STAGE,
    COVERS,
    DIRECTION,
    FREQUENCY,
    KIND,
    PROGRAMME_STATUS,
    Vocabulary,
)
from opportunities.wording.conditions import NameOf, condition_in_words
from opportunities.wording.dates import stated_in_words, with_zone, yearly_in_words, zone_in_words
from opportunities.wording.money import amount_in_words, duration_in_words
from opportunities.wording.places import listed
from opportunities.wording.standing import standing_in_words

Said = tuple[str, str]  # what, and its value


def facts_in_words(opportunity: Opportunity, at: datetime) -> dict[str, tuple[Said, ...]]:
    """What is stated in each section (codes of SECTION) of an entry that was fetched `with_facts()`."""
    return {
        "what": tuple(_what(opportunity)),
        "who": tuple(_who(opportunity)),
        "money": tuple(_money(opportunity)),
        "duration": tuple(_duration(opportunity)),
        "dates": tuple(_dates(opportunity, at)),
        "how": tuple(_how(opportunity)),
    }


def _what(opportunity: Opportunity) -> Iterator[Said]:
    yield _("Name"), opportunity.name
    yield _("Japanese name"), opportunity.name_ja or _("not stated")
    yield _("Kind"), KIND[opportunity.kind].label
    yield _("Summary"), opportunity.summary
    if opportunity.summary_ja:
        yield _("Japanese summary"), opportunity.summary_ja
    yield from _classes(opportunity, _("Direction"), "direction", DIRECTION)
    yield from _classes(opportunity, _("Activities"), "activity", ACTIVITY)
    yield from _classes(opportunity, _("Fields"), "discipline", FIELD)
    for label, bodies in (
        (_("Funded by"), opportunity.funders.all()),
        (_("Administered by"), opportunity.administered_by.all()),
    ):
        if bodies:
            yield label, listed(sorted(body.name for body in bodies))
    yield _("Programme"), PROGRAMME_STATUS[opportunity.programme_status].label
    if opportunity.status_note:
        yield _("Why"), opportunity.status_note


def _who(opportunity: Opportunity) -> Iterator[Said]:
    yield from _classes(opportunity, _("Career stages"), "stage", CAREER_STAGE)
    if opportunity.eligibility_summary:
        yield _("In words"), opportunity.eligibility_summary
    criteria = list(opportunity.criteria.all())
    routes = {route.key: route.name for route in opportunity.eligibility_routes.all()}
    name_of = _names_in(criteria)
    for criterion in criteria:
        label = CRITERION_KIND[criterion.kind].label
        if criterion.route:
            label = _("%(route)s: %(condition)s") % {
                "route": routes.get(criterion.route, criterion.route),
                "condition": label,
            }
        if criterion.either is not None:
            label = _("%(condition)s (one of several)") % {"condition": label}
        said = (condition_in_words(criterion.as_value(), name_of), criterion.text, criterion.note)
        yield label, "; ".join(filter(None, said))
    for term in opportunity.eligibility_terms:
        yield _("Term"), term


def _money(opportunity: Opportunity) -> Iterator[Said]:
    if amount := amount_in_words(award_of(opportunity)):
        yield _("Amount"), amount
    yield from _classes(opportunity, _("Pays for"), "covers", COVERS)
    if opportunity.funding_note:
        yield _("Note"), opportunity.funding_note


def _duration(opportunity: Opportunity) -> Iterator[Said]:
    if duration := duration_in_words(award_of(opportunity)):
        yield _("How long"), duration
    if opportunity.duration_note:
        yield _("Note"), opportunity.duration_note


def _dates(opportunity: Opportunity, at: datetime) -> Iterator[Said]:
    """Where the programme stands, its rounds, the latest first, and what is known of every year."""
    schedule = schedule_of(opportunity)
    standing = standing_in_words(standing_at(schedule, at), at)
    if not schedule.rounds and opportunity.frequency == "unknown" and not schedule.cycle.closes + schedule.cycle.opens:
        return
    yield _("The public reads"), f"{standing.line} ({standing.remark})" if standing.remark else standing.line
    yield from ((call.label, words) for call, words in rounds_in_words(opportunity))
    if opportunity.frequency != "unknown":
        yield _("How often"), FREQUENCY[opportunity.frequency].label
    for label, days in ((_("Usually opens"), schedule.cycle.opens), (_("Usually closes"), schedule.cycle.closes)):
        if days:
            yield label, listed(map(yearly_in_words, days))
    if schedule.rounds or schedule.cycle.closes:
        yield _("Clocks"), zone_in_words(opportunity.timezone)


def rounds_in_words(opportunity: Opportunity) -> Iterator[tuple[Round, str]]:
    """The rounds that are stored, the latest first, each with its dates in words."""
    for call in sorted(opportunity.rounds.all(), key=lambda one: str(one.closes_on or one.opens_on), reverse=True):
        stated = call.as_value(opportunity.timezone)
        days = [
            *([_("opens %(date)s") % {"date": stated_in_words(stated.opens, is_opening=True)}] if stated.opens else []),
            *([_("closes %(date)s") % {"date": with_zone(stated.closes)}] if stated.closes else []),
        ]
        yield call, "; ".join(days)


def _how(opportunity: Opportunity) -> Iterator[Said]:
    if opportunity.route:
        yield _("Route"), opportunity.route


def _classes(opportunity: Opportunity, label: str, scheme: str, terms: Vocabulary) -> Iterator[Said]:
    codes = [row.code for row in opportunity.classifications.all() if row.scheme == scheme]
    if codes:
        yield label, listed(_("Open to every field") if code == ALL_FIELDS else terms[code].label for code in codes)


def _names_in(criteria: Iterable[Criterion]) -> NameOf:
    """The names of the programmes and organisations that conditions name."""
    slugs = {slug for criterion in criteria if criterion.kind == "earlier-award" for slug in criterion.values}
    if not slugs:
        return lambda _slug: None
    names = dict(Opportunity.objects.filter(slug__in=slugs).values_list("slug", "name"))
    return (names | dict(Organisation.objects.filter(slug__in=slugs).values_list("slug", "name"))).get
