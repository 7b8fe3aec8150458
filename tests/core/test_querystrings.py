"""Links carry their parameters unharmed."""

from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from core.querystrings import query_string

texts = st.text(st.characters(exclude_categories=["Cs"]))
pairs = st.lists(st.tuples(texts, texts), max_size=6).map(tuple)


@given(pairs)
def test_what_is_written_is_read(given_pairs: tuple[tuple[str, str], ...]) -> None:
    text = query_string(given_pairs)
    assert tuple(parse_qsl(text[1:], keep_blank_values=True)) == given_pairs
    assert text.isascii()
    assert text.startswith("?") == bool(given_pairs)
    assert not set(text) & set("\"'<> ")
