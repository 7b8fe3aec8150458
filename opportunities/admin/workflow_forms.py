"""What the desk asks for when an entry is moved: a reason, a moment, a successor. And what a public entry must keep."""

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSingleDateWidget,
    UnfoldAdminSingleTimeWidget,
    UnfoldAdminTextareaWidget,
)

from core.dates import zone
from opportunities.admin.form_fields import ProseField, TimeZoneField
from opportunities.admin.recording import LONGEST_REASON, REASON
from opportunities.curation.collections import place_of, stored_version
from opportunities.curation.quality import Remark, made_worse
from opportunities.models import Opportunity

HOME_ZONE = "Europe/London"
SEEN = "_seen"  # the version of the entry that the page was made of
_HELP_NEEDED = gettext_lazy("Kept in the history, for those who work here. The public does not see it.")
_HELP = gettext_lazy("May be left empty. Kept in the history, for those who work here; the public does not see it.")


class MoveForm(forms.Form):
    """Every move may be given a reason; some must."""

    needs_reason = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[REASON] = ProseField(
            label=gettext_lazy("Why"),
            required=self.needs_reason,
            max_length=LONGEST_REASON,
            widget=UnfoldAdminTextareaWidget({"rows": 3}),
            help_text=_HELP_NEEDED if self.needs_reason else _HELP,
            error_messages={"required": gettext_lazy("Say why: whoever works on it next will want to know.")},
        )
        self.fields[SEEN] = forms.IntegerField(required=False, widget=forms.HiddenInput())

    @property
    def reason(self) -> str | None:
        """Why, in the user's words; None where she did not say."""
        return (self.cleaned_data.get(REASON) or "").strip() or None

    @property
    def seen(self) -> int | None:
        """The version that the user had before her."""
        seen: int | None = self.cleaned_data.get(SEEN)
        return seen


class ReasonForm(MoveForm):
    """A move that must be explained."""

    needs_reason = True


class RetireForm(ReasonForm):
    """Why an entry is retired, and what one applies to instead."""

    successor = forms.ModelChoiceField(
        queryset=Opportunity.objects.published(),
        required=False,
        label=gettext_lazy("Successor"),
        widget=AutocompleteSelect(Opportunity._meta.get_field("successor"), admin.site),
        help_text=gettext_lazy("The published entry that readers are led to, if there is one."),
        error_messages={"invalid_choice": gettext_lazy("Only a published entry can be the successor.")},
    )


class ScheduleForm(MoveForm):
    """The moment at which an entry publishes itself: a day and a time on the clocks of a zone."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=UnfoldAdminSingleDateWidget())
    time = forms.TimeField(label=gettext_lazy("Time"), widget=UnfoldAdminSingleTimeWidget(format="%H:%M"))
    zone = TimeZoneField(label=gettext_lazy("Time zone"), required=True, initial=HOME_ZONE)

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        """`at` is now: only later moments are accepted."""
        super().__init__(*args, **kwargs)
        self._at = at

    def clean(self) -> dict[str, Any]:
        """Put the parts together: there must be such a moment, and it must be to come."""
        facts = super().clean() or self.cleaned_data
        if not self.errors:
            facts["moment"] = self._moment(facts)
        return facts

    def _moment(self, facts: dict[str, Any]) -> datetime:
        local = datetime.combine(facts["day"], facts["time"].replace(second=0, microsecond=0), zone(facts["zone"]))
        try:
            moment = local.astimezone(UTC)
            exists = moment.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None)
        except OverflowError as error:
            raise ValidationError({"day": _("This year cannot be meant.")}) from error
        if not exists:
            raise ValidationError({"time": _("The clocks go forward then: there is no such time on that day.")})
        if moment <= self._at:
            raise ValidationError({"day": _("This moment is past already.")})
        return moment


# The facts that a published entry cannot lose, and the fields of its form that hold them.
_KEPT = {
    "name": "name",
    "summary": "summary",
    "directions": "directions",
    "career_stages": "career_stages",
    "application.official_url": "official_url",
}


def losses(opportunity: Opportunity, typed: dict[str, Any]) -> list[tuple[str, Remark]]:
    """What a published entry would lack, were it saved as `typed`, and had before; each with the form's field."""
    before = stored_version(place_of(opportunity))
    if before is None:
        return []
    after = {**before, "application": dict(before["application"])}
    for fact, field in _KEPT.items():
        group, _dot, name = fact.rpartition(".")
        (after[group] if group else after)[name] = typed.get(field)
    return [(_KEPT[remark.fact], remark) for remark in made_worse(before, after) if remark.fact in _KEPT]
