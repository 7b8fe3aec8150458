"""Judging very many conditions for one profile.

In a large catalogue most conditions differ only in what they list: "listed for these fields", "must not have held this
award". What is listed is judged thing by thing, each once, and joined in columns; all else condition by condition.
"""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from opportunities.eligibility.criteria import LISTED_FIELDS, LISTED_STAGES, Criterion
from opportunities.eligibility.days import Span
from opportunities.eligibility.limits import DATED
from opportunities.eligibility.outcomes import UNKNOWN
from opportunities.eligibility.profile import Profile
from opportunities.eligibility.rules import judge

Outcomes = NDArray[np.int8]
# Where nothing depends on the day.
ANY_DAY = Span(date(1900, 1, 1).toordinal(), date(2200, 1, 1).toordinal())
# Kinds of which a condition comes out as the best of its values does, each by itself.
_BY_VALUE = (LISTED_STAGES, LISTED_FIELDS)


@dataclass(frozen=True)
class Conditions:
    """Conditions in a row, numbered from 0."""

    criteria: tuple[Criterion, ...]

    def outcomes(self, profile: Profile) -> Outcomes:
        """What comes of each; UNKNOWN of those that depend on a day."""
        if not self.criteria:
            return np.empty(0, np.int8)
        judged = np.array([_outcome(criterion, profile) for criterion in self._singles], np.int8)
        outcomes: Outcomes = np.maximum.reduceat(judged[self._parts], self._starts)
        for slug in profile.earlier_awards or ():
            for number in self._awards.get(slug, ()):
                outcomes[number] = judge(self.criteria[number], profile, ANY_DAY).outcome
        return outcomes

    def asking(self, profile: Profile) -> dict[str, NDArray[np.bool_]]:
        """For each field that some condition asks of the profile, which conditions do."""
        if not self.criteria:
            return {}
        missing = [judge(criterion, profile, ANY_DAY).missing for criterion in self._singles]
        first_part = self._parts[self._starts]  # all parts of a condition ask for the same
        return {
            field: np.array([field in asked for asked in missing], bool)[first_part]
            for field in dict.fromkeys(field for asked in missing for field in asked)
        }

    @cached_property
    def _taken_apart(self) -> tuple[list[Criterion], list[int], list[int]]:
        """The distinct parts, the numbers of those of each condition in a row, and where each condition begins."""
        known: dict[Criterion, int] = {}
        parts: list[int] = []
        starts: list[int] = []
        for criterion in self.criteria:
            starts.append(len(parts))
            parts += [known.setdefault(part, len(known)) for part in _parts_of(criterion)]
        return list(known), parts, starts

    @cached_property
    def _singles(self) -> list[Criterion]:
        return self._taken_apart[0]

    @cached_property
    def _parts(self) -> NDArray[np.intp]:
        return np.array(self._taken_apart[1], np.intp)

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        return np.array(self._taken_apart[2], np.intp)

    @cached_property
    def _awards(self) -> dict[str, list[int]]:
        """The conditions that name each award."""
        named: dict[str, list[int]] = {}
        for number, criterion in enumerate(self.criteria):
            if criterion.kind == "earlier-award":
                for slug in criterion.values:
                    named.setdefault(slug, []).append(number)
        return named


def _outcome(criterion: Criterion, profile: Profile) -> int:
    return UNKNOWN if criterion.kind in DATED else judge(criterion, profile, ANY_DAY).outcome


def _parts_of(criterion: Criterion) -> list[Criterion]:
    if criterion.kind == "earlier-award":
        return [replace(criterion, values=())]  # as for somebody who has held none of them
    if criterion.kind in _BY_VALUE and criterion.values and criterion.rule != "except":
        return [replace(criterion, values=(value,)) for value in criterion.values]
    return [criterion]
