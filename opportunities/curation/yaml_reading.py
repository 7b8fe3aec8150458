"""YAML files read strictly: no tags, no aliases, no key twice, no word that quietly becomes something else.

Built on the events of PyYAML (so that every value keeps its line) and typed by the core rules of YAML 1.2 plus
ISO dates. YAML 1.1 reads an unquoted `NO` (Norway) or `on` as a truth value; here that is an error, mended by quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

MAX_BYTES = 20_000_000
MAX_DEPTH = 20

Plain = Any  # None, bool, int, float, str, date, or lists and mappings of these
FieldPath = tuple[str | int, ...]

_TRAP = re.compile(r"(y|n|yes|no|on|off)\Z", re.IGNORECASE)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}


class YamlError(Exception):
    """A file that is refused: `reason` in words, `line` counted from 1 (0 where it is the whole file)."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass
class YamlDocument:
    """The plain data of a file, and the line of each value by its path."""

    data: Plain
    lines: dict[FieldPath, int] = field(default_factory=dict)

    def line_of(self, path: FieldPath) -> int:
        """The line of the value at `path`, or of the nearest value around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> YamlDocument:
    """Read the file. Raises YamlError for anything but one plain document in UTF-8."""
    raw = path.read_bytes()
    if len(raw) > MAX_BYTES:
        raise YamlError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError(f"not UTF-8: byte {raw[error.start]:#04x} cannot be read", line) from error
    try:
        return _Composer(yaml.parse(text, Loader=yaml.CSafeLoader)).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise YamlError(f"not well-formed YAML: {error.problem}", mark.line + 1 if mark else 0) from error
    except yaml.YAMLError as error:
        raise YamlError(f"not well-formed YAML: {error}") from error


class _Composer:
    """Turns a stream of events into plain data."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._lines: dict[FieldPath, int] = {}

    def document(self) -> YamlDocument:
        """The one document of the stream."""
        data: Plain = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("the file holds more than one YAML document", _line(event))
                data = self._value(next(self._events), ())
        return YamlDocument(data, self._lines)

    def _value(self, event: yaml.Event, path: FieldPath) -> Plain:
        line = _line(event)
        self._lines[path] = line
        if len(path) > MAX_DEPTH:
            raise YamlError(f"nested more than {MAX_DEPTH} levels deep", line)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError("anchors and aliases (& and *) are not allowed", line)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise YamlError(f"tags are not allowed: {tag}", line)
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event, line)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: FieldPath) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: FieldPath) -> dict[str, Plain]:
        items: dict[str, Plain] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = _line(event)
            key = self._value(event, path)
            if not isinstance(key, str):
                raise YamlError(f"a key must be a word, not {key!r}: write it in quotes", line)
            if key in items:
                raise YamlError(f"the key “{key}” stands twice", line)
            items[key] = self._value(next(self._events), (*path, key))
        return items


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _scalar(event: yaml.ScalarEvent, line: int) -> Plain:
    text = event.value
    if not event.implicit[0]:  # quoted or a block: always text
        return text
    if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
        return _WORDS[text.lower()]
    if _TRAP.match(text):
        raise YamlError(f"“{text}” without quotes is read as true or false by YAML: write '{text}' in quotes", line)
    if _INTEGER.match(text):
        if len(text) > 18:
            raise YamlError("a number with more than 18 digits", line)
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if found := _DATE.match(text):
        return _date(found, line)
    return text


def _date(found: re.Match[str], line: int) -> date:
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise YamlError(f"“{found.group()}” is not a day of the calendar ({error})", line) from error
