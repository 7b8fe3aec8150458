"""Names, summaries and keywords in the words of the real catalogue, as often as in life (Zipf's law).

English prose is a string of words; Japanese prose a string of phrases, each a word with the particles after it. Words
are ranked by how often the real texts have them; after them come invented names of people and places, so that the
vocabulary goes on growing with the catalogue as real ones do.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from benchmarks.distribution import HOW_MANY_KEYWORDS, INVENTED_SHARE, INVENTED_WORDS, ZIPF_OF_WORDS
from benchmarks.draws import Shares, zipf

_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]*[A-Za-z]|[Aa]")
_JAPANESE_PHRASE = re.compile(
    r"[\u3005\u30a1-\u30fa\u30fc\u4e00-\u9fff]+(?:[をにのはがでと](?![しすき])|から|まで|や)?"
)
_JAPANESE_NAME = re.compile(r"[\u3005\u30a1-\u30fa\u30fc\u4e00-\u9fff]{2,}")
_ONSETS = ("k", "s", "t", "n", "h", "m", "r", "w", "br", "st", "gr", "th", "l", "d", "f", "sh")
_RIMES = ("a", "i", "u", "e", "o", "an", "er", "in", "ow", "or", "ey", "on")

NAMED_AFTER_KIND = {
    "scholarship": Shares({"Scholarship": 4, "Scholarships": 3, "Studentship": 2, "Scholarship Programme": 1}),
    "fellowship": Shares({"Fellowship": 5, "Fellowships": 3, "Research Fellowship": 2, "Postdoctoral Fellowship": 1}),
    "exchange": Shares({"Exchange": 3, "Exchange Programme": 3, "Summer Programme": 1}),
    "grant": Shares({"Grant": 3, "Grants": 2, "Research Grant": 2, "Joint Research Programme": 2, "Fund": 1}),
    "travel-grant": Shares({"Travel Grant": 3, "Travel Award": 1, "Conference Grant": 1}),
    "prize": Shares({"Prize": 2, "Award": 1, "Medal": 1}),
    "network": Shares({"Network": 2, "Partnership": 2, "Alliance": 1}),
}
JAPANESE_AFTER_KIND = {
    "scholarship": "奨学金",
    "fellowship": "フェローシップ",
    "exchange": "交流事業",
    "grant": "研究助成",
    "travel-grant": "渡航助成",
    "prize": "賞",
    "network": "ネットワーク",
}
_ENDINGS = {word for names in NAMED_AFTER_KIND.values() for name in names.values for word in name.split()} - {
    "Research"
}


@dataclass(frozen=True, slots=True)
class RealTexts:
    """The texts of the real catalogue that the words are taken from."""

    names: tuple[str, ...]
    prose: tuple[str, ...]
    prose_ja: tuple[str, ...]
    keywords: tuple[str, ...]


class Words:
    """All words there are, and what is written with them."""

    def __init__(self, texts: RealTexts) -> None:
        self.proper = [_invented(number) for number in range(INVENTED_WORDS)]
        english = [word for text in texts.prose for word in _ENGLISH.findall(text)]
        inside = {word for word in english if word.islower()}  # so that "The" at a sentence's beginning is "the"
        self._prose = self._with_invented(_ranked(low if (low := word.lower()) in inside else word for word in english))
        in_names = [word for text in texts.names for word in _ENGLISH.findall(text) if word[0].isupper()]
        self._names = self._with_invented(_ranked(word for word in in_names if word not in _ENDINGS))
        self._phrases = zipf(_ranked(p for text in texts.prose_ja for p in _JAPANESE_PHRASE.findall(text)), 1.0)
        self._names_ja = zipf(_ranked(p for text in texts.prose_ja for p in _JAPANESE_NAME.findall(text)), 1.0)
        self._keywords = self._with_invented(_ranked(texts.keywords))

    def _with_invented(self, ranked: list[str]) -> Shares[str]:
        """The real words, with the invented names as a fixed share of what is drawn."""
        real, invented = zipf(ranked, ZIPF_OF_WORDS), zipf(self.proper, ZIPF_OF_WORDS)
        return real.mixed_with(invented, INVENTED_SHARE)

    def prose(self, random: Random, shortest: int, longest: int) -> str:
        """One or two English sentences; the lengths are in words."""
        words = self._prose.many(random, random.randint(shortest, longest))
        middle = len(words) // 2 if len(words) > 16 else 0
        sentences = [words[:middle], words[middle:]] if middle else [words]
        return " ".join(_sentence(part) for part in sentences)

    def prose_ja(self, random: Random) -> str:
        """Two Japanese sentences."""
        phrases = self._phrases.many(random, random.randint(8, 18))
        return "".join(phrases[:7]) + "です。" + "".join(phrases[7:]) + "ます。"

    def name(self, random: Random, kind: str) -> str:
        """The name of a programme of this kind."""
        words = list(dict.fromkeys(self._names.many(random, random.choice((1, 2, 2, 3, 3, 4)))))
        return f"{' '.join(words)} {NAMED_AFTER_KIND[kind].one(random)}"

    def name_ja(self, random: Random, kind: str) -> str:
        """The Japanese name of a programme of this kind."""
        return "".join(self._names_ja.many(random, random.choice((1, 1, 2)))) + JAPANESE_AFTER_KIND[kind]

    def keywords(self, random: Random) -> list[str]:
        """The keywords of an entry, each once."""
        return self._keywords.distinct(random, HOW_MANY_KEYWORDS.one(random))

    def person(self, random: Random) -> str:
        """The name of somebody who endowed something."""
        return random.choice(self.proper)


def _ranked(words: Iterable[str]) -> list[str]:
    """Each word once, the most frequent first."""
    return [word for word, _ in sorted(Counter(words).items(), key=lambda pair: (-pair[1], pair[0]))]


def _sentence(words: list[str]) -> str:
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def _invented(number: int) -> str:
    """A name of two to four syllables that no other number has."""
    syllables = []
    number += len(_ONSETS) * len(_RIMES)  # at least two syllables
    while number:
        number, syllable = divmod(number, len(_ONSETS) * len(_RIMES))
        syllables.append(_ONSETS[syllable % len(_ONSETS)] + _RIMES[syllable // len(_ONSETS)])
    return "".join(syllables).capitalize()
