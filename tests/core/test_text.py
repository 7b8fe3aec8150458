"""The same word written differently compares equal; different words do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ōsaka", "osaka"),
        ("ＪＳＰＳ", "jsps"),
        ("ｶﾞｸｼﾝ", "ガクシン"),
        ("long–term", "long-term"),
        ("long−term", "long-term"),
        ("ｌｏｎｇ－ｔｅｒｍ", "long-term"),
        ("Café", "Cafe\u0301"),
        ("Straße", "STRASSE"),
        ("㈱", "(株)"),
    ],
)
def test_spellings_of_one_word_fold_to_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("かく", "がく"), ("ハ", "パ"), ("Oslo", "Osaka"), ("long term", "long-term")]
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(fold(text))) == fold(fold(text))
