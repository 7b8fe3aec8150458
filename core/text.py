"""Folding of text, so that the same word written differently compares equal."""

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


def fold(text: str) -> str:
    """`text` without case, accents, macrons, width and hyphen variants: Ōsaka → osaka, ＪＳＰＳ → jsps.

    Japanese voicing marks are kept: they are marks in the decomposed form, but change the word.
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", _HYPHENS.sub("-", text))
    return unicodedata.normalize("NFKC", _ACCENTS.sub("", decomposed)).casefold()
