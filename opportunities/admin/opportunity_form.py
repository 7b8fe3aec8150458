"""The form of an opportunity, with all that the page shows outside its rounds, criteria and sources."""

from decimal import Decimal
from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from opportunities.admin.classification import (
    EVENT_OF,
    SCHEME_OF,
    codes_of,
    store_codes,
    store_usual_dates,
    usual_dates_of,
)
from opportunities.admin.duplicate_checks import WatchfulForm
from opportunities.admin.form_fields import (
    CodesField,
    ListField,
    TimeZoneField,
    YearlyDatesField,
    in_kept_order,
    must_fit,
)
from opportunities.admin.workflow_forms import losses
from opportunities.curation.fact_types import Currency
from opportunities.ford import FIELD
from opportunities.models import Opportunity
from opportunities.vocabulary import ACTIVITY, ALL_FIELDS, CAREER_STAGE, COVERS, DIRECTION

_LARGEST_AMOUNT = MaxValueValidator(10**15)
_SHORTEST, _LONGEST = MinValueValidator(Decimal("0.01")), MaxValueValidator(1200)


def _months_rule(months: Decimal) -> None:
    _SHORTEST(months)
    _LONGEST(months)


class OpportunityForm(WatchfulForm):
    """An opportunity with its classes and usual dates, which are kept in rows of their own."""

    directions = CodesField(DIRECTION, label=gettext_lazy("Direction"))
    career_stages = CodesField(CAREER_STAGE, label=gettext_lazy("Career stages"))
    disciplines = CodesField(
        FIELD,
        first=[(ALL_FIELDS, gettext_lazy("Open to every field"))],
        grouped=True,
        label=gettext_lazy("Fields"),
        help_text=gettext_lazy("OECD Fields of Research and Development. Tick a whole field or parts of it."),
    )
    activities = CodesField(ACTIVITY, label=gettext_lazy("Activities"))
    covers = CodesField(COVERS, label=gettext_lazy("What is covered"))
    keywords = ListField(
        label=gettext_lazy("Keywords"),
        help_text=gettext_lazy("One per line, in English or Japanese: acronyms, former names, nicknames."),
    )
    eligibility_terms = ListField(
        label=gettext_lazy("Terms"),
        rows=6,
        help_text=gettext_lazy("One sentence per line: what one accepts. It does not decide who can apply."),
    )
    usual_opens = YearlyDatesField(
        label=gettext_lazy("Usually opens"), at_most=1, help_text=gettext_lazy("A month (03) or a day (03-31).")
    )
    usual_closes = YearlyDatesField(
        label=gettext_lazy("Usually closes"),
        help_text=gettext_lazy("One month (03) or day (03-31) for each round in a year, with commas between them."),
    )
    timezone = TimeZoneField(label=gettext_lazy("Time zone of the deadlines"))
    rules = {
        **WatchfulForm.record_rules,
        "currency": must_fit(Currency, gettext_lazy("“%(value)s” is not a currency such as GBP or JPY.")),
        "amount_min": _LARGEST_AMOUNT,
        "amount_max": _LARGEST_AMOUNT,
        "duration_min_months": _months_rule,
        "duration_max_months": _months_rule,
    }

    class Meta:
        model = Opportunity
        exclude = ("uuid",)
        help_texts = {
            "next_check_due": gettext_lazy("Leave it empty to have it worked out from the dates and the confidence."),
            "last_checked_on": gettext_lazy("Any day of the month will do where only the month is known."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            prefetch_related_objects([self.instance], "classifications", "usual_dates")
            self.initial.update({field: codes_of(self.instance, field) for field in SCHEME_OF})
            self.initial.update({field: usual_dates_of(self.instance, field) for field in EVENT_OF})

    def clean(self) -> dict[str, Any]:
        """Keep codes in their order."""
        facts = super().clean() or self.cleaned_data
        for field in SCHEME_OF:
            facts[field] = in_kept_order(facts.get(field, []), self.initial.get(field, []))
        self._clean_pairs(facts)
        if self.instance.state == "published":
            for field, remark in losses(self.instance, facts):
                if field not in self.errors:
                    self.add_error(field, _("%(why)s A published entry keeps this.") % {"why": remark.words})
        return facts

    def _clean_pairs(self, facts: dict[str, Any]) -> None:
        """Check what must fit together, so that the complaint stands beside a field."""
        for least, most in (("amount_min", "amount_max"), ("duration_min_months", "duration_max_months")):
            low, high = facts.get(least), facts.get(most)
            if low is not None and high is not None and low > high:
                self.add_error(least, _("This is above the upper limit."))
        for needed, by in (("currency", "amount_min"), ("currency", "amount_max"), ("annexe_section", "annexe_label")):
            if facts.get(by) is not None and facts.get(needed) is None and needed not in self.errors:
                self.add_error(needed, _("This is needed along with “%(by)s”.") % {"by": self.fields[by].label})

    def _save_m2m(self) -> None:
        """Store what is kept in rows, where it changed."""
        super()._save_m2m()  # type: ignore[misc]
        for field in SCHEME_OF.keys() & set(self.changed_data):
            store_codes(self.instance, field, self.cleaned_data[field])
        for field in EVENT_OF.keys() & set(self.changed_data):
            store_usual_dates(self.instance, field, self.cleaned_data[field])
