"""Folding of text, so that the same word written differently compares equal."""

import re
import unicodedata

_HYPHENS = re.compile(r"[\u2010-\u2015\u2212\uff0d]")


def fold(text: str) -> str:
    """`text` without case, accents, macrons, width and hyphen variants: Ōsaka → osaka, ＪＳＰＳ → jsps.

    Japanese voicing marks are kept: they are marks in the decomposed form, but change the word.
    """
    decomposed = unicodedata.normalize("NFKD", _HYPHENS.sub("-", text))
    bare = "".join(c for c in decomposed if not (unicodedata.combining(c) and c not in "\u3099\u309a"))
    return unicodedata.normalize("NFKC", bare).casefold()
