"""Rows from the form of the catalogue's own files, read as strictly. What is left out stays as it is."""

import json
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from opportunities.curation.eligibility_facts import EligibilityFacts
from opportunities.curation.importing.additions import Location
from opportunities.curation.importing.refusal import MOST_ROWS, Fault, RefusedFileError
from opportunities.curation.merging import GROUPS, Facts
from opportunities.curation.yaml_reading import YamlDocument, YamlError, parse_yaml

_WHOLE = "eligibility"  # a group that says all there is to say, as an export writes only what is stated


def yaml_rows(raw: bytes) -> Iterator["YamlRow"]:
    """The entries of a file. Raises RefusedFileError."""
    try:
        document = parse_yaml(raw)
    except YamlError as error:
        where = f"Line {error.line}: " if error.line else ""
        raise RefusedFileError(f"{where}{error.reason}.") from error
    if not isinstance(document.data, list) or not document.data:
        raise RefusedFileError("The file must hold a list of entries, each beginning with “- key: …”.")
    if len(document.data) > MOST_ROWS:
        raise RefusedFileError(f"The file has more than {MOST_ROWS:,} entries. Split it.")
    for number, entry in enumerate(document.data, 1):
        if not isinstance(entry, dict):
            raise RefusedFileError(f"Line {document.line_of((number - 1,))}: this is no entry with a key.")
        yield YamlRow(number, entry, document)


@dataclass
class YamlRow:
    """One entry of a file of the catalogue's form; entries are counted from 1."""

    number: int
    entry: dict[str, Any]
    document: YamlDocument

    @property
    def key(self) -> str:
        """The entry's key as the file has it."""
        key = self.entry.get("key")
        return key if isinstance(key, str) else ""

    def over(self, stored: Facts | None) -> tuple[Facts, list[Fault]]:
        facts = deepcopy(stored) if stored else {}
        for name, value in self.entry.items():
            if name in GROUPS and isinstance(value, dict):
                facts[name] = {**_before(name, facts.get(name)), **deepcopy(value)}
            else:
                facts[name] = deepcopy(value)
        return facts, []

    def fault(self, location: Location, reason: str) -> Fault:
        line = self.document.line_of((self.number - 1, *location))
        path = ".".join(map(str, location))
        return Fault(f"line {line}", f"{path}: {reason}" if path else reason)

    def as_given(self) -> Any:
        return json.loads(json.dumps(self.entry, default=str))


def _before(group: str, stored: Facts | None) -> Facts:
    """What holds of a group where the file says nothing of a fact of it."""
    if group == _WHOLE:
        return EligibilityFacts().model_dump(mode="json", by_alias=True)
    return stored or {}
