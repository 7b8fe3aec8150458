"""Verdicts in words: one sentence for each finding that tells what decided it."""

from opportunities.wording.verdicts.findings import finding_in_words
from opportunities.wording.verdicts.verdict import verdict_in_words
from opportunities.wording.verdicts.words import Context, FindingWords, RouteWords, VerdictWords, context_of

__all__ = [
    "Context",
    "FindingWords",
    "RouteWords",
    "VerdictWords",
    "context_of",
    "finding_in_words",
    "verdict_in_words",
]
