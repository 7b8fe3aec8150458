"""Eligibility on other pages: the panel of the search page, and the verdict on a row or on the page of an entry."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from core.querystrings import query_string
from opportunities.eligibility.profile import Profile
from opportunities.finder import FinderQuery, FinderResult, Hit, hits_of
from opportunities.search.declaration import ELIGIBLE
from opportunities.search.snapshot import Snapshot
from opportunities.web.countries import country_names
from opportunities.web.profile.cookie import OwnProfile
from opportunities.web.profile.form import ProfileForm
from opportunities.web.profile.questions import QUESTION, bearing, most_telling
from opportunities.web.profile.shown import shown
from opportunities.web.profile.words import summary_of
from opportunities.wording.verdicts import VerdictWords, context_of, verdict_in_words
from opportunities.wording.verdicts.words import name_of

INVITED_BY = 3  # questions
_NO = "not-eligible"
_NO_DAY = date.max  # no question of the invitation is about a day that may be to come


@dataclass(frozen=True, slots=True)
class Refused:
    """How many results she cannot apply for, whether they are shown, and the searches with only them and without."""

    count: int
    are_shown: bool
    only_link: str
    without_link: str


def panel_context(
    own: OwnProfile, query: FinderQuery, result: FinderResult, snapshot: Snapshot, path: str
) -> dict[str, Any]:
    """What the search page shows of eligibility: an invitation, or what is known of her. `query` is what was asked."""
    here = path + query.address
    context = {"here": here, "eligibility_link": eligibility_link(here)}
    if own.profile is None:
        in_vain = query.selection.get(ELIGIBLE.parameter, ()) or (("",) if query.asks_who else ())
        return {**context, "asked_in_vain": in_vain, "invitation": invitation(result.at, snapshot)}
    summary = summary_of(own.profile, lambda slug: name_of(slug, snapshot))
    return {**context, "known": summary, "refused": _refused(query, result, path)}


def eligibility_link(here: str) -> str:
    """The way to all questions, and back to `here`."""
    return reverse("web:eligibility") + query_string([("next", here)])


def words_for(
    profile: Profile | None, snapshot: Snapshot, *, with_findings: bool = False
) -> Callable[[Hit], VerdictWords | None]:
    """Puts the verdicts of hits into words; gives None for who said nothing of herself."""

    def words(hit: Hit) -> VerdictWords | None:
        if profile is None or hit.verdict is None:
            return None
        context = context_of(hit.standing, snapshot)
        return verdict_in_words(hit.verdict, profile, context, with_findings=with_findings)

    return words


def verdict_context(slug: str, own: OwnProfile, snapshot: Snapshot, at: datetime) -> dict[str, Any]:
    """What the page of an entry shows of her eligibility."""
    number = snapshot.number_of(slug)
    hits = hits_of([number], at, snapshot, own.profile) if number is not None else ()
    words = words_for(own.profile, snapshot, with_findings=True)
    return {
        "verdict": next((words(hit) for hit in hits), None),
        "eligibility_link": eligibility_link(reverse("web:opportunity", args=[slug])),
    }


def _refused(query: FinderQuery, result: FinderResult, path: str) -> Refused | None:
    counts = {
        option.code: option.count
        for facet in result.facets
        if facet.parameter == ELIGIBLE.parameter
        for option in facet.options
    }
    chosen = query.selection.get(ELIGIBLE.parameter, ())
    if not counts.get(_NO) or chosen == (_NO,):
        return None
    rest = {**query.selection, ELIGIBLE.parameter: ("likely", "cannot-tell")}
    return Refused(
        count=counts[_NO],
        are_shown=not chosen or _NO in chosen,
        only_link=path + FinderQuery(query.q, {**query.selection, ELIGIBLE.parameter: (_NO,)}, query.sort).address,
        without_link=path + FinderQuery(query.q, rest, query.sort).address,
    )


def invitation(at: datetime, snapshot: Snapshot) -> SafeString:
    """The few questions that tell most of anybody, to be answered right there."""
    bears_on = bearing(Profile(), at, snapshot)
    asked = tuple(
        (question.name, bears_on[question.name]) for question in most_telling(Profile(), bears_on, INVITED_BY)
    )
    return _invitation(asked, get_language())


@lru_cache(maxsize=16)
def _invitation(asked: tuple[tuple[str, int], ...], _language: str | None) -> SafeString:
    """It is the same for everybody, and stands on every search page."""
    form = ProfileForm([QUESTION[name] for name, _count in asked], Profile(), _NO_DAY, {})
    questions = [shown(QUESTION[name], form, dict(asked)) for name, _count in asked]
    context = {
        "questions": questions,
        "country_names": country_names(),
        "needs_countries": any(question.controls[0].kind.startswith("countr") for question in questions),
    }
    return mark_safe(render_to_string("web/eligibility/_invitation.html", context))  # noqa: S308
