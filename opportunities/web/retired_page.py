"""What the page of a retired entry says besides its facts: that it is retired, and where readers are led instead."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from opportunities.models import Opportunity

_FARTHEST = 20  # steps from successor to successor


@dataclass(frozen=True, slots=True)
class Heir:
    """The entry that readers are led to: its name in the language in force where it has one, its page, its state."""

    name: str
    language: str
    link: str
    is_retired: bool


def retired_context(opportunity: Opportunity) -> dict[str, Any]:
    """The further context of the page of a retired entry."""
    heir = last_successor(opportunity)
    return {"retired": True, "heir": _in_words(heir) if heir is not None else None}


def last_successor(opportunity: Opportunity) -> Opportunity | None:
    """The entry at the end of the chain of successors, as far as it is public; None where there is none."""
    heir, seen = None, {opportunity.pk}
    following = opportunity.successor_id
    while following is not None and following not in seen and len(seen) < _FARTHEST:
        following_entry = Opportunity.objects.shown().filter(pk=following).first()
        if following_entry is None:
            break
        heir = following_entry
        seen.add(following)
        following = heir.successor_id
    return heir


def _in_words(heir: Opportunity) -> Heir:
    japanese = (get_language() or "").startswith("ja") and heir.name_ja
    return Heir(
        name=heir.name_ja if japanese and heir.name_ja else heir.name,
        language="ja" if japanese else "en",
        link=heir.get_absolute_url(),
        is_retired=heir.state == "retired",
    )
