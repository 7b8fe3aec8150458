"""Which countries are meant: single ones, and groups of them."""

# The members of the European Union since 2020; europa.eu, "EU countries".
_EU = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "HR",
        "CY",
        "CZ",
        "DK",
        "EE",
        "FI",
        "FR",
        "DE",
        "GR",
        "HU",
        "IE",
        "IT",
        "LV",
        "LT",
        "LU",
        "MT",
        "NL",
        "PL",
        "PT",
        "RO",
        "SK",
        "SI",
        "ES",
        "SE",
    ]
)
# Agreement on the European Economic Area, its EFTA members.
_EEA = _EU | frozenset(("IS", "LI", "NO"))
# Of the places with a code of their own that people hold passports of, those that Japan has no diplomatic relations
# with: Ministry of Foreign Affairs of Japan, "Countries & Regions" (195 states recognised, Japan apart).
_WITHOUT_RELATIONS = frozenset(("JP", "KP", "TW", "PS", "EH"))


def is_in(country: str, place: str) -> bool:
    """Whether a country is a place, or belongs to it. `place` is a country or a code of COUNTRY_GROUP."""
    if place == "EU":
        return country in _EU
    if place == "EEA":
        return country in _EEA
    if place == "diplomatic-relations-with-japan":
        return country not in _WITHOUT_RELATIONS
    return country == place


def is_in_any(country: str, places: tuple[str, ...]) -> bool:
    """Whether a country is one of the places, or belongs to one."""
    return any(is_in(country, place) for place in places)
