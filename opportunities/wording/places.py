"""Countries and languages in words."""

from collections.abc import Iterable

from babel.lists import format_list

from opportunities.vocabulary import COUNTRY_GROUP
from opportunities.wording.dates import locale

# Countries that are called "the …" in an English sentence.
_WITH_ARTICLE = frozenset(
    "AE BS CF CK DO FK FO GB GM IM KM KY MH MP MV NL PH PN PS SB SC TC US VG VI".split()  # noqa: SIM905
)
_IN_JAPANESE = {"GB": "英国"}  # as the closed lists of this site say it; Babel's name is the colloquial one


def place_in_words(code: str) -> str:
    """The name of a country (ISO 3166 alpha-2) or of a group of countries; the code itself where nobody names it."""
    if code in COUNTRY_GROUP:
        return COUNTRY_GROUP[code].label
    if locale().language == "ja" and code in _IN_JAPANESE:
        return _IN_JAPANESE[code]
    return str(locale().territories.get(code, code))


def place_in_a_sentence(code: str) -> str:
    """The same as it stands in a sentence: the United Kingdom."""
    name = place_in_words(code)
    return f"the {name}" if code in _WITH_ARTICLE and locale().language == "en" else name


def language_in_words(code: str) -> str:
    """The name of a language (ISO 639-1)."""
    return str(locale().languages.get(code, code))


def listed(items: Iterable[str], either: bool = False) -> str:
    """a, b and c; or, with `either`, a, b or c."""
    return str(format_list(list(items), style="or" if either else "standard", locale=locale()))
