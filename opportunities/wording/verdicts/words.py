"""What a verdict and its findings look like in words, and what wording them needs besides."""

from dataclasses import dataclass
from typing import Self

from opportunities.deadlines.status import Standing
from opportunities.eligibility.days import TODAY, UNKNOWN, deadline_of
from opportunities.search.snapshot import Snapshot
from opportunities.wording.conditions import NameOf
from opportunities.wording.dates import locale


@dataclass(frozen=True, slots=True)
class Context:
    """What wording needs besides finding and profile.

    `name_of` names programmes and organisations. `deadline` says what is known of the deadline to reckon with:
    "announced", "expected", "unknown", or "rolling" where one can apply at any time.
    """

    name_of: NameOf
    deadline: str


@dataclass(frozen=True, slots=True)
class RouteWords:
    """The name of a route, and the language that it is in: the one in force, where it has a name in that."""

    name: str
    lang: str

    @classmethod
    def of(cls, name: str, name_ja: str | None) -> Self:
        """The better of two names."""
        if name_ja and locale().language == "ja":
            return cls(name_ja, "ja")
        return cls(name, "en")


@dataclass(frozen=True, slots=True)
class FindingWords:
    """What was found of one condition.

    `outcome` is "yes", "no" or "unknown"; `mark` the word for it, for who sees no colours; `sentence` tells what
    decided it. `prose` is what only people can check, in the words of the catalogue (English); it follows the
    sentence. `missing` are the fields of the profile that would settle it; `sources` the short names of the sources
    that the condition names itself.
    """

    kind: str
    outcome: str
    mark: str
    sentence: str
    prose: str | None = None
    missing: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class VerdictWords:
    """A verdict: its code and label (VERDICT), the one reason for it, all findings of the best way.

    `route` names that way where there are several. `change` says what would make it possible ("Possible from 1
    October 2027, once you hold a doctorate."), None where she could do nothing; `way_there` by
    which route, where that is another. `missing` are the fields of the profile that would settle more.
    """

    code: str
    label: str
    reason: FindingWords | None
    route: RouteWords | None
    change: str | None
    way_there: RouteWords | None
    findings: tuple[FindingWords, ...]
    missing: tuple[str, ...]


def context_of(standing: Standing, snapshot: Snapshot) -> Context:
    """The context for a programme that stands so."""
    return Context(lambda slug: name_of(slug, snapshot), _deadline(standing))


def name_of(slug: str, snapshot: Snapshot) -> str | None:
    """What the programme or organisation with this slug is called in the language in force; None where nobody is."""
    number = snapshot.number_of(slug)
    named = snapshot.entry(number) if number is not None else snapshot.bodies.get(slug)
    if named is None:
        return None
    return (named.name_ja if locale().language == "ja" else None) or named.name


def _deadline(standing: Standing) -> str:
    deadline = deadline_of(standing)
    if deadline in (TODAY, UNKNOWN):
        return "rolling" if deadline == TODAY else "unknown"
    return "expected" if standing.is_estimate else "announced"
