"""Text as people send it: folded, so that the same word written differently compares equal, and without traps."""

import re
import sys
import unicodedata

_HYPHENS = re.compile(r"[\u2010-\u2015\u2212\uff0d]")
_VOICING = "\u3099\u309a"  # marks of Japanese that change the word
_ACCENTS = re.compile(
    "["
    + "".join(chr(c) for c in range(sys.maxunicode + 1) if unicodedata.combining(chr(c)) and chr(c) not in _VOICING)
    + "]"
)
# Characters that turn the direction of writing, and so can make a text read as something else.
TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def has_control_character(text: str) -> bool:
    """Whether a text has a character in it that works instead of being read; line ends and tabs are none."""
    return any((unicodedata.category(c) == "Cc" and c not in "\n\t") or c in TURNING for c in text)


def fold(text: str) -> str:
    """`text` without case, accents, macrons, width and hyphen variants: Ōsaka → osaka, ＪＳＰＳ → jsps.

    Japanese voicing marks are kept: they are marks in the decomposed form, but change the word.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _HYPHENS.sub("-", text))
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", decomposed)).casefold()
