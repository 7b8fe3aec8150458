"""Eligibility criteria: under their opportunity, and a list over all of them."""

import json
from collections.abc import Callable
from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from opportunities.admin.base import EvidenceAdmin, link_to
from opportunities.admin.form_fields import CodesField, ListField, YearlyDatesField, in_kept_order
from opportunities.admin.formsets import RowForm, RowsFormSet
from opportunities.admin.theme import DeskInline
from opportunities.models import Criterion
from opportunities.models.criterion import REPEATABLE
from opportunities.vocabulary import APPLICANT, COUNTRY_GROUP, DEGREE

# The boxes of the form that belong to each kind of criterion; one of them at least must be filled.
BOXES = {
    "nationality": ("rule", "places", "note"),
    "residence": ("rule", "places", "note"),
    "institution": ("text",),
    "degree": ("degrees", "text", "note"),
    "years-since-phd": ("minimum", "maximum", "note"),
    "age": ("minimum", "maximum", "on_date", "note"),
    "language": ("languages", "text"),
    "host": ("required",),
    "applicant": ("applicant",),
    "other": ("text",),
}
# The box that a kind's `values` are typed in.
VALUES_IN = {
    "nationality": "places",
    "residence": "places",
    "degree": "degrees",
    "language": "languages",
    "applicant": "applicant",
}
MOST_YEARS = MaxValueValidator(120)


@cache
def _known_codes(kind: str) -> frozenset[str]:
    """The two-letter codes of countries ("territories") or of languages."""
    return frozenset(code for code in getattr(Locale("en"), kind) if len(code) == 2)


class CommaField(ListField):
    """Codes with commas between them."""

    separator = r"[,;\s]"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=UnfoldAdminTextInputWidget(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(value)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))


class PlacesField(CommaField):
    """Countries by their ISO 3166 codes, and groups of countries."""

    def item(self, text: str) -> str:
        code = text.upper() if len(text) in (2, 3) else text
        if code == "UK":
            raise ValidationError(_("The code of the United Kingdom is GB."))
        if code not in COUNTRY_GROUP and code not in _known_codes("territories"):
            message = _("“%(code)s” is neither a country's code (GB, JP) nor one of: %(groups)s.")
            raise ValidationError(message, params={"code": text[:40], "groups": ", ".join(COUNTRY_GROUP)})
        return code


class LanguagesField(CommaField):
    """Languages by their ISO 639-1 codes."""

    def item(self, text: str) -> str:
        if text.lower() not in _known_codes("languages"):
            message = _("“%(code)s” is not the code of a language, such as en or ja.")
            raise ValidationError(message, params={"code": text[:40]})
        return text.lower()


class CriterionForm(RowForm):
    """One condition, in boxes of which only those of its kind may be filled."""

    places = PlacesField(label=gettext_lazy("Places"), help_text=gettext_lazy("GB, JP …; EU, EEA or another group"))
    degrees = CodesField(DEGREE, label=gettext_lazy("Degrees"), help_text=gettext_lazy("Any of these will do."))
    languages = LanguagesField(
        label=gettext_lazy("Languages"), help_text=gettext_lazy("en, ja …; the level goes in “in words”")
    )
    applicant = forms.ChoiceField(
        label=gettext_lazy("Who applies"),
        required=False,
        choices=lambda: [("", "—"), *((term.code, term.label) for term in APPLICANT.values())],
        widget=UnfoldAdminSelectWidget(),
    )
    on_date = YearlyDatesField(
        label=gettext_lazy("Counted on"), at_most=1, help_text=gettext_lazy("The day at which the age counts: 04-01")
    )
    rules = {"minimum": MOST_YEARS, "maximum": MOST_YEARS}

    class Meta:
        model = Criterion
        fields = ("kind", "rule", "minimum", "maximum", "on_date", "required", "text", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        criterion = self.instance
        if box := VALUES_IN.get(criterion.kind):
            self.initial[box] = next(iter(criterion.values), "") if box == "applicant" else criterion.values
        self.initial["on_date"] = [criterion.on_date] if criterion.on_date else []
        if "kind" in self.fields:
            self.fields["kind"].widget.attrs["data-boxes"] = json.dumps(BOXES)

    def clean_on_date(self) -> str | None:
        """The one day, or None."""
        days: list[str] = self.cleaned_data["on_date"]
        if days and "-" not in days[0]:
            raise ValidationError(_("This needs the day as well as the month: 04-01."))
        return days[0] if days else None

    def clean(self) -> dict[str, Any]:
        """Hold the boxes against the kind, and gather its values."""
        facts = super().clean() or self.cleaned_data
        kind = facts.get("kind")
        if kind is None:
            return facts
        own = BOXES[kind]
        for box in {box for boxes in BOXES.values() for box in boxes if box not in own}:
            if _is_filled(facts.get(box)):
                self.add_error(box, _("This does not belong to a condition of this kind: empty it."))
        if not self.errors and not any(_is_filled(facts[box]) for box in own):
            self.add_error("kind", _("Nothing is stated of this condition: fill it in or remove it."))
        if kind in CHECKS and not self.errors:
            CHECKS[kind](self, facts)
        self.instance.values = self._values(facts, kind)
        return facts

    def _values(self, facts: dict[str, Any], kind: str) -> list[str]:
        box = VALUES_IN.get(kind)
        chosen = facts.get(box) if box else None
        if not chosen:
            return []
        return [chosen] if isinstance(chosen, str) else in_kept_order(chosen, self.instance.values)


def _is_filled(value: Any) -> bool:
    return value not in (None, "", [])


def _check_place(form: CriterionForm, facts: dict[str, Any]) -> None:
    if facts["rule"] in ("only", "except") and not facts["places"]:
        form.add_error("places", _("Name the places that this rule speaks of."))
    if facts["rule"] not in ("only", "except") and facts["places"]:
        form.add_error("rule", _("Say whether only these places count, or all except these."))


def _check_degree(form: CriterionForm, facts: dict[str, Any]) -> None:
    if facts["degrees"] and facts["text"]:
        form.add_error("text", _("Words are for what no degree in the list fits: use the note."))
    if facts["note"] and not facts["degrees"]:
        form.add_error("note", _("A note goes with a degree: put this in words."))


def _check_language(form: CriterionForm, facts: dict[str, Any]) -> None:
    if not facts["languages"]:
        form.add_error("languages", _("Name the language."))


def _check_years(form: CriterionForm, facts: dict[str, Any]) -> None:
    if facts["minimum"] is not None and facts["maximum"] is not None and facts["minimum"] > facts["maximum"]:
        form.add_error("minimum", _("The lower limit is above the upper one."))


CHECKS: dict[str, Callable[[CriterionForm, dict[str, Any]], None]] = {
    "nationality": _check_place,
    "residence": _check_place,
    "degree": _check_degree,
    "language": _check_language,
    "years-since-phd": _check_years,
    "age": _check_years,
}


class CriterionFormSet(RowsFormSet):
    """The criteria of one opportunity; most kinds stand once."""

    distinct = "kind"

    def must_differ(self, value: Any) -> bool:
        return super().must_differ(value) and value not in REPEATABLE


def _shown(box: str, label: Any) -> Callable[[Any, Criterion], str | None]:
    """What someone who may only look sees in place of a box."""

    @admin.display(description=label, empty_value="—")
    def show(page: Any, criterion: Criterion) -> str | None:
        return ", ".join(criterion.values) if VALUES_IN.get(criterion.kind) == box else None

    return show


class CriterionPage:
    """The boxes in their rows."""

    places = _shown("places", gettext_lazy("places"))
    degrees = _shown("degrees", gettext_lazy("degrees"))
    languages = _shown("languages", gettext_lazy("languages"))
    applicant = _shown("applicant", gettext_lazy("who applies"))
    rows = (
        "kind", ("rule", "places"), "degrees", ("minimum", "maximum", "on_date"),
        "languages", "required", "applicant", "text", "note",
    )  # fmt: skip


class CriterionInline(CriterionPage, DeskInline):
    """The criteria under an opportunity."""

    model = Criterion
    form = CriterionForm
    formset = CriterionFormSet
    collapsible = False
    fields = CriterionPage.rows


@admin.register(Criterion)
class CriterionAdmin(CriterionPage, EvidenceAdmin):
    """All eligibility criteria, to compare how the same condition is recorded."""

    form = CriterionForm
    list_display = ("kind", "entry", "rule", "value_list", "minimum", "maximum", "text")
    list_filter = ("kind", "rule")
    search_fields = ("text", "note", "opportunity__name", "opportunity__slug")
    list_select_related = ("opportunity",)
    ordering = ("kind", "opportunity__name", "position")
    readonly_fields = ("entry",)
    fields = ("entry", *CriterionPage.rows)

    @admin.display(description=gettext_lazy("opportunity"), ordering="opportunity__name")
    def entry(self, criterion: Criterion) -> str:
        """The opportunity, linked."""
        return link_to(criterion.opportunity)

    @admin.display(description=gettext_lazy("values"), empty_value="—")
    def value_list(self, criterion: Criterion) -> str | None:
        """The codes of the condition."""
        return ", ".join(criterion.values) or None
