"""Facts in words that a curator understands: a few lines each, lists as lists, codes as labels; never JSON."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from opportunities.admin.fact_labels import (
    Terms,
    label_of,
    label_of_part,
    place_among_parts,
    terms_of,
    terms_of_part,
)
from opportunities.curation.merging import MISSING

# What these parts say when they are false is what is said when nothing is.
_FALSE_IS_NOTHING = ("partner_only", "or_equivalent", "less_than_max")


def lines_of(name: str, value: Any) -> list[str]:
    """A fact as lines of text; none where nothing is stated."""
    if _is_nothing(value):
        return []
    if isinstance(value, dict):
        return list(_parts(value))
    if not isinstance(value, list):
        return [_moment(value) if name == "publish_at" else _word(value, terms_of(name))]
    lines: list[str] = []
    for number, item in enumerate(value, 1):
        lines += _members(item, number) if isinstance(item, dict | list) else [_word(item, terms_of(name))]
    return lines


def _moment(text: str) -> str:
    return f"{datetime.fromisoformat(text).astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _members(item: dict[str, Any] | list[Any], number: int) -> Iterator[str]:
    """A member of a list in one line; of a route, or of a group of alternatives, one line for each condition."""
    if isinstance(item, list):
        for place, alternative in enumerate(item, 1):
            said = _("Group %(group)s, alternative %(number)s") % {"group": number, "number": place}
            yield from (f"{said} · {condition}" for condition in _parts(alternative))
    elif item.keys() >= {"key", "name"}:
        names: dict[str, Any] = {name: item[name] for name in ("key", "name", "name_ja") if name in item}
        yield "; ".join(_parts(names))
        conditions = {part: inner for part, inner in item.items() if part not in names}
        yield from (f"{item['name']} · {condition}" for condition in _parts(conditions))
    else:
        yield "; ".join(_parts(item))


def _parts(value: dict[str, Any]) -> Iterator[str]:
    """“Label: value” for each part that says something."""
    for part in sorted(value, key=place_among_parts):
        inner = value[part]
        if _is_nothing(inner) or (inner is False and part in _FALSE_IS_NOTHING):
            continue
        if isinstance(inner, dict):
            yield _said(label_of(f"eligibility.{part}"), "; ".join(_parts(inner)))
        elif isinstance(inner, list) and any(isinstance(item, dict | list) for item in inner):
            label = label_of(f"eligibility.{part}")
            yield from (_said(label, line) for number, item in enumerate(inner, 1) for line in _members(item, number))
        else:
            words = inner if isinstance(inner, list) else [inner]
            yield _said(label_of_part(part), ", ".join(_word(word, terms_of_part(part)) for word in words))


def _said(what: str, words: str) -> str:
    return _("%(what)s: %(words)s") % {"what": what, "words": words}


def _word(value: Any, terms: Terms) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int) and value >= 10_000:
        return f"{value:,}"
    return str(terms.get(value, value)) if isinstance(value, str) else str(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value is MISSING or value == "" or value == [] or value == {}
