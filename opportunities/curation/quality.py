"""What speaks against an entry: remarks that keep it from being published, and ones that only warn.

The former look at its facts alone, in the form that the history and the files have them, so that whoever is about to
store facts can ask as well. The latter also look at what hangs on it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from opportunities.curation.care import MISLEADING_LINK, OLD_SOURCE
from opportunities.curation.evidence import unsourced_facts
from opportunities.curation.merging import Facts
from opportunities.curation.upkeep import GOES_ON, NO_ROUNDS_AHEAD
from opportunities.models import Link, Opportunity
from opportunities.models.schedules import schedule_of
from opportunities.vocabulary import LINK_VERDICT

PUBLIC = ("published", "retired")  # states with a public page


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that speaks against an entry: a code, the fact that it is about (see `merging`), and a sentence."""

    code: str
    fact: str
    words: str


def blocking(facts: Facts) -> list[Remark]:
    """What keeps an opportunity of these facts from being published; empty where nothing does."""
    return [*_missing(facts), *_amount(facts), *_rounds(facts)]


def made_worse(before: Facts, after: Facts) -> list[Remark]:
    """The blocking remarks that a published entry would earn by a change; none for an entry that is not published.

    What spoke against it before does not count: nobody is kept from mending one thing because another is amiss.
    """
    if before.get("state") != "published" or after.get("state") != "published":
        return []
    known = {(remark.code, remark.fact) for remark in blocking(before)}
    return [remark for remark in blocking(after) if (remark.code, remark.fact) not in known]


def warnings(opportunity: Opportunity, today: date) -> list[Remark]:
    """What an editor should know of an entry that was fetched `with_facts()`, and may publish all the same."""
    if opportunity.state == "retired":
        return list(_about_successor(opportunity))
    return [
        *_about_evidence(opportunity, today),
        *_about_links(opportunity),
        *_about_words(opportunity),
        *_about_dates(opportunity, today),
    ]


def _missing(facts: Facts) -> Iterator[Remark]:
    if not facts.get("name"):
        yield Remark("no-name", "name", _("It has no name."))
    if not facts.get("summary"):
        yield Remark("no-summary", "summary", _("No summary says what it is."))
    if not facts.get("directions"):
        yield Remark("no-direction", "directions", _("No direction is chosen, so nobody would find it by one."))
    if not facts.get("career_stages"):
        yield Remark("no-stage", "career_stages", _("No career stage is chosen, so nobody would find it by one."))
    if not (facts.get("application") or {}).get("official_url"):
        yield Remark("no-official-page", "application.official_url", _("There is no official page to send readers to."))
    if not facts.get("sources"):
        yield Remark("no-source", "sources", _("It has no source: nothing is stated without one."))


def _amount(facts: Facts) -> Iterator[Remark]:
    funding = facts.get("funding") or {}
    low, high = funding.get("min"), funding.get("max")
    if (low is not None or high is not None) and not funding.get("currency"):
        yield Remark("no-currency", "funding.currency", _("An amount is stated without its currency."))
    if low is not None and high is not None and low > high:
        yield Remark("amounts-reversed", "funding.min", _("The lower amount is above the higher one."))


def _rounds(facts: Facts) -> Iterator[Remark]:
    for call in (facts.get("cycle") or {}).get("rounds") or []:
        if _closes_first(call):
            words = _("Round “%(label)s” closes before it opens.") % {"label": call["label"]}
            yield Remark("closes-before-opening", f"cycle.rounds[{call['label']}]", words)


def _closes_first(call: dict[str, Any]) -> bool:
    """Whether a round closes before it opens, by its stated dates; a month (2026-03) holds all of its days."""
    opens, closes = call.get("opens"), call.get("closes")
    if not opens or not closes:
        return False
    first, last = call.get("opens_time"), call.get("closes_time")
    if opens == closes and first and last:
        return bool(first > last)
    return bool(opens > closes and not opens.startswith(closes))


def _about_successor(opportunity: Opportunity) -> Iterator[Remark]:
    successor = opportunity.successor
    if successor is not None and successor.state not in PUBLIC:
        words = _("Its successor “%(name)s” is not public, so that readers are not led on.") % {"name": successor}
        yield Remark("successor-hidden", "successor", words)
    elif successor is not None and successor.state == "retired" and successor.successor_id is None:
        words = _("Its successor “%(name)s” is retired too, and has none itself.") % {"name": successor}
        yield Remark("successor-retired", "successor", words)


def _about_evidence(opportunity: Opportunity, today: date) -> Iterator[Remark]:
    """Facts without a source, old sources, low confidence."""
    for fact in unsourced_facts(opportunity):
        yield Remark(f"no-source-for-{fact.partition('.')[0]}", fact, _unsourced(fact))
    newest = max((source.year for source in opportunity.sources.all() if source.year is not None), default=None)
    if newest is not None and newest < today.year - OLD_SOURCE:
        words = _("Its newest source is of %(year)s: more than three years old.") % {"year": newest}
        yield Remark("old-sources", "sources", words)
    if opportunity.confidence == "low":
        yield Remark("low-confidence", "confidence", _("The confidence is low."))


def _unsourced(fact: str) -> str:
    group, _dot, rest = fact.partition(".")
    if rest:
        return _("No source for the dates of round “%(label)s”.") % {"label": rest.partition("[")[2].rstrip("]")}
    return {
        "eligibility": _("No source for who can apply."),
        "funding": _("No source for the amount."),
        "duration": _("No source for the duration."),
        "cycle": _("No source for the usual dates."),
    }[group]


def _about_links(opportunity: Opportunity) -> Iterator[Remark]:
    link = Link.objects.filter(url=opportunity.official_url or "").first()
    if link is not None and link.verdict in MISLEADING_LINK:
        words = _("The official page cannot be relied on: %(verdict)s.") % {"verdict": _verdict(link)}
        yield Remark("broken-link", "application.official_url", words)
    elif link is not None and link.verdict == "moved":
        words = _("The official page has moved to %(address)s.") % {"address": link.moved_to}
        yield Remark("moved-link", "application.official_url", words)


def _verdict(link: Link) -> str:
    label = LINK_VERDICT[link.verdict].label
    return label[0].lower() + label[1:]


def _about_words(opportunity: Opportunity) -> Iterator[Remark]:
    if not opportunity.name_ja:
        yield Remark("no-japanese-name", "name_ja", _("It has no Japanese name."))
    if not opportunity.summary_ja:
        yield Remark("no-japanese-summary", "summary_ja", _("It has no Japanese summary."))
    if not opportunity.funders.all():
        yield Remark("no-funder", "funders", _("No funder is named."))


def _about_dates(opportunity: Opportunity, today: date) -> Iterator[Remark]:
    schedule = schedule_of(opportunity)
    closings = [call.closes for call in schedule.rounds if call.closes is not None]
    goes_on = opportunity.programme_status in GOES_ON and opportunity.frequency not in NO_ROUNDS_AHEAD
    if goes_on and not schedule.cycle.closes and all(closing.last_day < today for closing in closings):
        yield Remark(
            "no-dates-ahead", "cycle.usual_closes", _("No round is ahead, and no usual dates let one expect any.")
        )
    if _zone_unstated(closings, opportunity):
        yield Remark("no-time-zone", "cycle.timezone", _("The time zone of its deadlines is not stated."))


def _zone_unstated(closings: Iterable[Any], opportunity: Opportunity) -> bool:
    usual = any(day.event == "closes" for day in opportunity.usual_dates.all())
    return any(closing.zone is None for closing in closings) or (usual and opportunity.timezone is None)
