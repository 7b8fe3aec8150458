"""When a record is due to be held against its sources again."""

from datetime import date, timedelta

# Weak facts are looked at sooner.
CHECK_AFTER = {"high": timedelta(days=365), "medium": timedelta(days=182), "low": timedelta(days=91)}


def next_check_due(last_checked: date | None, confidence: str) -> date | None:
    """The day on which a record of this confidence is due; None where it was never checked."""
    return last_checked + CHECK_AFTER[confidence] if last_checked else None
