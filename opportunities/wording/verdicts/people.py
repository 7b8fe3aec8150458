"""Findings of nationality and of where somebody lives."""

from django.utils.translation import gettext as _

from opportunities.eligibility.outcomes import NO, YES, Finding
from opportunities.eligibility.places import is_in_any
from opportunities.eligibility.profile import Profile
from opportunities.wording.conditions.people import places
from opportunities.wording.verdicts.answers import not_said, own_nationality
from opportunities.wording.verdicts.sentences import one_after_another, said


def nationality_sentence(statement: str, finding: Finding, profile: Profile) -> str:
    """What a rule of nationality comes to for her."""
    if finding.criterion.rule == "any":
        return said(statement)
    if profile.nationalities is None:
        return said(statement, not_said(("nationalities",)))
    if finding.missing:
        return said(statement, own_nationality(profile), not_said(finding.missing))
    say = _by_nationality if finding.criterion.rule == "only" else _despite_nationality
    return say(statement, finding, profile)


def _by_nationality(statement: str, finding: Finding, profile: Profile) -> str:
    """Only nationals of some countries can apply."""
    criterion = finding.criterion
    if finding.outcome is YES:
        for pattern, countries in (
            (_("Nationals of %(places)s can apply."), profile.nationalities),
            (_("Permanent residents of %(places)s can apply, as nationals can."), profile.permanent_residence),
        ):
            if own := [country for country in countries or () if is_in_any(country, criterion.values)]:
                return pattern % {"places": places(own, either=False)}
    if criterion.permanent_residents:
        return said(statement, own_nationality(profile), _("you are no permanent resident there"))
    return said(statement, own_nationality(profile))


def _despite_nationality(statement: str, finding: Finding, profile: Profile) -> str:
    """All but nationals of some countries can apply."""
    criterion = finding.criterion
    own = profile.nationalities or ()
    has_named_one = any(is_in_any(country, criterion.values) for country in own)
    if has_named_one:
        if finding.outcome in (YES, NO):
            return said(statement, own_nationality(profile))
        silent = _("No source that we saw says what holds for dual nationals.")
        return one_after_another((said(statement, own_nationality(profile)), silent))
    if finding.outcome is NO:
        residence = [country for country in profile.permanent_residence or () if is_in_any(country, criterion.values)]
        return said(statement, _("you are a permanent resident of %(places)s") % {"places": places(residence)})
    if not own:
        return said(statement, own_nationality(profile))
    return _("Nationals of %(places)s can apply.") % {"places": places(own, either=False)}


def residence_sentence(statement: str, finding: Finding, profile: Profile) -> str:
    """What a rule of residence comes to for her."""
    if finding.criterion.rule == "any":
        return said(statement)
    if profile.residence is None:
        return said(statement, not_said(("residence",)))
    own = {"places": places((profile.residence,))}
    if finding.outcome is YES:
        return _("People who live or work in %(places)s can apply.") % own
    return said(statement, _("you live or work in %(places)s") % own)
