"""What `/eligibility/` shows: what is known of her, what comes of it, and the questions."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.eligibility.profile import Profile
from opportunities.eligibility.terms import VERDICT
from opportunities.finder import FinderQuery
from opportunities.search.declaration import ELIGIBLE
from opportunities.search.snapshot import Snapshot
from opportunities.web.countries import country_names
from opportunities.web.profile.cookie import OwnProfile
from opportunities.web.profile.form import ProfileForm
from opportunities.web.profile.questions import GROUPS, Question, asked_of, awards_asked_about, is_answered
from opportunities.web.profile.shown import QuestionShown, problems_of, shown, warnings_of
from opportunities.web.profile.words import summary_of
from opportunities.wording.verdicts.words import name_of


@dataclass(frozen=True, slots=True)
class VerdictCount:
    """How many programmes have a verdict, the search that shows them, and where their part of a bar of 100 begins."""

    code: str
    label: str
    count: int
    link: str
    begins: float
    share: float


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions as the page shows it."""

    code: str
    title: str
    questions: tuple[QuestionShown, ...]
    answered: int
    is_open: bool


def award_names(at: datetime, snapshot: Snapshot) -> Mapping[str, str]:
    """What earlier awards are asked about, by slug, in the order of their names."""
    named = ((slug, name_of(slug, snapshot)) for slug in awards_asked_about(at, snapshot))
    return dict(sorted(((slug, name) for slug, name in named if name), key=lambda pair: pair[1].casefold()))


def eligibility_context(
    profile: Profile, at: datetime, snapshot: Snapshot, posted: ProfileForm | None = None, first: Iterable[str] = ()
) -> dict[str, Any]:
    """The template's context. What was posted is shown as it was; `first` are the questions that stay on top."""
    asked = asked_of(profile, at, snapshot, first)
    blank = ProfileForm(asked.questions, profile, at.date(), award_names(at, snapshot))

    def show(question: Question) -> QuestionShown:
        was_asked = posted is not None and question.fields[0] in posted.fields
        return shown(question, posted if posted is not None and was_asked else blank, asked.bears_on)

    return {
        "is_known": not profile.is_empty,
        "summary": summary_of(profile, lambda slug: name_of(slug, snapshot)),
        **counts_context(profile, at, snapshot),
        "first": tuple(map(show, asked.first)),
        "sections": [
            _section(group, questions, profile, tuple(map(show, questions))) for group, questions in asked.groups
        ],
        "problems": problems_of(posted) if posted else [],
        "warnings": warnings_of(profile),
        "country_names": country_names(),
    }


def told_of(own: OwnProfile, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """What is said of what she has just done, and of a cookie that could not be used."""
    told = None
    if "saved" in parameters and own.profile is not None:
        told = _("Your answers are saved in this browser.")
    elif "forgotten" in parameters and own.profile is None:
        told = _("Your answers are removed from this browser.")
    return {"told": told, "messages_about_address": [own.trouble] if own.trouble else []}


def counts_context(profile: Profile, at: datetime, snapshot: Snapshot) -> dict[str, Any]:
    """How many programmes have each verdict, and the same in a sentence."""
    narrowed = snapshot.narrow({}, snapshot.live, at, snapshot.verdicts(profile, at))
    counts = narrowed.counts(ELIGIBLE)
    total = len(narrowed.result)
    parts, begins = [], 0.0
    for code, term in VERDICT.items():
        count = counts.get(code, 0)
        share = 100 * count / total if total else 0.0
        link = reverse("web:opportunities") + FinderQuery(selection={"eligible": (code,)}).address
        parts.append(VerdictCount(code, term.label, count, link, round(begins, 2), round(share, 2)))
        begins += share
    return {"counts": parts, "total": total, "counts_in_words": _counts_in_words(parts, total)}


def _counts_in_words(parts: list[VerdictCount], total: int) -> str:
    likely, cannot_tell, not_eligible = (part.count for part in parts)
    return ngettext(
        "Of %(total)d opportunity: likely eligible %(likely)d, cannot tell %(unknown)d, not eligible %(no)d.",
        "Of %(total)d opportunities: likely eligible %(likely)d, cannot tell %(unknown)d, not eligible %(no)d.",
        total,
    ) % {"total": total, "likely": likely, "unknown": cannot_tell, "no": not_eligible}


def _section(
    code: str, questions: tuple[Question, ...], profile: Profile, shown_as: tuple[QuestionShown, ...]
) -> Section:
    has_errors = any(control.errors for question in shown_as for control in question.controls)
    answered = sum(is_answered(question, profile) for question in questions)
    return Section(code, str(GROUPS[code]), shown_as, answered, has_errors)
