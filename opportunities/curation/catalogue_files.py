"""The catalogue's files: read, checked whole, and refused whole with every fault named."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from opportunities.curation.documents import (
    AnyFacts,
    CaseStudyFacts,
    ExchangeRateFacts,
    OpportunityFacts,
    OrganisationFacts,
)
from opportunities.curation.synonyms import SynonymFacts
from opportunities.curation.yaml_reading import FieldPath, YamlDocument, YamlError, parse_yaml, read_bytes

# In the order in which they are stored: a record may refer to those before it.
COLLECTIONS: dict[str, type[AnyFacts]] = {
    "organisations": OrganisationFacts,
    "case_studies": CaseStudyFacts,
    "opportunities": OpportunityFacts,
    "exchange_rates": ExchangeRateFacts,
    "synonyms": SynonymFacts,
}


@dataclass(frozen=True)
class Fault:
    """One reason to refuse a file, and where it stands."""

    file: str
    line: int
    entry: str
    field: str
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" if self.line else self.file
        about = ", ".join(
            part for part in (self.entry and f"entry “{self.entry}”", self.field and f"field {self.field}") if part
        )
        text = f"{where}: {about + ': ' if about else ''}{self.reason}"
        # What a file says may hold anything; it must not break the line or steer the terminal.
        return "".join(c if c.isprintable() else "�" for c in text)


class CatalogueError(Exception):
    """The files cannot be loaded; nothing was stored."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = faults


@dataclass
class CatalogueFiles:
    """The checked records of a catalogue, by collection and key; `digest` changes with any byte of the files."""

    records: dict[str, dict[str, AnyFacts]] = field(default_factory=lambda: {name: {} for name in COLLECTIONS})
    places: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)  # file and line of each record
    digest: str = ""
    is_whole: bool = False  # a folder, not one file: what is missing from it is gone from the files


def key_of(facts: AnyFacts) -> str:
    """What identifies the record within its collection."""
    return facts.currency if isinstance(facts, ExchangeRateFacts) else facts.key


def catalogue_paths(path: Path) -> list[tuple[str, Path]]:
    """The files at `path` (a folder, or one file) with their collections. CatalogueError if none."""
    if path.is_file():
        name = path.stem
        return [(name if name in COLLECTIONS else "opportunities", path)]
    found = [(name, file) for name in COLLECTIONS if (file := path / f"{name}.yaml").exists()]
    found += [("opportunities", file) for file in sorted((path / "opportunities").glob("*.yaml"))]
    if not found:
        raise CatalogueError(
            [
                Fault(
                    str(path),
                    0,
                    "",
                    "",
                    "no catalogue files here (opportunities/*.yaml, organisations.yaml …)",
                )
            ]
        )
    return found


def digest_of(path: Path) -> str:
    """A digest of the names and bytes of the files at `path`. Raises CatalogueError where one cannot be read."""
    return _digest(_contents(path))


def read_catalogue(path: Path) -> CatalogueFiles:
    """Read and check all files at `path`. Raises CatalogueError with every fault found."""
    contents = _contents(path)
    catalogue = CatalogueFiles(digest=_digest(contents), is_whole=path.is_dir())
    faults: list[Fault] = []
    for collection, shown, raw in contents:
        try:
            document = parse_yaml(raw)
        except YamlError as error:
            name = _name_of(error.entry, error.path[0] if error.path else "")
            faults.append(Fault(shown, error.line, name, _dotted(error.path[1:]), error.reason))
        else:
            faults += _take_in(catalogue, collection, shown, document)
    if faults:
        raise CatalogueError(faults)
    return catalogue


def _contents(path: Path) -> list[tuple[str, str, bytes]]:
    """Collection, name as shown and bytes of the files at `path`."""
    contents, faults = [], []
    for collection, file in catalogue_paths(path):
        shown = file.name if file.parent == path or path.is_file() else f"{file.parent.name}/{file.name}"
        try:
            contents.append((collection, shown, read_bytes(file)))
        except YamlError as error:
            faults.append(Fault(shown, error.line, "", "", error.reason))
    if faults:
        raise CatalogueError(faults)
    return contents


def _digest(contents: list[tuple[str, str, bytes]]) -> str:
    digest = hashlib.sha256()
    for collection, shown, raw in contents:
        digest.update(f"{collection}/{shown}/{len(raw)}\n".encode() + raw)
    return digest.hexdigest()


def _take_in(catalogue: CatalogueFiles, collection: str, shown: str, document: YamlDocument) -> Iterator[Fault]:
    if not isinstance(document.data, list):
        yield Fault(shown, 1, "", "", "the file must hold a list of entries")
        return
    records = catalogue.records[collection]
    for number, entry in enumerate(document.data):
        line = document.line_of((number,))
        name = _name_of(entry, number)
        try:
            facts = COLLECTIONS[collection].model_validate(entry)
        except ValidationError as error:
            yield from _faults(error, shown, name, number, document)
            continue
        key = key_of(facts)
        if key in records:
            other_file, other_line = catalogue.places[collection, key]
            yield Fault(shown, line, key, "key", f"already used in {other_file}, line {other_line}")
            continue
        records[key] = facts
        catalogue.places[collection, key] = (shown, line)


def _dotted(path: FieldPath) -> str:
    return ".".join(str(step) for step in path)


def _name_of(entry: object, number: str | int) -> str:
    if isinstance(entry, dict):
        for name in ("key", "currency", "name", "title"):
            if isinstance(entry.get(name), str):
                return str(entry[name])[:80]
    return f"number {number + 1}" if isinstance(number, int) else ""


_REASONS = {"missing": "is required and missing", "extra_forbidden": "is not a field of this record"}


def _faults(error: ValidationError, shown: str, name: str, number: int, document: YamlDocument) -> Iterator[Fault]:
    for detail in error.errors(include_url=False, include_context=False):
        location: FieldPath = tuple(part for part in detail["loc"])
        yield Fault(
            shown,
            document.line_of((number, *location)),
            name,
            _dotted(location),
            reason_of(detail),
        )


def reason_of(detail: Mapping[str, Any]) -> str:
    """Why pydantic refuses a value, in words for people who write files."""
    reason = _REASONS.get(detail["type"]) or str(detail["msg"]).removeprefix("Value error, ")
    # pydantic counts characters as items
    return reason.replace(" items after validation", " characters") if isinstance(detail["input"], str) else reason
