"""Which facts of an opportunity rest on no source."""

from collections.abc import Iterator

from opportunities.models import Opportunity

# What the sources of a group of facts say that they support, in the words of SOURCE_SUPPORTS.
SUPPORTED_BY = {
    "eligibility": {
        "eligibility", "age", "applicant", "career_stages", "degree", "host_required", "institution", "languages",
        "nationality", "residence", "years_since_phd",
    },
    "funding": {"funding", "covers"},
    "duration": {"duration"},
    "cycle": {"cycle", "frequency", "rounds", "usual_closes", "usual_opens"},
}  # fmt: skip


def unsourced_facts(opportunity: Opportunity) -> list[str]:
    """The groups of facts that are stated and that no source of the entry says to support, by name.

    A round (`cycle.rounds[2026]`) rests on its own source, or on one of the whole cycle.
    """
    supported = {fact for source in opportunity.sources.all() for fact in source.supports}
    return [fact for fact in _stated(opportunity) if not SUPPORTED_BY[fact.partition(".")[0]] & supported]


def _stated(opportunity: Opportunity) -> Iterator[str]:
    """The groups of facts that are stated, but for those that name their own source."""
    if opportunity.eligibility_summary or any(not criterion.sources for criterion in opportunity.criteria.all()):
        yield "eligibility"
    if opportunity.amount_min is not None or opportunity.amount_max is not None or opportunity.funding_note:
        yield "funding"
    if opportunity.duration_min_months is not None or opportunity.duration_max_months is not None:
        yield "duration"
    if opportunity.usual_dates.all():
        yield "cycle"
    for call in opportunity.rounds.all():
        if call.source_id is None:
            yield f"cycle.rounds[{call.label}]"
