"""What an opportunity's form shows as fields and the database keeps in rows: its classes and its usual dates."""

from collections.abc import Sequence

from opportunities.deadlines.rounds import YearlyDate
from opportunities.models import Classification, Opportunity, UsualDate

SCHEME_OF = {
    "directions": "direction",
    "career_stages": "stage",
    "disciplines": "discipline",
    "activities": "activity",
    "covers": "covers",
}
EVENT_OF = {"usual_opens": "opens", "usual_closes": "closes"}


def codes_of(opportunity: Opportunity, field: str) -> list[str]:
    """The codes that a stored opportunity is classed under, in their order."""
    return [item.code for item in opportunity.classifications.all() if item.scheme == SCHEME_OF[field]]


def usual_dates_of(opportunity: Opportunity, field: str) -> list[str]:
    """The usual openings or closings of a stored opportunity, as MM or MM-DD."""
    return [str(day) for day in opportunity.usual_dates.all() if day.event == EVENT_OF[field]]


def store_codes(opportunity: Opportunity, field: str, codes: Sequence[str]) -> None:
    """Put these codes in the place of the opportunity's codes of that scheme."""
    scheme = SCHEME_OF[field]
    opportunity.classifications.filter(scheme=scheme).delete()
    Classification.objects.bulk_create(
        Classification(opportunity=opportunity, scheme=scheme, code=code, position=position)
        for position, code in enumerate(codes)
    )


def store_usual_dates(opportunity: Opportunity, field: str, texts: Sequence[str]) -> None:
    """Put these yearly dates in the place of the opportunity's usual openings or closings."""
    event = EVENT_OF[field]
    opportunity.usual_dates.filter(event=event).delete()
    days = map(YearlyDate.parse, texts)
    UsualDate.objects.bulk_create(
        UsualDate(opportunity=opportunity, event=event, month=day.month, day=day.day, position=position)
        for position, day in enumerate(days)
    )
