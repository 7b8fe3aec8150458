"""The curators' desk: every record, in forms that say in words what is wrong.

theme          the theme's classes, and text fields that keep text plain
form_fields    fields for lists, codes, yearly dates, time zones and rows of parts
base           the catalogue's revision, the identity of records, reading only
formsets       rows under a record
dashboard      the first page: what needs care; care_filters are what its lines link to
criterion_*    the form of a condition: its boxes, fields and checks; whole_eligibility checks all of an entry
conflicts      two editors at one record: the second to save chooses; held: forms of those whose session has ended
history        the pages of a record's past; operations: all that was done, and undoing it; bulk: many entries at once
differences    facts old and new in words, with the changed words marked
the others     one subject each; importing them registers their pages
"""

from opportunities.admin import (
    case_study,
    criteria,
    exchange_rate,
    importing,
    link,
    mail,
    operations,
    opportunity,
    organisation,
    people,
    rounds,
    sources,
    state,
    suggestion,
    synonym,
    unanswered,
)

__all__ = [
    "case_study",
    "criteria",
    "exchange_rate",
    "importing",
    "link",
    "mail",
    "operations",
    "opportunity",
    "organisation",
    "people",
    "rounds",
    "sources",
    "state",
    "suggestion",
    "synonym",
    "unanswered",
]
