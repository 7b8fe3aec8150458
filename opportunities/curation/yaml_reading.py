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
MAX_DIGITS = 18

Plain = Any  # None, bool, int, float, str, date, or lists and mappings of these
FieldPath = tuple[str | int, ...]

_TRAP = re.compile(r"(y|n|yes|no|on|off)\Z", re.IGNORECASE)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}


class YamlError(Exception):
    """A file that is refused: `reason` in words, and where.

    `line` is counted from 1 (0 where it is the whole file), `path` leads to the value, and `entry` is what was read so
    far of the member of the list in which it stands.
    """

    def __init__(self, reason: str, line: int = 0, path: FieldPath = (), entry: Plain = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.path = path
        self.entry = entry


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


def read_bytes(path: Path) -> bytes:
    """The bytes of the file. Raises YamlError where it is no ordinary file or cannot be read."""
    try:
        if not path.is_file():
            raise YamlError("is not a file that can be read")
        return path.read_bytes()
    except OSError as error:
        raise YamlError(f"cannot be read: {error.strerror}") from error


def parse_yaml(raw: bytes) -> YamlDocument:
    """The content of a file. Raises YamlError for anything but one plain document in UTF-8."""
    if len(raw) > MAX_BYTES:
        raise YamlError(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlError(f"not UTF-8: byte {raw[error.start]:#04x} cannot be read", line) from error
    composer = _Composer(yaml.parse(text, Loader=yaml.CSafeLoader))
    try:
        return composer.document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise YamlError(f"not well-formed YAML: {error.problem}", line, composer.place, composer.entry) from error
    except yaml.reader.ReaderError as error:
        line = raw[: error.position].count(b"\n") + 1
        raise YamlError(f"not well-formed YAML: character {error.character:#04x} is not allowed", line) from error


def is_read_as_text(text: str) -> bool:
    """Whether `text`, written without quotes, is read as this very text."""
    try:
        return isinstance(_plain_scalar(text), str)
    except ValueError:
        return False


class _Composer:
    """Turns a stream of events into plain data."""

    def __init__(self, events: Iterator[yaml.Event]) -> None:
        self._events = events
        self._lines: dict[FieldPath, int] = {}
        self.entry: Plain = None  # the member of the list that is being read
        self.place: FieldPath = ()  # and its path

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
        self._lines[path] = _line(event)
        if len(path) > MAX_DEPTH:
            raise self._error(f"nested more than {MAX_DEPTH} levels deep", event, path)
        self._refuse_reference(event, path)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event, path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._mapping(path)

    def _sequence(self, path: FieldPath) -> list[Plain]:
        items: list[Plain] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            if not path:
                self.entry, self.place = None, (len(items),)
            items.append(self._value(event, (*path, len(items))))
        return items

    def _mapping(self, path: FieldPath) -> dict[str, Plain]:
        items: dict[str, Plain] = {}
        if len(path) == 1:
            self.entry = items
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event, path)
            if key in items:
                raise self._error(f"the key “{key}” stands twice", event, (*path, key))
            items[key] = self._value(next(self._events), (*path, key))
        return items

    def _key(self, event: yaml.Event, path: FieldPath) -> str:
        # Only a word: a key that is itself a list or a mapping could be nested without end.
        self._refuse_reference(event, path)
        key = self._scalar(event, (*path, event.value)) if isinstance(event, yaml.ScalarEvent) else None
        if not isinstance(key, str):
            raise self._error("a key must be a word: write it in quotes", event, path)
        return key

    def _scalar(self, event: yaml.ScalarEvent, path: FieldPath) -> Plain:
        if not event.implicit[0]:  # quoted or a block: always text
            return event.value
        try:
            return _plain_scalar(event.value)
        except ValueError as error:
            raise self._error(str(error), event, path) from error

    def _refuse_reference(self, event: yaml.Event, path: FieldPath) -> None:
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._error("anchors and aliases (& and *) are not allowed", event, path)
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise self._error(f"tags are not allowed: {tag}", event, path)

    def _error(self, reason: str, event: yaml.Event, path: FieldPath) -> YamlError:
        return YamlError(reason, _line(event), path, self.entry)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _plain_scalar(text: str) -> Plain:
    """What an unquoted word stands for. Raises ValueError for one that is a trap."""
    if text.lower() in _WORDS and text in (text.lower(), text.title(), text.upper()):
        return _WORDS[text.lower()]
    if _TRAP.match(text):
        raise ValueError(f"“{text}” without quotes is read as true or false by YAML: write '{text}' in quotes")
    if _INTEGER.match(text):
        if len(text) > MAX_DIGITS:
            raise ValueError(f"a number with more than {MAX_DIGITS} digits")
        return int(text)
    if _FLOAT.match(text):
        return float(text)
    if found := _DATE.match(text):
        return _date(found)
    return text


def _date(found: re.Match[str]) -> date:
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise ValueError(f"“{found.group()}” is not a day of the calendar ({error})") from error
