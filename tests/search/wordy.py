"""Texts and questions made of few words, so that random ones meet: inflected, hyphenated, misspelt; two languages."""

from typing import Any

from hypothesis import strategies as st

# None of these is idle, and none names a facet's value: what they find is a matter of words alone.
ENGLISH = (
    "garden", "gardens", "gardening", "poetry", "poet", "poets", "robot", "robotics", "lantern", "lanterns", "sakura",
    "tea-ceremony", "teahouse", "post-war", "postwar", "castle", "translation", "translating", "Ōmori", "Kyōto",
    "naïve", "ＮＩＭＳ", "harasawa", "butterfield", "daiwa", "2027",
)  # fmt: skip
JAPANESE = ("庭園", "茶道", "茶の湯", "奨励金", "原沢", "ロボット工学", "ｶﾌﾞｷ", "歌舞伎", "庭")
# What people type for them, rightly or wrongly.
TYPED = (
    *ENGLISH, *JAPANESE, "Omori", "kyoto", "nims", "tea ceremony", "teaceremony", "tea house", "post war", "postwar's",
    "gardners", "gardn", "peotry", "robotisc", "lanten", "buterfeild", "harasawas", "gar", "butt", "translat", "ro",
    "x", "gardenpoetry", "カブキ", "庭園と茶道", "原沢奨励金", "zzyzx", "the", "of",
)  # fmt: skip
# Words with meanings: synonyms of one another, or values of facets.
MEANT = (
    "fellowship",
    "PhD",
    "doctoral",
    "physics",
    "grant",
    "博士",
    "helping",
    "aid",
    "援助",
    "Japan",
    "from Japan",
    "open",
)
SYNONYMS = (("helping", "aid", "援助"), ("sakura", "cherry blossom", "桜"), ("naïve", "guileless"))


def texts(max_words: int = 4) -> st.SearchStrategy[str]:
    """A few words in a row."""
    return st.lists(st.sampled_from(ENGLISH + JAPANESE), min_size=1, max_size=max_words).map(" ".join)


def _marked(words: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    two = st.tuples(words, words).map(" ".join)
    quoted = (words | two).map(lambda text: f'"{text}"')
    return st.one_of(
        words, words, words, quoted, words.map(lambda word: f"-{word}"), quoted.map(lambda text: f"-{text}")
    )


def plain_questions(max_parts: int = 4) -> st.SearchStrategy[str]:
    """Questions of words that mean nothing but themselves; quoted phrases and exclusions among them."""
    return st.lists(_marked(st.sampled_from(TYPED)), min_size=1, max_size=max_parts).map(" ".join)


def questions(max_parts: int = 5) -> st.SearchStrategy[str]:
    """Any questions: words with meanings too."""
    return st.lists(_marked(st.sampled_from(TYPED + MEANT)), min_size=1, max_size=max_parts).map(" ".join)


def wordings() -> st.SearchStrategy[dict[str, Any]]:
    """The words of a group of synonyms, and the values of facets that they name."""
    means = st.sampled_from([{}, {"stage": ["doctoral"]}, {"kind": ["grant"], "discipline": ["1.3"]}])
    return st.fixed_dictionaries({"words": st.sampled_from(SYNONYMS).map(list), "means": means})
