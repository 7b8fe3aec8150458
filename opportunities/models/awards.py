"""What stored opportunities pay, and for how long, as plain values."""

from opportunities.models.opportunity import Opportunity
from opportunities.worth import Award


def award_of(opportunity: Opportunity) -> Award:
    """The amounts and durations of an opportunity, as plain values."""
    return Award(
        currency=opportunity.currency,
        minimum=opportunity.amount_min,
        maximum=opportunity.amount_max,
        basis=opportunity.amount_basis,
        shortest=opportunity.duration_min_months,
        longest=opportunity.duration_max_months,
    )
