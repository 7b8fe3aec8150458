"""What the page shows on which an alert is set up."""

from datetime import datetime
from typing import Any

from opportunities.alerts.targets import Target, matches, page_of, target_in_words
from opportunities.search.snapshot import Snapshot


def new_context(target: Target, at: datetime, snapshot: Snapshot) -> dict[str, Any]:
    """What is to be watched, in words, and how much of it there is now."""
    return {
        "title": target_in_words(target, snapshot),
        "is_search": target.entry is None,
        "count": len(matches(target, at, snapshot) or ()),
        "way_back": page_of(target, snapshot),
    }
