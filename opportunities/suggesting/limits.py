"""How many suggestions may come from one place in a day. The place is kept as a hash only, and not for longer.

The hash is keyed with the site's secret and salted with the day: the same on every web node, not to be turned back by
who has only the database, and not the same tomorrow.
"""

from datetime import date

from django.db.models import F
from django.utils.crypto import salted_hmac

from opportunities.models import SuggestionCount

PER_SOURCE = 20  # a university's network may look like one place


class TooManySuggestionsError(Exception):
    """More came from one place than is good."""


def note_suggestion(source: str, today: date) -> None:
    """Count a suggestion. Raises TooManySuggestionsError where there were too many today."""
    SuggestionCount.objects.filter(day__lt=today).delete()
    hashed = salted_hmac(f"opportunities.suggesting.limits.{today}", source, algorithm="sha256").hexdigest()
    SuggestionCount.objects.get_or_create(source=hashed, day=today)
    # One statement, so that the limit holds for requests at once, on one node or several.
    below = SuggestionCount.objects.filter(source=hashed, day=today, count__lt=PER_SOURCE)
    if not below.update(count=F("count") + 1):
        raise TooManySuggestionsError
