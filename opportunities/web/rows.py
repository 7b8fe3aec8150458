"""A result row: what a list shows of an opportunity, in words."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from opportunities.deadlines.status import Standing
from opportunities.finder import Hit
from opportunities.search.declaration import FIELD_OR_ALL
from opportunities.search.entry import Entry
from opportunities.search.options import body_label
from opportunities.vocabulary import CAREER_STAGE, COVERS, DIRECTION, KIND, Vocabulary
from opportunities.web.highlighting import Highlighter
from opportunities.wording.dates import checked_in_words
from opportunities.wording.money import amount_in_words, duration_in_words, is_worth_saying, worth_in_words
from opportunities.wording.places import listed
from opportunities.wording.standing import StandingWords, standing_in_words
from opportunities.wording.verdicts import VerdictWords


@dataclass(frozen=True, slots=True)
class Reason:
    """Where an entry has the words of the question, where what a row shows has none of them."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Row:
    """Finished words for one result. What is not stated says so itself, and is named in `not_stated`."""

    slug: str
    link: str
    name: str
    other_name: str | None  # the name in the other language, and which language that is
    other_language: str
    summary: str
    summary_language: str
    kind: str
    funders: str
    directions: str
    stages: str
    worth: str
    worth_for_comparison: str | None
    duration: str
    standing: StandingWords
    checked: str
    not_stated: frozenset[str]
    reason: Reason | None
    verdict: VerdictWords | None  # whether she who asks can apply


_NOT_SAID = StandingWords("unknown", "", "")


def row_of(hit: Hit, at: datetime, verdict: VerdictWords | None = None) -> Row:
    """The row of a hit as it stands at `at`, in the language in force."""
    language = get_language() or ""
    standing = _standing_in_words(hit.standing, at.replace(second=0, microsecond=0), language)
    return replace(_lasting_words(hit.entry, language), standing=standing, verdict=verdict)


# The same entries are shown again and again, and putting amounts and dates into words is slow. What is said depends on
# the entry, the language and, for the standing, on the minute alone.
@lru_cache(maxsize=4096)
def _standing_in_words(standing: Standing, at: datetime, _language: str) -> StandingWords:
    return standing_in_words(standing, at)


@lru_cache(maxsize=4096)
def _lasting_words(entry: Entry, language: str) -> Row:
    """All of a row but where the programme stands."""
    japanese = language.startswith("ja")
    name, other = (entry.name_ja, entry.name) if japanese and entry.name_ja else (entry.name, entry.name_ja)
    summary = entry.summary_ja if japanese and entry.summary_ja else entry.summary
    worth, duration = _worth(entry), duration_in_words(entry.award)
    said = {
        "funders": listed(map(body_label, entry.funders)),
        "directions": _labels(DIRECTION, entry.directions),
        "stages": _labels(CAREER_STAGE, entry.stages),
        "worth": worth or "",
        "duration": duration or "",
    }
    return Row(
        slug=entry.slug,
        link=reverse("web:opportunity", args=[entry.slug]),
        name=name,
        other_name=other,
        other_language="en" if japanese else "ja",
        summary=summary,
        summary_language="ja" if summary == entry.summary_ja else "en",
        kind=KIND[entry.kind].label,
        worth_for_comparison=(
            worth_in_words(entry.worth) if entry.worth and is_worth_saying(entry.award, entry.worth) else None
        ),
        standing=_NOT_SAID,
        checked=(
            checked_in_words(entry.last_checked, entry.last_checked_precision) if entry.last_checked else _("never")
        ),
        not_stated=frozenset(part for part, words in said.items() if not words),
        reason=None,
        verdict=None,
        **{part: words or _("not stated") for part, words in said.items()},
    )


def highlighted(row: Row, entry: Entry, highlighter: Highlighter) -> Row:
    """The row with the words marked for which it was found; if none is in sight, the place where they stand."""
    marked = replace(
        row,
        name=highlighter.marked(row.name),
        other_name=highlighter.marked(row.other_name) if row.other_name else None,
        funders=highlighter.marked(row.funders),
        summary=highlighter.snippet(row.summary),
    )
    in_sight = "<mark>" in f"{marked.name}{marked.other_name}{marked.funders}{marked.summary}"
    return marked if in_sight else replace(marked, reason=_reason(entry, highlighter))


def _reason(entry: Entry, highlighter: Highlighter) -> Reason | None:
    places = (
        (_("Keywords"), entry.keywords),
        (_("Eligibility"), (entry.eligibility_summary,)),
        (_("Field"), tuple(FIELD_OR_ALL[code].label for code in entry.disciplines)),
        (_("English summary"), (entry.summary,)),
        (_("Japanese summary"), (entry.summary_ja,)),
    )
    for place, texts in places:
        marked = [highlighter.snippet(text) for text in texts if text and highlighter.spans(text)]
        if marked:
            return Reason(place, format_html_join(" · ", "{}", ((text,) for text in marked)))
    return None


def _labels(vocabulary: Vocabulary, codes: tuple[str, ...]) -> str:
    return " · ".join(vocabulary[code].label for code in codes)


def _worth(entry: Entry) -> str | None:
    """The amount, or what is covered where no amount is stated."""
    amount = amount_in_words(entry.award)
    if amount is None and entry.covers:
        covered = listed(COVERS[code].label.lower() for code in entry.covers)
        return _("amount not stated; covers %(covered)s") % {"covered": covered}
    return amount
