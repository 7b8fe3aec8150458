"""Writing the catalogue in the form in which it is loaded."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from opportunities.curation.catalogue_files import COLLECTIONS, key_of
from opportunities.curation.documents import AnyFacts, OpportunityFacts
from opportunities.curation.reading import stored_facts
from opportunities.curation.yaml_reading import is_read_as_text

HEADER = "# Written by export_catalogue. The form is described in fixtures/catalogue/README.md of the project.\n"
_DAYS = ("opens", "closes")
_LAST = (
    "sources",
    "confidence",
    "last_checked",
    "next_check",
    "notes",
)  # after the facts that they are about


class _Dumper(yaml.CSafeDumper):
    """Writes long texts folded, in the way that the catalogue's files are written by hand."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = '"' if not is_read_as_text(text) or (len(text) == 7 and text[4] == "-") or text.isdigit() else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def export_catalogue(folder: Path) -> dict[str, int]:
    """Write all records into `folder`; gives their number by collection. Loading the result changes nothing."""
    (folder / "opportunities").mkdir(parents=True, exist_ok=True)
    counts = {}
    for collection in COLLECTIONS:
        # Sorted here, as databases differ in where they put a hyphen.
        records = sorted(stored_facts(collection), key=key_of)
        counts[collection] = len(records)
        name = "opportunities/all.yaml" if collection == "opportunities" else f"{collection}.yaml"
        body = as_yaml(map(plain_record, records)) if records else "[]\n"
        (folder / name).write_text(HEADER + body, encoding="utf-8")
    return counts


def as_yaml(records: Iterable[Mapping[str, Any]]) -> str:
    """Records as a part of a file: a list, each member beginning with its first key."""
    return yaml.dump(list(records), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110)


def plain_record(facts: AnyFacts) -> dict[str, Any]:
    """A record as a person would write it into a file."""
    return _tidy(_plain(facts))


def _plain(facts: AnyFacts) -> dict[str, Any]:
    record = facts.model_dump(mode="json", by_alias=True)
    if isinstance(facts, OpportunityFacts):
        # Of dozens of things that could be asked of applicants, those that are.
        stated = facts.eligibility.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        record["eligibility"] = stated
    return record


def _tidy(record: dict[str, Any]) -> dict[str, Any]:
    """The record as a person would write it: days as dates, and nothing that goes without saying."""
    if record.get("state") == "published":
        del record["state"]
    for name in ("publish_at", "successor", "former_keys"):
        if not record.get(name, True):
            del record[name]
    if "means" in record:
        record["means"] = {facet: values for facet, values in record["means"].items() if values}
    for call in record.get("cycle", {}).get("rounds", []):
        for name in _DAYS:
            if call[name] and len(call[name]) == 10:
                call[name] = date.fromisoformat(call[name])
        for name in ("opens_time", "closes_time", "timezone"):
            if call[name] is None:
                del call[name]
    return {name: record[name] for name in sorted(record, key=lambda name: _LAST.index(name) if name in _LAST else -1)}
