"""The forms in which a curator decides on a suggestion: fact by fact, or as the draft of a new entry."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from opportunities.admin.form_fields import LineField, ProseField, Validator, must_fit
from opportunities.curation.fact_types import WebAddress
from opportunities.curation.suggestions import Acceptance, NewProgramme, NewSource
from opportunities.models import Suggestion
from opportunities.vocabulary import KIND, PUBLISHER, SUGGESTED_FACT, SUGGESTED_MATTER, Vocabulary

LONGEST_NAME = 300
_address: Validator = must_fit(WebAddress, gettext_lazy("“%(value)s” is not a web address that a page may link to."))


def _line(**kwargs: Any) -> LineField:
    return LineField(max_length=LONGEST_NAME, widget=UnfoldAdminTextInputWidget(), **kwargs)


def _text(rows: int = 4, **kwargs: Any) -> ProseField:
    return ProseField(widget=UnfoldAdminTextareaWidget({"rows": rows}), **kwargs)


def _link(**kwargs: Any) -> forms.CharField:
    return forms.CharField(validators=[_address], max_length=1000, widget=UnfoldAdminTextInputWidget(), **kwargs)


def _choice(terms: Vocabulary, **kwargs: Any) -> forms.ChoiceField:
    choices = [("", "—"), *((term.code, term.label) for term in terms.values())]
    return forms.ChoiceField(choices=choices, widget=UnfoldAdminSelectWidget(), **kwargs)


def _box_for(code: str, **kwargs: Any) -> forms.Field:
    if code.endswith("_url"):
        return _link(**kwargs)
    return _line(**kwargs) if code in ("name", "name_ja") else _text(**kwargs)


class NoteForm(forms.Form):
    """Why it is decided so: for the next curator, and for the entry's history."""

    note = _text(2, required=False, empty_value=None, max_length=500, label=gettext_lazy("Note for the desk"))


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that the reader says, beside what the entry says now. Without a value it is seen to by hand."""

    label: str
    now: Sequence[str]
    said: str
    take: forms.BoundField
    value: forms.BoundField | None
    seen: forms.BoundField | None


class AcceptanceForm(NoteForm):
    """What is taken of a suggestion about an entry, fact by fact; `present` is what the entry says now, in lines."""

    add_source = forms.BooleanField(
        required=False,
        label=gettext_lazy("Add the reader's link to the sources, for the facts that are taken over"),
        widget=UnfoldBooleanWidget(),
    )
    source_title = _line(required=False, label=gettext_lazy("Title of that page"))
    publisher = _choice(PUBLISHER, required=False, label=gettext_lazy("Publisher"))

    def __init__(self, suggestion: Suggestion, present: Mapping[str, Sequence[str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.suggestion, self.present = suggestion, present
        self.facts = [code for code in SUGGESTED_FACT if code in suggestion.facts]
        self.matters = [code for code in SUGGESTED_MATTER if code in suggestion.facts]
        for code in (*self.facts, *self.matters):
            self.fields[f"take-{code}"] = forms.BooleanField(required=False, widget=UnfoldBooleanWidget())
        for code in self.facts:
            label, said = SUGGESTED_FACT[code].label, suggestion.facts[code]
            self.fields[f"value-{code}"] = _box_for(code, required=False, label=label, initial=said)
            self.fields[f"seen-{code}"] = ProseField(
                required=False, strip=False, initial=self._now(code), widget=forms.HiddenInput()
            )
        if suggestion.source_url is None or not self.facts:
            for name in ("add_source", "source_title", "publisher"):
                del self.fields[name]

    def rows(self) -> Iterator[Row]:
        """Everything that the reader says, with its boxes."""
        for code in (*self.facts, *self.matters):
            is_fact = code in self.facts
            yield Row(
                label=(SUGGESTED_FACT if is_fact else SUGGESTED_MATTER)[code].label,
                now=self.present.get(code, ()),
                said=self.suggestion.facts[code],
                take=self[f"take-{code}"],
                value=self[f"value-{code}"] if is_fact else None,
                seen=self[f"seen-{code}"] if is_fact else None,
            )

    def show_as_present(self) -> None:
        """Let the boxes that remember what was seen hold what is present now, which the page shows."""
        self.data = {**self.data, **{f"seen-{code}": self._now(code) for code in self.facts}}

    def _now(self, code: str) -> str:
        """The fact as the entry states it; empty where it does not."""
        return next(iter(self.present.get(code, ())), "")

    def clean(self) -> dict[str, Any]:
        """Refuse an acceptance of nothing, of an empty value, and a source without its title and publisher."""
        given = super().clean() or self.cleaned_data
        taken = [code for code in (*self.facts, *self.matters) if given.get(f"take-{code}")]
        if not taken:
            self.add_error(None, _("Tick what you accept; or decline the suggestion."))
        for code in self.facts:
            if code in taken and not given.get(f"value-{code}") and f"value-{code}" not in self.errors:
                self.add_error(f"value-{code}", _("A reader's suggestion cannot empty a fact: do that on its page."))
        if given.get("add_source"):
            for name in ("source_title", "publisher"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("A source needs this."))
        return given

    @property
    def acceptance(self) -> Acceptance:
        """What was decided, in a form that is valid."""
        given = self.cleaned_data
        taken = [code for code in self.facts if given[f"take-{code}"]]
        source = None
        if taken and given.get("add_source") and self.suggestion.source_url:
            source = NewSource(self.suggestion.source_url, given["source_title"], given["publisher"])
        return Acceptance(
            values={code: given[f"value-{code}"] for code in taken},
            seen={code: given[f"seen-{code}"] or None for code in taken},
            by_hand=[code for code in self.matters if given[f"take-{code}"]],
            source=source,
        )


class DraftForm(NoteForm):
    """The draft that is made of a suggested programme, in the words that the curator leaves."""

    name = _line(label=SUGGESTED_FACT["name"].en)
    kind = _choice(KIND, label=gettext_lazy("Kind"))
    official_url = _link(
        label=SUGGESTED_FACT["application.official_url"].en,
        help_text=gettext_lazy("Open it first: it becomes the draft's first source."),
    )
    summary = _text(label=SUGGESTED_FACT["summary"].en)
    who = _text(label=SUGGESTED_FACT["eligibility.summary"].en, required=False, empty_value=None)
    field_order = ("name", "kind", "official_url", "summary", "who", "note")

    def __init__(self, suggestion: Suggestion, *args: Any, **kwargs: Any) -> None:
        said = suggestion.facts
        words = {
            "name": said.get("name"),
            "official_url": said.get("application.official_url"),
            "summary": said.get("summary"),
            "who": said.get("eligibility.summary"),
        }
        super().__init__(*args, **{"initial": words, **kwargs})

    @property
    def programme(self) -> NewProgramme:
        """The draft, of a form that is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "note"}
        return NewProgramme(**given)
