"""Wishes in words, in the language in force."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.alerts.wishes import Wish
from opportunities.models.alerts import CLOSES, MATTER, RHYTHM


def wish_in_words(wish: Wish) -> str:
    """Once a week, on Monday · Something new matches · A deadline comes near (14 days before)."""
    matters = [_matter(code, wish.days) for code in MATTER if wish.wants(code)]
    return " · ".join([RHYTHM[wish.rhythm].label, *matters])


def _matter(code: str, days: int) -> str:
    label = MATTER[code].label
    if code != CLOSES:
        return label
    before = ngettext("%(count)d day before", "%(count)d days before", days) % {"count": days}
    return _("%(matter)s (%(before)s)") % {"matter": label, "before": before}
