"""What must not show in words for people."""

import re

from opportunities.eligibility import terms
from opportunities.vocabulary import APPLICANT, CAREER_STAGE, COUNTRY_GROUP, DEGREE, Vocabulary

_ALSO_WORDS = {"early-career", "non-profit"}  # codes that are English words too
_CODES = {
    code
    for vocabulary in vars(terms).values()
    if isinstance(vocabulary, Vocabulary)
    for code in vocabulary
    if "-" in code
} | {code for vocabulary in (APPLICANT, CAREER_STAGE, COUNTRY_GROUP, DEGREE) for code in vocabulary if "-" in code}


def faults(words: str, language: str) -> list[str]:
    """Codes, placeholders and other rubbish in a text; a Japanese one without Japanese."""
    found = [code for code in _CODES - _ALSO_WORDS if code in words]
    found += [rubbish for rubbish in ("%(", "{", "}", "None", "()", "  ", "..", "。。", " ;") if rubbish in words]
    if not words.strip():
        found.append("nothing at all")
    if language == "ja" and not re.search("[ぁ-んァ-ヶ一-龠]", words):
        found.append("no Japanese")
    return found
