"""Form fields that read the answers of a profile, and say in words what they cannot read.

Each gives None where nothing was said. `kind` names the template that shows it.
"""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.profile import PartialDate
from opportunities.web.countries import country_named

NONE_OF_THESE = "none"  # ticked: she has said that there is none
_LONGEST_SHOWN = 40
_EARLIEST = 1900
_YEARS_AHEAD = 10  # that a doctorate may lie ahead

Choices = list[tuple[str, Any]]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text[:200]).split())


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"


def read_country(text: str) -> str:
    """The code of a country by its name; raises ValidationError."""
    code = country_named(_plain(text))
    if code is None:
        message = _("We do not know a country called “%(name)s”. Choose one from the list, in English or Japanese.")
        raise ValidationError(message % {"name": _shown(_plain(text))})
    return code


class ChoiceAnswer(forms.ChoiceField):
    """One of a closed list."""

    def __init__(self, choices: Iterable[tuple[str, Any]], kind: str = "choice") -> None:
        super().__init__(choices=[("", ""), *choices], required=False)
        self.kind = kind
        self.error_messages["invalid_choice"] = _("Choose one of the answers in the list.")

    def clean(self, value: Any) -> Any:
        return super().clean(value) or None


class YesNoAnswer(ChoiceAnswer):
    """Yes or no."""

    def __init__(self, choices: Iterable[tuple[str, Any]]) -> None:
        super().__init__(choices, kind="yes-no")

    def clean(self, value: Any) -> bool | None:
        return {"yes": True, "no": False}.get(super().clean(value) or "")


class NumberAnswer(forms.CharField):
    """A whole number from 0 up to a bound; `if_empty` is what an empty field means."""

    kind = "number"

    def __init__(self, most: int, if_empty: int | None = None) -> None:
        super().__init__(required=False)
        self.most, self.if_empty = most, if_empty

    def clean(self, value: Any) -> int | None:
        text = _plain(str(value or ""))
        if not text:
            return self.if_empty
        if not (text.isascii() and text.isdigit() and len(text) <= 6 and int(text) <= self.most):
            raise ValidationError(_("Give a whole number from 0 to %(most)s.") % {"most": self.most})
        return int(text)


class CountryAnswer(forms.CharField):
    """A country by its name."""

    kind = "country"

    def __init__(self) -> None:
        super().__init__(required=False)

    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        return read_country(text) if text else None


class ListAnswer(forms.Field):
    """Several values, each read by `read_one`; with `none` one can say that there is none at all."""

    widget = forms.SelectMultiple  # only to take all values of that name
    kind = "list"

    def __init__(self, read_one: Callable[[str], str], most: int, *, kind: str, none: str = "") -> None:
        super().__init__(required=False)
        self.read_one, self.most, self.kind, self.none = read_one, most, kind, none
        self.choices: Choices = []

    def clean(self, value: Any) -> tuple[str, ...] | None:
        given = list(filter(None, (str(one).strip() for one in value or ())))
        texts = [text for text in given if not (self.none and text == NONE_OF_THESE)]
        if len(dict.fromkeys(texts)) > self.most:
            raise ValidationError(
                ngettext(
                    "You gave %(count)d, and we can keep %(most)d. Please leave those that matter.",
                    "You gave %(count)d, and we can keep %(most)d. Please leave those that matter.",
                    len(texts),
                )
                % {"count": len(texts), "most": self.most}
            )
        values, errors = [], []
        for text in texts:
            try:
                values.append(self.read_one(text))
            except ValidationError as error:
                errors.extend(error.messages)
        if errors:
            raise ValidationError(errors)
        return tuple(dict.fromkeys(values)) or (() if given else None)


class DateParts(forms.Widget):
    """Three fields: year, month, day."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str, str]:
        year, month, day = (str(data.get(f"{name}_{part}") or "")[:200] for part in ("year", "month", "day"))
        return year, month, day


class DateAnswer(forms.Field):
    """A year, a month or a day. `may_come`: it may lie ahead."""

    widget = DateParts
    kind = "date"

    def __init__(self, today: date, *, may_come: bool) -> None:
        super().__init__(required=False)
        self.today, self.may_come = today, may_come

    def clean(self, value: Any) -> PartialDate | None:
        year, month, day = (_plain(part) for part in value)
        if not year and not month and not day:
            return None
        if not year:
            raise ValidationError(_("Give the year too, with four digits."))
        if day and not month:
            raise ValidationError(_("Give the month too, or leave out the day."))
        stated = _existing(
            _number_in(year), _number_in(month), _number_in(day), " ".join(filter(None, (day, month, year)))
        )
        self._check(stated)
        return stated

    def _check(self, stated: PartialDate) -> None:
        if stated.year < _EARLIEST:
            raise ValidationError(_("The year %(year)d is too long ago.") % {"year": stated.year})
        if stated.first > self.today and not self.may_come:
            raise ValidationError(_("This day is still to come."))
        if stated.year > self.today.year + _YEARS_AHEAD:
            raise ValidationError(_("The year %(year)d is too far ahead.") % {"year": stated.year})


def _number_in(text: str) -> int | None:
    """The number; None where nothing is written, -1 where it is none that a date has."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else -1


def _existing(year: int | None, month: int | None, day: int | None, written: str) -> PartialDate:
    """The date, if there is such a one."""
    if year is None or not 1000 <= year <= 9999:
        raise ValidationError(_("Write the year with four digits, such as 2019."))
    if month is not None and not 1 <= month <= 12:
        raise ValidationError(_("Write the month as a number from 1 to 12."))
    stated = PartialDate(year, month, day)
    try:
        if day == 0:
            raise ValueError(day)
        _first, _last = stated.first, stated.last
    except (ValueError, OverflowError):
        message = _("There is no such day as “%(day)s” (day, month, year).")
        raise ValidationError(message % {"day": _shown(written)}) from None
    return stated
