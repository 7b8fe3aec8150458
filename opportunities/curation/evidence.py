"""Which facts of an opportunity rest on no source."""

from collections.abc import Iterator

from opportunities.models import Criterion, Opportunity

# What the sources of a group of facts say that they support, in the words of SOURCE_SUPPORTS.
FUNDING = frozenset({"funding", "covers"})
DURATION = frozenset({"duration"})
CYCLE = frozenset({"cycle", "frequency", "rounds", "usual_closes", "usual_opens"})
ELIGIBILITY = frozenset({
    "eligibility", "age", "applicant", "career_stages", "degree", "host_required", "institution", "languages",
    "nationality", "other", "residence", "years_since_phd",
})  # fmt: skip
# The kinds of conditions whose key is another word there.
_KEY_OF_KIND = {"career-stage": "career_stages", "host": "host_required", "language": "languages"}


def unsourced_facts(opportunity: Opportunity) -> list[str]:
    """The groups of facts that are stated and that no source of the entry says to support, by name.

    A round (`cycle.rounds[2026]`) rests on its own source, or on one of the whole cycle.
    """
    return list(_unsourced(opportunity, {fact for source in opportunity.sources.all() for fact in source.supports}))


def _unsourced(opportunity: Opportunity, supported: set[str]) -> Iterator[str]:
    conditions = opportunity.criteria.all()
    if (opportunity.eligibility_summary and not ELIGIBILITY & supported) or any(
        not _is_sourced(condition, supported) for condition in conditions
    ):
        yield "eligibility"
    amounts = (opportunity.amount_min, opportunity.amount_max, opportunity.funding_note or None)
    if amounts != (None, None, None) and not FUNDING & supported:
        yield "funding"
    months = (opportunity.duration_min_months, opportunity.duration_max_months)
    if months != (None, None) and not DURATION & supported:
        yield "duration"
    if CYCLE & supported:
        return
    if opportunity.usual_dates.all():
        yield "cycle"
    for call in opportunity.rounds.all():
        if call.source_id is None:
            yield f"cycle.rounds[{call.label}]"


def _is_sourced(condition: Criterion, supported: set[str]) -> bool:
    """Whether a condition names its sources, or stands under those of its kind or of eligibility as a whole."""
    key = _KEY_OF_KIND.get(condition.kind, condition.kind.replace("-", "_"))
    return bool(condition.sources) or bool({key, "eligibility"} & supported)
