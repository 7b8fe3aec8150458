"""What the forms of opportunities and organisations have in common: the slug, and when it was last checked."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.form_fields import Validator, must_fit
from opportunities.admin.theme import FactsForm
from opportunities.curation.fact_types import Slug, StatedDay
from opportunities.vocabulary import PRECISION

SLUG_RULE = must_fit(Slug, gettext_lazy("“%(value)s” cannot be a slug: use small letters, digits and single hyphens."))
_DAY_RULE = must_fit(StatedDay, gettext_lazy("%(value)s cannot be right: look at the year."))


class RecordForm(FactsForm):
    """A record that is held against its sources from time to time."""

    record_rules: dict[str, Validator] = {
        "slug": SLUG_RULE,
        "last_checked_on": _DAY_RULE,
        "next_check_due": _DAY_RULE,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if precision := self.fields.get("last_checked_precision"):  # a check is known to the day or to the month
            precision.choices = [(code, PRECISION[code].label) for code in ("day", "month")]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Keep a month as its first day, and the last check before the next."""
        facts = super().clean() or self.cleaned_data
        if facts.get("last_checked_on") and facts.get("last_checked_precision") == "month":
            facts["last_checked_on"] = facts["last_checked_on"].replace(day=1)
        checked, due = facts.get("last_checked_on"), facts.get("next_check_due")
        if checked and due and due < checked:
            self.add_error("next_check_due", _("The next check cannot be due before the last one."))
        return facts
