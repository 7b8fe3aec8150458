"""Form fields for facts that are not one plain column: lists, codes, yearly dates, time zones, rows of parts."""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from pydantic import TypeAdapter
from pydantic import ValidationError as FactError
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelect2MultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from core.dates import is_time_zone
from opportunities.curation.fact_types import Facts, Text
from opportunities.deadlines.rounds import YearlyDate
from opportunities.vocabulary import Vocabulary

Validator = Callable[[Any], None]

COMMON_ZONES = (
    "Europe/London",
    "Asia/Tokyo",
    "UTC",
    "Europe/Brussels",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Zurich",
    "America/New_York",
    "America/Los_Angeles",
    "Australia/Sydney",
)


def fitting(fact_type: Any) -> Callable[[object], bool]:
    """A test by the rules of the catalogue's files: may they hold a value as a fact of that type?"""
    adapter = TypeAdapter(fact_type)

    def fits(value: object) -> bool:
        try:
            adapter.validate_python(value, strict=True)
        except FactError:
            return False
        return True

    return fits


def must_fit(fact_type: Any, message: Any) -> Validator:
    """A validator by the same rules, so that whatever is saved here can be exported and loaded again."""
    fits = fitting(fact_type)

    def check(value: Any) -> None:
        if value not in (None, "") and not fits(value):
            raise ValidationError(message, params={"value": str(value)[:80]})

    return check


plain_text = must_fit(Text, _("This text has a control character in it: type it afresh."))


class LineField(forms.CharField):
    """One line of text."""

    default_validators = [plain_text]


class ProseField(forms.CharField):
    """Text of several lines, kept with plain line ends whatever the browser sends."""

    default_validators = [plain_text]

    def to_python(self, value: Any) -> str | None:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if text else text


class ListField(forms.Field):
    """A list of texts, typed one per line."""

    separator = "\n"

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        kwargs.setdefault("widget", UnfoldAdminTextareaWidget({"rows": rows}))
        super().__init__(**{"required": False, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(value)

    def to_python(self, value: Any) -> list[Any]:
        """The items, without empty ones. Raises ValidationError for an item that cannot stand in the list."""
        items = (" ".join(part.split()) for part in re.split(self.separator, value or ""))
        return [self.item(item) for item in items if item]

    def item(self, text: str) -> Any:
        """The item that a line stands for."""
        plain_text(text)
        return text


class YearlyDatesField(ListField):
    """Months (MM) and days of the year (MM-DD), with commas or line ends between them; at most `at_most`."""

    separator = r"[,;\s]"

    def __init__(self, *, at_most: int | None = None, **kwargs: Any) -> None:
        self.at_most = at_most
        super().__init__(widget=UnfoldAdminTextInputWidget(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(value)

    def item(self, text: str) -> str:
        try:
            return str(YearlyDate.parse(text))
        except ValueError as error:
            message = _("“%(text)s” is neither a month (such as 03) nor a day of the year (such as 03-31).")
            raise ValidationError(message, params={"text": text[:40]}) from error

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(set(value)) != len(value):
            raise ValidationError(_("A date stands twice."))
        if self.at_most is not None and len(value) > self.at_most:
            raise ValidationError(_("One date only."))


class RowsField(ListField):
    """Rows of parts, one row per line, with “|” between the parts (“\\|” stands for the sign itself).

    Each row becomes a dictionary by the rules of `record`; a part left empty is unknown. `parts` gives their order,
    `numbers` those that are numbers, and `fault` says in words what a row must be.
    """

    def __init__(
        self, record: type[Facts], parts: Sequence[str], *, fault: Any, numbers: Sequence[str] = (), **kwargs: Any
    ) -> None:
        self.record, self.parts, self.fault, self.numbers = record, parts, fault, numbers
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(map(self._line, value))

    def item(self, text: str) -> dict[str, Any]:
        cells = [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", text)]
        if len(cells) > len(self.parts):
            raise ValidationError(_("Too many parts: “%(text)s”."), params={"text": text[:80]})
        known: dict[str, Any] = {part: cell for part, cell in zip(self.parts, cells, strict=False) if cell}
        try:
            known |= {part: int(known[part]) for part in self.numbers if part in known}
            return self.record.model_validate(known).model_dump()
        except ValueError as error:  # of which the errors of records are a kind
            raise ValidationError("“%(text)s”: %(fault)s", params={"text": text[:80], "fault": self.fault}) from error

    def _line(self, row: dict[str, Any]) -> str:
        cells = ["" if row.get(part) is None else str(row[part]).replace("|", "\\|") for part in self.parts]
        while cells and not cells[-1]:
            cells.pop()
        return " | ".join(cells)


class SuggestingInput(UnfoldAdminTextInputWidget):  # type: ignore[misc]
    """A text box that offers `suggestions`, but takes anything."""

    def __init__(self, suggestions: Sequence[str] = (), **kwargs: Any) -> None:
        self.suggestions = suggestions
        super().__init__(**kwargs)

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        list_id = f"{(attrs or {}).get('id', name)}_list"
        box = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}"></option>', ((text,) for text in self.suggestions))
        return format_html('{}<datalist id="{}">{}</datalist>', box, list_id, options)


class TimeZoneField(forms.CharField):
    """The name of a time zone: one of the usual ones, or any other of the IANA database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "empty_value": None, "widget": SuggestingInput(COMMON_ZONES), **kwargs})

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not is_time_zone(value):
            message = _("“%(zone)s” is not a time zone such as Europe/London or Asia/Tokyo.")
            raise ValidationError(message, params={"zone": value[:40]})


class CodesField(forms.MultipleChoiceField):
    """Codes of a closed list, as boxes to tick; `grouped` puts narrower terms under their broader one."""

    widget = UnfoldAdminCheckboxSelectMultipleWidget

    def __init__(
        self, terms: Vocabulary, *, first: Iterable[tuple[str, Any]] = (), grouped: bool = False, **kwargs: Any
    ) -> None:
        choices = partial(_grouped if grouped else _labelled, terms)
        super().__init__(choices=lambda: [*first, *choices()], required=False, **kwargs)


class PickingList(UnfoldAdminSelect2MultipleWidget):  # type: ignore[misc]
    """A searchable list of what is in it. Without the class for which Django's own script would ask the server."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.attrs["class"] = "unfold-admin-autocomplete"


class SupportsField(forms.MultipleChoiceField):
    """Names of facts that a source supports, picked from a searchable list."""

    def __init__(self, names: Iterable[str], **kwargs: Any) -> None:
        choices = [(name, name.replace("_", " ")) for name in names]
        super().__init__(choices=choices, required=False, widget=PickingList(), **kwargs)


def in_kept_order(chosen: Iterable[str], before: Sequence[str]) -> list[str]:
    """The chosen codes: those that were there before in their old order, then the new ones."""
    chosen = list(chosen)
    return [code for code in before if code in chosen] + [code for code in chosen if code not in before]


def _labelled(terms: Vocabulary) -> list[tuple[str, Any]]:
    return [(term.code, term.label) for term in terms.values()]


def _grouped(terms: Vocabulary) -> list[tuple[str, Any]]:
    """Each broad term heads a group, in which it stands first, as a whole."""
    return [
        (
            broad.label,
            [
                (broad.code, _("The whole field")),
                *((t.code, t.label) for t in terms.values() if t.parent == broad.code),
            ],
        )
        for broad in terms.values()
        if broad.parent is None
    ]
