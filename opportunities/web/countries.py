"""Countries as visitors name them."""

from functools import lru_cache

from babel import Locale
from django.utils.translation import get_language

from core.text import fold
from opportunities.wording.places import place_in_words

# Codes of CLDR that are no country: unions, and islands where nobody lives.
_NO_COUNTRIES = frozenset(
    ("AC", "AQ", "BV", "CP", "CQ", "DG", "EA", "EU", "EZ", "GS", "HM", "IC", "IO", "QO", "TA", "TF", "UM", "UN")
)
_FOR_TESTS = frozenset(("XA", "XB", "ZZ"))
_ENGLISH, _JAPANESE = Locale("en", "GB"), Locale("ja")
COUNTRIES = frozenset(
    code
    for code in map(str, _ENGLISH.territories)
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES | _FOR_TESTS
)
_FIRST = ("GB", "JP")
# What else the two countries of this site, and a few others, are called.
_OTHER_NAMES = {
    "GB": "UK, U.K., Great Britain, Britain, British, England, Scotland, Wales, Northern Ireland, 英国",
    "JP": "Japanese, Nippon, 日本国",
    "US": "USA, U.S., U.S.A., America, American, United States of America, 米国, アメリカ",
    "KR": "Korea, Republic of Korea, 大韓民国",
    "CN": "People’s Republic of China, PRC, 中華人民共和国",
    "TR": "Turkey",
    "CZ": "Czech Republic",
    "IE": "Republic of Ireland",
    "NL": "Holland",
    "MM": "Burma",
}


def country_named(text: str) -> str | None:
    """The code of the country that is called so, in either language, or has this code; None where there is none."""
    name = " ".join(text.split())
    return name.upper() if name.upper() in COUNTRIES else _names().get(fold(name))


def country_names() -> tuple[str, ...]:
    """The names of all countries in the language in force, by name; the United Kingdom and Japan come first."""
    return _sorted_names(get_language())


@lru_cache(maxsize=4)
def _sorted_names(_language: str | None) -> tuple[str, ...]:
    first = [place_in_words(code) for code in _FIRST]
    return (*first, *sorted((place_in_words(code) for code in COUNTRIES - {*_FIRST}), key=fold))


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Folded names in both languages, and their codes."""
    names = {fold(name): code for code, others in _OTHER_NAMES.items() for name in others.split(", ")}
    for locale in (_JAPANESE, _ENGLISH):
        names |= {fold(str(locale.territories[code])): code for code in COUNTRIES if code in locale.territories}
    return names
