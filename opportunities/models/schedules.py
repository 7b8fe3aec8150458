"""The dates of stored opportunities as plain values."""

from opportunities.deadlines.rounds import Cycle, Schedule
from opportunities.models.opportunity import Opportunity


def schedule_of(opportunity: Opportunity) -> Schedule:
    """The dates of an opportunity that was fetched `with_facts()`, as plain values."""
    usual = list(opportunity.usual_dates.all())
    return Schedule(
        programme_status=opportunity.programme_status,
        cycle=Cycle(
            frequency=opportunity.frequency,
            opens=tuple(day.as_value() for day in usual if day.event == "opens"),
            closes=tuple(day.as_value() for day in usual if day.event == "closes"),
            zone=opportunity.timezone,
        ),
        rounds=tuple(call.as_value(opportunity.timezone) for call in opportunity.rounds.all()),
    )
