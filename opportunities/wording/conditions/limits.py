"""Limits of age and of years since the doctorate, and the day at which they count."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.deadlines.rounds import YearlyDate
from opportunities.eligibility.criteria import Criterion
from opportunities.wording.dates import day_in_words, yearly_in_words


def age_statement(criterion: Criterion) -> str | None:
    """The ages that are accepted; None where only prose says it."""
    limits = ages(criterion)
    if limits is None:
        return None if criterion.text is not None else _("No limit of age")
    return _with_day(criterion, _("Aged %(ages)s") % {"ages": limits})


def ages(criterion: Criterion) -> str | None:
    """18 to 39; 39 or under; None without limits."""
    low, high = criterion.minimum, criterion.maximum
    if low is not None and high is not None:
        return _("%(low)d to %(high)d") % {"low": low, "high": high}
    if high is not None:
        return _("%(high)d or under") % {"high": high}
    return _("%(low)d or over") % {"low": low} if low is not None else None


def years_since_phd_statement(criterion: Criterion) -> str | None:
    """How long ago the doctorate may be; None where only prose says it."""
    low, high = criterion.minimum, criterion.maximum
    if low is not None and high is not None:
        said = _("%(low)d to %(high)d years since the doctorate") % {"low": low, "high": high}
        if criterion.less_than_maximum:
            said = _("From %(low)d to less than %(high)d years since the doctorate") % {"low": low, "high": high}
    elif high is not None:
        said = _at_most(high, criterion.less_than_maximum)
    elif low is not None:
        said = ngettext(
            "At least %(count)d year since the doctorate", "At least %(count)d years since the doctorate", low
        ) % {"count": low}
    else:
        return None if criterion.text is not None else _("No limit of years since the doctorate")
    return _with_day(criterion, said)


def _at_most(years: int, is_less: bool) -> str:
    if is_less:
        pattern = ngettext(
            "Less than %(count)d year since the doctorate", "Less than %(count)d years since the doctorate", years
        )
    else:
        pattern = ngettext(
            "At most %(count)d year since the doctorate", "At most %(count)d years since the doctorate", years
        )
    return pattern % {"count": years}


def _with_day(criterion: Criterion, limits: str) -> str:
    said = limits
    day = counting_day(criterion)
    if day is not None:
        said = _("%(limits)s, counted %(day)s") % {"limits": limits, "day": day}
    if criterion.breaks == "do-not-count":
        return _("%(limits)s; career breaks extend it") % {"limits": said}
    if criterion.breaks == "count":
        return _("%(limits)s; no allowance for career breaks") % {"limits": said}
    return said


def counting_day(criterion: Criterion) -> str | None:
    """When the limit counts, as it follows “counted”; None where no source says it."""
    if criterion.counted == "deadline":
        return _("when you apply")
    if criterion.counted == "start":
        return _("at the start of the award")
    if criterion.counted != "date" or criterion.on_date is None:
        return None
    if len(criterion.on_date) > len("MM-DD"):
        return _("on %(day)s") % {"day": day_in_words(dt.date.fromisoformat(criterion.on_date))}
    patterns = {
        None: _("on %(day)s"),
        "deadline-year": _("on %(day)s of the year of the deadline"),
        "year-after-deadline": _("on %(day)s of the year after the deadline"),
        "after-deadline": _("on the first %(day)s after the deadline"),
        "second-after-deadline": _("on the second %(day)s after the deadline"),
        "fiscal-year": _("on %(day)s of the Japanese fiscal year of the award"),
        "before-deadline": _("on the last %(day)s before the deadline"),
    }
    return patterns[criterion.on_year] % {"day": yearly_in_words(YearlyDate.parse(criterion.on_date))}
