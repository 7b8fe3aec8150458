"""The one read path: a search taken from an address, and its answer at a given moment."""

from opportunities.finder.answer import FinderResult, Hit, Offer, Pill, find, hits_of, order_of, verdict_of
from opportunities.finder.query import PAGE_SIZE, FinderQuery, parse_query

__all__ = [
    "PAGE_SIZE",
    "FinderQuery",
    "FinderResult",
    "Hit",
    "Offer",
    "Pill",
    "find",
    "hits_of",
    "order_of",
    "parse_query",
    "verdict_of",
]
