"""Sets of entries as roaring bitmaps: what a selection finds, and what each further click would find."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyroaring import BitMap

from opportunities.search.declaration import EVERY_FACET, NOT_STATED, Facet

Values = Mapping[str, BitMap]  # the entries of each value of one facet
Pictures = Mapping[str, Values]  # of each facet, by parameter
Selection = Mapping[str, tuple[str, ...]]  # the chosen values of each facet, by parameter
NOBODY = BitMap()


def bitmaps_of(values_of_entries: Iterable[Iterable[str]]) -> dict[str, BitMap]:
    """The entries (numbered from 0) of each value, and those that yield none under NOT_STATED."""
    members: dict[str, list[int]] = defaultdict(list)
    for number, values in enumerate(values_of_entries):
        stated = False
        for value in values:
            members[value].append(number)
            stated = True
        if not stated:
            members[NOT_STATED].append(number)
    return {value: BitMap(numbers) for value, numbers in members.items()}


def chosen_by(facet: Facet, values: Values, chosen: tuple[str, ...], everything: BitMap) -> BitMap:
    """The entries that one facet lets through: any of the chosen values; without a choice, all but the hidden."""
    if chosen:
        return BitMap.union(*(values.get(value, NOBODY) for value in chosen))
    if facet.hidden_by_default:
        return everything - BitMap.union(*(values.get(value, NOBODY) for value in facet.hidden_by_default))
    return everything


class Narrowed:
    """What a selection leaves of the entries that the text search found.

    `found` holds live entries only; pictures may name others.
    """

    def __init__(self, pictures: Pictures, selection: Selection, found: BitMap, everything: BitMap) -> None:
        self._pictures = pictures
        self._found = found
        # Facets that let everything through narrow nothing: only the others are intersected.
        self._passed = {
            facet.parameter: chosen_by(facet, pictures[facet.parameter], selection.get(facet.parameter, ()), everything)
            for facet in EVERY_FACET
            if facet.parameter in pictures and (selection.get(facet.parameter) or facet.hidden_by_default)
        }
        self.result = self._intersection(except_for=None)

    def _intersection(self, except_for: str | None) -> BitMap:
        return BitMap.intersection(
            self._found, *(passed for parameter, passed in self._passed.items() if parameter != except_for)
        )

    def without(self, parameter: str) -> BitMap:
        """What would be left if nothing of a facet were chosen nor, by default, hidden."""
        return self._intersection(except_for=parameter) if parameter in self._passed else self.result

    def counts(self, facet: Facet) -> dict[str, int]:
        """For each value, the number of results with it chosen and the facet's other values left out."""
        others = self.without(facet.parameter)
        return {value: others.intersection_cardinality(b) for value, b in self._pictures[facet.parameter].items()}

    def hidden(self, facet: Facet) -> int:
        """How many more results there would be if nothing of this facet were hidden."""
        return len(self.without(facet.parameter)) - len(self.result)
