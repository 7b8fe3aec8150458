"""Our resource of django-import-export: a row of a table is an opportunity, a column one of its facts.

Its instances are facts as the history keeps them, plain mappings, and no models: what an import would do can be told
without storing anything, and what an export writes is what an import reads.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field
from import_export.resources import Resource

from opportunities.curation.importing.cells import UnreadableCell
from opportunities.curation.importing.columns import COLUMN, UNCHANGED, Column
from opportunities.curation.merging import Facts


class FactField(Field):  # type: ignore[misc]
    """One fact of a record. A cell that says what the record says already leaves it as it is, to the letter."""

    def __init__(self, column: Column) -> None:
        super().__init__(
            attribute=None if column.adds else "__".join(column.path), column_name=column.name, widget=column.widget
        )
        self.path = column.path

    def save(self, instance: Facts, row: Mapping[str, str], is_m2m: bool = False, **kwargs: Any) -> None:
        """Put what the cell says into the facts. Raises ValueError."""
        cell = row[self.column_name]
        if isinstance(cell, UnreadableCell):
            raise ValueError(str(cell))
        if cell == UNCHANGED or (cell and cell == self.export(instance)):
            return
        place = instance
        for step in self.path[:-1]:
            place = place.setdefault(step, {})
        fact = self.clean(row)
        if cell or place.get(self.path[-1], fact) != fact or fact == []:
            place[self.path[-1]] = fact


class OpportunityResource(Resource):  # type: ignore[misc]
    """Opportunities as rows with these columns."""

    def __init__(self, names: Iterable[str] = tuple(COLUMN)) -> None:
        super().__init__()
        self.fields = {name: FactField(COLUMN[name]) for name in names}
        self._in_order = list(self.fields.values())

    def get_import_fields(self) -> list[FactField]:
        """All fields, in the order of the columns."""
        return self._in_order

    def cells_of(self, facts: Facts) -> list[str]:
        """The cells of a record."""
        return [field.export(facts) for field in self._in_order]

    def put(self, row: Mapping[str, str], facts: Facts) -> Iterator[tuple[str, str]]:
        """Put what the row says into the facts; gives column and reason of each cell that cannot be read."""
        try:
            self.import_instance(facts, row)
        except ValidationError as error:
            for attribute, messages in error.message_dict.items():
                yield attribute.replace("__", "."), " ".join(messages)
