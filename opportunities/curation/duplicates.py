"""Entries that may be one and the same programme: close names, a name that one is known by, the same official page.

What is known of the names of all entries is kept in this process, and brought up to date by the log of changes whenever
somebody asks: reading a hundred thousand names takes seconds, looking through them a fraction of one.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Lock
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.db.models import Q
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from core.text import fold
from opportunities.models import CatalogueChange, CatalogueRevision, Opportunity

# From docs/decisions/0017: below it, different programmes of one funder are taken for one another.
CLOSE = 87
MOST_SHOWN = 5
_AT_ONCE = 200  # names held against all others in one matrix
_LEAST_TELLING = 5  # a word that more names have than these, or than one in 500, tells nothing by itself
_NOISE = frozenset("a an and at by for from in of on programme program scheme the to with".split())  # noqa: SIM905
_WORD = re.compile(r"[^\W_]+")
_TRACKING = re.compile(r"utm_|fbclid$|gclid$|mc_[ce]id$|_ga$")


@dataclass(frozen=True, slots=True)
class Sought:
    """What a new, renamed or imported entry says of itself. `slug` is its own, where it is stored already."""

    name: str
    name_ja: str | None = None
    urls: tuple[str, ...] = ()
    slug: str | None = None


@dataclass(frozen=True, slots=True)
class Likeness:
    """A stored entry that may be the same. `reasons` are, the best first: name, other-name, japanese-name, address."""

    pk: int
    slug: str
    name: str
    reasons: tuple[str, ...]
    score: float

    def __str__(self) -> str:
        reasons = "; ".join(reason_in_words(reason) for reason in self.reasons)
        given = {"name": self.name, "slug": self.slug, "reasons": reasons}
        return _("This may be “%(name)s” (%(slug)s): %(reasons)s.") % given


def reason_in_words(reason: str) -> str:
    """Why two entries may be the same."""
    return {
        "name": _("the names are close"),
        "other-name": _("it is also known by this name"),
        "japanese-name": _("the Japanese names are the same"),
        "address": _("the official page is the same"),
    }[reason]


def close_to(name: str, name_ja: str | None, urls: Iterable[str], slug: str | None = None) -> list[Likeness]:
    """The stored entries, of any state, that may be the one described, the likeliest first, at most MOST_SHOWN."""
    return close_to_many([Sought(name, name_ja, tuple(urls), slug)])[0]


def close_to_many(sought: Sequence[Sought]) -> list[list[Likeness]]:
    """The same for many at once, in their order, as an import asks."""
    found: list[list[Likeness]] = []
    for start in range(0, len(sought), _AT_ONCE):
        with _one_at_a_time:
            found += _current_names().close_to(sought[start : start + _AT_ONCE])
    return found


def plain_address(address: str) -> str:
    """A web address without what makes no difference: scheme, www, case of the host, last slash, tracking, fragment."""
    try:
        parts = urlsplit(address.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    except ValueError:
        return address
    path = re.sub(r"/(index\.\w{3,5})?$", "", parts.path)
    query = urlencode([pair for pair in parse_qsl(parts.query) if not _TRACKING.match(pair[0])])
    return f"{host}{port}{path}" + (f"?{query}" if query else "")


def forget_names() -> None:
    """Drop what this process knows, as tests do that fill one database after another."""
    global _names
    _names = None


@dataclass(frozen=True, slots=True)
class _Known:
    """What one stored entry is held against, in plain forms."""

    pk: int
    slug: str
    name: str
    words: frozenset[str]
    japanese: str  # the same of the Japanese name; may be empty
    others: frozenset[str]  # keywords, folded: acronyms and former names among them
    address: str


@dataclass
class _Names:
    """The names of all entries at one revision of the catalogue, with ways to look them up."""

    revision: int
    known: dict[int, _Known] = field(default_factory=dict)
    in_order: dict[int, str] = field(default_factory=dict)  # the words of each name in alphabetical order
    with_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    with_japanese: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    with_other: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    with_address: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def put(self, entry: _Known) -> None:
        """Learn of an entry, in the place of what was known of it."""
        self.drop(entry.pk)
        self.known[entry.pk] = entry
        self.in_order[entry.pk] = _in_order(entry.words)
        for index, key in self._places(entry):
            index[key].add(entry.pk)

    def drop(self, pk: int) -> None:
        """Forget an entry, if it was known."""
        if (entry := self.known.pop(pk, None)) is not None:
            del self.in_order[pk]
            for index, key in self._places(entry):
                index[key].discard(pk)

    def _places(self, entry: _Known) -> Iterator[tuple[dict[str, set[int]], str]]:
        yield from ((self.with_word, word) for word in entry.words)
        yield from ((self.with_other, other) for other in entry.others)
        if entry.japanese:
            yield self.with_japanese, entry.japanese
        if entry.address:
            yield self.with_address, entry.address

    def close_to(self, sought: Sequence[Sought]) -> list[list[Likeness]]:
        pks = list(self.in_order)
        texts = [_in_order(_words(one.name)) for one in sought]
        scores = process.cdist(texts, list(self.in_order.values()), scorer=fuzz.ratio, score_cutoff=CLOSE)
        return [
            self._likenesses(one, {pks[column]: float(row[column]) for column in row.nonzero()[0]})
            for one, row in zip(sought, scores, strict=True)
        ]

    def _likenesses(self, sought: Sought, close: dict[int, float]) -> list[Likeness]:
        """What was found by any way, the best first; `close` are the entries with a close name, and how close."""
        own = {pk for pk in close if self.known[pk].slug == sought.slug}
        reasons: dict[int, list[str]] = defaultdict(list)
        for reason, pks in (
            ("name", {*close, *self._containing(sought)} - own),
            ("other-name", self._known_as(sought)),
            ("japanese-name", self._in_japanese(sought)),
            ("address", self._at(sought)),
        ):
            for pk in pks:
                if self.known[pk].slug != sought.slug:
                    reasons[pk].append(reason)
        found = [
            Likeness(pk, self.known[pk].slug, self.known[pk].name, tuple(why), close.get(pk, 0.0) + len(why))
            for pk, why in reasons.items()
        ]
        return sorted(found, key=lambda one: (-one.score, one.name, one.pk))[:MOST_SHOWN]

    def _containing(self, sought: Sought) -> Iterator[int]:
        """Those whose name has all words of the other name, or the other way round: two at least, one of them telling.

        That is what a token-set ratio of 100 says; looked up by the words, as that ratio is slow to work out.
        """
        words = _words(sought.name)
        limit = max(_LEAST_TELLING, len(self.known) // 500)
        telling = [pks for word in words if 0 < len(pks := self.with_word.get(word, set())) <= limit]
        for pk in set().union(*telling):
            theirs = self.known[pk].words
            if min(len(words), len(theirs)) >= 2 and (words <= theirs or theirs <= words):
                yield pk

    def _known_as(self, sought: Sought) -> set[int]:
        """Those that have the name among their keywords. Japanese ones say the kind of support, and tell nothing."""
        return self._few(self.with_other, fold(sought.name), sought, 2)

    def _in_japanese(self, sought: Sought) -> set[int]:
        return self._few(self.with_japanese, _japanese(sought.name_ja), sought, 1)

    def _at(self, sought: Sought) -> set[int]:
        found: set[int] = set()
        for url in sought.urls:
            found |= self._few(self.with_address, plain_address(url), sought, 1)
        return found

    def _few(self, index: dict[str, set[int]], key: str, sought: Sought, most: int) -> set[int]:
        """The other entries that have this; none where too many do, as of a page that lists a funder's programmes."""
        pks = {pk for pk in index.get(key, ()) if self.known[pk].slug != sought.slug} if key else set()
        return pks if len(pks) <= most else set()


_names: _Names | None = None
_one_at_a_time = Lock()  # what is known is changed in place


def _current_names() -> _Names:
    """What is known of the names, up to date with what the caller's transaction sees."""
    global _names
    number = CatalogueRevision.objects.values_list("number", flat=True).first() or 0
    changed = _changed_since(_names.revision, number) if _names is not None else None
    if _names is None or changed is None:
        _names, changed = _Names(number), None
    _read(_names, changed)
    _names.revision = number
    return _names


def _changed_since(before: int, now: int) -> set[int] | None:
    """The primary keys of the entries that changed between two revisions; None where the log does not say."""
    if now < before:
        return None
    rows = list(CatalogueChange.objects.filter(revision__gt=before, revision__lte=now))
    if len({row.revision for row in rows}) != now - before or any(row.everything for row in rows):
        return None
    return {row.opportunity for row in rows if row.opportunity is not None}


def _read(names: _Names, pks: Collection[int] | None) -> None:
    """Learn of the entries with these primary keys; None: of all."""
    for pk in pks or ():
        names.drop(pk)
    if pks is None or pks:
        wanted = Q() if pks is None else Q(pk__in=pks)
        fields = "pk", "slug", "name", "name_ja", "keywords", "official_url"
        for row in Opportunity.objects.order_by().filter(wanted).values_list(*fields).iterator(chunk_size=5000):
            names.put(_known(*row))


def _known(pk: int, slug: str, name: str, name_ja: str | None, keywords: list[str], address: str | None) -> _Known:
    return _Known(
        pk=pk,
        slug=slug,
        name=name,
        words=_words(name),
        japanese=_japanese(name_ja),
        others=frozenset(map(fold, keywords)),
        address=plain_address(address) if address else "",
    )


def _words(name: str) -> frozenset[str]:
    """The words of a name without those that most have, in one form for singular and plural."""
    return frozenset(map(_singular, _WORD.findall(fold(name)))) - _NOISE


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def _in_order(words: Iterable[str]) -> str:
    return " ".join(sorted(words))


def _japanese(name: str | None) -> str:
    return "".join(_WORD.findall(fold(name))) if name else ""
