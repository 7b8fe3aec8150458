"""A suggestion on its way to the curators' queue."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from opportunities.models import Opportunity, Suggestion
from opportunities.suggesting.forms import SuggestionForm
from opportunities.suggesting.limits import note_suggestion


def send(form: SuggestionForm, opportunity: Opportunity | None, source: str, at: datetime) -> None:
    """Store what a valid form says; None for a programme that we lack. What waits already is not stored again.

    `source` is where it comes from, for the limit only. Raises TooManySuggestionsError.
    """
    given, facts = form.cleaned_data, form.facts
    same = {
        "opportunity": opportunity,
        "is_new": opportunity is None,
        "about": (opportunity.name if opportunity else facts["name"])[:300],
        "facts": facts,
        "state": "waiting",
    }
    with transaction.atomic():
        note_suggestion(source, at.date())
        if Suggestion.objects.filter(**same).exists():
            return
        Suggestion.objects.create(
            **same,
            source_url=given.get("source_url") or None,
            message=None if facts == {"other": given["message"]} else given["message"] or None,
            email=given["email"] or None,
            language=get_language() or "en-gb",
            made_at=at,
        )
