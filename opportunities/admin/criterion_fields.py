"""Form fields of conditions: codes with commas between them, short names of the entry's own routes and sources."""

from functools import cache
from typing import Any

from babel import Locale
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import UnfoldAdminTextInputWidget

from opportunities.admin.form_fields import ListField, PickingList, SuggestingInput
from opportunities.models import Source
from opportunities.vocabulary import COUNTRY_GROUP


@cache
def _known_codes(kind: str) -> frozenset[str]:
    """The two-letter codes of countries ("territories") or of languages."""
    return frozenset(code for code in getattr(Locale("en"), kind) if len(code) == 2)


class CommaField(ListField):
    """Codes with commas between them, each once; at most `at_most`."""

    separator = r"[,;\s]"

    def __init__(self, *, at_most: int | None = None, **kwargs: Any) -> None:
        self.at_most = at_most
        super().__init__(widget=UnfoldAdminTextInputWidget(), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(value)

    def to_python(self, value: Any) -> list[str]:
        return list(dict.fromkeys(super().to_python(value)))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.at_most is not None and len(value) > self.at_most:
            raise ValidationError(_("One only."))


class PlacesField(CommaField):
    """Countries by their ISO 3166 codes, and groups of countries."""

    fault = gettext_lazy("“%(code)s” is neither a country's code (GB, JP) nor one of: %(groups)s.")

    def item(self, text: str) -> str:
        code = text.upper() if len(text) in (2, 3) else text
        if code == "UK":
            raise ValidationError(_("The code of the United Kingdom is GB."))
        if not self.is_place(code):
            raise ValidationError(self.fault, params={"code": text[:40], "groups": ", ".join(COUNTRY_GROUP)})
        return code

    def is_place(self, code: str) -> bool:
        """Whether the code may be typed here."""
        return code in COUNTRY_GROUP or code in _known_codes("territories")


class CountryField(PlacesField):
    """One country, or none."""

    fault = gettext_lazy("“%(code)s” is not a country's code such as GB or JP.")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(at_most=1, **kwargs)

    def is_place(self, code: str) -> bool:
        return code not in COUNTRY_GROUP and super().is_place(code)


class LanguagesField(CommaField):
    """Languages by their ISO 639-1 codes."""

    def item(self, text: str) -> str:
        if text.lower() not in _known_codes("languages"):
            message = _("“%(code)s” is not the code of a language, such as en or ja.")
            raise ValidationError(message, params={"code": text[:40]})
        return text.lower()


class WordsField(ListField):
    """A list of one text, or none, typed on one line."""

    separator = "[\r\n]"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=UnfoldAdminTextInputWidget(), **kwargs)

    def to_python(self, value: Any) -> list[str]:
        words = " ".join(super().to_python(value))
        return [words] if words else []


class RouteField(forms.CharField):
    """The short name of one of the entry's routes, which are offered; none for what holds for all."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"required": False, "empty_value": None, "max_length": 80, "widget": SuggestingInput(), **kwargs}
        )

    def offer(self, routes: list[str]) -> None:
        """Offer these in the box."""
        self.widget.suggestions = routes


class SourcesField(forms.MultipleChoiceField):
    """Sources of the entry by their short names, picked from a list; one that is typed in just now can be typed here.

    Whether they are the entry's own is held against its sources as they will be: see `whole_eligibility`.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=PickingList({"data-tags": "true"}), **kwargs)

    def offer(self, sources: list[Source], also: list[str]) -> None:
        """Offer the entry's stored sources; `also` are those that were chosen."""
        titles = {source.ref: f"{source.ref}: {source.title[:60]}" for source in sources}
        self.choices = [*titles.items(), *((ref, ref) for ref in also if ref not in titles)]

    def to_python(self, value: Any) -> list[str]:
        """Each once: what is typed may be in the list as well."""
        return list(dict.fromkeys(super().to_python(value)))

    def valid_value(self, value: str) -> bool:
        return True
