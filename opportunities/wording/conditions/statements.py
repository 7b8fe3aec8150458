"""The statement of each kind of condition."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from opportunities.eligibility.criteria import LISTED_FIELDS, LISTED_STAGES, NOTHING_STATED, Criterion
from opportunities.wording.conditions.limits import age_statement, years_since_phd_statement
from opportunities.wording.conditions.people import language_statement, place_statement, stay_statement
from opportunities.wording.conditions.study import (
    degree_statement,
    field_statement,
    first_degree_statement,
    stage_statement,
)
from opportunities.wording.conditions.work import (
    NameOf,
    applicant_statement,
    earlier_award_statement,
    host_statement,
    institution_statement,
    occupation_statement,
    work_experience_statement,
)


def condition_in_words(criterion: Criterion, name_of: NameOf) -> str | None:
    """What the condition asks, apart from what only people can check; None where there is nothing else in it.

    `name_of` gives the names of programmes and organisations by their slugs.
    """
    if criterion.kind == "earlier-award":
        return earlier_award_statement(criterion, name_of)
    return _STATEMENTS[criterion.kind](criterion)


_STATEMENTS: dict[str, Callable[[Criterion], str | None]] = {
    "nationality": place_statement,
    "residence": place_statement,
    "stay": stay_statement,
    "institution": institution_statement,
    "occupation": occupation_statement,
    "career-stage": stage_statement,
    LISTED_STAGES: stage_statement,
    "degree": degree_statement,
    "first-degree": first_degree_statement,
    "field": field_statement,
    LISTED_FIELDS: field_statement,
    "years-since-phd": years_since_phd_statement,
    "age": age_statement,
    "language": language_statement,
    "work-experience": work_experience_statement,
    "host": host_statement,
    "applicant": applicant_statement,
    "other": lambda _criterion: None,
    NOTHING_STATED: lambda _criterion: _("No source that we saw says who can apply"),
}
