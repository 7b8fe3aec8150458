"""Query strings: every link that carries a search is built here."""

from collections.abc import Iterable
from urllib.parse import urlencode

Pairs = tuple[tuple[str, str], ...]


def query_string(pairs: Iterable[tuple[str, str]]) -> str:
    """`?a=1&b=2` for the pairs in their order; empty where there are none."""
    encoded = urlencode(list(pairs))
    return f"?{encoded}" if encoded else ""


def with_pair(pairs: Pairs, name: str, value: str) -> Pairs:
    """The pairs with `name=value` added at the end."""
    return (*pairs, (name, value))


def without_pair(pairs: Pairs, name: str, value: str | None = None) -> Pairs:
    """The pairs without `name=value`, or without any `name` where no value is given."""
    return tuple((n, v) for n, v in pairs if not (n == name and value in (None, v)))
