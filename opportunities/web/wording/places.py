"""Countries and languages in words."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

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
    parts = list(items)
    if len(parts) < 2:
        return "".join(parts)
    pattern = _("%(first)s or %(last)s") if either else _("%(first)s and %(last)s")
    return pattern % {"first": ", ".join(parts[:-1]), "last": parts[-1]}
