"""Ways on from a search: filters that its words name, how they were read, and what to drop where nothing is found."""

import re
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.translation import get_language

from opportunities.finder import FinderResult
from opportunities.finder.advice import NearName


@dataclass(frozen=True, slots=True)
class Way:
    """A link to another search, and how much it finds. Without a facet it is about the words."""

    facet: str | None
    label: str
    count: int
    link: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A word as it was typed, the one that was taken instead, and the search for what was typed."""

    typed: str
    taken: str
    link: str


@dataclass(frozen=True, slots=True)
class NameLink:
    """A programme's name in the language in force."""

    name: str
    link: str


def offers_of(result: FinderResult, path: str) -> list[Way]:
    """The facet values that the question names, each one click away."""
    return [Way(offer.facet, offer.label, offer.count, path + offer.with_it.address) for offer in result.offers]


def corrections_of(result: FinderResult, path: str) -> list[Correction]:
    """The words that were taken for others."""
    query = result.query
    return [
        Correction(typed, taken, path + replace(query, q=_quoted(query.q, typed), page=1).address)
        for typed, taken in result.corrections
    ]


def conditions_of(result: FinderResult, path: str) -> list[Way]:
    """Each condition of a search that finds nothing, the most helpful to drop first."""
    conditions = result.advice.conditions if result.advice else ()
    return [Way(one.facet, one.label, one.count, path + one.without.address) for one in conditions]


def near_names_of(result: FinderResult) -> list[NameLink]:
    """The programmes whose names resemble words that nothing has."""
    return [_name_link(near) for near in (result.advice.names if result.advice else ())]


def _name_link(near: NearName) -> NameLink:
    is_japanese = (get_language() or "").startswith("ja")
    name = near.name_ja if is_japanese and near.name_ja else near.name
    return NameLink(name, reverse("web:opportunity", args=[near.slug]))


def _quoted(question: str, typed: str) -> str:
    """The question with a word in quotation marks; the whole in them where the word is not found as it was folded."""
    quoted, times = re.subn(rf'(?<![\w"]){re.escape(typed)}(?![\w"])', f'"{typed}"', question, flags=re.IGNORECASE)
    return quoted if times else f'"{question.replace(chr(34), " ")}"'
