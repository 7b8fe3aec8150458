"""Old and new side by side, with the words that went and the words that came marked."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.ASCII)
_MOST_TOKENS = 2_000  # beyond that, comparing word by word takes longer than anybody reads
_ALIKE = 0.5  # below that, two lines have little in common but their spaces

Marked = tuple[list[SafeString], list[SafeString]]


def marked(old: Sequence[str], new: Sequence[str]) -> Marked:
    """The lines of both, safe to be shown: what only the old has in `<del>`, what only the new has in `<ins>`."""
    left: list[SafeString] = []
    right: list[SafeString] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if operation == "equal":
            left += map(_plain, old[i1:i2])
            right += map(_plain, new[j1:j2])
            continue
        pairs = min(i2 - i1, j2 - j1)
        for was, now in zip(old[i1 : i1 + pairs], new[j1 : j1 + pairs], strict=True):
            one, other = _marked_words(was, now)
            left.append(one)
            right.append(other)
        left += [_as("del", line) for line in old[i1 + pairs : i2]]
        right += [_as("ins", line) for line in new[j1 + pairs : j2]]
    return left, right


def _marked_words(old: str, new: str) -> tuple[SafeString, SafeString]:
    was, now = _TOKEN.findall(old), _TOKEN.findall(new)
    matcher = SequenceMatcher(a=was, b=now, autojunk=False)
    if max(len(was), len(now)) > _MOST_TOKENS or matcher.ratio() < _ALIKE:
        return _as("del", old), _as("ins", new)
    left: list[SafeString] = []
    right: list[SafeString] = []
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        one, other = "".join(was[i1:i2]), "".join(now[j1:j2])
        if operation == "equal":
            left.append(_plain(one))
            right.append(_plain(other))
        else:
            left += [_as("del", one)] if one else []
            right += [_as("ins", other)] if other else []
    return _joined(left), _joined(right)


def _as(tag: str, text: str) -> SafeString:
    return format_html("<{tag}>{text}</{tag}>", tag=tag, text=text)


def _plain(text: str) -> SafeString:
    return format_html("{}", text)


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  # every part was made safe by itself
