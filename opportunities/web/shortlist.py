"""A shortlist in a visitor's browser: a cookie with the slugs of what she keeps, in her order.

The cookie is plain: it names public entries only, so nothing is gained by forging one, and what it names is looked up
like any address. Pages other than the shortlist do not read it, so they are the same for everybody; with JavaScript
the browser marks what is kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse

from opportunities.finder.named import MOST_NAMED, is_slug

COOKIE = "shortlist"
BETWEEN = "."  # stands in no slug, and needs no quoting in a cookie
LONGEST_COOKIE = 3_900  # characters; browsers drop cookies of more than 4,096 bytes
LIFETIME = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True, slots=True)
class Shortlist:
    """Slugs, each once, in the order in which they were kept."""

    slugs: tuple[str, ...] = ()

    @classmethod
    def in_cookie(cls, text: str) -> "Shortlist":
        """The list that a cookie holds; of one that is not ours, what looks like a slug, and never too much."""
        slugs = dict.fromkeys(part for part in text[: 2 * LONGEST_COOKIE].split(BETWEEN) if is_slug(part))
        return cls().with_kept(slugs)[0]

    @property
    def cookie(self) -> str:
        """The list as the cookie holds it."""
        return BETWEEN.join(self.slugs)

    def with_kept(self, slugs: Iterable[str], place: int | None = None) -> tuple["Shortlist", tuple[str, ...]]:
        """The list with more entries, at its end or at a place, and those for which there is no room."""
        kept, no_room = list(self.slugs), []
        room = LONGEST_COOKIE - len(self.cookie)
        at = len(kept) if place is None else min(max(place, 0), len(kept))
        for slug in dict.fromkeys(slugs):
            if slug in kept:
                continue
            needed = len(slug) + len(BETWEEN)
            if len(kept) >= MOST_NAMED or needed > room:
                no_room.append(slug)
                continue
            kept.insert(at, slug)
            at, room = at + 1, room - needed
        return Shortlist(tuple(kept)), tuple(no_room)

    def without(self, slugs: Iterable[str]) -> "Shortlist":
        """The list without some entries."""
        dropped = set(slugs)
        return Shortlist(tuple(slug for slug in self.slugs if slug not in dropped))

    def store(self, response: HttpResponse) -> None:
        """Have the browser keep the list; an empty one leaves nothing behind."""
        if not self.slugs:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        response.set_cookie(
            COOKIE, self.cookie, max_age=LIFETIME, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
        )
