"""The degree condition as files write it: codes joined by commas and “or”, with a note in brackets."""

import re

from opportunities.vocabulary import DEGREE

_CODED = re.compile(r"(?P<codes>[a-z-]+(?:, [a-z-]+)*(?: or [a-z-]+)?)(?: \((?P<note>[^()]+)\))?\Z")


def parse_degree(text: str) -> tuple[list[str], str | None, str | None]:
    """The codes, the words (where no code fits) and the note of a degree condition.

    "bachelors (held)" gives (["bachelors"], None, "held"); a sentence gives ([], the sentence, None).
    """
    found = _CODED.match(text)
    if found:
        codes = re.split(r", | or ", found["codes"])
        if all(code in DEGREE for code in codes) and degree_text(codes, None, found["note"]) == text:
            return codes, None, found["note"]
    return [], text, None


def degree_text(codes: list[str], words: str | None, note: str | None) -> str | None:
    """The condition as files write it; None where nothing is stated."""
    if not codes:
        return words
    listed = codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} or {codes[-1]}"
    return f"{listed} ({note})" if note else listed
