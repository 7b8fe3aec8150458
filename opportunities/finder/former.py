"""Entries that are named by a slug which they had before they were merged with another."""

from collections.abc import Iterable
from contextlib import suppress

from opportunities.models import FormerSlug
from opportunities.search.current import UNREACHABLE, out_of_reach_since
from opportunities.search.snapshot import Snapshot

_MOST_ASKED = 100  # slugs in one question


def present_slugs(slugs: Iterable[str], snapshot: Snapshot) -> tuple[str, ...]:
    """The slugs, each once, with the present one in the place of each former one.

    The database is asked, once, only where a slug is unknown; where it cannot be reached, slugs stay as they are.
    """
    distinct = tuple(dict.fromkeys(slugs))
    unknown = [slug for slug in distinct if "\0" not in slug and snapshot.number_of(slug) is None]
    if not unknown or out_of_reach_since() is not None:
        return distinct
    with suppress(*UNREACHABLE):
        rows = FormerSlug.objects.filter(slug__in=unknown[:_MOST_ASKED]).values_list("slug", "opportunity__slug")
        present = dict(rows)
        return tuple(dict.fromkeys(present.get(slug, slug) for slug in distinct))
    return distinct
