"""What is asked of every catalogue. Each kind comes in several wordings, taken in turn, so that no answer is cached."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import combinations, product
from urllib.parse import urlencode

AT = datetime(2026, 11, 25, 12, tzinfo=UTC)

_COMMON = ("research", "fellowship", "Japan", "students", "UK", "university", "support", "Japanese")
TEXTS: dict[str, tuple[str, ...]] = {
    "two common words": tuple(" ".join(pair) for pair in combinations(_COMMON, 2)),
    "a rare word": ("seismology", "cuneiform", "Sasakawa", "grassland", "astronomy"),
    "a typo": ("felowship", "scholarshp", "reserch", "Sasakwa", "postdoctorl"),
    "Japanese": ("奨学金", "博士課程の学生", "日英", "研究者", "学振"),
    "a sentence": (
        "I am a doctoral student in chemistry and want to spend six months in a laboratory in Japan",
        "money for a Japanese postdoc to visit a university in the UK",
        "who pays for a conference on medieval history between British and Japanese scholars",
    ),
}

Selection = dict[str, tuple[str, ...]]
SELECTIONS: tuple[Selection, ...] = tuple(
    {"direction": (direction,), "stage": stages, "covers": (covers,)}
    for direction, stages, covers in product(
        ("uk-to-japan", "japan-to-uk", "joint"),
        (("doctoral", "early-career"), ("early-career", "established")),
        ("travel", "research-costs"),
    )
)


def _search(text: str, selection: Selection) -> str:
    pairs = [("q", text), *((facet, value) for facet, values in selection.items() for value in values)]
    return f"/opportunities/?{urlencode([pair for pair in pairs if pair[1]])}"


PAGES: dict[str, tuple[str, ...]] = {
    "words and three facets": tuple(_search(*pair) for pair in product(TEXTS["two common words"], SELECTIONS)),
    "three facets": tuple(_search("", selection) for selection in SELECTIONS),
    "words": tuple(_search(text, {}) for text in TEXTS["two common words"]),
    "start": ("/opportunities/",),
}


def spread(addresses: Sequence[str], number: int) -> list[str]:
    """So many of the addresses, from all over the list; repeated where it is shorter."""
    step = max(1, len(addresses) // number)
    return [addresses[turn * step % len(addresses)] for turn in range(number)]
