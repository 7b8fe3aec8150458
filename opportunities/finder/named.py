"""Opportunities that are named one by one, in their order: a shortlist, a comparison, a file of either."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.finder.former import present_slugs
from opportunities.search.snapshot import Snapshot

MOST_NAMED = 100  # opportunities in one shortlist or one address
_MOST_TOLD = 5  # names in one message
_LONGEST_SHOWN = 60  # characters of a name in a message
_SLUG = re.compile(r"[-a-zA-Z0-9_]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Named:
    """What a list of slugs names: the numbers and slugs of entries, each once and in the order of the list.

    `unknown` are those that no published entry has, `surplus` those after the first `most`.
    """

    numbers: tuple[int, ...]
    slugs: tuple[str, ...]
    unknown: tuple[str, ...]
    surplus: tuple[str, ...]
    most: int

    @property
    def messages(self) -> list[str]:
        """What has to be said of slugs that name nothing, or are too many, in plain sentences."""
        said = []
        if self.unknown:
            sentence = ngettext(
                "We have no opportunity called %(names)s. It may have been withdrawn, or the address is not whole.",
                "We have no opportunities called %(names)s. They may have been withdrawn, or the address is not whole.",
                len(self.unknown),
            )
            said.append(sentence % {"names": _told(self.unknown)})
        if self.surplus:
            sentence = ngettext(
                "Here are the first %(most)d opportunities; %(count)d more was left out.",
                "Here are the first %(most)d opportunities; %(count)d more were left out.",
                len(self.surplus),
            )
            said.append(sentence % {"most": self.most, "count": len(self.surplus)})
        return said


def named(slugs: Iterable[str], snapshot: Snapshot, most: int = MOST_NAMED) -> Named:
    """The entries that slugs name, present or former, at most so many; any text may stand in the place of a slug."""
    distinct = present_slugs((slug for slug in slugs if slug), snapshot)
    found = [(number, slug) for slug in distinct if (number := _number(slug, snapshot)) is not None]
    known = {slug for _number_, slug in found}
    return Named(
        numbers=tuple(number for number, _slug in found[:most]),
        slugs=tuple(slug for _number_, slug in found[:most]),
        unknown=tuple(slug for slug in distinct if slug not in known),
        surplus=tuple(slug for _number_, slug in found[most:]),
        most=most,
    )


def is_slug(text: str) -> bool:
    """Whether a text can be the slug of an opportunity."""
    return _SLUG.fullmatch(text) is not None


def _number(slug: str, snapshot: Snapshot) -> int | None:
    return snapshot.number_of(slug) if is_slug(slug) else None


def _told(names: tuple[str, ...]) -> str:
    told = ", ".join(_("“%(name)s”") % {"name": _shown(name)} for name in names[:_MOST_TOLD])
    more = len(names) - _MOST_TOLD
    if more <= 0:
        return told
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", more) % {
        "names": told,
        "count": more,
    }


def _shown(text: str) -> str:
    cleaned = " ".join("".join(c if c.isprintable() else " " for c in text[: _LONGEST_SHOWN * 2]).split())
    return cleaned if len(cleaned) <= _LONGEST_SHOWN else f"{cleaned[:_LONGEST_SHOWN]}…"
