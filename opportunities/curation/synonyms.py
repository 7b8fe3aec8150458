"""Synonyms as the catalogue's files state them."""

from typing import Annotated

from pydantic import AfterValidator, Field

from core.text import fold
from opportunities import vocabulary
from opportunities.curation.fact_types import Distinct, Facts, Keys, Slug, Text, no_repeats, one_of
from opportunities.ford import FIELD


def _on_one_line(word: str) -> str:
    if word != " ".join(word.split()):
        raise ValueError("must stand on one line, with single spaces")
    return word


def _searchable(word: str) -> str:
    if not any(map(str.isalnum, fold(word))):
        raise ValueError(f"“{word}” has neither a letter nor a digit by which it could be found")
    return word


def _distinct(words: list[str]) -> list[str]:
    no_repeats([fold(word) for word in words])
    return words


Word = Annotated[Text, Field(max_length=80), AfterValidator(_on_one_line), AfterValidator(_searchable)]
Words = Annotated[list[Word], Field(min_length=1), AfterValidator(_distinct)]


class MeansFacts(Facts):
    """The values that words name, by the parameter of their facet."""

    direction: Annotated[list[Annotated[str, one_of(vocabulary.DIRECTION)]], Distinct] = []
    stage: Annotated[list[Annotated[str, one_of(vocabulary.CAREER_STAGE)]], Distinct] = []
    status: Annotated[list[Annotated[str, one_of(vocabulary.STATUS)]], Distinct] = []
    kind: Annotated[list[Annotated[str, one_of(vocabulary.KIND)]], Distinct] = []
    discipline: Annotated[list[Annotated[str, one_of(FIELD, vocabulary.ALL_FIELDS)]], Distinct] = []
    activity: Annotated[list[Annotated[str, one_of(vocabulary.ACTIVITY)]], Distinct] = []
    covers: Annotated[list[Annotated[str, one_of(vocabulary.COVERS)]], Distinct] = []
    applicant: Annotated[list[Annotated[str, one_of(vocabulary.APPLICANT)]], Distinct] = []
    funder: Keys = []

    def named(self) -> dict[str, list[str]]:
        """The facets of which something is named, with its values."""
        return {facet: values for facet, values in self.model_dump().items() if values}


class SynonymFacts(Facts):
    """Words that search takes for one another; they differ in more than case, accents and width."""

    key: Slug
    words: Words
    means: MeansFacts = MeansFacts()
    note: Text | None = None
