"""The curators' desk: every record, in forms that say in words what is wrong.

theme          the theme's classes, and text fields that keep text plain
form_fields    fields for lists, codes, yearly dates, time zones and rows of parts
base           the catalogue's revision, the identity of records, reading only
formsets       rows under a record
criterion_*    the form of a condition: its boxes, fields and checks; whole_eligibility checks all of an entry
the others     one subject each; importing them registers their pages
"""

from opportunities.admin import (
    case_study,
    criteria,
    exchange_rate,
    opportunity,
    organisation,
    people,
    rounds,
    sources,
    state,
    synonym,
)

__all__ = [
    "case_study",
    "criteria",
    "exchange_rate",
    "opportunity",
    "organisation",
    "people",
    "rounds",
    "sources",
    "state",
    "synonym",
]
