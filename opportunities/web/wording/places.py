"""Countries and languages in words."""

from collections.abc import Iterable

from babel.lists import format_list

from opportunities.vocabulary import COUNTRY_GROUP
from opportunities.web.wording.dates import locale


def place_in_words(code: str) -> str:
    """The name of a country (ISO 3166 alpha-2) or of a group of countries; the code itself where nobody names it."""
    if code in COUNTRY_GROUP:
        return COUNTRY_GROUP[code].label
    return str(locale().territories.get(code, code))


def language_in_words(code: str) -> str:
    """The name of a language (ISO 639-1)."""
    return str(locale().languages.get(code, code))


def listed(items: Iterable[str], either: bool = False) -> str:
    """a, b and c; or, with `either`, a, b or c."""
    return str(format_list(list(items), style="or" if either else "standard", locale=locale()))
