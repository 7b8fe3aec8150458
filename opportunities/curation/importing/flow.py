"""Facts that are more than a word, as the text of one cell: YAML on one line, or a line for each member of a list."""

import json
import re
from typing import Any

from opportunities.curation.yaml_reading import YamlError, is_read_as_text, parse_yaml

# Words that mean themselves inside brackets and braces without quotes.
_BARE = re.compile(r"[A-Za-z][A-Za-z0-9_./+-]*( [A-Za-z0-9_./+()-]+)*")
# What JSON writes as it is, and YAML takes for a line end or refuses.
_ESCAPES = {code: f"\\u{code:04x}" for code in (*range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)}


def in_flow(value: Any) -> str:
    """A plain value as YAML on one line: `{rule: only, values: [GB]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {in_flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(in_flow, value)) + "]"
    if isinstance(value, str) and _BARE.fullmatch(value) and is_read_as_text(value):
        return value
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPES)


def in_lines(members: list[Any]) -> str:
    """A list as YAML with a line for each member."""
    return "\n".join(f"- {in_flow(member)}" for member in members)


def read_flow(text: str) -> Any:
    """The value that a cell holds. Raises ValueError, in words, where it is not well-formed."""
    try:
        return parse_yaml(text.encode()).data
    except YamlError as error:
        where = f" (line {error.line} of the cell)" if "\n" in text and error.line else ""
        raise ValueError(f"{error.reason}{where}") from error
