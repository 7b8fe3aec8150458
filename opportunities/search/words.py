"""Text cut into the terms by which it is found: stems of words, and pairs of characters for Japanese."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from Stemmer import Stemmer

from core.text import fold

JAPANESE = r"\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# A run of Japanese, or a word: letters and digits, joined by hyphens.
_RUN = re.compile(rf"[{JAPANESE}]+|[^\W_{JAPANESE}]+(?:-[^\W_{JAPANESE}]+)*")
_JAPANESE_RUN = re.compile(rf"[{JAPANESE}]")
_DROPPED = "'’‘ʼ＇・･"
_V = re.compile("ヴ([ァィェォ]?)")
_B = {"ァ": "バ", "ィ": "ビ", "": "ブ", "ェ": "ベ", "ォ": "ボ"}
_stemmer = Stemmer("english")


def plain(text: str) -> str:
    """The text folded, without what people type one way or another.

    Apostrophes and the dots between Japanese words are dropped, and ヴ, which stands for the English v, is read as the
    older ブ: チーヴニング = チーブニング.
    """
    for dropped in _DROPPED:
        text = text.replace(dropped, "")
    folded = fold(text)
    return _V.sub(lambda match: _B[match[1]], folded) if "ヴ" in folded else folded


def runs(text: str) -> list[str]:
    """The folded runs of a text in order, each either Japanese or a word. Hyphenated words are one run."""
    return _RUN.findall(plain(text))


def is_japanese(run: str) -> bool:
    """Whether a run is one of Japanese characters."""
    return _JAPANESE_RUN.match(run) is not None


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of an English word (Snowball's English stemmer); other words come back much as they are."""
    return str(_stemmer.stemWord(word))


def pairs(run: str) -> list[str]:
    """A Japanese run as overlapping pairs: 奨学金 gives 奨学 and 学金. A lone character stays alone."""
    return [a + b for a, b in pairwise(run)] if len(run) > 1 else [run]


@dataclass(frozen=True, slots=True)
class Terms:
    """By which a text is found.

    `in_order`: 「英国留学 JSPS fellowships」 gives 英国, 国留, 留学, jsps, fellowship. `besides` have no place in the
    order: hyphenated words written as one, and the last character of each Japanese run, so that every character begins
    some term. `words` are those of the text as they are written, folded, and its Japanese runs.
    """

    in_order: list[str]
    besides: list[str]
    words: list[str]


def terms_of_run(run: str) -> Terms:
    """The terms of one run."""
    if is_japanese(run):
        return Terms(pairs(run), [run[-1]] if len(run) > 1 else [], [run])
    if "-" not in run:
        return Terms([stem(run)], [], [run])
    parts, joined = run.split("-"), run.replace("-", "")
    return Terms([stem(part) for part in parts], [stem(joined)], [*parts, joined])


def terms_of(text: str) -> Terms:
    """The terms of a text."""
    found = Terms([], [], [])
    for run in runs(text):
        terms = terms_of_run(run)
        found.in_order.extend(terms.in_order)
        found.besides.extend(terms.besides)
        found.words.extend(terms.words)
    return found
