"""Query strings: every link that carries a search is built here."""

from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = tuple[tuple[str, str], ...]


def query_string(pairs: Iterable[tuple[str, str]]) -> str:
    """`?a=1&b=2` for the pairs in their order; empty where there are none."""
    encoded = urlencode(list(pairs))
    return f"?{encoded}" if encoded else ""
