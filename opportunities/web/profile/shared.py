"""Answers that somebody shares by a link. They are data from anywhere: nothing is taken over before she says so."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from opportunities.search.snapshot import Snapshot
from opportunities.web.profile.cookie import OwnProfile
from opportunities.web.profile.page import counts_context
from opportunities.web.profile.text import read, write
from opportunities.web.profile.words import answers_in_words
from opportunities.wording.verdicts.words import name_of

_MOST_TOLD = 3
_LONGEST_TOLD = 40


def shared_context(text: str, own: OwnProfile, at: datetime, snapshot: Snapshot) -> dict[str, Any]:
    """The template's context: the answers of a link, what comes of them, and what of it could not be used."""
    profile, unusable = read(text)
    return {
        "answers": answers_in_words(profile, lambda slug: name_of(slug, snapshot)),
        "profile_text": write(profile),
        "is_empty": profile.is_empty,
        "has_own": own.profile is not None,
        "is_own": own.profile == profile,
        "messages_about_address": [*([own.trouble] if own.trouble else []), *_told(unusable)],
        **counts_context(profile, at, snapshot),
    }


def _told(unusable: list[str]) -> list[str]:
    told = [_("“%(part)s” is no answer that we know, so we left it out.") % {"part": _shown(part)} for part in unusable]
    shown = told[:_MOST_TOLD]
    if more := len(told) - len(shown):
        shown.append(
            ngettext(
                "%(count)d more part of the link could not be used.",
                "%(count)d more parts of the link could not be used.",
                more,
            )
            % {"count": more}
        )
    return shown


def _shown(part: str) -> str:
    cleaned = " ".join("".join(letter if letter.isprintable() else " " for letter in part[:200]).split())
    return cleaned if len(cleaned) <= _LONGEST_TOLD else f"{cleaned[:_LONGEST_TOLD]}…"
