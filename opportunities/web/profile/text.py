"""A profile as a short text, for the cookie and for links that a visitor shares.

`nationalities.GB~nationalities.JP~phd.2019-03-14~has_host.no`: one part for each answer, several where there are
several values, a bare `nationalities.` where she has said that there is none. It needs no quoting in a cookie or an
address, and whoever is given a link can read what it says.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from opportunities.eligibility.profile import PartialDate, Profile
from opportunities.eligibility.terms import INSTITUTION_KIND, LANGUAGE_LEVEL
from opportunities.finder.named import is_slug
from opportunities.ford import FIELD
from opportunities.vocabulary import CAREER_STAGE
from opportunities.web.countries import COUNTRIES

BETWEEN, AFTER_NAME = "~", "."
LONGEST_TEXT = 3_000  # characters: the longest profile that keeps the bounds below is shorter
MOST = {"nationalities": 5, "permanent_residence": 5, "fields": 5, "earlier_awards": 20}
MOST_MONTHS, MOST_BREAKS, MOST_YEARS = 1_200, 600, 80
DEGREES = ("none", "bachelors", "masters", "doctorate")
ENROLMENTS = ("not-enrolled", "bachelors", "masters", "doctorate")
NO_INSTITUTION = "none"

Reader = Callable[[str], Any]  # raises ValueError for what it cannot read


def write(profile: Profile) -> str:
    """The text of a profile; empty where nothing is known."""
    return BETWEEN.join(f"{name}{AFTER_NAME}{value}" for name, value in _parts(profile))


def read(text: str) -> tuple[Profile, list[str]]:
    """The profile of a text from anywhere, and those of its parts that could not be used."""
    if len(text) > LONGEST_TEXT:
        return Profile(), [text]
    known: dict[str, Any] = {}
    unusable = []
    for part in filter(None, text.split(BETWEEN)):
        name, _dot, value = part.partition(AFTER_NAME)
        try:
            known[name] = _with(known.get(name), name, value)
        except (KeyError, ValueError):
            unusable.append(part)
    return replace(Profile(), **known), unusable


def _parts(profile: Profile) -> Iterator[tuple[str, str]]:
    for field in fields(Profile):
        value = getattr(profile, field.name)
        if value == field.default:
            continue
        if isinstance(value, tuple):
            yield from ((field.name, one) for one in value or ("",))
        else:
            yield field.name, {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _with(before: Any, name: str, value: str) -> Any:
    """What is known of a field after one more part of the text."""
    if name not in MOST:
        if before is not None:
            raise ValueError("There can be but one answer.")
        return _READERS[name](value)
    if not value and before is None:
        return ()
    values = tuple(dict.fromkeys((*(before or ()), _READERS[name](value))))
    if len(values) > MOST[name]:
        raise ValueError("Too many values.")
    return values


def _one_of(codes: Iterable[str]) -> Reader:
    known = frozenset(codes)

    def reader(text: str) -> str:
        if text not in known:
            raise ValueError(text)
        return text

    return reader


def _number(most: int) -> Reader:
    def reader(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= 4 and int(text) <= most):
            raise ValueError(text)
        return int(text)

    return reader


def _yes_or_no(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _slug(text: str) -> str:
    if not is_slug(text):
        raise ValueError(text)
    return text


_country, _field, _level, _months = _one_of(COUNTRIES), _one_of(FIELD), _one_of(LANGUAGE_LEVEL), _number(MOST_MONTHS)
_READERS: dict[str, Reader] = {
    "nationalities": _country,
    "permanent_residence": _country,
    "residence": _country,
    "career_stage": _one_of(CAREER_STAGE),
    "highest_degree": _one_of(DEGREES),
    "enrolled_in": _one_of(ENROLMENTS),
    "phd": PartialDate.parse,
    "career_break_months": _number(MOST_BREAKS),
    "born": PartialDate.parse,
    "employed": _yes_or_no,
    "institution_kind": _one_of((*INSTITUTION_KIND, NO_INSTITUTION)),
    "institution_country": _country,
    "fields": _field,
    "first_degree_field": _field,
    "english": _level,
    "japanese": _level,
    "has_host": _yes_or_no,
    "has_place": _yes_or_no,
    "nominated": _yes_or_no,
    "japan_months_recent": _months,
    "japan_months": _months,
    "uk_months_recent": _months,
    "uk_months": _months,
    "work_years": _number(MOST_YEARS),
    "earlier_awards": _slug,
}
